"""The map at the gallery: Google's tiles when there is a key, a public style, and the offline city when neither comes.

The pages of the tests are built without a key. Here one is put into the gallery's script, and the content policy that
a server with a key sends, so that nothing has to be built or started a second time. Google itself is played by the browser.
"""

import base64
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.async_api import Locator, Page, Request, Route, expect

from porter.core.config import Settings
from porter.web.headers import page_policy
from tests.browser.looks import until_awake
from tests.browser.stack import Stack
from tests.browser.windows import Windows

KEY = "AIza-of-the-test"
GOOGLE, PUBLIC = "https://tile.googleapis.com/", "https://tiles.openfreemap.org/"
OFFLINE = "Offline map of the demo city"
CITY = "**/map/city.json"
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
NO_SOCKET = "ERR_BLOCKED_BY_LOCAL_NETWORK"
"""A page that the test has handed over has no address of its own, so Chromium keeps it from the socket; these maps need none."""
WORN = "(box) => box.porterMap?.getStyle()?.name"
SEEN = "(box, layer) => box.porterMap.queryRenderedFeatures({ layers: [layer] }).length"
WATCH_THE_GROUND = """
globalThis.grounds = [];
const look = () => {
  for (const box of document.querySelectorAll(".pmap:has(> .pmap-canvas)"))
    grounds.push(getComputedStyle(box).backgroundColor, getComputedStyle(box.querySelector(".pmap-skeleton")).backgroundColor);
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


class Google:
    """Answers as Google does; `refuse` names what it refuses."""

    def __init__(self, refuse: str = "") -> None:
        self.refuse = refuse
        self.asked: list[Request] = []

    async def answer(self, route: Route) -> None:
        """Sessions, tiles and owners."""
        request = route.request
        self.asked.append(request)
        allowed = {"access-control-allow-origin": "*", "access-control-allow-headers": "*"}
        if self.refuse and self.refuse in request.url:
            await route.fulfill(status=403, json={"error": {"status": "PERMISSION_DENIED"}}, headers=allowed)
        elif "/createSession" in request.url:
            made = {"session": "s-1", "expiry": "4102444800", "tileWidth": 256, "tileHeight": 256, "imageFormat": "png"}
            await route.fulfill(json=made, headers=allowed)
        elif "/viewport" in request.url:
            await route.fulfill(json={"copyright": "Map data ©2026 Google and others"}, headers=allowed)
        else:
            await route.fulfill(body=DOT, content_type="image/png", headers=allowed)

    def of(self, part: str) -> list[Request]:
        """What was asked of one door."""
        return [request for request in self.asked if part in request.url]


async def with_a_key(page: Page, stack: Stack, google: Google) -> None:
    """The gallery as a server with a browser key would serve it."""
    settings = Settings(port=stack.port, maps_provider="auto", google_maps_browser_key=KEY)

    async def document(route: Route) -> None:
        answer = await route.fetch()
        hashes = tuple(re.findall(r"'(sha256-[^']+)'", answer.headers["content-security-policy"]))
        await route.fulfill(
            response=answer, headers={**answer.headers, "content-security-policy": page_policy(settings, hashes)}
        )

    async def script(route: Route) -> None:
        answer = await route.fetch()
        body, found = re.subn(
            r"googleKey:([\"'`])\1(,label:[\"'`]A trip)", rf"googleKey:{json.dumps(KEY)}\2", await answer.text()
        )
        assert found == 1
        await route.fulfill(response=answer, body=body)

    await page.route("**/dev/gallery", document)
    await page.route("**/assets/*gallery*.js", script)
    await page.route(f"{GOOGLE}**", google.answer)


async def maps_of(page: Page) -> Callable[[str], Locator]:
    """Open the gallery and have it draw its maps; answers how to find one by its label."""
    await page.goto("/dev/gallery")
    await until_awake(page)
    await page.get_by_role("button", name="Show the maps").click()
    return lambda label: page.locator(".pmap", has=page.get_by_label(label, exact=True))


async def test_with_a_key_googles_tiles_lie_under_everything_of_ours(windows: Windows, stack: Stack) -> None:
    """One session for the page; markers and route on its tiles; Google and the owners are named."""
    windows.pardon(NO_SOCKET)
    page, google = await windows.desk(), Google()
    await with_a_key(page, stack, google)
    trip = (await maps_of(page))("A trip")
    await expect(trip.get_by_text("Google Maps", exact=True)).to_be_visible()
    await expect(trip.get_by_text("Map data ©2026 Google and others")).to_be_visible()
    for name in ("Pickup", "Drop 1", "Ravi"):
        await expect(trip.get_by_role("button", name=name)).to_be_visible()
    await page.wait_for_function(
        f"(box) => box.porterMap.areTilesLoaded() && ({SEEN})(box, 'p-route') > 0", arg=await trip.element_handle()
    )
    assert await trip.evaluate(WORN) == "porter-google"
    (session,) = google.of("/v1/createSession")
    assert (session.method, session.url.partition("?key=")[2]) == ("POST", KEY)
    assert json.loads(session.post_data or "")["mapType"] == "roadmap"
    tiles = google.of("/v1/2dtiles/")
    assert tiles
    assert all(re.search(rf"/2dtiles/\d+/\d+/\d+\?session=s-1&key={KEY}$", tile.url) for tile in tiles)
    assert await trip.get_by_text(OFFLINE).count() == 0
    await windows.keep(page, "google-tiles")


@pytest.mark.parametrize("refused", ["/v1/createSession", "/v1/2dtiles/"], ids=["session", "tiles"])
async def test_what_google_refuses_is_drawn_offline(windows: Windows, stack: Stack, refused: str) -> None:
    """A wrong key, or a quota that is used up: the city is there, and nobody is named who did not draw it."""
    windows.pardon(f"{GOOGLE}{refused[1:]}", "AJAXError", "403", NO_SOCKET)
    page, google = await windows.desk(), Google(refuse=refused)
    await with_a_key(page, stack, google)
    trip = (await maps_of(page))("A trip")
    await expect(trip.get_by_text(OFFLINE)).to_be_visible()
    await expect(trip.get_by_text("Google Maps", exact=True)).to_have_count(0)
    await expect(trip.get_by_role("button", name="Ravi")).to_be_visible()
    await page.wait_for_function(f"(box) => ({SEEN})(box, 'p-route') > 0", arg=await trip.element_handle())
    assert google.of(refused)


async def test_a_public_style_out_of_reach_is_drawn_offline(windows: Windows) -> None:
    """Whether nobody answers, or somebody with something else than a style."""
    page = await windows.desk()
    asked: list[str] = []

    async def refuse(route: Route) -> None:
        asked.append(route.request.url)
        await route.abort()

    await page.route(f"{PUBLIC}**", refuse)
    found = await maps_of(page)
    for label in ("A trip", "A fleet", "A place", "A map without its style"):
        await expect(found(label).get_by_text(OFFLINE)).to_be_visible()
        assert await found(label).evaluate(WORN) == "porter-offline"
    assert asked == [f"{PUBLIC}styles/liberty"], "three maps of a page ask once"
    for layer in ("p-fleet", "p-clusters"):  # some stand alone, some so close that they are counted
        fleet = await found("A fleet").element_handle()
        await page.wait_for_function(f"(box) => ({SEEN})(box, '{layer}') > 0", arg=fleet)
    async with page.expect_console_message(lambda message: message.text == "marker"):
        await found("A trip").get_by_role("button", name="Ravi").click()
    await windows.keep(page, "maps-offline")


async def test_a_bare_ground_gets_its_streets_with_the_connection(windows: Windows) -> None:
    """Opened where there was no network: nobody has to open the page again."""
    windows.pardon("/map/city.json", PUBLIC)
    page = await windows.desk()
    await page.add_init_script("delete Navigator.prototype.serviceWorker")  # it would have the streets
    for address in (f"{PUBLIC}**", CITY):
        await page.route(address, lambda route: route.abort("internetdisconnected"))
    trip = (await maps_of(page))("A trip")
    await expect(trip).to_have_attribute("data-ready", "1")
    assert await trip.evaluate("(box) => box.porterMap.getSource('roads') === undefined")
    await page.unroute(CITY)
    await page.evaluate("dispatchEvent(new Event('online'))")
    for layer in ("road-primary", "p-route"):
        await page.wait_for_function(f"(box) => ({SEEN})(box, '{layer}') > 0", arg=await trip.element_handle())


async def test_a_dark_page_never_shows_a_light_ground(windows: Windows) -> None:
    """Not for one frame while the map is made: that takes half a second on a phone."""
    page = await windows.desk("dark")
    await page.add_init_script(WATCH_THE_GROUND)
    trip = (await maps_of(page))("A trip")
    await expect(trip).to_have_attribute("data-ready", "1")
    grounds: list[Any] = await page.evaluate("[...new Set(grounds)]")
    assert grounds == ["rgb(17, 24, 34)"]
