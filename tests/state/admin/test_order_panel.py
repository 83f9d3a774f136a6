"""The panel of one order and what may be done in it, role by role."""

from datetime import UTC, datetime

from porter.core import clock
from porter.models import Order
from porter.models.enums import Fault, OrderStatus, Role
from porter.services.accounts import Actor
from porter.state.admin.order import OrderLiveState, OrderPanelState, show_driver_in
from porter.state.admin.order_actions import CancelState, GiveState
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
        (CancelState.raise_offer, {}),
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


async def test_the_offer_is_raised_by_one_step(desk: OpenDesk) -> None:
    """The step is the city's, not the browser's."""
    order = await booking.booked(await booking.customer())
    tab = await opened(desk, order.id)
    await tab.fire(CancelState.raise_offer)
    assert (await order_now(tab)).raise_minor == order.raise_step_minor


async def test_the_driver_moves_on_the_panels_map(desk: OpenDesk) -> None:
    """The snapshot comes with the panel; later positions look the same."""
    ravi = await near_the_pickup()
    order = await booking.booked(await booking.customer())
    await driving.takes(ravi, order.id)
    tab = await opened(desk, order.id)
    (marker,) = (await tab.state(OrderLiveState)).driver
    assert marker["kind"] == "mini_truck" and not marker["stale"]
    show = show_driver_in("mini_truck", "Asia/Kolkata")
    with clock.travel(datetime(2026, 11, 21, 2, 35, tzinfo=UTC)):
        values = show({"lat": 12.9, "lng": 77.6, "heading": 90, "eta_text": "4 min", "eta_s": 240})
    shown = values[OrderLiveState.get_full_name()]
    assert shown["driver"][0].keys() == marker.keys() and (shown["eta_text"], shown["expected_text"]) == (
        "4 min",
        "About 8:09 am",
    )
    assert show_driver_in("mini_truck", "Asia/Kolkata") is show


async def opened(desk: OpenDesk, order_id: object, role: Role = Role.DISPATCHER) -> Tab:
    """A tab with the panel open."""
    tab = await desk(role)
    await tab.fire(OrderPanelState.open, which=str(order_id))
    return tab
