"""Looking vehicle classes up."""

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.errors import NotFound
from porter.models import VehicleClass
from porter.models.enums import ServiceType
from porter.services.vehicles import queries
from porter.services.vehicles.views import VehicleClassView


async def classes(session: AsyncSession, service_type: ServiceType) -> tuple[VehicleClassView, ...]:
    """The classes that can be booked for a service, smallest first."""
    return tuple(VehicleClassView.of(row) for row in await queries.active(session, service_type))


async def of_code(session: AsyncSession, code: str) -> VehicleClassView:
    """One class, also when it can no longer be booked. Raises NotFound."""
    row = await session.get(VehicleClass, code)
    if row is None:
        raise NotFound("There is no such vehicle class.")
    return VehicleClassView.of(row)
