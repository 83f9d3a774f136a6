"""Meera asks for a refund: the bells of finance count in every window, lead to it, and are quiet once it is decided."""

import re
from decimal import Decimal

from playwright.async_api import Locator, Page, expect

from porter.seed import people as seeded
from tests.browser.admin.test_money_back import FARID, NEW_COLLEAGUE, a_paid_and_delivered_order, asks_for, window
from tests.browser.hands import SOON_MS
from tests.browser.looks import overflow_px, serious_faults
from tests.browser.people import MEERA
from tests.browser.stack import Stack
from tests.browser.windows import PHONE, Windows

QUIET = "Notifications"


async def test_a_refund_rings_until_it_is_decided(windows: Windows, stack: Stack) -> None:
    """Two windows of Farid, one of Meera who asked; reading in one clears the other, deciding clears everybody."""
    stack.sql("UPDATE account SET role = 'support' WHERE email = %s", seeded.MEERA_EMAIL)
    stack.sql(NEW_COLLEAGUE, FARID.email, seeded.MEERA_EMAIL)
    order = await a_paid_and_delivered_order(stack)
    meera, farid = await window(windows, stack, MEERA), await window(windows, stack, FARID)
    phone = await window(windows, stack, FARID)
    await phone.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    await farid.goto("/ops")
    await phone.goto("/ops/orders")
    await is_empty(windows, farid)
    await asks_for(windows, meera, order["number"], f"{Decimal(str(order['total'])) / 2:.2f}")
    for page in (farid, phone):
        await expect(bell(page)).to_have_accessible_name("Notifications, 1 unread", timeout=SOON_MS)
    await expect(bell(meera)).to_have_accessible_name(QUIET)
    await by_keyboard(windows, farid, order["number"])
    await fits_a_phone(windows, phone)
    await leads_there(farid, order["number"])
    for page in (farid, phone):
        await expect(bell(page)).to_have_accessible_name(QUIET, timeout=SOON_MS)
    await decides(farid)
    await expect(panel(phone).get_by_text("Approved by Farid")).to_be_visible(timeout=SOON_MS)
    await windows.keep(phone, "operations-bell-done")


def bell(page: Page) -> Locator:
    """The button in the bar."""
    return page.get_by_role("button", name=re.compile("^Notifications"))


def panel(page: Page) -> Locator:
    """What it opens."""
    return page.get_by_role("dialog", name="Notifications")


async def is_empty(windows: Windows, page: Page) -> None:
    """Nothing yet, and it says so."""
    await expect(bell(page)).to_have_accessible_name(QUIET, timeout=SOON_MS)
    await bell(page).click()
    await expect(panel(page).get_by_text("Nothing needs you")).to_be_visible(timeout=SOON_MS)
    assert await serious_faults(page) == []
    await windows.keep(page, "operations-bell-empty")
    await page.get_by_role("heading", level=1).click()
    await expect(panel(page)).to_be_hidden()


async def by_keyboard(windows: Windows, page: Page, number: str) -> None:
    """Enter opens, the arrows walk, Esc closes and gives the focus back."""
    await bell(page).focus()
    await page.keyboard.press("Enter")
    notice = panel(page).get_by_role("link", name=re.compile(f"^Unread: Meera asks to give back .* of order {number}"))
    await expect(notice).to_be_visible(timeout=SOON_MS)
    await expect(panel(page).get_by_role("heading", name="Today")).to_be_visible()
    assert await serious_faults(page) == []
    assert await overflow_px(page) <= 0
    await windows.keep(page, "operations-bell")
    await page.keyboard.press("End")
    await expect(notice).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(panel(page).get_by_role("button", name="Mark all read")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(panel(page)).to_be_hidden()
    await expect(bell(page)).to_be_focused()


async def fits_a_phone(windows: Windows, page: Page) -> None:
    """It stays open there."""
    await bell(page).click()
    await expect(panel(page).get_by_role("link")).to_be_visible(timeout=SOON_MS)
    assert await serious_faults(page) == []
    assert await overflow_px(page) <= 0
    box, width = await panel(page).bounding_box(), PHONE[0]
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    await windows.keep(page, "operations-bell-phone")


async def leads_there(page: Page, number: str) -> None:
    """To the panel of the refund; a second time as well, although the address stays the same."""
    refund = page.get_by_role("dialog", name=re.compile("^Refund of"))
    for _ in range(2):
        await bell(page).click()
        await panel(page).get_by_role("link", name=re.compile(number)).click(timeout=SOON_MS)
        await expect(refund.get_by_text("The box was wet")).to_be_visible(timeout=SOON_MS)
        await expect(panel(page)).to_be_hidden()
        assert re.search(r"/ops/refunds/?\?refund=", page.url)
        await refund.get_by_role("button", name="Close").click()
        await expect(refund).to_be_hidden(timeout=SOON_MS)
    await bell(page).click()
    await panel(page).get_by_role("link", name=re.compile(number)).click(timeout=SOON_MS)
    await expect(refund).to_be_visible(timeout=SOON_MS)


async def decides(page: Page) -> None:
    """Farid says yes, and the money goes."""
    refund = page.get_by_role("dialog", name=re.compile("^Refund of"))
    await refund.get_by_role("button", name="Approve").click()
    await page.get_by_role("button", name="Approve and send").click()
    await expect(refund.get_by_text("Paid out").first).to_be_visible(timeout=SOON_MS)
