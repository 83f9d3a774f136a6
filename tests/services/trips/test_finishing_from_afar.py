"""Arriving, driving away and then ending the stop: the place counts again, and a reason is asked for again."""

from typing import Any

import pytest
from sqlmodel import select

from porter.core import db
from porter.models import TimelineEntry
from porter.models.enums import StopStatus
from porter.services import trips
from porter.services.trips import JobView
from tests import driving
from tests.services.trips.conftest import Story

ENDS = ["handed over", "failed"]


async def test_the_goods_are_not_picked_up_from_5_kilometres_away(story: Story) -> None:
    await driving.arrives(story.ravi, story.order_id, story.pickup)
    await driving.loads(story.ravi, story.order_id)
    with pytest.raises(trips.TooFar, match=r"5\.0 km from the pickup"):
        await driving.hands_over(story.ravi, story.order_id, story.pickup, away_m=5000)
    assert (await driving.hands_over(story.ravi, story.order_id, story.pickup)).step == "go_to_drop"


@pytest.mark.parametrize("end", ENDS)
async def test_5_kilometres_away_needs_a_reason_which_operations_reads(story: Story, end: str) -> None:
    await _at_the_drop(story)
    for blank in (None, "   "):
        with pytest.raises(trips.TooFar, match=r"5\.0 km") as refused:
            await _ends(story, end, 5000, far_reason=blank)
        assert refused.value.extra["allowed_m"] == 255
    assert (await driving.stops_of(story.order_id))[1].status is StopStatus.ARRIVED
    await _ends(story, end, 5000, far_reason="The customer came to me")
    stop = (await driving.stops_of(story.order_id))[1]
    assert (stop.status.value, stop.far_reason) == (
        "done" if end == "handed over" else "failed",
        "The customer came to me",
    )
    async with db.reading() as session:
        query = select(TimelineEntry).where(TimelineEntry.event == f"stop.{stop.status.value}")
        entry = next(each for each in (await session.exec(query)).all() if each.data["sequence"] == 1)
    assert entry.data["off_m"] == 5000


@pytest.mark.parametrize("end", ENDS)
async def test_up_a_tower_or_round_the_corner_is_still_there(story: Story, end: str) -> None:
    await _at_the_drop(story)
    with pytest.raises(trips.TooFar):
        await _ends(story, end, 257)
    await _ends(story, end, 254)
    assert (await driving.stops_of(story.order_id))[1].far_reason is None


@pytest.mark.parametrize("end", ENDS)
async def test_who_said_why_on_arriving_is_asked_again_only_from_farther_away(story: Story, end: str) -> None:
    await driving.picks_up(story.ravi, story.order_id)
    await driving.arrives(story.ravi, story.order_id, story.drop, 600, far_reason="The pin is in the wrong place")
    with pytest.raises(trips.TooFar):
        await _ends(story, end, 700)
    await _ends(story, end, 600)
    assert (await driving.stops_of(story.order_id))[1].far_reason == "The pin is in the wrong place"


@pytest.mark.parametrize("end", ENDS)
async def test_without_a_position_the_last_fix_counts(story: Story, end: str) -> None:
    await _at_the_drop(story)
    with pytest.raises(trips.WhereAreYou):
        await _ends(story, end, None)
    await driving.sends(story.ravi, driving.fix(driving.north_of(story.drop, 2000)))
    with pytest.raises(trips.TooFar):
        await _ends(story, end, None)
    await _ends(story, end, None, far_reason="My GPS is wrong")


async def test_from_afar_no_code_is_looked_at_and_no_try_is_spent(story: Story) -> None:
    await _at_the_drop(story)
    for _ in range(6):
        with pytest.raises(trips.TooFar):
            await driving.hands_over(story.ravi, story.order_id, story.drop, driving.wrong_code(story.drop), 5000)
    assert (await driving.stops_of(story.order_id))[1].otp_attempts == 0


async def test_the_same_step_again_from_elsewhere_is_no_change(story: Story) -> None:
    """A queue that is replayed: the stop is ended already, wherever the phone is by now."""
    await _at_the_drop(story)
    await driving.fails(story.ravi, story.order_id, story.drop)
    assert (await driving.fails(story.ravi, story.order_id, story.drop, away_m=5000)).status == "returning"


async def _at_the_drop(story: Story) -> None:
    await driving.picks_up(story.ravi, story.order_id)
    await driving.arrives(story.ravi, story.order_id, story.drop)


async def _ends(story: Story, end: str, away_m: float | None, far_reason: str | None = None) -> JobView:
    where = trips.Whereabouts(far_reason=far_reason) if away_m is None else driving.at(story.drop, away_m, far_reason)
    about: tuple[Any, ...] = (story.ravi, story.order_id, story.drop.id)
    async with db.transaction() as session:
        if end == "failed":
            return await trips.fail_stop(session, *about, "Nobody opened", where=where)
        return await trips.hand_over(session, *about, driving.code_of(story.drop), where=where)
