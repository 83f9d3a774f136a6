"""Drivers who stand, are off the way or are silent ring the bell: once, until it is no longer so."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db
from porter.core.geo import Point
from porter.core.redis import bus
from porter.models.enums import Role
from porter.services import drivers, matching, notifications, orders, tracking
from porter.services.accounts import Actor
from porter.services.notifications import DeskNotice
from porter.tasks import desk_roads, queries
from porter.tasks.drain import drain
from tests import booking, driving
from tests.servers import TestServers
from tests.services.tracking.test_promise import delays
from tests.services.trips.conftest import Story, story

__all__ = ["story"]

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def dev(story: Story) -> Actor:
    """A dispatcher, before anything happens."""
    return await booking.operations(Role.DISPATCHER, "Dev")


async def told(who: Actor) -> list[tuple[str, str]]:
    """The sentences that somebody reads, newest first, and how each ended."""
    async with db.reading() as session:
        return [(one.body, one.outcome) for one in (await notifications.inbox(session, who)).items]


async def number(story: Story) -> str:
    return (await driving.order_of(story.order_id)).number


def north(story: Story, away_m: float) -> Point:
    return driving.north_of(story.pickup, away_m)


async def stands(story: Story, minutes: int, since: int = 0) -> None:
    """Ravi's phone lies still, two kilometres before the pickup, and sends all the same."""
    for minute in (since, since + minutes):
        with clock.travel(minute * MINUTE):
            await driving.sends(story.ravi, driving.fix(north(story, 2000)))


async def test_who_stands_is_told_once_until_they_move(story: Story, dev: Actor) -> None:
    await stands(story, 29)
    with clock.travel(29 * MINUTE):
        await desk_roads.watch()
        assert await told(dev) == []
    sentence = f"Ravi has not moved for 31 min with order {await number(story)}."
    for minute in (31, 32):
        with clock.travel(minute * MINUTE):
            await driving.sends(story.ravi, driving.fix(north(story, 2000)))
            await asyncio.gather(desk_roads.watch(), desk_roads.watch())
            assert await told(dev) == [(sentence, "")]
    with clock.travel(33 * MINUTE):
        await driving.sends(story.ravi, driving.fix(north(story, 1800)))
        await desk_roads.watch()
        await desk_roads.watch()
        assert await told(dev) == [(sentence, "Moves on")]


async def test_standing_anew_is_a_new_happening(story: Story, dev: Actor) -> None:
    await stands(story, 31)
    with clock.travel(31 * MINUTE):
        await desk_roads.watch()
    with clock.travel(32 * MINUTE):
        await driving.sends(story.ravi, driving.fix(north(story, 1000)))
        await desk_roads.watch()
    await stands(story, 31, since=33)
    with clock.travel(64 * MINUTE):
        await desk_roads.watch()
    assert [outcome for _, outcome in await told(dev)] == ["", "Moves on"]


async def test_who_reaches_the_stop_stands_rightly(story: Story, dev: Actor) -> None:
    await stands(story, 31)
    with clock.travel(31 * MINUTE):
        await desk_roads.watch()
        await driving.arrives(story.ravi, story.order_id, story.pickup)
        await driving.sends(story.ravi, driving.fix(north(story, 2000), clock.now() + timedelta(seconds=5)))
        await desk_roads.watch()
    assert [outcome for _, outcome in await told(dev)] == ["At the stop"]


async def test_off_the_way_until_back_on_it(story: Story, dev: Actor) -> None:
    """Along the edge of 500 m nothing comes and goes."""
    await driving.picks_up(story.ravi, story.order_id)
    way = await driving.order_of(story.order_id)
    far = Point((way.pickup_lat + story.drop.lat) / 2 + 0.03, (way.pickup_lng + story.drop.lng) / 2 - 0.03)
    await driving.sends(story.ravi, driving.fix(far))
    await desk_roads.watch()
    await desk_roads.watch()
    ((sentence, outcome),) = await told(dev)
    assert sentence.startswith("Ravi is ") and sentence.endswith(f" km off the way with order {way.number}.")
    assert outcome == ""
    with clock.travel(10 * MINUTE):
        await driving.sends(story.ravi, driving.fix(north(story, 0)))
        await desk_roads.watch()
    assert await told(dev) == [(sentence, "Back on the way")]


async def test_a_silent_driver_rings_without_any_position(story: Story, dev: Actor) -> None:
    await driving.sends(story.ravi, driving.fix(north(story, 2000)))
    with clock.travel(timedelta(seconds=50)):
        await desk_roads.watch()
        assert await told(dev) == []
    sentence = f"No position from Ravi for 2 min, who has order {await number(story)}."
    for seconds in (120, 150):
        with clock.travel(timedelta(seconds=seconds)):
            await desk_roads.watch()
            assert await told(dev) == [(sentence, "")]
    with clock.travel(3 * MINUTE):
        await driving.sends(story.ravi, driving.fix(north(story, 1900)))
        await desk_roads.watch()
    assert await told(dev) == [(sentence, "Heard of again")]


async def test_who_falls_silent_while_standing_has_not_moved_on(story: Story, dev: Actor) -> None:
    await stands(story, 31)
    with clock.travel(31 * MINUTE):
        await desk_roads.watch()
    with clock.travel(35 * MINUTE):
        await desk_roads.watch()
    assert [outcome for _, outcome in await told(dev)] == ["", ""]


async def test_a_silent_order_is_late_all_the_same(story: Story, dev: Actor) -> None:
    """Nobody sends a position, and the customer is told once that the arrival slips; operations too."""
    await driving.sends(story.ravi, driving.fix(north(story, 2500)))
    with clock.travel(9 * MINUTE):
        await desk_roads.watch()
        assert await delays(story.asha) == []
    for minutes in (11, 12, 30):
        with clock.travel(minutes * MINUTE):
            await asyncio.gather(desk_roads.watch(), desk_roads.watch())
            await drain()
    [delay] = await delays(story.asha)
    assert delay.body.endswith(", 11 min later than first said.")
    assert (f"Order {await number(story)} will be 11 min late at the pickup.", "") in await told(dev)


async def test_a_silent_driver_at_the_stop_is_not_late(story: Story, dev: Actor) -> None:
    await driving.sends(story.ravi, driving.fix(north(story, 0)))
    await driving.arrives(story.ravi, story.order_id, story.pickup)
    with clock.travel(30 * MINUTE):
        await desk_roads.watch()
    assert await delays(story.asha) == []


async def test_the_order_ends(story: Story, dev: Actor) -> None:
    await driving.sends(story.ravi, driving.fix(north(story, 2000)))
    with clock.travel(2 * MINUTE):
        await desk_roads.watch()
        async with db.transaction() as session:
            await orders.cancel(session, story.asha, story.order_id, "Too late")
        await desk_roads.watch()
        assert [outcome for _, outcome in await told(dev)] == ["Cancelled"]
        await desk_roads.watch()
    assert len(await told(dev)) == 1


async def test_the_order_ended_while_somebody_looked(story: Story, dev: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look and the notice the order is cancelled, or another driver has it: nothing is told of what was."""
    await driving.sends(story.ravi, driving.fix(north(story, 2000)))
    look_round = tracking.look_round

    async def slow(*args: object) -> object:
        looks = await look_round(*args)  # type: ignore[arg-type]
        if looks:
            async with db.transaction() as session:
                await orders.cancel(session, story.asha, story.order_id, "Too late")
        return looks

    with clock.travel(2 * MINUTE):
        monkeypatch.setattr(tracking, "look_round", slow)
        await desk_roads.watch()
    assert await told(dev) == []


async def test_another_driver_is_another_matter(story: Story, dev: Actor) -> None:
    """Ravi is silent and loses the order; Devi is heard of, then silent too."""
    await driving.sends(story.ravi, driving.fix(north(story, 2000)))
    with clock.travel(2 * MINUTE):
        await desk_roads.watch()
        async with db.transaction() as session:
            await matching.drop_out(session, story.ravi, story.order_id, "Flat tyre")
        devi = await booking.driver("Devi", "+919000000103", plate="KA05MH7777")
        await driving.takes(devi, story.order_id)
        await driving.sends(devi, driving.fix(north(story, 2000)))
        await desk_roads.watch()
        assert [outcome for _, outcome in await told(dev)] == ["Devi has it"]
    with clock.travel(4 * MINUTE):
        await desk_roads.watch()
    assert [body[: len("No position from Devi")] for body, outcome in await told(dev) if not outcome] == [
        "No position from Devi"
    ]


async def test_when_redis_comes_back_empty_nobody_is_silent(story: Story, dev: Actor) -> None:
    """PostgreSQL has had a batch within the minute; without one, the driver is silent indeed."""
    with clock.travel(2 * MINUTE):
        await driving.sends(story.ravi, driving.fix(north(story, 2000)))
        await bus().delete(drivers.fix_key(story.ravi.id))
        await desk_roads.watch()
        assert await told(dev) == []
    with clock.travel(4 * MINUTE):
        await desk_roads.watch()
    assert len(await told(dev)) == 1


async def test_a_round_that_died_is_made_good(story: Story, dev: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process dies after the look: the lock is free again, and the next round tells."""

    async def dies(step: Coroutine[None, None, None], _order_id: UUID) -> None:
        step.close()
        raise SystemError("killed")

    with clock.travel(2 * MINUTE):
        monkeypatch.setattr(desk_roads, "_alone", dies)
        with pytest.raises(SystemError):
            await desk_roads.watch()
        monkeypatch.undo()
        assert await told(dev) == []
        assert await desk_roads.watch()
        assert len(await told(dev)) == 1


async def test_of_two_rounds_one_goes_home(database: TestServers) -> None:
    async with db.transaction() as other:
        assert await queries.hold_alone(other, desk_roads.WATCH_LOCK)
        assert not await desk_roads.watch()
    assert await desk_roads.watch()


async def test_the_trouble_of_one_order_hides_no_other(
    story: Story, dev: Actor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Asha's order, which comes first, cannot be told of; Bina's is, and the round says what went wrong."""
    devi = await booking.driver("Devi", "+919000000103", plate="KA05MH7777")
    second = await booking.booked(await booking.customer("Bina", "+919000000009"))
    await driving.takes(devi, second.id)
    tell_roles = notifications.tell_roles

    async def choosy(session: AsyncSession, roles: frozenset[Role], notice: DeskNotice) -> int:
        if notice.order_id == story.order_id:
            raise RuntimeError("cannot be told")
        return await tell_roles(session, roles, notice)

    with clock.travel(2 * MINUTE):
        monkeypatch.setattr(notifications, "tell_roles", choosy)
        assert await desk_roads.watch()
        assert [second.number in sentence for sentence, _ in await told(dev)] == [True]
        assert f"order {story.order_id} could not be watched" in caplog.text
        monkeypatch.undo()
        await desk_roads.watch()
    assert len(await told(dev)) == 2


async def test_many_orders_are_looked_at_in_pieces(story: Story, dev: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    devi = await booking.driver("Devi", "+919000000103", plate="KA05MH7777")
    second = await booking.booked(await booking.customer("Bina", "+919000000009"))
    await driving.takes(devi, second.id)
    monkeypatch.setattr(desk_roads, "AT_ONCE", 1)
    with clock.travel(2 * MINUTE):
        await desk_roads.watch()
    assert len(await told(dev)) == 2
