"""Loading at the pickup."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models.enums import StopStatus, TripStatus
from porter.services.accounts import Actor
from porter.services.trips import queries
from porter.services.trips.errors import NotArrived
from porter.services.trips.instants import happened_at
from porter.services.trips.job import held as held_by
from porter.services.trips.job import view
from porter.services.trips.telling import tell
from porter.services.trips.views import JobView


async def start_loading(
    session: AsyncSession, actor: Actor, order_id: UUID, device_time: datetime | None = None
) -> JobView:
    """Begin to load; again is no change. Raises NotFound, JobEnded, NotArrived."""
    held = await held_by(session, actor.id, order_id)
    if held.trip.status is not TripStatus.TO_PICKUP:
        return await view(session, held)
    if held.pickup.status is not StopStatus.ARRIVED:
        raise NotArrived()
    at = happened_at(device_time, held.pickup.arrived_at)
    await queries.move_trip(session, held.trip, TripStatus.LOADING, actor.party, loading_at=at)
    tell(session, held, actor, held.pickup, "trip.loading")
    return await view(session, held)
