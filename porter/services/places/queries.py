"""The stops of a person's orders."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Order, Stop


async def newest_stops(session: AsyncSession, customer_id: UUID, limit: int) -> Sequence[Stop]:
    """The stops of a customer's newest orders."""
    wanted = (
        select(Stop)
        .join(Order, col(Order.id) == col(Stop.order_id))
        .where(col(Order.customer_id) == customer_id)
        .order_by(col(Order.created_at).desc(), col(Stop.sequence).desc())
        .limit(limit)
    )
    return (await session.exec(wanted)).all()
