"""SQL of quotes."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Driver, Order, Vehicle
from porter.models.enums import VehicleStatus, Verification
from porter.models.transitions import ACTIVE_ORDER


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
