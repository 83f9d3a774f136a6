"""Being at a stop: the place, its allowance, and the reason of whoever cannot come closer."""

import pytest
from sqlmodel import select

from porter.core import db
from porter.models import Stop, TimelineEntry
from porter.services import trips
from porter.services.accounts import Actor
from porter.services.trips import JobView
from tests import driving
from tests.services.trips.conftest import Story


async def test_40_metres_from_the_pickup_is_there_and_41_is_not(story: Story) -> None:
    with pytest.raises(trips.TooFar, match="50 m") as refused:
        await _arrives(story, story.pickup, 46, accuracy_m=5)
    assert refused.value.extra == {"distance_m": 46, "allowed_m": 45}
    assert (await _arrives(story, story.pickup, 40, accuracy_m=0)).step == "arrived_pickup"


async def test_an_inexact_position_is_allowed_for_up_to_30_metres(story: Story) -> None:
    with pytest.raises(trips.TooFar):
        await _arrives(story, story.pickup, 71, accuracy_m=500)
    assert (await _arrives(story, story.pickup, 69, accuracy_m=500)).step == "arrived_pickup"


async def test_a_drop_is_25_metres_around(story: Story) -> None:
    await driving.picks_up(story.ravi, story.order_id)
    with pytest.raises(trips.TooFar):
        await _arrives(story, story.drop, 27, accuracy_m=0)
    assert (await _arrives(story, story.drop, 24, accuracy_m=0)).step == "drop_otp"


async def test_5_kilometres_away_needs_a_reason_which_operations_reads(story: Story) -> None:
    with pytest.raises(trips.TooFar, match=r"5\.0 km"):
        await driving.arrives(story.ravi, story.order_id, story.pickup, 5000, far_reason="   ")
    job = await driving.arrives(story.ravi, story.order_id, story.pickup, 5000, far_reason="Road closed by police")
    assert job.step == "arrived_pickup"
    stop = (await driving.stops_of(story.order_id))[0]
    assert (stop.arrived_off_m, stop.far_reason) == (5000, "Road closed by police")
    async with db.reading() as session:
        entry = (await session.exec(select(TimelineEntry).where(TimelineEntry.event == "stop.arrived"))).one()
    assert entry.why == "Road closed by police"
    assert entry.data["off_m"] == 5000


async def test_without_a_position_the_last_fix_counts(story: Story) -> None:
    with pytest.raises(trips.WhereAreYou):
        await _arrives_somewhere(story.ravi, story, None)
    await driving.sends(story.ravi, driving.fix(driving.north_of(story.pickup, 2000)))
    with pytest.raises(trips.TooFar):
        await _arrives_somewhere(story.ravi, story, None)
    assert (await _arrives_somewhere(story.ravi, story, "The phone has no signal")).step == "arrived_pickup"


async def _arrives(story: Story, stop: Stop, away_m: float, accuracy_m: float) -> JobView:
    async with db.transaction() as session:
        return await trips.arrive(
            session, story.ravi, story.order_id, stop.id, driving.north_of(stop, away_m), accuracy_m
        )


async def _arrives_somewhere(driver: Actor, story: Story, reason: str | None) -> JobView:
    async with db.transaction() as session:
        return await trips.arrive(session, driver, story.order_id, story.pickup.id, None, None, reason)
