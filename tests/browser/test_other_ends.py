"""Orders that do not go straight: cancelled for a fee, found only after a raise, driven through a dead zone."""

import re
from typing import Any

from playwright.async_api import expect

from porter.core.geo import Point
from tests.browser.hands import SOON_MS, AtCustomer, AtDriver
from tests.browser.people import MEERA, Visitor, api_of, customer, driver, enter_as
from tests.browser.stack import Stack
from tests.browser.windows import Windows, network

LAKSHMI, CHETAN = customer(4), driver(2)
HERE = Point(12.93495, 77.6189)
"""A few steps from where the phones of customers stand."""


async def test_the_fee_that_is_shown_is_the_fee_that_is_charged(windows: Windows, stack: Stack) -> None:
    """Six minutes after the driver has set out; the driver is told and free."""
    lakshmi, chetan = await _both(windows, stack)
    number = await lakshmi.books_a_trip("domlur")
    await chetan.accepts()
    await expect(lakshmi.page.get_by_text("Code for the pickup")).to_be_visible(timeout=SOON_MS)
    stack.sql("UPDATE orders SET assigned_at = assigned_at - interval '6 minutes' WHERE number = %s", number)
    await lakshmi.page.get_by_role("button", name="Cancel this order").click()
    dialog = lakshmi.page.get_by_role("dialog", name="Cancel this order?")
    confirm = dialog.get_by_role("button", name=re.compile(r"^Cancel · ₹"))
    await expect(confirm).to_be_visible(timeout=SOON_MS)
    fee = (await confirm.inner_text()).partition("₹")[2].strip()
    await expect(dialog.get_by_text(f"₹{fee} is charged")).to_be_visible()
    await windows.keep(lakshmi.page, "cancel-fee")
    await confirm.click()
    await expect(lakshmi.page.get_by_text("Cancelled").first).to_be_visible(timeout=SOON_MS)
    await expect(chetan.page.get_by_role("button", name="I have arrived at the pickup")).to_be_hidden(timeout=SOON_MS)
    await expect(chetan.page.get_by_role("switch", name="Online")).to_be_checked(timeout=SOON_MS)
    order = await _order(stack, LAKSHMI)
    assert (order["status"], order["cancel_fee_minor"]) == ("cancelled", round(float(fee) * 100))


async def test_more_money_finds_a_driver(windows: Windows, stack: Stack) -> None:
    """Nobody came; she adds ₹50, and the driver who has come meanwhile is offered all of it."""
    lakshmi = AtCustomer(await windows.phone())
    await enter_as(lakshmi.page, stack.origin, LAKSHMI)
    number = await lakshmi.books_a_trip("domlur")
    before = (await _order(stack, LAKSHMI))["total_minor"]
    stack.sql("UPDATE orders SET search_ends_at = now() WHERE number = %s", number)
    await lakshmi.sees("No driver was free")
    await windows.keep(lakshmi.page, "no-driver")
    chetan = AtDriver(await windows.phone(HERE))
    await enter_as(chetan.page, stack.origin, CHETAN)
    await chetan.goes_online()
    await lakshmi.page.get_by_role("button", name="+₹50").click()
    await chetan.accepts()
    await expect(lakshmi.page.get_by_text("Chetan").first).to_be_visible(timeout=SOON_MS)
    order = await _order(stack, LAKSHMI)
    assert (order["status"], order["total_minor"] - before) == ("assigned", 5000)


async def test_steps_in_a_dead_zone_are_sent_once_afterwards(windows: Windows, stack: Stack) -> None:
    """The screen goes on without a network; the customer sees it when the phone is back."""
    lakshmi, chetan = await _both(windows, stack)
    await lakshmi.books_a_trip("domlur")
    await chetan.accepts()
    code = await lakshmi.reads_code()
    await chetan.sees("I have arrived at the pickup")
    await expect(chetan.page.locator(".drive-map .pmap")).to_have_attribute("data-ready", "1", timeout=SOON_MS)
    windows.pardon("ERR_INTERNET_DISCONNECTED", "WebSocket", "Worker failed to load")
    await network(chetan.page, there=False)
    await chetan.presses("I have arrived", then="Start loading")
    await chetan.presses("Start loading", then="Enter the pickup code")
    await chetan.enters(code, "Enter the pickup code")
    await chetan.sees("3 steps are kept on this phone")
    await chetan.sees("I have arrived at (the )?drop")
    await windows.keep(chetan.page, "dead-zone")
    await expect(lakshmi.page.get_by_text("Code for the pickup")).to_be_visible()
    await network(chetan.page, there=True)
    await expect(lakshmi.page.get_by_text("Code for the drop")).to_be_visible(timeout=2 * SOON_MS)
    assert (await _order(stack, LAKSHMI))["status"] == "in_transit"
    told = await _timeline(stack)
    assert [told.count(event) for event in ("stop.arrived", "order.picked_up", "order.in_transit")] == [1, 1, 1]


async def test_whoever_gives_up_the_last_drop_is_asked_for_the_cash(windows: Windows, stack: Stack) -> None:
    """Half was delivered: the order ends at the second drop, where nobody would have paid."""
    lakshmi, chetan = await _both(windows, stack)
    windows.pardon("409 PUT", "400 PUT")  # too far from a drop; the cash is asked for
    await lakshmi.books_a_trip("domlur", "indiranagar metro")
    await chetan.accepts()
    await chetan.presses("I have arrived", then="Start loading")
    await chetan.presses("Start loading", then="Enter the pickup code")
    await chetan.enters(await lakshmi.reads_code(), "Enter the pickup code")
    await chetan.presses("I have arrived", then="You are not at the stop yet")
    await _from_afar(chetan)
    await chetan.enters(await lakshmi.reads_code(), "Enter the delivery code")
    await chetan.sees("Drop 2 of 2")
    await chetan.presses("I have arrived", then="You are not at the stop yet")
    await _from_afar(chetan)
    await chetan.page.get_by_role("button", name="Problem?").click(timeout=SOON_MS)
    await chetan.page.get_by_text("The goods were refused").click(timeout=SOON_MS)
    await chetan.page.get_by_role("button", name="Mark as failed").click()
    asked = chetan.page.get_by_role("dialog", name="Did you get the cash?")
    await expect(asked.get_by_text(re.compile(r"^Take ₹[\d.,]+ in cash"))).to_be_visible(timeout=SOON_MS)
    await windows.keep(chetan.page, "cash-first")
    assert (await _order(stack, LAKSHMI))["status"] == "in_transit"
    await asked.get_by_role("button", name="I have the cash").click()
    await chetan.sees(r"You collected ₹[\d.,]+ in cash on this trip")
    assert (await _order(stack, LAKSHMI))["status"] == "delivered"


async def _from_afar(driver: AtDriver) -> None:
    await driver.page.get_by_text("My GPS is wrong").click()
    await driver.page.get_by_role("button", name="I am here").click()


async def _both(windows: Windows, stack: Stack) -> tuple[AtCustomer, AtDriver]:
    """A customer at home and a driver online beside it."""
    lakshmi, chetan = AtCustomer(await windows.phone()), AtDriver(await windows.phone(HERE))
    await enter_as(lakshmi.page, stack.origin, LAKSHMI)
    await enter_as(chetan.page, stack.origin, CHETAN)
    await chetan.goes_online()
    return lakshmi, chetan


async def _order(stack: Stack, who: Visitor) -> dict[str, Any]:
    """Her newest order."""
    async with api_of(stack.origin, who) as api:
        newest = (await api.get("/orders")).json()["orders"][0]
        found: dict[str, Any] = (await api.get(f"/orders/{newest['id']}")).json()["order"]
    return found


async def _timeline(stack: Stack) -> list[str]:
    """What operations reads of the newest order."""
    async with api_of(stack.origin, MEERA) as api:
        newest = (await api.get("/admin/orders")).json()["orders"][0]
        panel = (await api.get(f"/admin/orders/{newest['id']}")).json()["order"]
    return [entry["event"] for entry in panel["timeline"]]
