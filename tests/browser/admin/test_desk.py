"""Operations at a real desk: an order found by keyboard, given to a driver, seen on the map; nothing serious for axe."""

import re
from functools import partial
from typing import Any

import httpx
from playwright.async_api import Page, expect

from porter.services.quotes import StopInput
from tests.booking import INDIRANAGAR, KORAMANGALA
from tests.browser.looks import serious_faults
from tests.browser.people import ASHA, MEERA, RAVI, api_of, enter_as
from tests.browser.stack import Stack
from tests.browser.windows import Scheme, Windows
from tests.tasks.workers import until


async def test_an_order_is_found_and_given_by_hand(windows: Windows, stack: Stack) -> None:
    """Meera walks the table by keyboard, opens the panel, gives the order to Ravi; the address brings her back to it."""
    number = await asha_orders_while_ravi_waits(stack)
    page = await desk(windows, stack)
    await page.goto("/ops/orders")
    await expect(page.get_by_role("cell", name=number)).to_be_visible()
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name=number)
    await expect(panel).to_be_visible()
    await expect(page).to_have_url(re.compile(r"/ops/orders/?\?order="))
    await panel.get_by_role("button", name="Assign driver").click()
    await page.get_by_role("dialog", name="Assign a driver").get_by_role("button", name="Assign Ravi").click()
    await expect(panel.get_by_text("Driver assigned").first).to_be_visible()
    await panel.get_by_role("tab", name="Timeline").click()
    await expect(panel.get_by_text("Operations").first).to_be_visible()
    await page.reload()
    await panel.get_by_role("tab", name="Order").click()
    await expect(panel.get_by_text("KA05MH4321").first).to_be_visible()
    await windows.keep(page, "operations-order-panel")
    assert await serious_faults(page) == []
    await page.keyboard.press("Escape")
    await expect(panel).to_be_hidden()
    await expect(page).to_have_url(re.compile(r"/ops/orders/?$"))


async def test_the_palette_leads_to_an_order(windows: Windows, stack: Stack) -> None:
    """Control-K, a number, enter."""
    number = await asha_orders_while_ravi_waits(stack)
    page = await desk(windows, stack)
    await page.goto("/ops")
    await expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    await page.keyboard.press("Control+k")
    await page.get_by_role("combobox", name="Search").fill(number)
    await expect(page.get_by_role("option", name=re.compile(number))).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name=number)).to_be_visible()


async def test_ravi_moves_on_the_fleet_map(windows: Windows, stack: Stack) -> None:
    """A position that he sends moves his marker without a reload; list and map show the same driver."""
    async with api_of(stack.origin, RAVI) as ravi:
        await goes_online(ravi)
        page = await desk(windows, stack)
        await page.goto("/ops/fleet")
        row = page.get_by_role("button", name=re.compile("Ravi"))
        await row.click()
        await expect(page.get_by_role("region", name="Chosen driver")).to_contain_text("KA05MH4321")
        await page.wait_for_function(PLACE_IS, arg=KORAMANGALA.lat)
        await stands_at(ravi, KORAMANGALA.lat + 0.0005)
        await page.wait_for_function(PLACE_IS, arg=KORAMANGALA.lat + 0.0005)
        await windows.keep(page, "operations-fleet")


PLACE_IS = """lat => {
  const data = document.querySelector(".pmap")?.porterMap?.getSource("p-fleet")?.serialize().data;
  const features = data?.features ?? data?.geojson?.features ?? [];
  return features.length === 1 && Math.abs(features[0].geometry.coordinates[1] - lat) < 1e-5;
}"""


async def desk(windows: Windows, stack: Stack, scheme: Scheme = "light") -> Page:
    """Meera's window."""
    page = await windows.desk(scheme)
    await enter_as(page, stack.origin, MEERA)
    return page


async def asha_orders_while_ravi_waits(stack: Stack) -> str:
    """An order near Ravi, and its number."""
    async with api_of(stack.origin, RAVI) as ravi, api_of(stack.origin, ASHA) as asha:
        await goes_online(ravi)
        estimate = told(await asha.post("/orders/estimate", json={"stops": [stop(KORAMANGALA), stop(INDIRANAGAR)]}))
        offered = estimate["estimate"]["available_vehicles"]
        quote_id = next(one["quote_id"] for one in offered if one["vehicle_type"] == "mini_truck")
        return str(told(await asha.post("/orders", json={"quote_id": quote_id}))["order"]["number"])


def stop(place: StopInput) -> dict[str, Any]:
    """A stop as the API takes it."""
    return {"lat": place.lat, "lng": place.lng, "address": place.address}


async def goes_online(ravi: httpx.AsyncClient) -> None:
    """Ravi stands in Koramangala and takes offers."""
    told(await ravi.put("/pilots/online-status", json={"online": True}))
    await stands_at(ravi, KORAMANGALA.lat)


async def stands_at(ravi: httpx.AsyncClient, lat: float) -> None:
    """One position of now."""
    told(await ravi.put("/pilots/location", json={"lat": lat, "lng": KORAMANGALA.lng, "accuracy_m": 5}))


def told(answer: httpx.Response) -> dict[str, Any]:
    """What the API said."""
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_going_back_closes_the_panel(windows: Windows, stack: Stack) -> None:
    """Opening is one step, the next row is none; back leads to the table, forward to the panel, Esc leaves no step behind."""
    first, second = await asha_orders_while_ravi_waits(stack), await asha_orders_while_ravi_waits(stack)
    page, heard = await desk(windows, stack), list[str]()
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    await page.goto("/ops")
    await page.get_by_role("link", name="Orders", exact=True).first.click()
    await expect(page.get_by_role("cell", name=first)).to_be_visible()
    steps = await page.evaluate("history.length")
    await page.get_by_role("cell", name=first).click()
    await expect(page.get_by_role("dialog", name=first)).to_be_visible()
    await page.get_by_role("cell", name=second).click()
    panel = page.get_by_role("dialog", name=second)
    await expect(panel).to_be_visible()
    await expect(page).to_have_url(re.compile(r"/ops/orders/?\?order="))
    assert await page.evaluate("history.length") == steps + 1
    await page.go_back()
    await expect(panel).to_be_hidden()
    await expect(page).to_have_url(re.compile(r"/ops/orders/?$"))
    await page.go_forward()
    await expect(panel).to_be_visible()
    await page.go_back()
    await page.go_forward()  # quicker than the answer
    await until(partial(_answered, heard, 4))
    await expect(panel).to_be_visible()
    await expect(page).to_have_url(re.compile(r"/ops/orders/?\?order="))
    await page.keyboard.press("Escape")
    await expect(panel).to_be_hidden()
    await expect(page).to_have_url(re.compile(r"/ops/orders/?$"))
    await page.go_back()
    await expect(page.get_by_role("heading", name="Overview")).to_be_visible()


async def _answered(heard: list[str], step: int) -> bool:
    return any(f'"answered_rx_state_":{step}' in frame for frame in heard)


async def test_filters_stand_in_the_address(windows: Windows, stack: Stack) -> None:
    """What Meera sees she can send to a colleague, whose window shows the same; the table's header stays in sight."""
    number = await asha_orders_while_ravi_waits(stack)
    page = await desk(windows, stack)
    await page.goto("/ops/orders")
    await expect(page.get_by_role("cell", name=number)).to_be_visible()
    await page.get_by_role("button", name="Delivered").click()
    await expect(page).to_have_url(re.compile(r"/ops/orders/?\?status=delivered$"))
    other = await desk(windows, stack)
    await other.goto(page.url)
    await expect(other.get_by_role("button", name="Delivered")).to_have_attribute("aria-pressed", "true")
    await expect(other.get_by_role("cell", name=number)).to_be_hidden()
    await page.get_by_role("button", name="Clear").click()
    await expect(page).to_have_url(re.compile(r"/ops/orders/?$"))
    await page.set_viewport_size({"width": 1440, "height": 900})
    assert await page.locator(".table-scroll").evaluate("box => box.scrollWidth <= box.clientWidth")
    await page.set_viewport_size({"width": 1024, "height": 420})
    box = page.locator(".table-scroll")
    await box.evaluate("box => box.scrollTo(0, box.scrollHeight)")
    await expect(page.get_by_role("columnheader", name="Status", exact=True)).to_be_in_viewport()
