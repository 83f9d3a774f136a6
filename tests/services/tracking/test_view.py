"""Who may see where a driver is, and how old the position is."""

from datetime import timedelta

import pytest

from porter.core import clock, db
from porter.core.errors import NotFound
from porter.core.geo import decode_polyline, distance_m
from porter.models import Order
from porter.services import tracking
from tests import booking, driving
from tests.services.trips.conftest import Story

NEAR_M = 150
"""A way ends on a road, a place lies beside one."""


async def test_customer_driver_and_operations_see_the_same(story: Story) -> None:
    await driving.sends(story.ravi, driving.fix(driving.north_of(story.pickup, 500), heading=45))
    seen = await tracking.view(story.asha, story.order_id)
    assert (seen.heading, seen.stale, seen.seen_text, seen.next_stop_sequence) == (45, False, "Live", 0)
    for viewer in (story.ravi, await booking.operations()):
        assert await tracking.view(viewer, story.order_id) == seen


async def test_the_way_to_the_pickup_is_told_apart_from_the_trip_that_follows(story: Story) -> None:
    await driving.sends(story.ravi, driving.fix(driving.north_of(story.pickup, 500)))
    async with db.reading() as session:
        plan = (await session.get_one(Order, story.order_id)).polyline
    seen = await tracking.view(story.asha, story.order_id)
    assert distance_m(decode_polyline(seen.polyline)[-1], story.pickup_point) < NEAR_M
    assert decode_polyline(seen.polyline_later) == decode_polyline(plan)
    await driving.picks_up(story.ravi, story.order_id)
    seen = await tracking.view(story.asha, story.order_id)
    assert decode_polyline(seen.polyline)[-1] == decode_polyline(plan)[-1]
    assert seen.polyline_later == ""


async def test_somebody_else_finds_nothing(story: Story) -> None:
    nikhil = await booking.customer("Nikhil", "+919000000002")
    devi = await booking.driver("Devi", "+919000000103", plate="KA05MH7777")
    for viewer in (nikhil, devi):
        with pytest.raises(NotFound):
            await tracking.view(viewer, story.order_id)


async def test_an_old_position_says_how_old_it_is(story: Story) -> None:
    await driving.sends(story.ravi, driving.fix(story.pickup_point))
    with clock.travel(timedelta(seconds=90)):
        seen = await tracking.view(story.asha, story.order_id)
    assert (seen.stale, seen.fix_age_s, seen.seen_text) == (True, 90, "Last seen 2 min ago")


async def test_before_the_first_fix_nothing_is_known(story: Story) -> None:
    seen = await tracking.view(story.asha, story.order_id)
    assert (seen.lat, seen.eta_s, seen.stale, seen.seen_text) == (None, None, True, "Position not known yet")
    assert seen.driver_id == story.ravi.id


async def test_after_the_delivery_the_driver_is_nobodys_business(story: Story) -> None:
    await driving.sends(story.ravi, driving.fix(story.pickup_point))
    await driving.picks_up(story.ravi, story.order_id)
    await driving.drops(story.ravi, story.order_id)
    seen = await tracking.view(story.asha, story.order_id)
    assert (seen.driver_id, seen.lat, seen.lng, seen.eta_s, seen.next_stop_sequence) == (None,) * 5
