"""A trip from the pickup to the receipt, step by step, and the steps out of their order."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from porter.core import clock, db
from porter.core.errors import NotFound
from porter.models import Assignment
from porter.models.enums import LedgerAccountKind, OrderStatus, StopStatus, TripStatus
from porter.models.transitions import IllegalStep
from porter.services import drivers, ledger, notifications, orders, trips
from tests import booking, driving
from tests.services.trips.conftest import Story


async def test_an_order_is_driven_to_its_receipt(story: Story) -> None:
    ravi, order_id = story.ravi, story.order_id
    async with db.reading() as session:
        job = await trips.current(session, ravi)
    assert job
    assert (job.step, job.next_stop and job.next_stop.id) == ("go_to_pickup", story.pickup.id)
    assert (await driving.arrives(ravi, order_id, story.pickup)).step == "arrived_pickup"
    job = await driving.loads(ravi, order_id)
    assert (job.step, job.pickup_otp_needed, job.otp_tries_left) == ("pickup_otp", True, 5)
    job = await driving.hands_over(ravi, order_id, story.pickup)
    assert (job.step, job.status, job.next_stop and job.next_stop.id) == ("go_to_drop", "in_transit", story.drop.id)
    assert (await driving.arrives(ravi, order_id, story.drop)).step == "drop_otp"
    job = await driving.hands_over(ravi, order_id, story.drop)
    assert (job.step, job.status, job.next_stop) == ("done", "delivered", None)
    order, trip = await driving.order_of(order_id), await driving.trip_of(order_id)
    assert (order.status, trip.status) == (OrderStatus.DELIVERED, TripStatus.COMPLETED)
    async with db.reading() as session:
        assert await trips.current(session, ravi) is None
        assert (await orders.receipt(session, story.asha, order_id)).total_minor == order.total_minor
        owed = await ledger.balance(session, LedgerAccountKind.DRIVER_CASH_IN_HAND, ravi.id)
    assert owed == order.total_minor - order.driver_payout_minor
    assert await driving.events_of(order_id) == [
        "order.placed",
        "driver.assigned",
        "stop.arrived",
        "trip.loading",
        "stop.done",
        "order.picked_up",
        "order.in_transit",
        "stop.arrived",
        "stop.done",
        "order.delivered",
    ]


async def test_after_delivery_the_driver_is_free_for_the_next_order(story: Story) -> None:
    await driving.picks_up(story.ravi, story.order_id)
    await driving.drops(story.ravi, story.order_id)
    async with db.reading() as session:
        assignment = await session.get_one(Assignment, (await driving.trip_of(story.order_id)).assignment_id)
        ravi = await session.get_one(drivers.queries.Driver, story.ravi.id)
    assert assignment.ended_because == "delivered"
    assert assignment.during.upper is not None
    assert ravi.idle_since is not None
    second = await booking.booked(story.asha)
    await driving.takes(story.ravi, second.id)


async def test_every_step_again_gives_the_same_answer_and_changes_nothing(story: Story) -> None:
    ravi, order_id, pickup, drop = story.ravi, story.order_id, story.pickup, story.drop
    steps = [
        lambda: driving.arrives(ravi, order_id, pickup),
        lambda: driving.loads(ravi, order_id),
        lambda: driving.hands_over(ravi, order_id, pickup),
        lambda: driving.arrives(ravi, order_id, drop),
        lambda: driving.hands_over(ravi, order_id, drop),
    ]
    for step in steps:
        assert await step() == await step()
    events = await driving.events_of(order_id)
    for step in steps:  # the whole queue once more, after the end
        assert (await step()).step == "done"
    assert await driving.events_of(order_id) == events


async def test_the_same_step_at_the_same_time_happens_once(story: Story) -> None:
    await driving.picks_up(story.ravi, story.order_id)
    await asyncio.gather(*(driving.arrives(story.ravi, story.order_id, story.drop) for _ in range(4)))
    answers = await asyncio.gather(*(driving.hands_over(story.ravi, story.order_id, story.drop) for _ in range(4)))
    assert {answer.step for answer in answers} == {"done"}
    events = await driving.events_of(story.order_id)
    assert (events.count("stop.arrived"), events.count("order.delivered")) == (2, 1)


async def test_steps_out_of_their_order_are_refused(story: Story) -> None:
    ravi, order_id = story.ravi, story.order_id
    with pytest.raises(trips.NotNextStop):
        await driving.arrives(ravi, order_id, story.drop)
    with pytest.raises(trips.NotArrived):
        await driving.loads(ravi, order_id)
    with pytest.raises(trips.NotArrived):
        await driving.hands_over(ravi, order_id, story.pickup)
    await driving.arrives(ravi, order_id, story.pickup)
    with pytest.raises(trips.NotLoading):
        await driving.hands_over(ravi, order_id, story.pickup)
    with pytest.raises(trips.PickupCannotFail):
        await driving.fails(ravi, order_id, story.pickup)
    assert [stop.status for stop in await driving.stops_of(order_id)] == [StopStatus.ARRIVED, StopStatus.PENDING]


async def test_another_driver_and_another_orders_stop_are_not_found(story: Story) -> None:
    nikhil = await booking.driver("Nikhil", "+919000000102", plate="KA05MH9999")
    with pytest.raises(NotFound):
        await driving.arrives(nikhil, story.order_id, story.pickup)
    with pytest.raises(NotFound):
        await driving.hands_over(nikhil, story.order_id, story.pickup)
    async with db.transaction() as session:
        with pytest.raises(NotFound):
            await trips.arrive(session, story.ravi, story.order_id, uuid4(), None, None, "no such stop")
    async with db.reading() as session:
        with pytest.raises(NotFound):
            await trips.job(session, nikhil, story.order_id)
        assert await trips.current(session, nikhil) is None


async def test_a_cancelled_order_tells_the_driver_so(story: Story) -> None:
    async with db.transaction() as session:
        await orders.cancel(session, story.asha, story.order_id, "Changed my mind")
    with pytest.raises(trips.JobEnded, match="cancelled"):
        await driving.arrives(story.ravi, story.order_id, story.pickup)


async def test_device_time_is_kept_within_what_can_be_true(story: Story) -> None:
    started = (await driving.trip_of(story.order_id)).started_at
    with clock.travel(timedelta(minutes=10)):
        said = clock.now() - timedelta(minutes=4)
        await driving.arrives(story.ravi, story.order_id, story.pickup, device_time=said)
        assert (await driving.stops_of(story.order_id))[0].arrived_at == said
        await driving.loads(story.ravi, story.order_id)
        await driving.hands_over(story.ravi, story.order_id, story.pickup)
        await driving.arrives(story.ravi, story.order_id, story.drop, device_time=started - timedelta(days=1))
        pickup, drop = await driving.stops_of(story.order_id)
        assert pickup.done_at
        assert drop.arrived_at == pickup.done_at  # not before the goods were on the way


async def test_a_device_from_the_future_arrives_now(story: Story) -> None:
    await driving.arrives(story.ravi, story.order_id, story.pickup, device_time=clock.now() + timedelta(hours=2))
    arrived_at = (await driving.stops_of(story.order_id))[0].arrived_at
    assert arrived_at
    assert arrived_at <= clock.now()


async def test_the_customer_is_told_that_the_driver_is_here(story: Story) -> None:
    await driving.arrives(story.ravi, story.order_id, story.pickup)
    await driving.arrives(story.ravi, story.order_id, story.pickup)
    async with db.reading() as session:
        inbox = await notifications.inbox(session, story.asha, "")
    assert [item.title for item in inbox.items].count("Your driver is here") == 1


async def test_the_driver_never_reads_a_code_and_reads_the_phone_only_on_the_trip(story: Story) -> None:
    job = await driving.picks_up(story.ravi, story.order_id)
    assert job.next_stop
    assert job.next_stop.contact_phone == "+919845012345"
    assert {stop.otp for stop in job.stops} == {""}
    done = await driving.drops(story.ravi, story.order_id)
    assert {stop.contact_phone for stop in done.stops} == {""}


async def test_waiting_is_counted_from_the_arrival(story: Story) -> None:
    job = await driving.arrives(story.ravi, story.order_id, story.pickup)
    assert job.waiting_since == (await driving.stops_of(story.order_id))[0].arrived_at
    assert (await driving.loads(story.ravi, story.order_id)).waiting_since == job.waiting_since


async def test_cash_and_payout_and_the_way_are_on_the_screen(story: Story) -> None:
    order = await driving.order_of(story.order_id)
    job = await driving.arrives(story.ravi, story.order_id, story.pickup)
    assert (job.cash_to_collect_minor, job.payout_minor) == (order.total_minor, order.driver_payout_minor)
    assert f"destination={story.pickup.lat:.6f},{story.pickup.lng:.6f}" in job.navigate_url


async def test_a_drop_that_is_done_cannot_fail(two_drops: Story) -> None:
    await driving.picks_up(two_drops.ravi, two_drops.order_id)
    await driving.drops(two_drops.ravi, two_drops.order_id, 1)
    with pytest.raises(IllegalStep):
        await driving.fails(two_drops.ravi, two_drops.order_id, two_drops.stops[1])
