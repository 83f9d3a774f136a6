"""SQL of accounts and their balances."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.ids import new_id
from porter.models import LedgerAccount, LedgerBalance, LedgerEntry
from porter.models.enums import LedgerAccountKind

Key = tuple[LedgerAccountKind, UUID | None]

GUARDED = frozenset({LedgerAccountKind.CUSTOMER_WALLET, LedgerAccountKind.WALLET_HOLDS})
"""Accounts that are never in debit: what is not there cannot be spent."""

_NOBODY = text("coalesce(owner_id, '00000000-0000-0000-0000-000000000000')")


async def open_accounts(session: AsyncSession, keys: Iterable[Key], currency: str) -> None:
    """Open the accounts that do not exist yet; those of somebody begin with a kept balance of nothing."""
    # In one order, so that two postings that open the same accounts wait for each other and never in a ring.
    wanted = sorted(set(keys), key=str)
    rows = [
        {"id": new_id(), "kind": kind, "owner_id": owner, "currency": currency, "created_at": clock.now()}
        for kind, owner in wanted
    ]
    await session.exec(
        insert(LedgerAccount).values(rows).on_conflict_do_nothing(index_elements=["kind", "currency", _NOBODY])
    )
    owned = await _owned(session, [owner for _, owner in wanted if owner], currency)
    if owned:
        await session.exec(insert(LedgerBalance).values(owned).on_conflict_do_nothing(index_elements=["account_id"]))


async def balance(session: AsyncSession, kind: LedgerAccountKind, owner_id: UUID | None, currency: str) -> int:
    """The kept balance of somebody's account; for an account of the platform the sum of its entries."""
    if owner_id:
        return (await owned_balances(session, owner_id, [kind], currency))[kind]
    found = await session.exec(
        select(func.coalesce(func.sum(LedgerEntry.amount_minor), 0))
        .join(LedgerAccount, col(LedgerEntry.account_id) == col(LedgerAccount.id))
        .where(LedgerAccount.kind == kind, col(LedgerAccount.owner_id).is_(None), LedgerAccount.currency == currency)
    )
    return int(found.one())


async def owned_balances(
    session: AsyncSession,
    owner_id: UUID,
    kinds: Sequence[LedgerAccountKind],
    currency: str,
    *,
    lock: bool = False,
) -> Mapping[LedgerAccountKind, int]:
    """The kept balances of somebody, zero where there is no account; `lock` keeps them so until the commit."""
    query = (
        select(LedgerAccount.kind, LedgerBalance.balance_minor)
        .join(LedgerBalance, col(LedgerBalance.account_id) == col(LedgerAccount.id))
        .where(
            col(LedgerAccount.owner_id) == owner_id,
            col(LedgerAccount.kind).in_(kinds),
            LedgerAccount.currency == currency,
        )
        .order_by(col(LedgerBalance.account_id))
    )
    found = await session.exec(query.with_for_update(of=LedgerBalance) if lock else query)
    return dict.fromkeys(kinds, 0) | {LedgerAccountKind(kind): minor for kind, minor in found.all()}


async def _owned(session: AsyncSession, owners: Sequence[UUID], currency: str) -> list[dict[str, Any]]:
    found = await session.exec(
        select(LedgerAccount.id, LedgerAccount.kind)
        .where(col(LedgerAccount.owner_id).in_(owners), LedgerAccount.currency == currency)
        .order_by(col(LedgerAccount.id))
    )
    return [
        {"account_id": account_id, "balance_minor": 0, "is_guarded": kind in GUARDED, "updated_at": clock.now()}
        for account_id, kind in found.all()
    ]
