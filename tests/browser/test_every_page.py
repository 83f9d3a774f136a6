"""Every page as axe and a ruler see it: nothing serious, nothing that can be pushed sideways, a quiet console."""

import pytest
from playwright.async_api import Page, expect

import porter.pages  # noqa: F401 - importing registers the pages
from porter.pages.shells import PAGES
from tests.browser.hands import SOON_MS
from tests.browser.looks import overflow_px, serious_faults, small_targets, until_awake
from tests.browser.people import ASHA, MEERA, RAVI, Visitor, enter_as
from tests.browser.stack import Stack
from tests.browser.windows import Scheme, Windows

NOT_HERE = ("404", "/dev/gallery", "/pay/card")
"""No address of its own; a page of skeletons on purpose, with tests of its own; one that leads on to the gateway's page."""

ROUTES = sorted(page.route for page in PAGES if "[" not in page.route and page.route not in NOT_HERE)
NARROWEST_PX = 360
TOUCH_PX, DRIVING_PX = 44, 56
MAIN_ACTIONS = (
    '[data-theme^="driver"] :is(.btn[data-variant="primary"], .btn[data-size="xl"], .online-box, .phone-nav-item)'
)
"""What a driver presses on the road."""
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def whose(route: str) -> Visitor | None:
    """Who opens it; nobody in particular for public pages."""
    if route in ("/", "/offline") or "sign-in" in route or route.startswith("/dev"):
        return None
    return {"driver": RAVI, "ops": MEERA}.get(route.strip("/").split("/")[0], ASHA)


@pytest.mark.parametrize("route", ROUTES)
async def test_a_page_is_fit_for_everybody(windows: Windows, stack: Stack, route: str) -> None:
    """As its person, on a phone or a desk, in both schemes; phones of 360 px as well."""
    who = whose(route)
    page = await (windows.desk() if who is MEERA else windows.phone())
    if who:
        await enter_as(page, stack.origin, who)
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        await page.goto(route)  # anew: colours that pass from one scheme into the other are not what anybody reads
        await settled(page)
        assert await serious_faults(page) == [], scheme
    if who is not MEERA:
        assert await small_targets(page, TOUCH_PX) == []
        assert await small_targets(page, DRIVING_PX, MAIN_ACTIONS) == []
        await page.set_viewport_size({"width": NARROWEST_PX, "height": 780})
    assert await overflow_px(page) <= 0


async def settled(page: Page) -> None:
    """The page has its words: no skeleton is left."""
    await expect(page.locator("#main")).to_be_visible(timeout=SOON_MS)
    await until_awake(page)
    await expect(page.locator("#main .skeleton")).to_have_count(0, timeout=SOON_MS)
