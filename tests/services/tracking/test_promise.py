"""One estimate from the assignment to the drop, and one word when it slips."""

import asyncio
from datetime import timedelta

from sqlmodel import select

from porter.core import clock, db
from porter.core.geo import decode_polyline
from porter.models import Notification
from porter.models.enums import NotificationKind
from porter.services import matching, tracking
from porter.services.accounts import Actor
from tests import booking, driving
from tests.services.trips.conftest import Story

STEP = timedelta(seconds=20)


async def delays(customer: Actor) -> list[Notification]:
    """What the customer was told about being late."""
    async with db.reading() as session:
        told = select(Notification).where(
            Notification.account_id == customer.id, Notification.kind == NotificationKind.DELAY
        )
        return list((await session.exec(told)).all())


async def test_from_the_assignment_to_the_first_fix_nothing_jumps(story: Story) -> None:
    """The page opens on the fix from before the assignment; the next fixes only take off what was driven."""
    start = driving.north_of(story.pickup, 2500)
    await driving.sends(story.ravi, driving.fix(start))
    first = await tracking.view(story.asha, story.order_id)
    assert first.eta_s is not None
    assert first.distance_left_m is not None
    way = decode_polyline(first.polyline)
    pace = first.eta_s / first.distance_left_m
    before = first
    for n, place in enumerate(way[1:6], start=1):
        with clock.travel(STEP * n):
            await driving.sends(story.ravi, driving.fix(place))
            seen = await tracking.view(story.asha, story.order_id)
        assert seen.eta_s is not None
        assert seen.distance_left_m is not None
        assert before.distance_left_m is not None
        assert before.eta_s is not None
        driven_m = before.distance_left_m - seen.distance_left_m
        assert driven_m >= 0
        assert abs(before.eta_s - seen.eta_s - driven_m * pace) <= 1
        before = seen


async def test_the_assignment_finds_the_way_before_anybody_looks(story: Story) -> None:
    await driving.sends(story.ravi, driving.fix(driving.north_of(story.pickup, 2500)))
    await tracking.promise(story.order_id)
    promised = (await driving.stops_of(story.order_id))[0].promised_at
    seen = await tracking.view(story.asha, story.order_id)
    assert promised
    assert seen.eta_s
    assert abs((promised - clock.now()).total_seconds() - seen.eta_s) < 5


async def test_the_customer_is_told_once_when_the_arrival_slips(story: Story) -> None:
    away = driving.north_of(story.pickup, 2500)
    await driving.sends(story.ravi, driving.fix(away))
    with clock.travel(timedelta(minutes=9)):
        await driving.sends(story.ravi, driving.fix(away))
    assert await delays(story.asha) == []
    for minutes in (11, 12, 30):
        with clock.travel(timedelta(minutes=minutes)):
            await asyncio.gather(*(driving.sends(story.ravi, driving.fix(away)) for _ in range(2)))
    [told] = await delays(story.asha)
    assert told.title == "Running late"
    number = (await driving.order_of(story.order_id)).number
    assert told.body.startswith(f"Your driver now reaches the pickup of order {number} at about ")
    assert told.body.endswith(", 11 min later than first said.")
    assert (await driving.order_of(story.order_id)).delay_told_at


async def test_standing_at_the_stop_is_not_being_late(story: Story) -> None:
    await driving.sends(story.ravi, driving.fix(story.pickup_point))
    await driving.arrives(story.ravi, story.order_id, story.pickup)
    with clock.travel(timedelta(minutes=30)):
        await driving.sends(story.ravi, driving.fix(story.pickup_point))
    assert await delays(story.asha) == []


async def test_another_driver_promises_anew(story: Story) -> None:
    await driving.sends(story.ravi, driving.fix(driving.north_of(story.pickup, 900)))
    assert (await driving.stops_of(story.order_id))[0].promised_at
    async with db.transaction() as session:
        await matching.drop_out(session, story.ravi, story.order_id, "Flat tyre")
    devi = await booking.driver("Devi", "+919000000103", plate="KA05MH7777")
    await driving.takes(devi, story.order_id)
    assert (await driving.stops_of(story.order_id))[0].promised_at is None
