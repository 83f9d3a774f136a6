"""The beginning of a trip, and its end before its time."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.models import Assignment, Trip
from porter.models.enums import Party, TripStatus
from porter.services.trips import queries


async def open(session: AsyncSession, assignment: Assignment) -> Trip:  # noqa: A001 - read as trips.open
    """Begin the trip of an assignment; what another driver before had reached counts no more."""
    await queries.reset_arrivals(session, assignment.order_id)
    trip = Trip(assignment_id=assignment.id, order_id=assignment.order_id, driver_id=assignment.driver_id)
    session.add(trip)
    await session.flush()
    return trip


async def abort(session: AsyncSession, order_id: UUID, *, party: Party) -> None:
    """End the open trip of an order that left the driver's hands; without one nothing happens."""
    trip = await queries.open_trip(session, order_id)
    if trip is not None:
        await queries.move_trip(session, trip, TripStatus.ABORTED, party, ended_at=clock.now())
