"""SQL of what drivers have earned: their account in the books, without the movements of what they had already."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import LedgerAccount, LedgerEntry, Order, Posting
from porter.models.enums import LedgerAccountKind
from porter.services.trips.earned import Earned

MOVES = (
    "cash.kept",
    "cash.overpaid",
    "cash.set_off",
    "payout.requested",
    "payout.failed",
    "payout.reversed",
)
"""What only moves money that is the driver's already; everything else on the account was earned, or taken back."""

_mended = aliased(Posting)
_event = func.coalesce(col(_mended.event), col(Posting.event))
"""A correction is of the kind of what it corrects."""


async def between(
    session: AsyncSession, driver_id: UUID, currency: str, since: datetime, until: datetime
) -> Sequence[Earned]:
    """What was booked from an instant up to another, newest first."""
    return await _earned(
        session, driver_id, currency, col(Posting.created_at) >= since, col(Posting.created_at) < until
    )


async def of_orders(
    session: AsyncSession, driver_id: UUID, currency: str, order_ids: Sequence[UUID]
) -> Sequence[Earned]:
    """All that some orders have brought, whenever it was booked, newest first."""
    return await _earned(session, driver_id, currency, col(Posting.order_id).in_(order_ids))


async def newest_orders(
    session: AsyncSession, driver_id: UUID, currency: str, before: tuple[datetime, UUID] | None, limit: int
) -> Sequence[tuple[UUID, datetime]]:
    """Orders that brought something, the one with the newest booking first, one more than asked."""
    newest = func.max(col(Posting.created_at))
    query = (
        select(Posting.order_id, newest)
        .join(_mended, col(Posting.reverses_id) == col(_mended.id), isouter=True)
        .where(col(Posting.order_id).is_not(None), *_of_driver(driver_id, currency))
        .group_by(col(Posting.order_id))
        .order_by(newest.desc(), col(Posting.order_id).desc())
        .limit(limit + 1)
    )
    if before:
        query = query.having(tuple_(newest, col(Posting.order_id)) < before)
    return [(order_id, at) for order_id, at in (await session.exec(query)).all() if order_id]


async def _earned(session: AsyncSession, driver_id: UUID, currency: str, *wanted: Any) -> Sequence[Earned]:
    found = await session.exec(
        select(Posting, Order, _event)
        .join(Order, col(Order.id) == col(Posting.order_id), isouter=True)
        .join(_mended, col(Posting.reverses_id) == col(_mended.id), isouter=True)
        .where(*_of_driver(driver_id, currency), *wanted)
        .order_by(col(Posting.created_at).desc(), col(Posting.id).desc())
    )
    rows = found.all()
    entries = await _entries(session, [posting.id for posting, _, _ in rows])
    return [Earned(posting, event, order, entries[posting.id]) for posting, order, event in rows]


async def _entries(session: AsyncSession, posting_ids: Sequence[UUID]) -> dict[UUID, dict[LedgerAccountKind, int]]:
    found = await session.exec(
        select(LedgerEntry.posting_id, LedgerAccount.kind, func.sum(LedgerEntry.amount_minor))
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerEntry.account_id))
        .where(col(LedgerEntry.posting_id).in_(posting_ids))
        .group_by(col(LedgerEntry.posting_id), col(LedgerAccount.kind))
    )
    entries: dict[UUID, dict[LedgerAccountKind, int]] = defaultdict(dict)
    for posting_id, kind, amount in found.all():
        entries[posting_id][LedgerAccountKind(kind)] = int(amount)
    return entries


def _of_driver(driver_id: UUID, currency: str) -> tuple[Any, ...]:
    mine = (
        select(LedgerEntry.posting_id)
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerEntry.account_id))
        .where(
            col(LedgerAccount.owner_id) == driver_id,
            col(LedgerAccount.kind) == LedgerAccountKind.DRIVER_PAYABLE,
            LedgerAccount.currency == currency,
        )
    )
    return col(Posting.id).in_(mine), _event.not_in(MOVES)
