"""The outbox: facts written in the same transaction as the change, delivered at least once to every subscriber.

`emit` writes the fact. A relay (tasks) gives each subscriber its own delivery row, so that one failing subscriber
neither blocks nor repeats another. Celery only carries hints: what is due stands in these tables.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db
from porter.core.ids import new_id
from porter.core.rows import Row


class OutboxEvent(Row, table=True):
    """A fact, e.g. `order.placed`, with what a subscriber needs to look the rest up."""

    __tablename__ = "outbox_event"
    __table_args__ = (Index("ix_outbox_event_unrelayed", "id", postgresql_where=text("relayed_at IS NULL")),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    created_at: datetime = Field(default_factory=clock.now, sa_type=DateTime(timezone=True))
    relayed_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class OutboxDelivery(Row, table=True):
    """One subscriber's share of an event: due until done, given up after too many tries."""

    __tablename__ = "outbox_delivery"
    __table_args__ = (
        UniqueConstraint("event_id", "subscriber"),
        Index("ix_outbox_delivery_due", "due_at", postgresql_where=text("done_at IS NULL AND gave_up_at IS NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    event_id: UUID = Field(foreign_key="outbox_event.id", ondelete="CASCADE")
    subscriber: str
    attempts: int = 0
    due_at: datetime = Field(default_factory=clock.now, sa_type=DateTime(timezone=True))
    done_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    gave_up_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    last_error: str | None = None


Hint = Callable[[], Awaitable[None]]

_hint: Hint | None = None


def on_commit(hint: Hint | None) -> None:
    """Set what to call after a commit that wrote facts. A lost hint costs a second: the sweeper looks anyway."""
    global _hint
    _hint = hint


def emit(session: AsyncSession, name: str, payload: dict[str, Any]) -> OutboxEvent:
    """Write a fact into the caller's transaction."""
    event = OutboxEvent(name=name, payload=payload)
    session.add(event)
    if _hint is not None and not session.info.get("outbox_hinted"):
        session.info["outbox_hinted"] = True
        db.after_commit(session, _hint)
    return event
