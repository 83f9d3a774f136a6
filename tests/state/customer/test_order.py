"""An order on its page, for its customer and for nobody else."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from reflex.event import Event

from porter.core import clock, db
from porter.core.geo import Point
from porter.core.words import clock_text
from porter.models.enums import OrderStatus, Party
from porter.services import orders
from porter.services.accounts import Actor
from porter.state import internals
from porter.state.customer.cancel import CancelState
from porter.state.customer.live_driver import LiveDriverState, driver_moved
from porter.state.customer.order import OrderState, around_next
from porter.state.customer.quote import QuoteState
from porter.state.customer.rating import RatingState
from porter.state.customer.receipt import ReceiptState
from porter.state.customer.trip import TripState
from porter.state.hub import hub
from tests import booking, driving
from tests.state.tabs import Tab


async def visit(tab: Tab, handler: Any, path: str) -> None:
    """Open a page: its load handler with its address."""
    router = {
        "pathname": path,
        "asPath": path,
        "path": path,
        "query": {},
        "token": tab.token,
        "headers": {"cookie": tab.cookie},
    }
    event = Event(name=internals.event_name(handler), payload={}, router_data=router)
    async for _ in tab.processor.enqueue_stream_delta(tab.token, event):
        pass


async def status_of(asha: Actor, order_id: UUID) -> str:
    async with db.reading() as session:
        return (await orders.get(session, asha, order_id)).status.value


def follows(tab: Tab, driver: Actor) -> bool:
    """Whether the driver's positions still reach this tab."""
    channel = hub._channels.get(f"drv:{driver.id}")
    return channel is not None and tab.token in channel.values


async def test_the_customer_sees_the_search_and_an_outsider_sees_nothing(tab: Tab, outsider: Tab, asha: Actor) -> None:
    order = await booking.booked(asha)
    await visit(tab, OrderState.load, f"/orders/{order.id}")
    shown = await tab.state(OrderState)
    assert shown.order["is_searching"]
    assert shown.area["features"]
    await visit(outsider, OrderState.load, f"/orders/{order.id}")
    hidden = await outsider.state(OrderState)
    assert hidden.missing
    assert hidden.order == {}


async def test_an_address_that_names_no_order_is_answered_calmly(tab: Tab) -> None:
    for path in ("/orders/nonsense", "/orders", "/orders/00000000-0000-0000-0000-000000000000"):
        await visit(tab, OrderState.load, path)
        assert (await tab.state(OrderState)).missing


async def test_the_fee_is_shown_first_and_then_charged(tab: Tab, asha: Actor) -> None:
    order = await booking.booked(asha)
    await visit(tab, OrderState.load, f"/orders/{order.id}")
    await tab.fire(CancelState.ask)
    shown = await tab.state(CancelState)
    assert shown.is_open
    assert shown.allowed
    assert shown.fee_minor == 0
    await tab.fire(CancelState.confirm)
    assert await status_of(asha, order.id) == "cancelled"
    assert (await tab.state(OrderState)).order["status"] == "cancelled"


async def test_a_fee_that_changed_is_shown_before_it_is_charged(tab: Tab, asha: Actor) -> None:
    order = await booking.booked(asha)
    await visit(tab, OrderState.load, f"/orders/{order.id}")
    await tab.fire(CancelState.ask)
    (await tab.state(CancelState)).fee_minor = 100
    await tab.fire(CancelState.confirm)
    shown = await tab.state(CancelState)
    assert shown.is_open
    assert shown.fee_minor == 0
    assert "different fee" in shown.error
    assert await status_of(asha, order.id) == "searching_driver"


async def test_raising_the_offer_adds_to_the_total(tab: Tab, asha: Actor) -> None:
    order = await booking.booked(asha)
    await visit(tab, OrderState.load, f"/orders/{order.id}")
    await tab.fire(OrderState.raise_offer, steps=2)
    shown = (await tab.state(OrderState)).order
    assert shown["total_minor"] == order.total_minor + 2 * order.raise_step_minor


async def test_code_driver_receipt_rating_and_the_same_again(tab: Tab, outsider: Tab, asha: Actor) -> None:
    order, ravi = await booking.booked(asha), await booking.driver()
    await booking.taken(order.id, ravi)
    await visit(tab, OrderState.load, f"/orders/{order.id}")
    shown = await tab.state(OrderState)
    assert shown.order["driver"]["plate"] == "KA05MH4321"
    assert len(shown.code["digits"]) == 4
    assert follows(tab, ravi)

    await booking.on_board(order.id, ravi)
    async with db.transaction() as session:
        await orders.deliver(session, order.id, party=ravi.party, actor_id=ravi.id)
    await tab.fire(OrderState.refresh)
    assert (await tab.state(OrderState)).order["can_rate"]
    assert not follows(tab, ravi)
    await tab.fire(RatingState.star, stars=5)
    await tab.fire(RatingState.tag, words="Polite")
    await tab.fire(RatingState.tag, words="<script>")
    await tab.fire(RatingState.submit, form={"comment": "Thank you"})
    assert (await tab.state(RatingState)).tags == ["Polite"]
    assert (await tab.state(OrderState)).order["rated_stars"] == 5

    await visit(tab, ReceiptState.load, f"/orders/{order.id}/receipt")
    assert (await tab.state(ReceiptState)).receipt["total_text"] == order.total_text
    await visit(outsider, ReceiptState.load, f"/orders/{order.id}/receipt")
    assert (await outsider.state(ReceiptState)).receipt == {}

    await tab.fire(OrderState.book_again)
    again = await tab.state(TripState)
    assert again.complete
    assert [stop["kind"] for stop in again.stops] == ["pickup", "drop"]


async def test_a_stop_says_when_it_was_done_and_the_next_when_it_is_expected(tab: Tab, asha: Actor) -> None:
    order, ravi = await booking.booked(asha), await booking.driver()
    await driving.sends(ravi, driving.fix(driving.north_of(Point(12.9349, 77.6189), 900)))
    await driving.takes(ravi, order.id)
    await visit(tab, OrderState.load, f"/orders/{order.id}")
    shown, live = await tab.state(OrderState), await tab.state(LiveDriverState)
    assert [(stop["when_text"], stop["is_next"]) for stop in shown.stops] == [("", True), ("", False)]
    assert re.fullmatch(r"About \d{1,2}:\d\d [ap]m", live.expected_text)

    await driving.picks_up(ravi, order.id)
    await tab.fire(OrderState.refresh)
    (pickup, _), shown = await driving.stops_of(order.id), await tab.state(OrderState)
    done = clock_text(pickup.done_at, "Asia/Kolkata")
    assert [(stop["when_text"], stop["is_next"]) for stop in shown.stops] == [(done, False), ("", True)]
    assert (shown.stops[0]["status_label"], shown.ahead) == ("Done", shown.stops)

    with clock.travel(datetime(2026, 11, 21, 2, 35, tzinfo=UTC)):
        moved = driver_moved("hi", "Asia/Kolkata")({"lat": 12.9, "lng": 77.6, "eta_s": 240})
    assert moved[LiveDriverState.get_full_name()]["expected_text"] == "लगभग 8:09 am"


def test_of_a_long_trip_the_page_shows_the_part_around_the_next_stop() -> None:
    trip = [{"place": place, "status": "done" if place < 4 else ""} for place in range(7)]
    assert [stop["place"] for stop in around_next(trip)] == [3, 4, 5]
    assert [stop["place"] for stop in around_next(trip[4:])] == [4, 5, 6]
    assert [stop["place"] for stop in around_next(trip[:4])] == [1, 2, 3]
    assert around_next(trip[3:5]) == trip[3:5]


async def test_the_page_is_said_in_the_language_of_its_reader(
    tab: Tab, sessions: dict[UUID, Actor], asha: Actor
) -> None:
    """Asha reads Hindi: headline, story, fare lines and code come so; what is pushed to her tab as well."""
    order, ravi = await booking.booked(asha), await booking.driver()
    sessions[asha.id] = replace(asha, language="hi")
    await visit(tab, OrderState.load, f"/orders/{order.id}")
    shown = await tab.state(OrderState)
    assert (shown.order["headline"], shown.order["vehicle_name"]) == ("पास में ड्राइवर ढूँढ रहे हैं", "मिनी ट्रक")
    assert shown.search["progress_text"].startswith("2.0 किमी के अंदर")
    assert shown.order["lines"][0]["label"].startswith("बेस किराया")
    assert shown.story[0]["title"] == "ऑर्डर हो गया"
    await booking.taken(order.id, ravi)
    await tab.fire(OrderState.refresh)
    shown, live = await tab.state(OrderState), await tab.state(LiveDriverState)
    assert shown.code["title"] == "पिकअप का कोड"
    assert live.heading_for == "{distance} to the pickup", "the browser says it, with the distance that is pushed"
    pushed = hub._channels[f"drv:{ravi.id}"].values[tab.token]
    assert pushed is driver_moved("hi", "Asia/Kolkata")
    await tab.fire(CancelState.ask)
    assert "तक मुफ़्त, उसके बाद ₹" in (await tab.state(CancelState)).explanation


async def test_when_nobody_came_the_same_trip_is_offered_with_other_vehicles(tab: Tab, asha: Actor) -> None:
    """The order that found nobody ends for nothing: one trip is not two orders."""
    order = await booking.booked(asha)
    async with db.transaction() as session:
        await orders.move(
            session, order.id, OrderStatus.NO_DRIVER, party=Party.SYSTEM, actor_id=None, event="order.no_driver"
        )
    await visit(tab, OrderState.load, f"/orders/{order.id}")
    assert (await tab.state(OrderState)).search["anybody"] == ""
    await tab.fire(OrderState.another_vehicle)
    planned = await tab.until(TripState, lambda trip: trip.step == "class")
    assert [stop["title"] for stop in planned.stops] == ["Koramangala 5th Block", "100 Feet Road"]
    assert "+91 98450 12345" in planned.stops[1]["detail"]
    assert "No mini truck is near now" in (await tab.state(QuoteState)).picked["none_near"]
    await visit(tab, OrderState.load, f"/orders/{order.id}")
    ended = (await tab.state(OrderState)).order
    assert (ended["status"], ended["nothing_due"]) == ("cancelled", True)


async def test_another_vehicle_is_not_chosen_over_a_driver_who_was_found_after_all(tab: Tab, asha: Actor) -> None:
    """The page is old, or the event comes late: the order that has a driver goes on, though cancelling would be free."""
    order = await booking.booked(asha)
    await visit(tab, OrderState.load, f"/orders/{order.id}")
    await booking.taken(order.id, await booking.driver())
    await tab.fire(OrderState.another_vehicle)
    assert await status_of(asha, order.id) == "assigned"
