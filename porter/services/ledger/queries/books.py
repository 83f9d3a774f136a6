"""SQL of what surrounds the books: what a posting belongs to, who closed a month, when everything was added up."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Account, LedgerAccount, LedgerCheck, LedgerEntry, Order, Payment, Payout, Posting, Refund
from porter.models.enums import LedgerAccountKind


@dataclass(frozen=True, slots=True)
class Side:
    """One entry of a posting with its account and whose that is."""

    account_id: UUID
    kind: LedgerAccountKind
    owner_id: UUID | None
    owner_name: str
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Belonging:
    """What a posting was booked for."""

    payment_id: UUID | None = None
    refund_id: UUID | None = None
    payout_id: UUID | None = None


async def sides(session: AsyncSession, posting_id: UUID) -> list[Side]:
    """The entries of a posting in their order."""
    columns: tuple[Any, ...] = (
        LedgerAccount.id,
        LedgerAccount.kind,
        LedgerAccount.owner_id,
        func.coalesce(Account.name, ""),
        LedgerEntry.amount_minor,
        LedgerEntry.currency,
    )
    query: Any = (
        select(*columns)
        .join(LedgerEntry, col(LedgerEntry.account_id) == col(LedgerAccount.id))
        .join(Account, col(Account.id) == col(LedgerAccount.owner_id), isouter=True)
        .where(col(LedgerEntry.posting_id) == posting_id)
        .order_by(col(LedgerEntry.line))
    )
    return [Side(row[0], LedgerAccountKind(row[1]), *row[2:]) for row in (await session.exec(query)).all()]


async def order_number(session: AsyncSession, order_id: UUID | None) -> str:
    """The number of an order; nothing without one."""
    if order_id is None:
        return ""
    return (await session.exec(select(Order.number).where(col(Order.id) == order_id))).one_or_none() or ""


async def corrected_by(session: AsyncSession, posting_id: UUID) -> UUID | None:
    """The posting that takes another one back, if any does."""
    return (await session.exec(select(Posting.id).where(Posting.reverses_id == posting_id))).one_or_none()


async def belonging(session: AsyncSession, key: UUID) -> Belonging:
    """Which payment, refund or payout has this id; a refund leads to its payment."""
    if payment_id := (await session.exec(select(Payment.id).where(col(Payment.id) == key))).one_or_none():
        return Belonging(payment_id=payment_id)
    refund = (await session.exec(select(Refund.payment_id).where(col(Refund.id) == key))).one_or_none()
    if refund:
        return Belonging(payment_id=refund, refund_id=key)
    payout = (await session.exec(select(Payout.id).where(col(Payout.id) == key))).one_or_none()
    return Belonging(payout_id=payout)


async def first_posting_at(session: AsyncSession) -> datetime | None:
    """When the books begin."""
    return (await session.exec(select(Posting.created_at).order_by(col(Posting.id)).limit(1))).one_or_none()


async def people(session: AsyncSession, account_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Names of some people."""
    found = await session.exec(select(Account.id, Account.name).where(col(Account.id).in_(account_ids)))
    return dict(found.all())


async def owners(session: AsyncSession, account_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Whose some accounts of the ledger are."""
    found = await session.exec(
        select(LedgerAccount.id, Account.name)
        .join(Account, col(Account.id) == col(LedgerAccount.owner_id))
        .where(col(LedgerAccount.id).in_(account_ids))
    )
    return dict(found.all())


async def unsound_since(session: AsyncSession) -> LedgerCheck | None:
    """The first unsound check after the last sound one."""
    sound = select(func.max(LedgerCheck.checked_at)).where(col(LedgerCheck.is_sound)).scalar_subquery()
    found = await session.exec(
        select(LedgerCheck)
        .where(~col(LedgerCheck.is_sound), or_(sound.is_(None), col(LedgerCheck.checked_at) > sound))
        .order_by(col(LedgerCheck.checked_at))
        .limit(1)
    )
    return found.one_or_none()


async def last_check(session: AsyncSession) -> LedgerCheck | None:
    """The newest result of adding everything up."""
    return (await session.exec(select(LedgerCheck).order_by(col(LedgerCheck.id).desc()).limit(1))).one_or_none()
