"""Choosing places with a hand on the map: the map under the pin, and the stops of a planned trip."""

import asyncio
import re

import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests.browser.hands import SOON_MS, AtCustomer
from tests.browser.people import ASHA, enter_as
from tests.browser.stack import Stack
from tests.browser.windows import KORAMANGALA, Windows
from tests.tasks.workers import until

HAND = 12
"""Steps of a drag: a hand does not leap."""
_WITHOUT_WORKER = "delete Navigator.prototype.serviceWorker;"
"""What it asks for cannot be held up."""
_LATE_PHONE = """const ask = Geolocation.prototype.getCurrentPosition;
Geolocation.prototype.getCurrentPosition = function (...how) { globalThis.knowsWhere = () => ask.apply(this, how); };"""
_MAP_STANDS_AT = """([lat, lng]) => {
    const box = document.querySelector(".pmap[aria-busy=false]"), here = box?.porterMap.getCenter();
    return here && Math.hypot(here.lat - lat, here.lng - lng) < 1e-4 && !box.porterMap.isMoving();
}"""


async def test_the_map_is_moved_under_the_pin(windows: Windows, stack: Stack) -> None:
    """The address follows the pin, and the goods are picked up where it stands."""
    asha = AtCustomer(await windows.phone())
    page = asha.page
    await enter_as(page, stack.origin, ASHA)
    await asha.plans("domlur")
    await page.locator(".stop[data-kind=pickup] .stop-edit").click()
    await page.get_by_role("button", name="Choose another place").click()
    await page.get_by_role("button", name="Choose on the map").click()
    under_the_pin = page.locator(".sheet-body [role=status]")
    await expect(under_the_pin).to_have_text(re.compile(r"\w"), timeout=SOON_MS)
    said = await under_the_pin.inner_text()
    await _drag(page, page.locator(".pmap canvas"), 0, 140)
    await expect(under_the_pin).not_to_have_text(said, use_inner_text=True, timeout=SOON_MS)
    await expect(under_the_pin).to_have_text(re.compile(r"\w"), timeout=SOON_MS)
    chosen = (await under_the_pin.inner_text()).splitlines()[0]
    await windows.keep(page, "customer-pin-moved")
    await page.get_by_role("button", name="Pick up here").click()
    await expect(page.locator(".stop[data-kind=pickup]")).to_contain_text(chosen, timeout=SOON_MS)


@pytest.mark.parametrize("quicker", ["phone", "map"])
async def test_a_new_address_starts_where_the_phone_is(windows: Windows, stack: Stack, quicker: str) -> None:
    """Map and address agree, whether the phone knows where it is before or after the map is drawn."""
    page, drawn = await windows.phone(), asyncio.Event()

    async def streets(route: Route) -> None:
        await drawn.wait()
        await route.continue_()

    await page.add_init_script(_WITHOUT_WORKER + _LATE_PHONE)
    await page.route("**/map/city.json", streets)
    if quicker == "map":
        drawn.set()
    await enter_as(page, stack.origin, ASHA)
    await page.goto("/account/addresses")
    await page.get_by_role("button", name="Add an address").first.click(timeout=SOON_MS)
    made = "box?.porterMap && globalThis.knowsWhere"
    ready = made if quicker == "phone" else f"{made} && box.dataset.ready"
    await page.wait_for_function(f"() => {{ const box = document.querySelector('.pmap'); return {ready}; }}")
    await page.evaluate("knowsWhere()")
    address = page.get_by_label("Address", exact=True)
    await expect(address).to_have_value(re.compile("Koramangala"), timeout=SOON_MS)
    drawn.set()
    await page.wait_for_function(_MAP_STANDS_AT, arg=[KORAMANGALA.lat, KORAMANGALA.lng], timeout=SOON_MS)
    await expect(address).to_have_value(re.compile("Koramangala"))
    await expect(page.get_by_role("button", name="Save")).to_be_enabled()


async def test_a_stop_is_dragged_to_another_door(windows: Windows, stack: Stack) -> None:
    """Its row has the address of the new place."""
    asha = AtCustomer(await windows.phone())
    page = asha.page
    await enter_as(page, stack.origin, ASHA)
    await asha.plans("domlur")
    row = page.locator(".stop[data-kind=drop] .stop-words")
    before = await row.inner_text()
    await _drag(page, page.locator(".pm[data-kind=drop]"), -60, 30)
    await expect(row).not_to_have_text(before, use_inner_text=True, timeout=SOON_MS)
    await windows.keep(page, "customer-stop-dragged")
    await asha.asks_prices()


async def _drag(page: Page, what: Locator, right_px: int, down_px: int) -> None:
    """By the middle of it, once it stands still."""
    await expect(page.locator(".pmap[data-ready]")).to_be_visible(timeout=SOON_MS)
    places: list[tuple[float, float]] = []

    async def stands() -> bool:
        box = await what.bounding_box()
        assert box
        places.append((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))
        return len(places) > 1 and places[-1] == places[-2]

    await until(stands)
    x, y = places[-1]
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + right_px, y + down_px, steps=HAND)
    await page.mouse.up()
