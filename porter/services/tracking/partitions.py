"""The trail's daily partitions: made ahead, dropped when their time is over."""

from datetime import UTC, date, datetime, time, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.services.tracking import queries

AHEAD_DAYS = 7
KEPT_DAYS = 90
BATCHES_KEPT = timedelta(days=2)
"""Fixes older than a day are refused anyway, so a replay of an older batch can do no harm."""


async def keep_partitions(session: AsyncSession) -> None:
    """Have partitions from today to a week ahead, and nothing older than 90 days. Any number of times, by anyone."""
    await queries.lock_partitions(session)
    today = clock.now().date()
    present = await queries.partitions(session)
    for day in (today + timedelta(days=ahead) for ahead in range(AHEAD_DAYS + 1)):
        if queries.partition_of(day) not in present:
            await queries.create_partition(session, day, _midnight(day), _midnight(day + timedelta(days=1)))
    oldest = today - timedelta(days=KEPT_DAYS)
    for name in sorted(present):
        if name < queries.partition_of(oldest):
            await queries.drop_partition(session, name)
    await queries.forget(session, _midnight(oldest), clock.now() - BATCHES_KEPT)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
