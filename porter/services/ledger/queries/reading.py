"""SQL of statements, the trial balance and the check of kept balances."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from uuid import UUID

from sqlalchemy import ColumnElement, case, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import (
    Account,
    LedgerAccount,
    LedgerBalance,
    LedgerEntry,
    LedgerPeriod,
    Order,
    Posting,
)
from porter.models.enums import LedgerAccountKind


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a statement; `after_minor` is the balance once it was booked."""

    entry: LedgerEntry
    posting: Posting
    order_number: str
    after_minor: int


@dataclass(frozen=True, slots=True)
class Sums:
    """What an account kind was debited and credited."""

    kind: LedgerAccountKind
    debit_minor: int
    credit_minor: int


@dataclass(frozen=True, slots=True)
class Astray:
    """A kept balance that is not the sum of its entries."""

    account_id: UUID
    kind: LedgerAccountKind
    owner_id: UUID | None
    currency: str
    kept_minor: int
    entries_minor: int


async def account_of(
    session: AsyncSession, kind: LedgerAccountKind, owner_id: UUID | None, currency: str
) -> LedgerAccount | None:
    """The account, if anything was ever booked there."""
    found = await session.exec(
        select(LedgerAccount).where(
            LedgerAccount.kind == kind,
            col(LedgerAccount.owner_id) == owner_id if owner_id else col(LedgerAccount.owner_id).is_(None),
            LedgerAccount.currency == currency,
        )
    )
    return found.one_or_none()


async def account_by_id(session: AsyncSession, account_id: UUID) -> tuple[LedgerAccount, str] | None:
    """An account and its owner's name."""
    found = await session.exec(
        select(LedgerAccount, func.coalesce(Account.name, ""))
        .join(Account, col(Account.id) == col(LedgerAccount.owner_id), isouter=True)
        .where(col(LedgerAccount.id) == account_id)
    )
    return found.one_or_none()


async def lines(
    session: AsyncSession,
    account_id: UUID,
    before: UUID | None,
    limit: int,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Sequence[Line]:
    """Entries of an account, newest first, one more than asked, with the balance after each, also within a period."""
    wanted: list[ColumnElement[bool]] = [col(LedgerEntry.account_id) == account_id]
    if before:
        wanted.append(col(LedgerEntry.id) < before)
    if until:
        wanted.append(col(LedgerEntry.created_at) < until)
    after = await session.exec(select(func.coalesce(func.sum(LedgerEntry.amount_minor), 0)).where(*wanted))
    shown = [*wanted, col(LedgerEntry.created_at) >= since] if since else wanted
    found = await session.exec(
        select(LedgerEntry, Posting, func.coalesce(Order.number, ""))
        .join(Posting, col(Posting.id) == col(LedgerEntry.posting_id))
        .join(Order, col(Order.id) == col(Posting.order_id), isouter=True)
        .where(*shown)
        .order_by(col(LedgerEntry.id).desc())
        .limit(limit + 1)
    )
    rows = found.all()
    newer = accumulate((entry.amount_minor for entry, _, _ in rows), initial=0)
    newest = int(after.one())
    return [
        Line(entry, posting, number, newest - gone) for (entry, posting, number), gone in zip(rows, newer, strict=False)
    ]


async def sums(
    session: AsyncSession, currency: str, since: datetime | None = None, until: datetime | None = None
) -> Sequence[Sums]:
    """Debits and credits by kind of account, of all time or of a period."""
    amount = col(LedgerEntry.amount_minor)
    query = (
        select(
            LedgerAccount.kind,
            func.coalesce(func.sum(case((amount > 0, amount))), 0),
            func.coalesce(-func.sum(case((amount < 0, amount))), 0),
        )
        .join(LedgerEntry, col(LedgerEntry.account_id) == col(LedgerAccount.id))
        .where(LedgerAccount.currency == currency)
        .group_by(col(LedgerAccount.kind))
    )
    if since:
        query = query.where(col(LedgerEntry.created_at) >= since)
    if until:
        query = query.where(col(LedgerEntry.created_at) < until)
    found = await session.exec(query)
    return [Sums(LedgerAccountKind(kind), int(debit), int(credit)) for kind, debit, credit in found.all()]


async def astray(session: AsyncSession) -> Sequence[Astray]:
    """Kept balances that are not the sum of their entries, and owned accounts without one."""
    entries = func.coalesce(func.sum(LedgerEntry.amount_minor), 0)
    kept = func.coalesce(LedgerBalance.balance_minor, 0)
    found = await session.exec(
        select(LedgerAccount, kept, entries)
        .join(LedgerBalance, col(LedgerBalance.account_id) == col(LedgerAccount.id), isouter=True)
        .join(LedgerEntry, col(LedgerEntry.account_id) == col(LedgerAccount.id), isouter=True)
        .where(col(LedgerAccount.owner_id).is_not(None))
        .group_by(col(LedgerAccount.id), col(LedgerBalance.account_id))
        .having((kept != entries) | col(LedgerBalance.account_id).is_(None))
    )
    return [Astray(a.id, a.kind, a.owner_id, a.currency, int(minor), int(summed)) for a, minor, summed in found.all()]


async def unbalanced(session: AsyncSession) -> Sequence[UUID]:
    """Postings whose entries do not sum to zero: there can be none."""
    found = await session.exec(
        select(LedgerEntry.posting_id)
        .group_by(col(LedgerEntry.posting_id), col(LedgerEntry.currency))
        .having(func.sum(LedgerEntry.amount_minor) != 0)
    )
    return found.all()


async def accounts(
    session: AsyncSession, kind: LedgerAccountKind, currency: str, after: UUID | None, limit: int, owner: str = ""
) -> Sequence[tuple[LedgerAccount, str, int]]:
    """Accounts of a kind with owner and balance, newest first, one more than asked; `owner` is a part of a name."""
    older = [col(LedgerAccount.id) < after] if after else []
    named = [col(Account.name).icontains(owner, autoescape=True)] if owner else []
    found = await session.exec(
        select(LedgerAccount, func.coalesce(Account.name, ""), func.coalesce(LedgerBalance.balance_minor, 0))
        .join(Account, col(Account.id) == col(LedgerAccount.owner_id), isouter=True)
        .join(LedgerBalance, col(LedgerBalance.account_id) == col(LedgerAccount.id), isouter=True)
        .where(LedgerAccount.kind == kind, LedgerAccount.currency == currency, *older, *named)
        .order_by(col(LedgerAccount.id).desc())
        .limit(limit + 1)
    )
    return [(account, name, int(minor)) for account, name, minor in found.all()]


async def posting_by_id(session: AsyncSession, posting_id: UUID) -> Posting | None:
    """A posting."""
    return await session.get(Posting, posting_id)


async def periods(session: AsyncSession) -> Sequence[LedgerPeriod]:
    """Closed months, newest first."""
    return (await session.exec(select(LedgerPeriod).order_by(col(LedgerPeriod.month).desc()))).all()


async def total(session: AsyncSession) -> int:
    """All entries together: zero."""
    return int((await session.exec(select(func.coalesce(func.sum(LedgerEntry.amount_minor), 0)))).one())
