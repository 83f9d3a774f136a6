"""SQL of the books."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.ids import new_id
from porter.models import LedgerAccount, LedgerEntry, Posting
from porter.models.enums import LedgerAccountKind

Key = tuple[LedgerAccountKind, UUID | None]

_NOBODY = text("coalesce(owner_id, '00000000-0000-0000-0000-000000000000')")


async def insert_posting(
    session: AsyncSession, correlation: str, event: str, order_id: UUID | None, memo: str
) -> UUID | None:
    """The new posting's id, or None when this correlation is in the books already."""
    values = {
        "id": new_id(),
        "correlation": correlation,
        "event": event,
        "order_id": order_id,
        "memo": memo,
        "created_at": clock.now(),
    }
    done = await session.exec(
        insert(Posting).values(values).on_conflict_do_nothing(index_elements=["correlation"]).returning(col(Posting.id))
    )
    return done.scalar_one_or_none()


async def account_ids(session: AsyncSession, keys: Sequence[Key], currency: str) -> dict[Key, UUID]:
    """The accounts of these keys, opened where they do not exist yet."""
    found = await _existing(session, keys, currency)
    missing = sorted({key for key in keys if key not in found}, key=str)
    if missing:
        await _open(session, missing, currency)
        found = await _existing(session, keys, currency)
    return found


async def balance(session: AsyncSession, kind: LedgerAccountKind, owner_id: UUID | None, currency: str) -> int:
    """The sum of an account's entries."""
    found = await session.exec(
        select(func.coalesce(func.sum(LedgerEntry.amount_minor), 0))
        .join(LedgerAccount, col(LedgerEntry.account_id) == col(LedgerAccount.id))
        .where(
            LedgerAccount.kind == kind,
            col(LedgerAccount.owner_id) == owner_id if owner_id else col(LedgerAccount.owner_id).is_(None),
            LedgerAccount.currency == currency,
        )
    )
    return int(found.one())


async def _existing(session: AsyncSession, keys: Sequence[Key], currency: str) -> dict[Key, UUID]:
    owners = [owner for _, owner in keys if owner is not None]
    found = await session.exec(
        select(LedgerAccount.kind, LedgerAccount.owner_id, LedgerAccount.id).where(
            col(LedgerAccount.kind).in_({kind for kind, _ in keys}),
            or_(col(LedgerAccount.owner_id).is_(None), col(LedgerAccount.owner_id).in_(owners)),
            LedgerAccount.currency == currency,
        )
    )
    return {(LedgerAccountKind(kind), owner): account_id for kind, owner, account_id in found.all()}


async def _open(session: AsyncSession, keys: Sequence[Key], currency: str) -> None:
    rows: list[dict[str, Any]] = [
        {"id": new_id(), "kind": kind, "owner_id": owner, "currency": currency, "created_at": clock.now()}
        for kind, owner in keys
    ]
    await session.exec(
        insert(LedgerAccount).values(rows).on_conflict_do_nothing(index_elements=["kind", "currency", _NOBODY])
    )
