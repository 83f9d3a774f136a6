"""Drops that fail, goods that go back, trips that end before their time."""

import pytest
from sqlmodel import select

from porter.core import db
from porter.core.money import format_money
from porter.models import Assignment, Receipt
from porter.models.enums import OrderStatus, Party, StopStatus, TripStatus
from porter.models.transitions import IllegalStep
from porter.services import orders, trips
from porter.services.trips import Whereabouts
from tests import booking, driving
from tests.services.trips.conftest import Story


async def test_the_only_drop_fails_and_the_goods_go_back(story: Story) -> None:
    await driving.picks_up(story.ravi, story.order_id)
    await driving.arrives(story.ravi, story.order_id, story.drop)
    for _ in range(2):
        job = await driving.fails(story.ravi, story.order_id, story.drop)
        assert (job.step, job.status) == ("return_goods", "returning")
        assert job.next_stop
        assert job.next_stop.id == story.pickup.id
    far = Whereabouts(driving.north_of(story.pickup, 900), 5)
    async with db.transaction() as session:
        with pytest.raises(trips.TooFar):
            await trips.return_goods(session, story.ravi, story.order_id, far)
    for _ in range(2):
        async with db.transaction() as session:
            back = Whereabouts(driving.north_of(story.pickup, 10), 5)
            job = await trips.return_goods(session, story.ravi, story.order_id, back)
        assert (job.step, job.status) == ("done", "returned")
    trip = await driving.trip_of(story.order_id)
    assert trip.status is TripStatus.COMPLETED
    async with db.reading() as session:
        assert (await session.get_one(Assignment, trip.assignment_id)).ended_because == "returned"
        [receipt] = (await session.exec(select(Receipt))).all()
        assert receipt.total_minor == (await driving.order_of(story.order_id)).total_minor
    events = await driving.events_of(story.order_id)
    assert events[-4:] == ["stop.failed", "order.failed", "order.returning", "order.returned"]


async def test_with_two_drops_the_other_goes_on_and_the_order_is_delivered(two_drops: Story) -> None:
    await driving.picks_up(two_drops.ravi, two_drops.order_id)
    first, second = two_drops.stops[1:]
    await driving.arrives(two_drops.ravi, two_drops.order_id, first)
    job = await driving.fails(two_drops.ravi, two_drops.order_id, first)
    assert (job.step, job.step_label, job.status) == ("go_to_drop", "I have arrived at drop 2", "in_transit")
    assert job.next_stop
    assert job.next_stop.id == second.id
    assert (await driving.drops(two_drops.ravi, two_drops.order_id, 2)).status == "delivered"
    statuses = [stop.status for stop in await driving.stops_of(two_drops.order_id)]
    assert statuses == [StopStatus.DONE, StopStatus.FAILED, StopStatus.DONE]


async def test_the_last_drop_is_given_up_only_with_the_cash_for_the_others(two_drops: Story) -> None:
    """Nobody hands over goods there, so nobody would have been asked; twice with the cash is once."""
    about = two_drops.ravi, two_drops.order_id
    await driving.picks_up(*about)
    await driving.drops(*about, 1)
    last = (await driving.stops_of(two_drops.order_id))[2]
    await driving.arrives(*about, last)
    with pytest.raises(trips.CashFirst) as refused:
        await driving.fails(*about, last)
    amount_minor = refused.value.extra["cash_to_collect_minor"]
    assert format_money(amount_minor, "INR") in refused.value.message
    assert [stop.status for stop in await driving.stops_of(two_drops.order_id)][2] is StopStatus.ARRIVED
    for _ in range(2):
        job = await driving.fails(*about, last, collected_minor=amount_minor)
        assert (job.status, (await driving.order_of(two_drops.order_id)).total_minor) == ("delivered", amount_minor)


async def test_when_every_drop_failed_the_goods_go_back(two_drops: Story) -> None:
    await driving.picks_up(two_drops.ravi, two_drops.order_id)
    for stop in two_drops.stops[1:]:
        await driving.arrives(two_drops.ravi, two_drops.order_id, stop)
        job = await driving.fails(two_drops.ravi, two_drops.order_id, stop)
    assert job.status == "returning"


async def test_failing_needs_a_reason_and_an_arrival(story: Story) -> None:
    await driving.picks_up(story.ravi, story.order_id)
    with pytest.raises(trips.ReasonNeeded):
        await driving.fails(story.ravi, story.order_id, story.drop, "  ")
    with pytest.raises(trips.NotArrived):
        await driving.fails(story.ravi, story.order_id, story.drop)


async def test_goods_that_were_not_refused_are_not_returned(story: Story) -> None:
    await driving.picks_up(story.ravi, story.order_id)
    async with db.transaction() as session:
        with pytest.raises(IllegalStep):
            await trips.return_goods(session, story.ravi, story.order_id, Whereabouts())


async def test_the_next_driver_begins_anew_and_the_first_one_is_told(story: Story) -> None:
    await driving.arrives(story.ravi, story.order_id, story.pickup)
    async with db.transaction() as session:
        await orders.move(
            session,
            story.order_id,
            OrderStatus.SEARCHING_DRIVER,
            party=Party.DRIVER,
            actor_id=story.ravi.id,
            event="driver.dropped_out",
        )
        trip = await driving.trip_of(story.order_id)
        await trips.queries.end_assignment(session, trip.assignment_id, trip.started_at, "dropped_out")
        await trips.abort(session, story.order_id, party=Party.DRIVER)
        await trips.abort(session, story.order_id, party=Party.DRIVER)  # again is no change
    devi = await booking.driver("Devi", "+919000000103", plate="KA05MH7777")
    await driving.takes(devi, story.order_id)
    pickup = (await driving.stops_of(story.order_id))[0]
    assert (pickup.status, pickup.arrived_at) == (StopStatus.PENDING, None)
    with pytest.raises(trips.JobEnded):
        await driving.arrives(story.ravi, story.order_id, story.pickup)
    assert (await driving.arrives(devi, story.order_id, pickup)).step == "arrived_pickup"
