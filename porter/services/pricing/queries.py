"""SQL of fare policies and taxes."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import FarePolicy, TaxRegime, VehicleClass
from porter.models.enums import ServiceType


async def policies(
    session: AsyncSession, city_code: str, service_type: ServiceType, at: datetime
) -> Sequence[tuple[VehicleClass, FarePolicy]]:
    """Active classes with the policy in force at an instant."""
    found = await session.exec(
        select(VehicleClass, FarePolicy)
        .join(FarePolicy, col(FarePolicy.class_code) == col(VehicleClass.code))
        .where(
            FarePolicy.city_code == city_code,
            FarePolicy.service_type == service_type,
            col(FarePolicy.valid).contains(at),
            col(VehicleClass.is_active),
            VehicleClass.service_type == service_type,
        )
        .order_by(col(VehicleClass.sort), col(VehicleClass.code))
    )
    return found.all()


async def tax_regime(
    session: AsyncSession, state_code: str, service_type: ServiceType, at: datetime
) -> TaxRegime | None:
    """The tax in force at an instant."""
    found = await session.exec(
        select(TaxRegime).where(
            TaxRegime.state_code == state_code,
            TaxRegime.service_type == service_type,
            col(TaxRegime.valid).contains(at),
        )
    )
    return found.one_or_none()
