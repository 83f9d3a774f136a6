"""SQL of the outbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy
from sqlalchemy import DateTime, Integer, Text, Uuid, bindparam, exists, func, literal
from sqlalchemy.dialects.postgresql import ARRAY, insert
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


# By their tables: what SQLAlchemy does about its objects costs more than these statements.
_EVENTS: Any = OutboxEvent.__table__  # type: ignore[attr-defined]
_DELIVERIES: Any = OutboxDelivery.__table__  # type: ignore[attr-defined]

_INSTANT = DateTime(timezone=True)
_OPEN = (_DELIVERIES.c.done_at.is_(None), _DELIVERIES.c.gave_up_at.is_(None))


def _one_of(ids: str) -> Any:
    """For `= ANY`: one statement however many ids there are."""
    return func.any(bindparam(ids, type_=ARRAY(Uuid)))


# Built once: they are what runs most often of all, and to build one costs more than PostgreSQL needs to run it.
_TAKE: Any = (
    sqlalchemy.select(_EVENTS.c.id, _EVENTS.c.name, _EVENTS.c.payload, _EVENTS.c.created_at)
    .where(_EVENTS.c.relayed_at.is_(None))
    .order_by(_EVENTS.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)
_RELAYED: Any = update(_EVENTS).where(_EVENTS.c.id == _one_of("events")).values(relayed_at=bindparam("now"))
_NEW = (
    func.unnest(
        bindparam("ids", type_=ARRAY(Uuid)),
        bindparam("events", type_=ARRAY(Uuid)),
        bindparam("subscribers", type_=ARRAY(Text)),
    )
    .table_valued("id", "event_id", "subscriber")
    .render_derived()
)
_ADD: Any = (
    insert(_DELIVERIES)
    .from_select(
        ["id", "event_id", "subscriber", "attempts", "due_at"],
        sqlalchemy.select(_NEW.c.id, _NEW.c.event_id, _NEW.c.subscriber, literal(0), bindparam("now", type_=_INSTANT)),
    )
    .on_conflict_do_nothing(index_elements=["event_id", "subscriber"])
    .returning(_DELIVERIES.c.id, _DELIVERIES.c.event_id, _DELIVERIES.c.subscriber)
)
_DUE: Any = (
    sqlalchemy.select(_DELIVERIES.c.id)
    .where(*_OPEN, _DELIVERIES.c.due_at <= bindparam("now", type_=_INSTANT))
    .order_by(_DELIVERIES.c.due_at)
    .limit(bindparam("most", type_=Integer))
)
_OF_THESE = func.any(bindparam("names", type_=ARRAY(Text)))
_DUE_OF: Mapping[bool, Any] = {
    True: _DUE.where(_DELIVERIES.c.subscriber == _OF_THESE),
    False: _DUE.where(~(_DELIVERIES.c.subscriber == _OF_THESE)),
}
_FREE = (
    sqlalchemy.select(_DELIVERIES.c.id)
    .where(_DELIVERIES.c.id == _one_of("deliveries"), *_OPEN, _DELIVERIES.c.due_at <= bindparam("now", type_=_INSTANT))
    .with_for_update(skip_locked=True)
    .cte("free")  # run once: inside of IN () PostgreSQL may run it anew for every row that it looks at
)
_CLAIM: Any = (
    update(_DELIVERIES)
    .where(_DELIVERIES.c.id.in_(sqlalchemy.select(_FREE.c.id)), _DELIVERIES.c.event_id == _EVENTS.c.id)
    .values(attempts=_DELIVERIES.c.attempts + 1, due_at=bindparam("lease_until"))
    .returning(
        _DELIVERIES.c.id, _DELIVERIES.c.subscriber, _DELIVERIES.c.attempts,
        _EVENTS.c.id, _EVENTS.c.name, _EVENTS.c.payload, _EVENTS.c.created_at,
    )
)  # fmt: skip
_DONE: Any = (
    update(_DELIVERIES)
    .where(_DELIVERIES.c.id == _one_of("deliveries"))
    .values(done_at=bindparam("now"), last_error=None)
)


async def take_events(session: AsyncSession, limit: int) -> list[Fact]:
    """Events that have no deliveries yet, oldest first; those that another relay holds are skipped."""
    return [Fact(*row) for row in (await session.exec(_TAKE, params={"most": limit})).all()]


async def add_deliveries(
    session: AsyncSession, table: Mapping[str, Sequence[Subscriber]], events: Sequence[Fact], now: datetime
) -> list[tuple[UUID, str]]:
    """One delivery per event and subscriber; answers (delivery, queue) of the new ones."""
    wanted = [
        (event, subscriber)
        for event in events
        for subscriber in table.get(event.name, ())
        if subscriber.wants(event.payload)
    ]
    queues = {(event.id, subscriber.name): subscriber.queue for event, subscriber in wanted}
    await session.exec(_RELAYED, params={"events": [event.id for event in events], "now": now})
    if not wanted:
        return []
    columns = {
        "ids": [new_id() for _ in wanted],
        "events": [event.id for event, _ in wanted],
        "subscribers": [subscriber.name for _, subscriber in wanted],
    }
    added = await session.exec(_ADD, params={**columns, "now": now})
    return [(row[0], queues[row[1], row[2]]) for row in added.all()]


async def due_deliveries(
    session: AsyncSession, now: datetime, limit: int, among: bool | None, names: Sequence[str]
) -> Sequence[UUID]:
    """Deliveries whose time has come, the longest waiting first: to these subscribers, to others, or (None) to all."""
    params = {"now": now, "most": limit}
    if among is not None:
        params["names"] = list(names)
    found: Sequence[UUID] = (
        (await session.exec(_DUE if among is None else _DUE_OF[among], params=params)).scalars().all()
    )
    return found


async def claim(
    session: AsyncSession, delivery_ids: Sequence[UUID], now: datetime, lease_until: datetime
) -> list[Claimed]:
    """Take due deliveries until the lease ends; without those that are done, not due, or in other hands."""
    wanted = {"deliveries": list(delivery_ids), "now": now, "lease_until": lease_until}
    taken = await session.exec(_CLAIM, params=wanted)
    return [Claimed(row[0], row[1], row[2], Fact(*row[3:])) for row in taken.all()]


async def mark_done(session: AsyncSession, delivery_ids: Sequence[UUID], now: datetime) -> None:
    """The subscribers have done their share."""
    await session.exec(_DONE, params={"deliveries": list(delivery_ids), "now": now})


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
