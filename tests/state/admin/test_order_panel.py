"""The panel of one order and what may be done in it, role by role."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import select

from porter.core import clock, db
from porter.core.money import format_money
from porter.core.words import clock_text, local_text
from porter.models import Order, Vehicle
from porter.models.enums import Fault, OrderStatus, PaymentMethod, Role
from porter.services import zones
from porter.services.accounts import Actor
from porter.state.admin.order import OrderLiveState, OrderPanelState, show_driver_in
from porter.state.admin.order_actions import CancelState, GiveState, RaiseState
from tests import booking, driving
from tests.state.admin.conftest import OpenDesk
from tests.state.tabs import Tab


async def near_the_pickup(name: str = "Ravi", phone: str = "+919000000101", plate: str = "KA05MH4321") -> Actor:
    """A driver who is online close to Koramangala."""
    who = await booking.driver(name, phone, plate=plate)
    await driving.sends(who, driving.fix(driving.north_of(booking.KORAMANGALA, 300)))  # type: ignore[arg-type]
    return who


async def order_now(tab: Tab) -> Order:
    """The order of the panel as the database has it."""
    return await driving.order_of((await tab.state(OrderPanelState)).view["order"]["id"])


async def test_the_panel_shows_everything_of_one_order(desk: OpenDesk) -> None:
    """People, stops, lines, timeline; its address can be copied."""
    order = await booking.booked(await booking.customer())
    tab = await desk()
    await tab.fire(OrderPanelState.open, which=str(order.id))
    panel = await tab.state(OrderPanelState)
    assert panel.view["order"]["number"] == order.number
    assert panel.view["customer_phone_text"] == "+91 90000 00001"
    assert [stop["kind"] for stop in panel.stops] == ["pickup", "drop"]
    assert panel.timeline[-1]["title"] == "Order placed"
    assert panel.address == f"/ops/orders?order={order.id}"
    await tab.fire(OrderPanelState.close)
    assert (await tab.state(OrderPanelState)).address == "/ops/orders"


async def test_a_step_back_or_forward_is_answered_by_its_number(desk: OpenDesk) -> None:
    """So that the address bar knows which of several steps a page has followed."""
    order = await booking.booked(await booking.customer())
    tab = await opened(desk, order.id)
    await tab.fire(OrderPanelState.step, which="", number=1)
    panel = await tab.state(OrderPanelState)
    assert (panel.open_id, panel.address, panel.answered) == ("", "/ops/orders", 1)
    await tab.fire(OrderPanelState.step, which=str(order.id), number=2)
    panel = await tab.state(OrderPanelState)
    assert (panel.view["order"]["id"], panel.answered) == (str(order.id), 2)


async def test_an_order_that_is_not_there(desk: OpenDesk) -> None:
    """A stranger's id and plain garbage get the same plain words."""
    tab = await desk()
    for claim in ("01a1fc3e-e9e7-7b46-ac37-1ca9b23db872", "garbage"):
        await tab.fire(OrderPanelState.open, which=claim)
        panel = await tab.state(OrderPanelState)
        assert panel.error == "We could not find this order." and panel.view == {}
    assert tab.failures == []


async def test_a_dispatcher_gives_the_order_and_gives_it_again(desk: OpenDesk) -> None:
    """The near ones are offered; whoever has it is not offered again."""
    ravi = await near_the_pickup()
    order = await booking.booked(await booking.customer())
    tab = await opened(desk, order.id)
    await tab.fire(GiveState.ask)
    give = await tab.until(GiveState, lambda state: not state.loading)
    assert [one["name"] for one in give.choices] == ["Ravi"]
    assert give.choices[0]["can_take"] and give.choices[0]["distance_text"] == "300 m"
    await tab.fire(GiveState.give, driver_id=str(ravi.id))
    assert (await order_now(tab)).driver_id == ravi.id
    assert not (await tab.state(GiveState)).asking
    await tab.fire(OrderPanelState.refresh)
    kiran = await near_the_pickup("Kiran", "+919000000102", "KA05MH4322")
    await tab.fire(GiveState.ask)
    give = await tab.until(GiveState, lambda state: not state.loading)
    assert [one["name"] for one in give.choices] == ["Kiran"]
    await tab.fire(GiveState.give, driver_id=str(kiran.id))
    assert (await order_now(tab)).driver_id == kiran.id


async def test_a_driver_with_a_job_is_not_given_another(desk: OpenDesk) -> None:
    """The dialog says why, and stays open."""
    ravi = await near_the_pickup()
    asha = await booking.customer()
    first, second = await booking.booked(asha), await booking.booked(asha)
    await driving.takes(ravi, first.id)
    tab = await opened(desk, second.id)
    await tab.fire(GiveState.ask)
    give = await tab.until(GiveState, lambda state: not state.loading)
    assert not give.choices[0]["can_take"] and give.choices[0]["note"] == "Has another job"
    await tab.fire(GiveState.give, driver_id=str(ravi.id))
    give = await tab.state(GiveState)
    assert give.asking and "another job" in give.error
    await tab.fire(GiveState.give, driver_id="nobody")
    assert (await tab.state(GiveState)).error == "We could not find this driver."
    assert (await order_now(tab)).status is OrderStatus.SEARCHING_DRIVER


async def test_cancelling_needs_a_reason_and_keeps_the_fault(desk: OpenDesk) -> None:
    """Nothing happens without words; with them the fault that was chosen is written down."""
    order = await booking.booked(await booking.customer())
    tab = await opened(desk, order.id, Role.SUPPORT)
    await tab.fire(CancelState.ask)
    await tab.fire(CancelState.cancel)
    assert (await tab.state(CancelState)).error == "Please say why the order is cancelled."
    await tab.fire(CancelState.choose_reason, reason="No driver available")
    await tab.fire(CancelState.choose_fault, fault="platform")
    await tab.fire(CancelState.cancel)
    row = await order_now(tab)
    assert (row.status, row.cancel_fault) == (OrderStatus.CANCELLED, Fault.PLATFORM)
    assert row.cancel_reason == "No driver available"


async def test_finance_only_looks(desk: OpenDesk) -> None:
    """The panel opens; giving and cancelling are refused before they run."""
    ravi = await near_the_pickup()
    order = await booking.booked(await booking.customer())
    tab = await opened(desk, order.id, Role.FINANCE)
    for handler, payload in (
        (CancelState.cancel, {}),
        (RaiseState.ask, {}),
        (RaiseState.raise_offer, {}),
        (GiveState.give, {"driver_id": str(ravi.id)}),
    ):
        told = await tab.fire(handler, **payload)
        assert "role" in str(told["porter___state___notices____notice_state"]["notices"][0]["title"])
    assert (await order_now(tab)).status is OrderStatus.SEARCHING_DRIVER


async def test_support_may_not_give_orders_to_drivers(desk: OpenDesk) -> None:
    """Support cancels; dispatchers give."""
    ravi = await near_the_pickup()
    order = await booking.booked(await booking.customer())
    tab = await opened(desk, order.id, Role.SUPPORT)
    await tab.fire(GiveState.give, driver_id=str(ravi.id))
    assert (await order_now(tab)).driver_id is None


async def test_the_offer_is_raised_by_one_step_at_the_price_that_was_shown(desk: OpenDesk) -> None:
    """The step is the city's, not the browser's; nothing happens unasked, and two presses are one."""
    order = await booking.booked(await booking.customer())
    tab = await opened(desk, order.id)
    await tab.fire(RaiseState.raise_offer)
    assert (await order_now(tab)).raise_minor == 0
    await tab.fire(RaiseState.ask)
    shown = await tab.state(RaiseState)
    dearer = format_money(order.total_minor + order.raise_step_minor, order.currency)
    assert (shown.asking, shown.before_text, shown.after_text) == (True, order.total_text, dearer)
    await asyncio.gather(tab.fire(RaiseState.raise_offer), tab.fire(RaiseState.raise_offer))
    assert (await order_now(tab)).raise_minor == order.raise_step_minor
    assert not (await tab.state(RaiseState)).asking


async def test_two_who_raise_the_same_price_raise_it_once(desk: OpenDesk) -> None:
    """The second reads what the price is by now, and may agree to that."""
    order = await booking.booked(await booking.customer())
    meera, dev = await opened(desk, order.id), await opened(desk, order.id, Role.ADMIN)
    for tab in (meera, dev):
        await tab.fire(RaiseState.ask)
    await meera.fire(RaiseState.raise_offer)
    await dev.fire(RaiseState.raise_offer)
    late = await dev.state(RaiseState)
    assert late.asking and "has changed" in late.error
    assert (await order_now(dev)).raise_minor == order.raise_step_minor
    await dev.fire(RaiseState.raise_offer)
    assert (await order_now(dev)).raise_minor == 2 * order.raise_step_minor


async def test_only_what_is_paid_in_cash_and_still_searches_is_raised(desk: OpenDesk) -> None:
    """Nobody in operations can cover it from a customer's wallet, and the city says how much is the most."""
    asha = await booking.customer()
    online, dear, taken = [await booking.booked(asha) for _ in range(3)]
    async with db.transaction() as session:
        (await session.get_one(Order, online.id)).payment_method = PaymentMethod.UPI
        (await session.get_one(Order, dear.id)).raise_minor = zones.CityRules().raise_max_minor
    tab = await opened(desk, online.id)
    assert not (await tab.state(OrderPanelState)).view["order"]["can_raise"]
    await tab.fire(RaiseState.ask)
    await tab.fire(RaiseState.raise_offer)
    assert "paid for first" in (await tab.state(RaiseState)).error
    assert (await order_now(tab)).raise_minor == 0
    await tab.fire(OrderPanelState.open, which=str(dear.id))
    assert not (await tab.state(OrderPanelState)).view["order"]["can_raise"]
    await tab.fire(OrderPanelState.open, which=str(taken.id))
    assert (await tab.state(OrderPanelState)).view["order"]["can_raise"]
    await driving.takes(await booking.driver(), taken.id)
    await tab.fire(OrderPanelState.refresh)
    assert not (await tab.state(OrderPanelState)).view["order"]["can_raise"]


async def test_the_driver_moves_on_the_panels_map(desk: OpenDesk) -> None:
    """The snapshot comes with the panel; later positions look the same."""
    ravi = await near_the_pickup()
    order = await booking.booked(await booking.customer())
    await driving.takes(ravi, order.id)
    tab = await opened(desk, order.id)
    (marker,) = (await tab.state(OrderLiveState)).driver
    assert marker["kind"] == "mini_truck" and not marker["stale"]
    shown = pushed(clock.now())
    assert shown["driver"][0].keys() == marker.keys() and shown["eta_text"] == "4 min"
    assert show_driver_in("mini_truck") is show_driver_in("mini_truck")


async def test_a_driver_who_falls_silent_is_not_called_live(desk: OpenDesk) -> None:
    """The open panel looks again; nobody knows any more when the next stop is reached."""
    ravi = await near_the_pickup()
    order = await booking.booked(await booking.customer())
    await driving.takes(ravi, order.id)
    tab = await opened(desk, order.id)
    live = await tab.state(OrderLiveState)
    assert (live.seen_text, live.stale) == ("Live", False) and live.eta_text
    with clock.travel(timedelta(minutes=5)):
        await tab.fire(OrderPanelState.look_again)
        live = await tab.state(OrderLiveState)
        assert (live.seen_text, live.stale, live.eta_text) == ("Last seen 5 min ago", True, "")
        assert live.driver[0]["stale"]
        assert [stop["when_text"] for stop in (await tab.state(OrderPanelState)).stops] == ["", ""]
        await driving.sends(ravi, driving.fix(driving.north_of(booking.KORAMANGALA, 200)))  # type: ignore[arg-type]
        told = await tab.fire(OrderPanelState.look_again)
        assert told["porter___state___admin___order____order_live_state"]["seen_text"] == "Live"


async def test_a_position_that_comes_in_says_how_old_it_is() -> None:
    """Fresh, it makes the driver live again at once; one that was on its way for minutes does not."""
    fresh, old = pushed(clock.now()), pushed(clock.now() - timedelta(minutes=3))
    assert (fresh["seen_text"], fresh["stale"], fresh["driver"][0]["stale"]) == ("Live", False, False)
    assert (old["seen_text"], old["stale"], old["eta_text"]) == ("Last seen 3 min ago", True, "")


async def test_a_closed_panel_looks_for_nobody(desk: OpenDesk) -> None:
    """The tick of a panel that has just been closed changes nothing."""
    order = await booking.booked(await booking.customer())
    tab = await opened(desk, order.id)
    await tab.fire(OrderPanelState.close)
    assert "notice" not in str(await tab.fire(OrderPanelState.look_again))
    assert tab.failures == []


async def test_stops_say_when_they_were_done_and_when_the_driver_is_expected(desk: OpenDesk) -> None:
    """By the city's clock, with the day on hover."""
    ravi = await near_the_pickup()
    order = await booking.booked(await booking.customer())
    await driving.takes(ravi, order.id)
    tab = await opened(desk, order.id)
    pickup, drop = (await tab.state(OrderPanelState)).stops
    assert pickup["when_text"].startswith("about ") and pickup["when_title"].startswith("Expected ")
    assert drop["when_text"] == ""
    await driving.picks_up(ravi, order.id)
    await driving.sends(ravi, driving.fix(driving.north_of(booking.KORAMANGALA, 100)))  # type: ignore[arg-type]
    await tab.fire(OrderPanelState.refresh)
    pickup, drop = (await tab.state(OrderPanelState)).stops
    done_at = (await driving.stops_of(order.id))[0].done_at
    assert done_at
    assert pickup["when_text"] == clock_text(done_at, "Asia/Kolkata")
    assert pickup["when_title"] == local_text(done_at, "Asia/Kolkata")
    assert drop["when_text"].startswith("about ")


def pushed(at: datetime) -> dict[str, Any]:
    """What the hub sends of a position."""
    position = {"lat": 12.9, "lng": 77.6, "heading": 90, "eta_text": "4 min", "at": at.isoformat()}
    return show_driver_in("mini_truck")(position)[OrderLiveState.get_full_name()]


async def opened(desk: OpenDesk, order_id: object, role: Role = Role.DISPATCHER, name: str = "Meera") -> Tab:
    """A tab with the panel open."""
    tab = await desk(role, name)
    await tab.fire(OrderPanelState.open, which=str(order_id))
    return tab


async def test_the_second_dispatcher_hears_who_has_the_order(desk: OpenDesk) -> None:
    """And chooses anew whom to give it to instead."""
    ravi, kiran = await near_the_pickup(), await near_the_pickup("Kiran", "+919000000102", "KA05MH4322")
    order = await booking.booked(await booking.customer())
    meera, sunil = await opened(desk, order.id), await opened(desk, order.id, name="Sunil")
    for tab in (meera, sunil):
        await tab.fire(GiveState.ask)
        await tab.until(GiveState, lambda state: not state.loading)
    await meera.fire(GiveState.give, driver_id=str(ravi.id))
    await sunil.fire(GiveState.give, driver_id=str(kiran.id))
    give = await sunil.until(GiveState, lambda state: bool(state.error) and not state.loading)
    assert give.error.startswith("Ravi got this order a moment ago.")
    assert give.asking and give.again and [one["name"] for one in give.choices] == ["Kiran"]
    await sunil.fire(GiveState.give, driver_id=str(kiran.id))
    assert (await order_now(sunil)).driver_id == kiran.id


async def test_the_second_who_cancels_hears_that_it_was_done(desk: OpenDesk) -> None:
    order = await booking.booked(await booking.customer())
    meera, sunil = await opened(desk, order.id), await opened(desk, order.id, name="Sunil")
    for tab in (meera, sunil):
        await tab.fire(CancelState.ask)
        await tab.fire(CancelState.choose_reason, reason="No driver available" if tab is meera else "Suspected fraud")
    await meera.fire(CancelState.cancel)
    await sunil.fire(CancelState.cancel)
    cancel = await sunil.state(CancelState)
    assert cancel.asking
    assert cancel.error == "This order had already been cancelled by Meera: No driver available."


async def test_a_vehicle_of_another_class_is_named(desk: OpenDesk) -> None:
    """In the dialog before, in the panel and on its map afterwards; the timeline says who gave it to whom."""
    big = await booking.driver("Kiran", "+919000000102", class_code="truck", plate="KA05MH4322")
    await driving.sends(big, driving.fix(driving.north_of(booking.KORAMANGALA, 300)))  # type: ignore[arg-type]
    order = await booking.booked(await booking.customer())
    tab = await opened(desk, order.id)
    await tab.fire(GiveState.ask)
    give = await tab.until(GiveState, lambda state: not state.loading)
    assert give.choices[0]["is_other_class"] and give.choices[0]["note"] == "Booked was: Mini truck"
    await tab.fire(GiveState.give, driver_id=str(big.id))
    await tab.fire(OrderPanelState.refresh)
    panel = await tab.state(OrderPanelState)
    assert panel.view["order"]["driver"]["vehicle_text"].endswith("Truck")
    assert panel.view["order"]["driver"]["vehicle_code"] == "truck"
    assert [one["kind"] for one in (await tab.state(OrderLiveState)).driver] == ["truck"]
    assigned = panel.timeline[0]
    assert assigned["title"] == "Driver assigned"
    assert assigned["detail"] == "Meera, operations · To Kiran · Finding a driver → Driver assigned"


async def test_what_stops_a_person_is_what_the_dialog_says(desk: OpenDesk) -> None:
    """The class alone would not: the goods are too heavy."""
    small = await booking.driver("Kiran", "+919000000102", class_code="two_wheeler", plate="KA05MH4322")
    await driving.sends(small, driving.fix(driving.north_of(booking.KORAMANGALA, 300)))  # type: ignore[arg-type]
    async with db.transaction() as session:
        vehicle = (await session.exec(select(Vehicle).where(Vehicle.driver_id == small.id))).one()
        vehicle.max_kg = 20
    order = await booking.booked(await booking.customer(), booking.trip(weight_kg=200))
    tab = await opened(desk, order.id)
    await tab.fire(GiveState.ask)
    give = await tab.until(GiveState, lambda state: not state.loading)
    assert [(one["can_take"], one["note"]) for one in give.choices] == [
        (False, "The goods are too heavy for the vehicle")
    ]
