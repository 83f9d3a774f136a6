"""Every SQL statement of the inbox."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.models import Account, Notification
from porter.models.enums import AccountStatus, Audience, Role
from porter.services.accounts import Actor

_TOLD: Any = Notification.__table__  # type: ignore[attr-defined]
_ADD: Any = insert(_TOLD).on_conflict_do_nothing(index_elements=["account_id", "dedupe"]).returning(_TOLD.c.id)
"""Built once, and by its table: with its values in it, a statement is put into words anew each time."""


async def add(session: AsyncSession, values: dict[str, Any]) -> Notification | None:
    """The new message, or None when this person was told already."""
    return next(iter(await add_all(session, [values])), None)


async def add_all(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> Sequence[Notification]:
    """Those of these messages that are new, detached; whoever was told already is passed over."""
    if not rows:
        return ()
    new = set((await session.exec(_ADD, params=rows)).scalars())
    return [Notification(**values) for values in rows if values["id"] in new]


async def colleagues(session: AsyncSession, roles: Collection[Role]) -> Sequence[UUID]:
    """Everybody of operations who holds one of these roles and may sign in."""
    found = await session.exec(
        select(Account.id)
        .where(Account.audience == Audience.STAFF, Account.status == AccountStatus.ACTIVE)
        .where(col(Account.role).in_(roles))
        .order_by(col(Account.id))
    )
    return found.all()


async def resolve(session: AsyncSession, matters: Collection[str], outcome: str, at: datetime) -> Sequence[UUID]:
    """Resolve the open notices of these matters; answers whose they were."""
    done = await session.exec(
        update(Notification)
        .where(col(Notification.matter).in_(matters), col(Notification.matter) != "")
        .where(col(Notification.resolved_at).is_(None))
        .values(resolved_at=at, outcome=outcome)
        .returning(col(Notification.account_id))
    )
    return done.scalars().all()


async def open_matters(session: AsyncSession, matters: Collection[str]) -> Sequence[str]:
    """Which of these matters have open notices."""
    found = await session.exec(
        select(Notification.matter)
        .where(col(Notification.matter).in_(matters), col(Notification.matter) != "")
        .where(col(Notification.resolved_at).is_(None))
        .distinct()
    )
    return found.all()


async def open_under(session: AsyncSession, prefix: str) -> Sequence[tuple[str, str]]:
    """The open matters whose names begin so, each with the happening that was told."""
    found = await session.exec(
        select(Notification.matter, Notification.dedupe)
        .where(col(Notification.matter).startswith(prefix, autoescape=True), col(Notification.matter) != "")
        .where(col(Notification.resolved_at).is_(None))
        .distinct()
    )
    return found.all()


async def forget_staff(session: AsyncSession, before: datetime) -> int:
    """Delete what operations were told before then."""
    staff = select(Account.id).where(Account.audience == Audience.STAFF)
    gone = await session.exec(
        delete(Notification).where(col(Notification.account_id).in_(staff), col(Notification.created_at) < before)
    )
    return int(gone.rowcount)


async def language_of(session: AsyncSession, account_id: UUID) -> str:
    """What a person reads; nothing when there is no such person."""
    rows = await session.exec(select(Account.language).where(Account.id == account_id))
    return rows.first() or ""


async def newest(
    session: AsyncSession, actor: Actor, before: tuple[datetime, UUID] | None, limit: int
) -> Sequence[Notification]:
    """Messages of a person, newest first, older than a place in the list."""
    query = select(Notification).where(*_seen_by(actor))
    if before:
        query = query.where(tuple_(col(Notification.created_at), col(Notification.id)) < tuple_(*before))
    rows = await session.exec(
        query.order_by(col(Notification.created_at).desc(), col(Notification.id).desc()).limit(limit)
    )
    return rows.all()


async def read(session: AsyncSession, actor: Actor, ids: Sequence[UUID] | None) -> int:
    """Mark messages of a person as read, all when no ids are named; how many were unread."""
    query = update(Notification).where(*_seen_by(actor), col(Notification.read_at).is_(None))
    if ids is not None:
        query = query.where(col(Notification.id).in_(ids))
    rows = await session.exec(query.values(read_at=clock.now()).returning(col(Notification.id)))
    return len(rows.all())


async def count_unread(session: AsyncSession, actor: Actor) -> int:
    """How many messages a person has not read, of those that still ask for something."""
    rows = await session.exec(
        select(func.count())
        .select_from(Notification)
        .where(*_seen_by(actor), col(Notification.read_at).is_(None), col(Notification.resolved_at).is_(None))
    )
    return rows.one()


def _seen_by(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """One's own, without what was told to a role that one no longer holds."""
    roles = col(Notification.roles)
    return (col(Notification.account_id) == actor.id, or_(roles.is_(None), roles.contains([str(actor.role)])))
