"""SQL of quotes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Driver, Order, Quote, Vehicle
from porter.models.enums import Party, QuoteStatus, VehicleStatus, Verification
from porter.models.transitions import ACTIVE_ORDER, QUOTE, sources


async def free_drivers(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Of these drivers those who are online, approved and without an order, with the class of their vehicle."""
    busy = select(col(Order.driver_id)).where(col(Order.driver_id).in_(ids), col(Order.status).in_(ACTIVE_ORDER))
    found = await session.exec(
        select(Driver.id, Vehicle.class_code)
        .join(Vehicle, (col(Vehicle.driver_id) == col(Driver.id)) & col(Vehicle.is_active))
        .where(
            col(Driver.id).in_(ids),
            col(Driver.is_online),
            Driver.verification == Verification.APPROVED,
            col(Vehicle.status).in_([VehicleStatus.AVAILABLE, VehicleStatus.IN_SERVICE]),
            col(Driver.id).not_in(busy),
        )
    )
    return dict(found.all())


async def expire(session: AsyncSession, now: datetime, limit: int) -> int:
    """End open quotes whose time is over, skipping those that are being booked; how many."""
    due = (
        select(Quote.id)
        .where(col(Quote.status).in_(sources(QUOTE, QuoteStatus.EXPIRED, Party.SYSTEM)), col(Quote.expires_at) <= now)
        .order_by(col(Quote.expires_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")  # run once: inside of IN () PostgreSQL may run it anew for every row that it looks at
    )
    ended = await session.exec(
        update(Quote).where(col(Quote.id).in_(select(due.c.id))).values(status=QuoteStatus.EXPIRED)
    )
    return int(ended.rowcount)
