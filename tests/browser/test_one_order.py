"""One order, three windows: Asha books, Ravi drives, Meera watches; from the way in to the receipt."""

import re
from decimal import Decimal
from typing import Any

from playwright.async_api import Page, expect

from porter.core.geo import Point
from tests.browser.hands import SOON_MS, AtCustomer, AtDesk, AtDriver
from tests.browser.people import ASHA, MEERA, RAVI, sign_in
from tests.browser.stack import Stack
from tests.browser.windows import Windows

NEAR_ASHA = Point(12.9360, 77.6195)
WALK_M = 10
_ON_THE_MAP = """(layer) => {
    const map = document.querySelector(".pmap")?.porterMap;
    return map?.getLayer(layer) && map.queryRenderedFeatures({ layers: [layer] }).length > 0;
}"""


async def test_from_the_way_in_to_the_receipt(windows: Windows, stack: Stack) -> None:
    """Each sees what is theirs, when it is theirs."""
    asha, ravi, meera = (
        AtCustomer(await windows.phone()),
        AtDriver(await windows.phone(NEAR_ASHA)),
        AtDesk(await windows.desk()),
    )
    for hands, who in ((asha, ASHA), (ravi, RAVI), (meera, MEERA)):
        await sign_in(hands.page, stack.origin, who)
    await ravi.goes_online()
    number = await _book(windows, asha)
    await _take(windows, asha, ravi)
    await _watch(windows, meera, number)
    stops = await _stops(ravi)
    await _pick_up(windows, asha, ravi, stops[0])
    for stop in stops[1:]:
        await _drop(asha, ravi, stop)
    await windows.keep(ravi.page, "driver-summary")
    await _end(windows, asha, ravi)
    await _look_back(windows, meera, number)


async def _book(windows: Windows, asha: AtCustomer) -> str:
    await asha.plans("domlur", "indiranagar metro")
    await windows.keep(asha.page, "customer-trip")
    await asha.asks_prices()
    await windows.keep(asha.page, "customer-classes")
    number = await asha.books()
    await windows.keep(asha.page, "customer-searching")
    return number


async def _take(windows: Windows, asha: AtCustomer, ravi: AtDriver) -> None:
    offer = await ravi.is_asked()
    await expect(offer.get_by_text("2 drops")).to_be_visible()
    await expect(offer.get_by_role("definition").filter(has_text="₹").first).to_be_visible()
    await windows.keep(ravi.page, "driver-offer")
    await ravi.accepts()
    await ravi.sees("I have arrived at the pickup")
    await expect(asha.page.get_by_text("Ravi", exact=True)).to_be_visible(timeout=SOON_MS)
    await expect(asha.page.get_by_text("KA05MH4321")).to_be_visible()
    await asha.page.wait_for_function(_ON_THE_MAP, arg="p-later", timeout=SOON_MS)
    await windows.keep(asha.page, "customer-driver-on-the-way")


async def _watch(windows: Windows, meera: AtDesk, number: str) -> None:
    panel = await meera.opens(number)
    await expect(panel.get_by_text("Asha").first).to_be_visible(timeout=SOON_MS)
    await expect(panel.get_by_text("Ravi").first).to_be_visible()
    await windows.keep(meera.page, "operations-order")


async def _stops(ravi: AtDriver) -> list[dict[str, Any]]:
    answer = await ravi.page.evaluate("fetch('/api/v1/pilots/jobs/current').then((answer) => answer.json())")
    found: list[dict[str, Any]] = answer["job"]["stops"]
    return found


async def _pick_up(windows: Windows, asha: AtCustomer, ravi: AtDriver, stop: dict[str, Any]) -> None:
    seen = await asha.sees_driver()
    await ravi.stands_at(_near(stop))
    await asha.sees_driver_move(seen)
    await ravi.presses("I have arrived", then="Start loading")
    await asha.sees("Your driver is here")
    await ravi.presses("Start loading", then="Enter the pickup code")
    code = await asha.reads_code()
    await windows.keep(asha.page, "customer-code")
    await ravi.enters(_another(code), "Enter the pickup code")
    await expect(ravi.page.get_by_role("alert").filter(has_text="4 times more")).to_be_visible(timeout=SOON_MS)
    windows.pardon(" PUT ")
    await windows.keep(ravi.page, "driver-wrong-code")
    await ravi.enters(code, "Enter the pickup code")
    await ravi.sees("Drop 1 of 2")


async def _drop(asha: AtCustomer, ravi: AtDriver, stop: dict[str, Any]) -> None:
    await ravi.presses("I have arrived", then="You are not at the stop yet")
    await _says_why_far(ravi.page)
    await asha.sees("Your driver is here")
    await ravi.enters(await asha.reads_code(), "Enter the delivery code")


async def _says_why_far(page: Page) -> None:
    """Kilometres away: a reason is asked for."""
    await expect(page.get_by_role("heading", name="You are not at the stop yet")).to_be_visible(timeout=SOON_MS)
    await page.get_by_text("My GPS is wrong").click()
    await page.get_by_role("button", name="I am here").click()


async def _end(windows: Windows, asha: AtCustomer, ravi: AtDriver) -> None:
    await expect(asha.page.get_by_role("heading", name="How was Ravi?")).to_be_visible(timeout=SOON_MS)
    await windows.keep(asha.page, "customer-delivered")
    await asha.page.get_by_role("button", name="5 stars").click()
    await asha.page.get_by_role("button", name="Send rating").click()
    await expect(asha.page.get_by_text("You gave 5 of 5 stars.")).to_be_visible(timeout=SOON_MS)
    await _tip(windows, asha.page)
    await asha.page.get_by_role("link", name="Receipt").click()
    await expect(asha.page.get_by_text(re.compile("^PRT/"))).to_be_visible(timeout=SOON_MS)
    await windows.keep(asha.page, "customer-receipt")
    await _sums_up(asha.page)
    await ravi.sees("You earned")


async def _sums_up(page: Page) -> None:
    """The lines of the receipt are its total."""
    amounts = [_rupees(words) for words in await page.locator(".fare dd").all_inner_texts()]
    assert len(amounts) >= 4
    assert sum(amounts[:-1]) == amounts[-1]


async def _look_back(windows: Windows, meera: AtDesk, number: str) -> None:
    await meera.opens(number)
    told = await meera.turns_to("Timeline")
    for words in ("Order placed", "Driver assigned", "Goods picked up", "Delivered"):
        await expect(told.get_by_text(words).first).to_be_visible()
    await windows.keep(meera.page, "operations-timeline")
    trace = await meera.turns_to("Dispatch")
    await expect(trace.get_by_role("row", name=re.compile("Ravi.*Accepted"))).to_be_visible()
    await windows.keep(meera.page, "operations-trace")


async def _tip(windows: Windows, page: Page) -> None:
    """By UPI, in the sandbox's checkout, and back."""
    await page.get_by_role("button", name="Give a tip").click()
    await page.get_by_role("button", name="₹50", exact=True).click(timeout=SOON_MS)
    give = page.get_by_role("button", name="Give ₹50")
    await expect(give).to_be_visible(timeout=SOON_MS)
    await windows.keep(page, "customer-tip")
    await give.click()
    await page.get_by_role("button", name="Pay ₹50.00").click(timeout=SOON_MS)
    await expect(page.get_by_text("You gave ₹50. Thank you.")).to_be_visible(timeout=SOON_MS)
    await windows.keep(page, "customer-tipped")


def _near(stop: dict[str, Any]) -> Point:
    return Point(stop["lat"] + WALK_M / 111_195, stop["lng"])


def _another(code: str) -> str:
    return f"{(int(code) + 1) % 10_000:04}"


def _rupees(words: str) -> Decimal:
    return Decimal(re.sub(r"[₹,\s]", "", words))
