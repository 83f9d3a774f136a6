"""The job in hand on the driver's screen, and what it brought."""

from uuid import UUID

import pytest

from porter.core import db
from porter.core.geo import Point
from porter.services import matching, orders
from porter.services.accounts import Actor
from porter.state.driver.device import DeviceState
from porter.state.driver.earnings import EarningsState
from porter.state.driver.home import HomeState
from porter.state.driver.position import PositionState, drawn_as
from porter.state.driver.trip import TripState
from porter.state.notices import NoticeState
from tests import booking, driving
from tests.state.tabs import Tab


@pytest.fixture
async def town(database: object) -> None:
    """The demo city instead of the small town: fares and receipts are needed here."""
    await booking.demo_city()


@pytest.fixture
async def ravi(town: None) -> Actor:
    """The demo city's driver."""
    return await booking.driver()


@pytest.fixture
async def kiran(town: None) -> Actor:
    """Another driver."""
    return await booking.driver("Kiran", "+919000000102", plate="KA05MH4322")


@pytest.fixture
async def asha_books(town: None) -> Actor:
    """The customer."""
    return await booking.customer()


@pytest.fixture
async def order_id(asha_books: Actor, ravi: Actor) -> UUID:
    """Ravi holds Asha's order."""
    order = await booking.booked(asha_books)
    await driving.takes(ravi, order.id)
    return order.id


async def test_the_job_in_hand_is_shown_after_any_reload(tab: Tab, order_id: UUID) -> None:
    """The phone stays awake and sends positions; phone numbers of the next stop are there, codes are not."""
    await tab.fire(TripState.load)
    state = await tab.state(TripState)
    assert (state.order_id, state.job["step"], state.loaded) == (str(order_id), "go_to_pickup", True)
    assert [marker["kind"] for marker in state.markers] == ["pickup", "drop"]
    assert {stop["otp"] for stop in state.job["stops"]} == {""}
    device = await tab.state(DeviceState)
    assert device.on_trip
    assert device.active


async def test_another_driver_sees_nothing_of_it(outsider: Tab, order_id: UUID) -> None:
    """And cannot give it back either."""
    await outsider.fire(TripState.load)
    assert (await outsider.state(TripState)).job == {}
    await outsider.fire(TripState.give_back, reason="Not mine at all")
    assert (await driving.order_of(order_id)).driver_id is not None


async def test_positions_become_the_marker_and_the_time_left(tab: Tab, order_id: UUID, ravi: Actor) -> None:
    """From Redis at first, by the hub afterwards; both draw the same."""
    pickup = (await driving.stops_of(order_id))[0]
    await driving.sends(ravi, driving.fix(driving.north_of(pickup, 900)))
    await tab.fire(TripState.load)
    position = await tab.state(PositionState)
    assert position.me[0]["kind"] == "mini_truck"
    assert position.left_text
    render = drawn_as("mini_truck", "hi")
    data = {
        "lat": 12.9,
        "lng": 77.6,
        "heading": None,
        "order_id": "o",
        "eta_s": 180,
        "distance_left_m": 1_000,
    }
    [(_, shown)] = render(data).items()
    unlike = {"lat": 0, "lng": 0, "heading": 0}
    assert (position.me[0]["title"], shown["me"][0]["title"]) == ("You are here", "आप यहाँ हैं")
    assert shown["me"][0] | unlike == position.me[0] | unlike | {"title": "आप यहाँ हैं"}
    assert (shown["eta_text"], shown["left_text"]) == ("3 मिनट", "1.0 किमी")
    assert drawn_as("mini_truck", "hi") is render


async def test_a_delivered_job_ends_in_what_it_brought(tab: Tab, order_id: UUID, ravi: Actor) -> None:
    """The lines sum to the payout; the day's sum says the same."""
    await tab.fire(TripState.load)
    await driving.picks_up(ravi, order_id)
    await tab.fire(TripState.look)
    assert (await tab.state(TripState)).job["step"] == "go_to_drop"
    await driving.drops(ravi, order_id)
    await tab.fire(TripState.look)
    state = await tab.state(TripState)
    assert (state.order_id, state.settled, state.summary["title"]) == ("", True, "Delivered")
    await tab.fire(EarningsState.load)
    earned = await tab.state(EarningsState)
    assert earned.earned["total_text"] == state.summary["net_text"] == earned.rows[0]["net_text"]
    assert sum(line["amount_minor"] for line in state.summary["lines"]) == earned.earned["total_minor"]


async def test_giving_back_frees_the_driver_before_the_pickup(tab: Tab, order_id: UUID) -> None:
    """With words, and without a summary."""
    await tab.fire(TripState.load)
    await tab.fire(TripState.give_back, reason="My vehicle broke down")
    state = await tab.state(TripState)
    assert (state.order_id, state.settled) == ("", False)
    assert (await driving.order_of(order_id)).driver_id is None


async def test_a_cancelled_order_leaves_the_screen_with_a_word(tab: Tab, order_id: UUID, asha_books: Actor) -> None:
    """A message about another order changes nothing."""
    await tab.fire(TripState.load)
    async with db.transaction() as session:
        await orders.cancel(session, asha_books, order_id, "Plans changed", None)
    await tab.fire(TripState.taken_away, order_id="0192f3c8-0000-7000-8000-000000000000")
    assert (await tab.state(NoticeState)).notices == []
    async with db.transaction() as session:
        await matching.release(session, order_id)
    await tab.fire(TripState.taken_away, order_id=str(order_id))
    assert (await tab.state(TripState)).order_id == ""
    assert "cancelled" in (await tab.state(NoticeState)).notices[0]["title"]


async def test_going_online_first_says_what_the_position_is_for(tab: Tab, ravi: Actor) -> None:
    """Asked once; a browser that allows it already is not asked again."""
    await tab.fire(HomeState.load)
    await tab.fire(HomeState.switch, online=False)
    assert not (await tab.state(HomeState)).driver["is_online"]
    await tab.fire(DeviceState.heard, status={"permission": "prompt"})
    await tab.fire(HomeState.switch, online=True)
    state = await tab.state(HomeState)
    assert (state.explaining, state.driver["is_online"]) == (True, False)
    await tab.fire(HomeState.go_online)
    state = await tab.state(HomeState)
    assert (state.explaining, state.driver["is_online"]) == (False, True)
    assert (await tab.state(DeviceState)).active


async def test_playing_a_position_is_for_development_only(
    tab: Tab, ravi: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In production mode neither the box nor the device's switch is there."""
    await tab.fire(HomeState.load)
    await tab.fire(DeviceState.load)
    assert (await tab.state(HomeState)).is_development
    assert (await tab.state(DeviceState)).may_play
    for module in ("home", "device"):
        monkeypatch.setattr(f"porter.state.driver.{module}.settings", type("Settings", (), {"is_production": True}))
    await tab.fire(HomeState.load)
    await tab.fire(DeviceState.load)
    assert not (await tab.state(HomeState)).is_development
    assert not (await tab.state(DeviceState)).may_play


async def test_points_far_away_do_not_crowd_the_phone(tab: Tab, order_id: UUID, ravi: Actor) -> None:
    """Near a stop positions come more often, far from it they do not."""
    pickup = (await driving.stops_of(order_id))[0]
    await driving.sends(ravi, driving.fix(Point(pickup.lat + 0.02, pickup.lng)))
    await tab.fire(TripState.load)
    assert not (await tab.state(DeviceState)).near_stop
