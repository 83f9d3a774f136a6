"""The driver's queue and senses in a real Chromium, against a server that is played by the test."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Request, Route, async_playwright

from tests.chromium import ARGUMENTS, program

ORIGIN = "http://localhost:21250"
CODE = Path(__file__).parents[2] / "porter" / "components"
MODULES = {"device_store.js", "device_queue.js", "device_sensors.js", "device_played.js"}
PAGE = """<!doctype html><title>device</title><script type="module">
import * as queue from "/device_queue.js"; import * as sensors from "/device_sensors.js";
window.told = []; window.answers = [];
window.queue = queue; window.sensors = sensors;
window.report = sensors.reporter((status) => window.told.push({ ...status }));
window.ready = true;
</script>"""
FIX = {"lat": 12.97, "lng": 77.59, "heading": None, "speed_kmh": None, "accuracy_m": 8}
PATIENCE_S = 60


@dataclass
class Server:
    """What the phone talks to: reachable or not, with answers in stock."""

    reachable: bool = True
    lose_answers: bool = False
    answers: list[tuple[int, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    heard: list[Request] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, route: Route) -> None:
        """Serve our own modules; answer the API."""
        name = route.request.url.removeprefix(f"{ORIGIN}/")
        if name in MODULES:
            await route.fulfill(body=(CODE / name).read_text(), content_type="text/javascript")
        elif not name.startswith("api/"):
            await route.fulfill(body=PAGE, content_type="text/html")
        else:
            await self._answer(route)

    async def until(self, met: Callable[[], bool]) -> None:
        """Wait until what was heard is enough."""
        async with asyncio.timeout(PATIENCE_S):
            while not met():
                self.news.clear()
                await self.news.wait()

    async def _answer(self, route: Route) -> None:
        if not self.reachable:
            await route.abort("internetdisconnected")
            return
        self.heard.append(route.request)
        if self.lose_answers:
            await route.abort("connectionreset")
        else:
            status, headers, body = self.answers.pop(0) if self.answers else (200, {}, {})
            await route.fulfill(status=status, headers=headers, json=body)
        self.news.set()


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One for these tests."""
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        yield launched
        await launched.close()


@pytest.fixture
async def server() -> Server:
    """A reachable server."""
    return Server()


@pytest.fixture
async def context(browser: Browser, server: Server) -> AsyncIterator[BrowserContext]:
    """A fresh phone."""
    made = await browser.new_context(
        permissions=["geolocation"], geolocation={"latitude": 12.97, "longitude": 77.59, "accuracy": 8}
    )
    await made.route("**/*", server.handle)
    yield made
    await made.close()


@pytest.fixture
async def page(context: BrowserContext) -> Page:
    """The driver's page."""
    return await opened(context)


async def opened(context: BrowserContext) -> Page:
    """Open the page and wait for its modules."""
    made = await context.new_page()
    await made.goto(f"{ORIGIN}/driver")
    await made.wait_for_function("window.ready")
    return made


async def start(page: Page) -> None:
    """Begin to send."""
    await page.evaluate("void (stop = queue.keepSending(report, (answer) => window.answers.push(answer)))")


async def keep(page: Page, *latitudes: float) -> None:
    """Store fixes."""
    for latitude in latitudes:
        await page.evaluate("(fix) => queue.keepFix(fix)", {**FIX, "lat": latitude})


async def step(page: Page, name: str, **more: Any) -> None:
    """Queue a trip step."""
    await page.evaluate("(step) => queue.queueStep(step)", {"path": f"/api/v1/jobs/{name}", "name": name, **more})


def body(request: Request) -> dict[str, Any]:
    """The JSON that was sent."""
    return json.loads(request.post_data or "{}")


def latitudes(request: Request) -> list[float]:
    """Where the fixes of a batch were."""
    return [fix["lat"] for fix in body(request)["fixes"]]


async def emptied(page: Page, left: int = 0) -> None:
    """Wait until nothing, or just so much, is stored any more."""
    async with asyncio.timeout(PATIENCE_S):
        while await page.evaluate("queue.waiting()") != left:
            await page.evaluate("new Promise(requestAnimationFrame)")


async def test_positions_go_in_one_batch_in_order(page: Page, server: Server) -> None:
    """One request, the fixes as they were measured, an id to recognise a replay."""
    await keep(page, 1, 2, 3)
    await start(page)
    await emptied(page)
    assert [latitudes(request) for request in server.heard] == [[1, 2, 3]]
    sent = body(server.heard[0])
    assert sent["batch_id"]
    assert sent["sent_at"].endswith("Z")
    assert "idempotency-key" not in server.heard[0].headers


async def test_what_could_not_be_sent_survives_a_reload(page: Page, context: BrowserContext, server: Server) -> None:
    """Two fixes before the reload, one after; all arrive once."""
    server.reachable = False
    await start(page)
    await keep(page, 1, 2)
    await page.wait_for_function("told.at(-1)?.network === 'offline' && told.at(-1)?.queued === 2")
    await page.close()
    again = await opened(context)
    await keep(again, 3)
    server.reachable = True
    await start(again)
    await emptied(again)
    assert sorted(number for request in server.heard for number in latitudes(request)) == [1, 2, 3]


async def test_a_lost_answer_is_asked_for_with_the_same_batch(page: Page, server: Server) -> None:
    """The server took it and the line broke: the replay is the same fixes under the same id."""
    server.lose_answers = True
    await keep(page, 1, 2)
    await start(page)
    await server.until(lambda: len(server.heard) == 1)
    await page.wait_for_function("told.at(-1)?.network === 'offline'")
    await keep(page, 3)
    server.lose_answers = False
    await page.evaluate("dispatchEvent(new Event('online'))")
    await emptied(page)
    replays = [request for request in server.heard if latitudes(request) == [1, 2]]
    assert len(replays) >= 2
    assert len({body(request)["batch_id"] for request in replays}) == 1
    assert latitudes(server.heard[-1]) == [3]
    assert body(server.heard[-1])["batch_id"] != body(replays[0])["batch_id"]


async def test_steps_replay_in_order_with_the_phones_time(page: Page, context: BrowserContext, server: Server) -> None:
    """Three steps without a connection, a reload, then all of them, once, as they were pressed."""
    server.reachable = False
    for name in ("arrive", "load", "hand_over"):
        await step(page, name, fields={"stop_id": name})
    before = await page.evaluate("new Date().toISOString()")
    await page.close()
    again = await opened(context)
    server.reachable = True
    await start(again)
    await emptied(again)
    assert [body(request)["stop_id"] for request in server.heard] == ["arrive", "load", "hand_over"]
    assert all(body(request)["device_time"] <= before for request in server.heard)
    keys = {request.headers["idempotency-key"] for request in server.heard}
    assert len(keys) == 3
    await again.wait_for_function("answers.length === 3 && answers.every((answer) => answer.ok)")


async def test_a_refused_step_is_told_and_does_not_block_the_next(page: Page, server: Server) -> None:
    """The person reads the server's own words."""
    server.answers = [(400, {}, {"code": "otp_wrong", "detail": "That code is wrong."})]
    await step(page, "hand_over")
    await step(page, "load")
    await start(page)
    await emptied(page)
    first, second = await page.evaluate("answers")
    assert (first["ok"], first["code"], first["message"]) == (False, "otp_wrong", "That code is wrong.")
    assert (second["name"], second["ok"]) == ("load", True)


async def test_a_busy_server_is_asked_again_with_the_same_key(page: Page, server: Server) -> None:
    """In flight, overloaded: the step waits and holds back the next."""
    server.answers = [(409, {"retry-after": "1"}, {}), (503, {}, {})]
    await step(page, "arrive")
    await step(page, "load")
    await start(page)
    for heard in (1, 2):
        await server.until(lambda wanted=heard: len(server.heard) >= wanted)
        await page.wait_for_function("told.length > 0")
        await page.evaluate("dispatchEvent(new Event('online'))")
    await emptied(page)
    names = [request.url.rsplit("/", 1)[-1] for request in server.heard]
    assert names == ["arrive", "arrive", "arrive", "load"]
    assert len({request.headers["idempotency-key"] for request in server.heard[:3]}) == 1


async def test_a_photo_waits_like_any_step(page: Page, context: BrowserContext, server: Server) -> None:
    """The bytes are kept across a reload and sent as a form."""
    server.reachable = False
    await page.evaluate(
        """() => queue.queueStep({ path: "/api/v1/jobs/photos", method: "POST", name: "photo",
            fields: { stop_id: "s1" }, files: { photo: new File(["pixels"], "proof.jpg", { type: "image/jpeg" }) } })"""
    )
    await page.close()
    again = await opened(context)
    server.reachable = True
    await start(again)
    await emptied(again)
    assert server.heard[0].headers["content-type"].startswith("multipart/form-data")
    assert server.heard[0].method == "POST"
    assert server.heard[0].headers["idempotency-key"]


async def test_a_session_that_ended_loses_nothing(page: Page, server: Server) -> None:
    """The page is told to renew; what is stored stays."""
    server.answers = [(401, {}, {})]
    await keep(page, 1)
    await start(page)
    await page.wait_for_function("told.at(-1)?.refused === 'signed_out'")
    assert await page.evaluate("queue.waiting()") == 1


async def test_two_tabs_send_once(page: Page, context: BrowserContext, server: Server) -> None:
    """The driver opened the app twice."""
    other = await opened(context)
    await keep(page, 1, 2)
    await asyncio.gather(start(page), start(other))
    await emptied(page)
    assert [latitudes(request) for request in server.heard] == [[1, 2]]


async def test_the_state_hears_only_of_changes(page: Page) -> None:
    """The same status twice is told once."""
    await page.evaluate("for (const gps of ['ok', 'ok', 'ok', 'paused', 'ok']) report({ gps })")
    assert [status["gps"] for status in await page.evaluate("told")] == ["ok", "paused", "ok"]


async def test_a_moving_phone_is_heard_and_a_bad_fix_is_marked(
    page: Page, context: BrowserContext, server: Server
) -> None:
    """Real geolocation of Chromium: two places, then one that is too vague."""
    await start(page)
    await page.evaluate("void (watch = sensors.watchPositions({ pace: () => 0, report }))")
    await server.until(lambda: len(server.heard) >= 1)
    await context.set_geolocation({"latitude": 12.98, "longitude": 77.6, "accuracy": 8})
    await server.until(lambda: latitudes(server.heard[-1])[-1] == 12.98)
    await context.set_geolocation({"latitude": 12.99, "longitude": 77.6, "accuracy": 400})
    await page.wait_for_function("told.at(-1)?.gps === 'inaccurate'")


async def test_a_phone_that_forbids_its_position_says_so(page: Page, context: BrowserContext) -> None:
    """Denied is not the same as paused."""
    await context.clear_permissions()
    await page.evaluate("void (watch = sensors.watchPositions({ pace: () => 0, report }))")
    await page.wait_for_function("told.at(-1)?.gps === 'denied'")
