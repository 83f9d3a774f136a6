"""Meera gives money into a wallet while the table beside the panel follows, and takes the table away as she has set it up."""

import re

from playwright.async_api import Page, expect

from tests.browser.admin.test_money_back import a_paid_and_delivered_order, window
from tests.browser.admin.test_tables import looks_fine, taken_away
from tests.browser.hands import SOON_MS
from tests.browser.people import ASHA, MEERA, enter_as
from tests.browser.stack import Stack
from tests.browser.windows import Windows


async def test_money_goes_into_the_wallet_and_the_table_follows(windows: Windows, stack: Stack) -> None:
    """By keyboard to the payment; the dialog says where it goes; behind the panel the row changes, Asha has it."""
    order = await a_paid_and_delivered_order(stack)
    page = await window(windows, stack, MEERA)
    await page.goto("/ops/payments")
    row = page.get_by_role("row", name=re.compile(order["number"]))
    await expect(row.get_by_text("Paid", exact=True)).to_be_visible(timeout=SOON_MS)
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name=re.compile("^₹"))
    await panel.get_by_role("button", name="Refund", exact=True).click(timeout=SOON_MS)
    await into_the_wallet(windows, page)
    await expect(panel.get_by_text("Partly refunded").first).to_be_visible(timeout=SOON_MS)
    await expect(panel.get_by_text("₹50.00 to the wallet")).to_be_visible()
    await expect(row.get_by_text("Partly refunded")).to_be_visible()
    await looks_fine(page)
    await windows.keep(page, "operations-refund-in-wallet")
    phone = await windows.phone()
    await enter_as(phone, stack.origin, ASHA)
    await phone.goto("/wallet")
    await expect(phone.get_by_text("₹50.00").first).to_be_visible(timeout=SOON_MS)


async def into_the_wallet(windows: Windows, page: Page) -> None:
    """50 rupees; what it does is said before."""
    ask = page.get_by_role("dialog", name="Give money back")
    await ask.get_by_text("A part", exact=True).click(timeout=SOON_MS)
    await ask.get_by_label("Amount in rupees").fill("50")
    await ask.get_by_label("Where to").select_option("wallet")
    await ask.get_by_label("Reason").select_option("late")
    await expect(ask.get_by_text("Goes back to the wallet")).to_be_visible(timeout=SOON_MS)
    await expect(ask.get_by_text("It is sent at once.")).to_be_visible()
    await windows.keep(page, "operations-refund-to-wallet")
    await looks_fine(page)
    await ask.get_by_role("button", name=re.compile("^Refund · ₹50")).click()
    await expect(ask).to_be_hidden(timeout=SOON_MS)


async def test_the_payments_table_is_kept_and_taken_away(windows: Windows, stack: Stack) -> None:
    """A filter, a column less, a name; in another window it is as it was, and the file holds its rows."""
    order = await a_paid_and_delivered_order(stack)
    page = await window(windows, stack, MEERA)
    await page.goto("/ops/payments")
    await page.get_by_role("button", name="Paid", exact=True).click(timeout=SOON_MS)
    await page.get_by_text("Columns", exact=True).click()
    await page.get_by_label("Gateway", exact=True).and_(page.get_by_role("checkbox")).click()
    await expect(page.get_by_role("columnheader", name="Gateway")).to_be_hidden()
    await page.keyboard.press("Escape")
    await page.get_by_text("Views", exact=True).click()
    await page.get_by_role("button", name="Save this view").click()
    await page.get_by_label("Name").fill("Collected")
    await page.get_by_role("button", name="Save view").click()
    await expect(page.get_by_text("Collected is kept.")).to_be_visible(timeout=SOON_MS)
    other = await windows.desk("dark")
    await enter_as(other, stack.origin, MEERA)
    await other.goto("/ops/payments")
    await other.get_by_text("Views", exact=True).click(timeout=SOON_MS)
    await other.get_by_role("button", name="Collected", exact=True).click()
    await expect(other.get_by_role("columnheader", name="Gateway")).to_be_hidden()
    await expect(other.get_by_role("button", name="Paid", exact=True)).to_have_attribute("aria-pressed", "true")
    assert order["number"] in await taken_away(other, "CSV")
    await looks_fine(other)
    await windows.keep(other, "operations-payments-kept")
