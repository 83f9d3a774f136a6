"""Every SQL statement of the inbox."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.models import Account, Notification


async def add(session: AsyncSession, values: dict[str, Any]) -> Notification | None:
    """The new message, or None when this person was told already."""
    rows = await session.exec(
        insert(Notification)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["account_id", "dedupe"])
        .returning(Notification)
    )
    return rows.scalars().first()


async def language_of(session: AsyncSession, account_id: UUID) -> str:
    """What a person reads; nothing when there is no such person."""
    rows = await session.exec(select(Account.language).where(Account.id == account_id))
    return rows.first() or ""


async def newest(
    session: AsyncSession, account_id: UUID, before: tuple[datetime, UUID] | None, limit: int
) -> Sequence[Notification]:
    """Messages of a person, newest first, older than a place in the list."""
    query = select(Notification).where(Notification.account_id == account_id)
    if before:
        query = query.where(tuple_(col(Notification.created_at), col(Notification.id)) < tuple_(*before))
    rows = await session.exec(
        query.order_by(col(Notification.created_at).desc(), col(Notification.id).desc()).limit(limit)
    )
    return rows.all()


async def read(session: AsyncSession, account_id: UUID, ids: Sequence[UUID] | None) -> int:
    """Mark messages of a person as read, all when no ids are named; how many were unread."""
    query = update(Notification).where(col(Notification.account_id) == account_id, col(Notification.read_at).is_(None))
    if ids is not None:
        query = query.where(col(Notification.id).in_(ids))
    rows = await session.exec(query.values(read_at=clock.now()).returning(col(Notification.id)))
    return len(rows.all())


async def count_unread(session: AsyncSession, account_id: UUID) -> int:
    """How many messages a person has not read."""
    rows = await session.exec(
        select(func.count())
        .select_from(Notification)
        .where(Notification.account_id == account_id, col(Notification.read_at).is_(None))
    )
    return rows.one()
