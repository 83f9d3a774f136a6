"""SQL of who did what to an order, for operations."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Account, TimelineEntry


async def names(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """What people are called."""
    if not ids:
        return {}
    found = await session.exec(select(Account.id, Account.name).where(col(Account.id).in_(ids)))
    return dict(found.all())


async def cancelled(session: AsyncSession, order_id: UUID) -> tuple[UUID | None, str]:
    """Who cancelled an order, and how they are called; nobody when no person did."""
    found = await session.exec(
        select(TimelineEntry.actor_id, Account.name)
        .outerjoin(Account, col(Account.id) == col(TimelineEntry.actor_id))
        .where(TimelineEntry.order_id == order_id, TimelineEntry.event == "order.cancelled")
        .order_by(col(TimelineEntry.id).desc())
        .limit(1)
    )
    row = found.first()
    return (row[0], row[1] or "") if row else (None, "")
