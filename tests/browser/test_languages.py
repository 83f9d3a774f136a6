"""An order, the wallet, accounts and the driver's money in Hindi or Kannada: all of it, and nothing is pushed off the screen.

Each story is played in one of the two; that every message has its words in both is proven without a browser.
"""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.hands import SOON_MS, AtCustomer
from tests.browser.looks import left_in_english, overflow_px
from tests.browser.people import ASHA, RAVI, customer, enter_as
from tests.browser.stack import Stack
from tests.browser.windows import Windows

NAMES = {"hi": "हिन्दी", "kn": "ಕನ್ನಡ"}
HOME = {"hi": "होम", "kn": "ಹೋಮ್"}
SEARCHING = {"hi": "पास में ड्राइवर ढूँढ रहे हैं", "kn": "ಹತ್ತಿರದ ಡ್ರೈವರ್ ಹುಡುಕುತ್ತಿದ್ದೇವೆ"}
CANCEL = {"hi": "रद्द करें", "kn": "ರದ್ದು ಮಾಡಿ"}
WHY = {"hi": "रद्द क्यों कर रहे हैं?", "kn": "ಏಕೆ ರದ್ದು ಮಾಡುತ್ತಿದ್ದೀರಿ?"}
KEEP = {"hi": "रहने दें", "kn": "ಹಾಗೇ ಇರಲಿ"}
ADD = {"hi": "पैसे जोड़ें", "kn": "ಹಣ ಸೇರಿಸಿ"}
ADD_500 = {"hi": "₹500 जोड़ें", "kn": "₹500 ಸೇರಿಸಿ"}
UNDER_WAY = {"hi": "चालू", "kn": "ನಡೆಯುತ್ತಿರುವವು"}
CHOOSE = {"hi": "गाड़ी चुनें", "kn": "ವಾಹನ ಆರಿಸಿ"}
CUT_OFF = """() => [...document.querySelectorAll('.btn, .segment-in, .chip, .phone-nav-item span, .card-title')]
  .filter((each) => each.offsetParent && each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent)"""
OF_ASHA = ("/account", "/account/addresses", "/account/payment-methods", "/account/receipts")
OF_A_NEWCOMER = ("/home", "/orders", "/wallet", "/notifications", *OF_ASHA)
OF_RAVI = (
    "/driver", "/driver/account", "/driver/notifications", "/driver/earnings", "/driver/cash", "/driver/withdraw",
    "/driver/withdraw/accounts", "/driver/statement",
)  # fmt: skip


@pytest.mark.parametrize("language", ["kn"])
async def test_asha_follows_her_order_in_her_language(windows: Windows, stack: Stack, language: str) -> None:
    """She changes it while the order is under way; the pages that follow know it at once."""
    asha = AtCustomer(await windows.phone())
    page = asha.page
    await enter_as(page, stack.origin, ASHA)
    await asha.books_a_trip("domlur", "indiranagar metro")
    order = page.url
    await _chooses(page, "/account", language)
    await page.goto(order)
    await expect(page.get_by_role("heading", level=1, name=SEARCHING[language])).to_be_visible(timeout=SOON_MS)
    await _fits(windows, page, f"order-{language}")
    await page.get_by_role("button", name=CANCEL[language], exact=True).click()
    await expect(page.get_by_text(WHY[language])).to_be_visible(timeout=SOON_MS)
    await _fits(windows, page, f"order-cancel-{language}")
    await page.get_by_role("button", name=KEEP[language]).click()
    await page.goto("/orders")
    await expect(page.get_by_text(UNDER_WAY[language], exact=True)).to_be_visible(timeout=SOON_MS)
    await _fits(windows, page, f"orders-{language}")
    await page.goto("/wallet")
    await page.get_by_role("button", name=ADD[language]).first.click(timeout=SOON_MS)
    await page.get_by_role("button", name="₹500", exact=True).click()
    await expect(page.get_by_role("button", name=ADD_500[language])).to_be_visible(timeout=SOON_MS)
    await _fits(windows, page, f"wallet-add-{language}")
    await page.keyboard.press("Escape")
    await _fits(windows, page, f"wallet-{language}")


@pytest.mark.parametrize("language", ["hi"])
async def test_asha_books_in_her_language(windows: Windows, stack: Stack, language: str) -> None:
    """The trip, the classes with their fares, the ways of paying."""
    asha = AtCustomer(await windows.phone())
    page = asha.page
    await enter_as(page, stack.origin, ASHA)
    await asha.plans("domlur")
    await expect(page.get_by_role("button", name="Confirm pickup and see prices")).to_be_visible(timeout=SOON_MS)
    await _chooses(page, "/account", language)
    await page.goto("/home")
    await expect(page.locator(".phone-nav")).to_be_visible(timeout=SOON_MS)
    await _fits(windows, page, f"home-{language}")
    await page.locator(".sheet-foot button").click(timeout=SOON_MS)
    await expect(page.get_by_role("heading", name=CHOOSE[language])).to_be_visible(timeout=SOON_MS)
    await _fits(windows, page, f"classes-{language}")


@pytest.mark.parametrize("language", ["kn"])
async def test_ravi_reads_his_pages_in_his_language(windows: Windows, stack: Stack, language: str) -> None:
    """Between two jobs, messages, earnings, cash, withdrawing, accounts, statement."""
    page = await windows.phone()
    await enter_as(page, stack.origin, RAVI)
    await _chooses(page, "/driver/account", language)
    await _reads(windows, page, OF_RAVI, language)


@pytest.mark.parametrize("language", ["hi"])
async def test_a_newcomer_reads_empty_pages_in_their_language(windows: Windows, stack: Stack, language: str) -> None:
    """Nothing has happened yet, and that is said too."""
    page = await windows.phone()
    await enter_as(page, stack.origin, customer(7))
    await _chooses(page, "/account", language)
    await _reads(windows, page, OF_A_NEWCOMER, language)


@pytest.mark.parametrize("language", ["kn"])
async def test_asha_keeps_an_address_in_her_language(windows: Windows, stack: Stack, language: str) -> None:
    """The list, the form, what is missing in it, and the question before one is forgotten."""
    page = await windows.phone()
    await enter_as(page, stack.origin, ASHA)
    await _chooses(page, "/account", language)
    await _reads(windows, page, OF_ASHA, language)
    await page.goto("/account/addresses")
    await page.get_by_role("button", name="Home ತೆಗೆಯಿರಿ").click(timeout=SOON_MS)
    await expect(page.get_by_role("heading", name="ಈ ವಿಳಾಸ ತೆಗೆಯಬೇಕೇ?")).to_be_visible(timeout=SOON_MS)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="ವಿಳಾಸ ಸೇರಿಸಿ").click()
    await page.get_by_role("button", name="ಉಳಿಸಿ", exact=True).click(timeout=SOON_MS)
    await expect(page.get_by_text("ಇದಕ್ಕೆ ಒಂದು ಹೆಸರು ಕೊಡಿ, ಉದಾ. ಮನೆ.")).to_be_visible(timeout=SOON_MS)
    await _fits(windows, page, f"address-{language}")


async def _reads(windows: Windows, page: Page, addresses: tuple[str, ...], language: str) -> None:
    for address in addresses:
        await page.goto(address)
        await expect(page.locator(".skeleton")).to_have_count(0, timeout=SOON_MS)
        await _fits(windows, page, f"{address.strip('/').replace('/', '-')}-{language}")


async def _chooses(page: Page, where: str, language: str) -> None:
    await page.goto(where)
    await page.get_by_text(NAMES[language], exact=True).click(timeout=SOON_MS)
    await expect(page.locator("html")).to_have_attribute("lang", language, timeout=SOON_MS)
    await page.locator(".toast-close").click(timeout=SOON_MS)


async def _fits(windows: Windows, page: Page, name: str) -> None:
    language = name.rpartition("-")[2]
    await expect(page.locator(f".phone-nav:has-text('{HOME[language]}')")).to_be_visible(timeout=SOON_MS)
    await windows.picture(page, name)
    assert await overflow_px(page) == 0
    assert await page.evaluate(CUT_OFF) == []
    shown = await page.locator("main").inner_text()
    assert not re.search(r"\{\w+\}", shown)
    assert await left_in_english(page) == set()
