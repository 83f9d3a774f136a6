"""Operations at a table of their own making, and finance from the trial balance down to a posting."""

import re
from pathlib import Path
from urllib.parse import urljoin

from playwright.async_api import Page, expect

from tests.browser.admin.test_desk import asha_orders_while_ravi_waits, desk, told
from tests.browser.hands import SOON_MS
from tests.browser.looks import overflow_px, serious_faults, until_awake
from tests.browser.people import ASHA, api_of
from tests.browser.stack import Stack
from tests.browser.windows import Windows
from tests.tasks.workers import until


async def test_meera_keeps_a_view_and_takes_it_away_as_a_file(windows: Windows, stack: Stack) -> None:
    """She filters, hides a column, saves the view; after a reload and a detour it is there; the file holds its rows."""
    number = await asha_orders_while_ravi_waits(stack)
    page = await desk(windows, stack)
    await page.goto("/ops/orders")
    await expect(page.get_by_role("cell", name=number)).to_be_visible(timeout=SOON_MS)
    await page.get_by_role("button", name="Searching").click()
    await page.get_by_text("Columns", exact=True).click()
    await page.get_by_label("Drop", exact=True).click()
    await expect(page.get_by_role("columnheader", name="Drop")).to_be_hidden()
    await page.keyboard.press("Escape")
    await page.get_by_text("Views", exact=True).click()
    await page.get_by_role("button", name="Save this view").click()
    await page.get_by_label("Name").fill("Waiting")
    await page.get_by_role("button", name="Save view").click()
    await expect(page.get_by_text("Waiting is kept.")).to_be_visible(timeout=SOON_MS)
    await windows.keep(page, "operations-saved-view")

    other = await desk(windows, stack, "dark")
    await other.goto("/ops/orders")
    await expect(other.get_by_role("columnheader", name="Drop")).to_be_visible(timeout=SOON_MS)
    await other.get_by_text("Views", exact=True).click()
    await other.get_by_role("button", name="Waiting", exact=True).click()
    await expect(other.get_by_role("columnheader", name="Drop")).to_be_hidden()
    await expect(other.get_by_role("button", name="Searching")).to_have_attribute("aria-pressed", "true")
    assert number in await taken_away(other, "CSV")
    assert await serious_faults(other) == []


async def test_the_keys_are_listed_under_a_question_mark(windows: Windows, stack: Stack) -> None:
    page = await desk(windows, stack)
    await page.goto("/ops/customers")
    await until_awake(page)
    await page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    await expect(keys.get_by_text("Next row")).to_be_visible()
    assert await serious_faults(page) == []
    await page.keyboard.press("Escape")
    await expect(keys).to_be_hidden()


async def test_finance_follows_an_account_to_a_posting(windows: Windows, stack: Stack) -> None:
    """The books balance; from the kind to the account, by keyboard to the posting, which has an address of its own."""
    await asha_adds_money(stack)
    page = await desk(windows, stack)
    await page.goto("/ops/ledger")
    await expect(page.get_by_text("The books balance", exact=True)).to_be_visible(timeout=SOON_MS)
    await page.get_by_role("button", name="Check again").click()
    await expect(page.get_by_text("Nothing astray")).to_be_visible(timeout=SOON_MS)
    await looks_fine(page)
    await windows.keep(page, "operations-trial-balance")
    await page.get_by_role("link", name="Customer wallets").click()
    await page.get_by_role("link", name="Asha").click()
    await expect(page.get_by_role("cell", name="Money added")).to_be_visible(timeout=SOON_MS)
    await looks_fine(page)
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Money added")
    await expect(panel.get_by_text("At the gateways")).to_be_visible(timeout=SOON_MS)
    await expect(page).to_have_url(re.compile(r"posting="))
    await page.reload()
    await expect(panel.get_by_text("At the gateways")).to_be_visible(timeout=SOON_MS)
    await looks_fine(page)
    await windows.keep(page, "operations-posting")
    await panel.get_by_role("button", name="Take back").click()
    await page.get_by_label("Reason").fill("Charged back")
    await page.get_by_role("dialog", name="Take this posting back?").get_by_role("button", name="Take back").click()
    correction = page.get_by_role("dialog", name="Correction")
    await correction.get_by_role("button", name="Open the original").click(timeout=SOON_MS)
    await expect(panel.get_by_text("Taken back", exact=True)).to_be_visible(timeout=SOON_MS)


async def looks_fine(page: Page) -> None:
    """Axe and the ruler have nothing to say."""
    await expect(page.locator("main .skeleton")).to_have_count(0, timeout=SOON_MS)
    assert await serious_faults(page) == []
    assert await overflow_px(page) <= 0


async def taken_away(page: Page, form: str) -> str:
    """The rows of this table as a file."""
    await page.get_by_text("Export", exact=True).click()
    async with page.expect_download() as begun:
        await page.get_by_role("link", name=re.compile(form)).click()
    return _words_of(await (await begun.value).path())


def _words_of(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig")


async def asha_adds_money(stack: Stack) -> None:
    """500 rupees by UPI, through the sandbox's page; they are in her wallet."""
    async with api_of(stack.origin, ASHA) as asha:
        checkout = told(await asha.post("/wallet/add-money", json={"amount": "500.00"}))["checkout"]
        url = urljoin(stack.origin, checkout["payload"]["url"])
        paid = await asha.post(url, data={"method": "upi", "travel": "once", "action": "pay"})
        assert paid.status_code == 303, paid.text

        async def there() -> bool:
            return bool(told(await asha.get("/wallet"))["wallet"]["balance"] == 500.0)

        await until(there, within_s=30)
