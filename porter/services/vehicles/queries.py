"""SQL of vehicle classes."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import VehicleClass
from porter.models.enums import ServiceType


async def active(session: AsyncSession, service_type: ServiceType) -> Sequence[VehicleClass]:
    """Classes that can be booked, in the order of the screens."""
    found = await session.exec(
        select(VehicleClass)
        .where(VehicleClass.service_type == service_type, col(VehicleClass.is_active))
        .order_by(col(VehicleClass.sort), col(VehicleClass.code))
    )
    return found.all()
