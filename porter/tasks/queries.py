"""SQL of the outbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, delete, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.ids import new_id
from porter.core.outbox import OutboxDelivery, OutboxEvent
from porter.tasks.facts import Fact, Subscriber


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this process works on, with its fact; `attempts` counts this one."""

    id: UUID
    subscriber: str
    attempts: int
    fact: Fact


async def take_events(session: AsyncSession, limit: int) -> Sequence[OutboxEvent]:
    """Events that have no deliveries yet, oldest first; those that another relay holds are skipped."""
    found = await session.exec(
        select(OutboxEvent)
        .where(col(OutboxEvent.relayed_at).is_(None))
        .order_by(col(OutboxEvent.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return found.all()


async def add_deliveries(
    session: AsyncSession, table: Mapping[str, Sequence[Subscriber]], events: Sequence[OutboxEvent], now: datetime
) -> list[tuple[UUID, str]]:
    """One delivery per event and subscriber; answers (delivery, queue) of the new ones."""
    wanted = [(event, subscriber) for event in events for subscriber in table.get(event.name, ())]
    queues = {(event.id, subscriber.name): subscriber.queue for event, subscriber in wanted}
    await session.exec(
        update(OutboxEvent).where(col(OutboxEvent.id).in_([event.id for event in events])).values(relayed_at=now)
    )
    if not wanted:
        return []
    rows = [
        {"id": new_id(), "event_id": event.id, "subscriber": subscriber.name, "attempts": 0, "due_at": now}
        for event, subscriber in wanted
    ]
    added = await session.exec(
        insert(OutboxDelivery)
        .values(rows)
        .on_conflict_do_nothing(index_elements=["event_id", "subscriber"])
        .returning(OutboxDelivery.id, OutboxDelivery.event_id, OutboxDelivery.subscriber)  # type: ignore[call-overload]
    )
    return [(row[0], queues[row[1], row[2]]) for row in added.all()]


async def due_deliveries(session: AsyncSession, now: datetime, limit: int) -> Sequence[UUID]:
    """Deliveries whose time has come, the longest waiting first."""
    found = await session.exec(
        select(OutboxDelivery.id)
        .where(*_open(), col(OutboxDelivery.due_at) <= now)
        .order_by(col(OutboxDelivery.due_at))
        .limit(limit)
    )
    return found.all()


async def claim(
    session: AsyncSession, delivery_ids: Sequence[UUID], now: datetime, lease_until: datetime
) -> list[Claimed]:
    """Take due deliveries until the lease ends; without those that are done, not due, or in other hands."""
    free = (
        select(OutboxDelivery.id)
        .where(col(OutboxDelivery.id).in_(delivery_ids), *_open(), col(OutboxDelivery.due_at) <= now)
        .with_for_update(skip_locked=True)
    )
    taken = await session.exec(
        update(OutboxDelivery)
        .where(col(OutboxDelivery.id).in_(free), col(OutboxDelivery.event_id) == col(OutboxEvent.id))
        .values(attempts=col(OutboxDelivery.attempts) + 1, due_at=lease_until)
        .returning(
            col(OutboxDelivery.id), col(OutboxDelivery.subscriber), col(OutboxDelivery.attempts),
            col(OutboxEvent.id), col(OutboxEvent.name), col(OutboxEvent.payload), col(OutboxEvent.created_at),
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    return [Claimed(row[0], row[1], row[2], Fact(*row[3:])) for row in taken.all()]


async def mark_done(session: AsyncSession, delivery_id: UUID, now: datetime) -> None:
    """The subscriber has done its share."""
    await session.exec(
        update(OutboxDelivery)
        .where(col(OutboxDelivery.id) == delivery_id)
        .values(done_at=now, last_error=None)
        .execution_options(synchronize_session=False)
    )


async def put_off(session: AsyncSession, delivery_id: UUID, due_at: datetime, error: str) -> None:
    """Try again at a later time."""
    await session.exec(
        update(OutboxDelivery).where(col(OutboxDelivery.id) == delivery_id).values(due_at=due_at, last_error=error)
    )


async def give_up(session: AsyncSession, delivery_id: UUID, now: datetime, error: str) -> None:
    """Leave a delivery for a person to look at."""
    await session.exec(
        update(OutboxDelivery).where(col(OutboxDelivery.id) == delivery_id).values(gave_up_at=now, last_error=error)
    )


async def forget_done(session: AsyncSession, before: datetime) -> int:
    """Delete relayed events whose deliveries are all done; those given up stay for a person to look at."""
    unfinished = exists().where(
        col(OutboxDelivery.event_id) == col(OutboxEvent.id), col(OutboxDelivery.done_at).is_(None)
    )
    gone = await session.exec(delete(OutboxEvent).where(col(OutboxEvent.relayed_at) < before, ~unfinished))
    return int(gone.rowcount)


async def hold_alone(session: AsyncSession, key: int) -> bool:
    """Be the only one to hold this lock until the end of the transaction; False when another holds it."""
    return bool(await session.scalar(select(func.pg_try_advisory_xact_lock(key))))


def _open() -> tuple[ColumnElement[bool], ...]:
    return (col(OutboxDelivery.done_at).is_(None), col(OutboxDelivery.gave_up_at).is_(None))
