"""SQL of a driver's monthly statement: the lines of an account between two instants, and what it stood at."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import LedgerAccount, LedgerEntry, Order, Posting
from porter.models.enums import LedgerAccountKind

Place = tuple[datetime, UUID]
"""Where a line stands among the lines of its account."""

Row = tuple[LedgerEntry, Posting, str]

_place = tuple_(col(LedgerEntry.created_at), col(LedgerEntry.id))


async def account_id(session: AsyncSession, kind: LedgerAccountKind, driver_id: UUID, currency: str) -> UUID | None:
    """The driver's account, if anything was ever booked there."""
    found = await session.exec(
        select(LedgerAccount.id).where(
            LedgerAccount.kind == kind, LedgerAccount.owner_id == driver_id, LedgerAccount.currency == currency
        )
    )
    return found.one_or_none()


async def first_at(session: AsyncSession, driver_id: UUID) -> datetime | None:
    """When the books first speak of a driver."""
    found = await session.exec(
        select(func.min(LedgerEntry.created_at))
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerEntry.account_id))
        .where(LedgerAccount.owner_id == driver_id)
    )
    first: datetime | None = found.one()
    return first


async def balance_before(session: AsyncSession, account: UUID, at: datetime) -> int:
    """Debits less credits of everything before an instant."""
    return await _sum(session, account, col(LedgerEntry.created_at) < at)


async def balance_up_to(session: AsyncSession, account: UUID, place: Place) -> int:
    """The same up to a line, with it."""
    return await _sum(session, account, _place <= place)


async def lines(
    session: AsyncSession, account: UUID, since: datetime, until: datetime, after: Place | None, limit: int | None
) -> Sequence[Row]:
    """The lines from an instant up to another, oldest first, one more than asked."""
    entry = col(LedgerEntry.created_at)
    query = (
        select(LedgerEntry, Posting, func.coalesce(Order.number, ""))
        .join(Posting, col(Posting.id) == col(LedgerEntry.posting_id))
        .join(Order, col(Order.id) == col(Posting.order_id), isouter=True)
        .where(LedgerEntry.account_id == account, entry >= since, entry < until, *([_place > after] if after else []))
        .order_by(entry, col(LedgerEntry.id))
    )
    return (await session.exec(query.limit(limit + 1) if limit else query)).all()


async def sums(session: AsyncSession, account: UUID, since: datetime, until: datetime) -> Sequence[tuple[str, int]]:
    """What each kind of event has booked between two instants."""
    entry = col(LedgerEntry.created_at)
    found = await session.exec(
        select(Posting.event, func.sum(LedgerEntry.amount_minor))
        .join(Posting, col(Posting.id) == col(LedgerEntry.posting_id))
        .where(LedgerEntry.account_id == account, entry >= since, entry < until)
        .group_by(col(Posting.event))
        .order_by(col(Posting.event))
    )
    return [(event, int(minor)) for event, minor in found.all()]


async def _sum(session: AsyncSession, account: UUID, wanted: Any) -> int:
    found = await session.exec(
        select(func.coalesce(func.sum(LedgerEntry.amount_minor), 0)).where(LedgerEntry.account_id == account, wanted)
    )
    return int(found.one())
