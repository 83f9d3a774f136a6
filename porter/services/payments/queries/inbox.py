"""SQL of the webhook inbox."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import WebhookEvent


async def keep(session: AsyncSession, values: dict[str, Any]) -> UUID | None:
    """Keep an event once; None when it is here already."""
    done = await session.exec(
        insert(WebhookEvent)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["provider", "event_id"])
        .returning(col(WebhookEvent.id))
    )
    return done.scalar_one_or_none()


async def locked(session: AsyncSession, event_id: UUID) -> WebhookEvent | None:
    """An open event that nobody else works on; None when it is done, given up or in other hands."""
    found = await session.exec(
        select(WebhookEvent)
        .where(
            WebhookEvent.id == event_id,
            col(WebhookEvent.done_at).is_(None),
            col(WebhookEvent.gave_up_at).is_(None),
        )
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return found.one_or_none()


async def due(session: AsyncSession, now: datetime, limit: int) -> Sequence[UUID]:
    """Open events whose time has come, oldest first."""
    found = await session.exec(
        select(WebhookEvent.id)
        .where(
            col(WebhookEvent.done_at).is_(None),
            col(WebhookEvent.gave_up_at).is_(None),
            col(WebhookEvent.due_at) <= now,
        )
        .order_by(col(WebhookEvent.due_at))
        .limit(limit)
    )
    return found.all()
