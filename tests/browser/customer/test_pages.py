"""Asha's pages in a real browser: nothing grave for axe, nothing to push sideways, and nothing typed is lost."""

from playwright.async_api import Page, expect

from tests.browser.hands import SOON_MS, AtCustomer
from tests.browser.looks import overflow_px, serious_faults
from tests.browser.people import ASHA, enter_as
from tests.browser.stack import Stack
from tests.browser.windows import Windows


async def test_the_way_to_the_prices_can_be_read_and_holds_its_width(windows: Windows, stack: Stack) -> None:
    """On a phone; the other pages are looked at in `test_every_page`."""
    asha = AtCustomer(await windows.phone())
    await enter_as(asha.page, stack.origin, ASHA)
    await asha.page.goto("/pay/00000000-0000-0000-0000-000000000000")
    await expect(asha.page.get_by_text("We could not find this payment")).to_be_visible(timeout=SOON_MS)
    await _is_fine(asha.page, "no payment")
    await asha.plans("domlur", "indiranagar metro")
    await _is_fine(asha.page, "trip")
    await asha.asks_prices()
    await _is_fine(asha.page, "classes")


async def test_a_trip_survives_a_tab_that_the_server_has_forgotten(windows: Windows, stack: Stack) -> None:
    """The draft lives in the tab: a lost state on our side costs nothing."""
    asha = AtCustomer(await windows.phone())
    await enter_as(asha.page, stack.origin, ASHA)
    await asha.plans("domlur")
    await asha.page.evaluate("sessionStorage.removeItem('token')")
    await asha.page.reload()
    await asha.page.get_by_role("button", name="Go on with your trip").click(timeout=SOON_MS)
    await expect(asha.page.get_by_role("heading", name="Your trip")).to_be_visible(timeout=SOON_MS)


async def _is_fine(page: Page, where: str) -> None:
    assert await serious_faults(page) == [], where
    assert await overflow_px(page) <= 0, where
