"""Asha's money in a real browser: ₹500 into the wallet, an order shared between wallet and UPI, every line of it."""

import re

from playwright.async_api import Page, expect

from tests.browser.hands import SOON_MS, AtCustomer
from tests.browser.looks import overflow_px, serious_faults
from tests.browser.people import ASHA, enter_as
from tests.browser.stack import Stack
from tests.browser.windows import Windows


async def test_money_is_added_shared_with_upi_and_told_line_by_line(windows: Windows, stack: Stack) -> None:
    """In the sandbox's checkout, twice: once for the wallet, once for the rest of the order."""
    asha = AtCustomer(await windows.phone())
    page = asha.page
    await enter_as(page, stack.origin, ASHA)
    await _adds(windows, page)
    await asha.plans("indiranagar metro")
    await asha.asks_prices()
    await _books_with_both(windows, page)
    await page.goto("/wallet")
    history = page.get_by_role("list", name="History of the wallet")
    await expect(history.get_by_text("Kept for an order")).to_be_visible(timeout=SOON_MS)
    await expect(history.get_by_text("+₹500.00")).to_be_visible()
    await expect(history.get_by_text("−₹500.00")).to_be_visible()
    await expect(page.get_by_text("₹500.00 kept for orders under way")).to_be_visible()
    await _is_fine(page)
    await windows.keep(page, "wallet-history")


async def _adds(windows: Windows, page: Page) -> None:
    await page.goto("/wallet")
    await page.get_by_role("button", name="Add money").first.click(timeout=SOON_MS)
    await page.get_by_role("button", name="₹500", exact=True).click()
    await _is_fine(page)
    await page.get_by_role("button", name="Add ₹500").click()
    await page.get_by_role("button", name="Pay ₹500.00").click(timeout=SOON_MS)
    await expect(page.get_by_text("₹500.00 is in your wallet")).to_be_visible(timeout=SOON_MS)
    await _is_fine(page)
    await windows.keep(page, "wallet-added")


async def _books_with_both(windows: Windows, page: Page) -> None:
    # The choice is the server's: a press is done when the page shows it.
    await page.get_by_role("radio", name=re.compile("^Truck")).click(force=True)
    book = page.get_by_role("button", name=re.compile("^Book truck"))
    await expect(book).to_be_visible(timeout=SOON_MS)
    await page.get_by_role("radio", name=re.compile("^UPI")).click(force=True)
    both = page.get_by_role("switch", name=re.compile("^Use my wallet too"))
    await both.click(force=True, timeout=SOON_MS)
    await expect(both).to_be_checked(timeout=SOON_MS)
    shared = page.get_by_text(re.compile(r"₹500\.00 from your wallet, ₹[\d,]+\.\d\d by UPI"))
    await expect(shared).to_be_visible(timeout=SOON_MS)
    found = re.search(r"(₹[\d,]+\.\d\d) by UPI", await shared.inner_text())
    assert found
    await windows.keep(page, "booking-wallet-and-upi")
    await book.click()
    await page.get_by_role("button", name=f"Pay {found[1]}").click(timeout=SOON_MS)
    await expect(page.get_by_role("heading", level=1, name="Finding a driver nearby")).to_be_visible(timeout=SOON_MS)


async def _is_fine(page: Page) -> None:
    assert await serious_faults(page) == []
    assert await overflow_px(page) <= 0
