"""The trail lies in one table a day, made ahead and dropped in time."""

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlmodel import select

from porter.core import clock, db
from porter.models import LocationBatch, Position
from porter.services import tracking
from porter.services.accounts import Actor
from porter.services.tracking import queries
from tests import driving
from tests.services.tracking.test_record import HOME, trail


async def test_a_week_ahead_is_there_and_again_changes_nothing(ravi: Actor) -> None:
    for _ in range(2):
        async with db.transaction() as session:
            await tracking.keep_partitions(session)
    async with db.reading() as session:
        present = await queries.partitions(session)
    today = clock.now().date()
    assert {queries.partition_of(today + timedelta(days=ahead)) for ahead in range(8)} <= present


async def test_what_came_before_its_partition_moves_into_it(ravi: Actor) -> None:
    day = clock.now() + timedelta(days=40)
    async with db.transaction() as session:
        session.add(Position(driver_id=ravi.id, at=day, lat=HOME.lat, lng=HOME.lng))
    with clock.travel(day):
        async with db.transaction() as session:
            await tracking.keep_partitions(session)
    assert [row.at for row in await trail(ravi.id)] == [day]
    assert await _in_partition(day.strftime("position_p%Y%m%d")) == 1
    assert await _in_partition("position_p0") == 0


async def test_a_fix_that_comes_while_its_day_is_made_is_kept(ravi: Actor) -> None:
    """It waits for the partition instead of being refused by the default one."""
    day = clock.now() + timedelta(days=60)
    with clock.travel(timedelta(days=60)):
        async with db.transaction() as session:
            await tracking.keep_partitions(session)
            coming = asyncio.create_task(_comes(ravi, day))
            async with asyncio.timeout(30):
                while not await _somebody_waits():
                    assert not coming.done()
        await coming
    assert [row.at for row in await trail(ravi.id)] == [day]
    assert await _in_partition(day.strftime("position_p%Y%m%d")) == 1


async def test_after_90_days_a_day_is_dropped(ravi: Actor) -> None:
    async with db.transaction() as session:
        await tracking.keep_partitions(session)
    await driving.sends(ravi, driving.fix(HOME))
    with clock.travel(timedelta(days=89)):
        async with db.transaction() as session:
            await tracking.keep_partitions(session)
        assert len(await trail(ravi.id)) == 1
    with clock.travel(timedelta(days=92)):
        async with db.transaction() as session:
            await tracking.keep_partitions(session)
    assert await trail(ravi.id) == []


async def test_batches_are_remembered_for_two_days(ravi: Actor) -> None:
    await driving.sends(ravi, driving.fix(HOME))
    for days, left in ((1, 1), (3, 0)):
        with clock.travel(timedelta(days=days)):
            async with db.transaction() as session:
                await tracking.keep_partitions(session)
        async with db.reading() as session:
            assert len((await session.exec(select(LocationBatch))).all()) == left


async def _in_partition(name: str) -> int:
    async with db.reading() as session:
        rows = await (await session.connection()).exec_driver_sql(f"SELECT count(*) FROM {name}")  # noqa: S608
        return int(rows.scalar_one())


async def _comes(who: Actor, at: datetime) -> None:
    async with db.transaction() as session:
        session.add(Position(driver_id=who.id, at=at, lat=HOME.lat, lng=HOME.lng))


async def _somebody_waits() -> bool:
    """Whether an insert stands before a lock."""
    async with db.reading() as session:
        rows = await (await session.connection()).execute(
            text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND cardinality(pg_blocking_pids(pid)) > 0 AND query LIKE :what"
            ),
            {"what": "INSERT INTO position%"},
        )
        return int(rows.scalar_one()) > 0
