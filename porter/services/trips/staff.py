"""What operations may do on the road: give tries back, or close a stop without its code."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import outbox
from porter.core.errors import Forbidden, NotFound
from porter.models import Stop
from porter.models.enums import Audience, Role, StopKind, StopStatus, TripStatus
from porter.services.accounts import Actor
from porter.services.trips import queries
from porter.services.trips.arrive import MAX_REASON, stop_of
from porter.services.trips.errors import NotArrived, ReasonNeeded
from porter.services.trips.hand_over import close_stop
from porter.services.trips.job import held as held_by
from porter.services.trips.job import view
from porter.services.trips.queries import Held
from porter.services.trips.telling import tell
from porter.services.trips.views import JobView

_MAY = frozenset({Role.DISPATCHER, Role.DELIVERY_MANAGER, Role.SUPPORT, Role.ADMIN})


async def unlock_stop(session: AsyncSession, actor: Actor, order_id: UUID, stop_id: UUID, reason: str) -> JobView:
    """Give a stop its tries back. Raises Forbidden, NotFound, JobEnded, ReasonNeeded."""
    held, stop, reason = await _found(session, actor, order_id, stop_id, reason)
    await queries.unlock(session, stop.id)
    await session.refresh(stop)
    tell(session, held, actor, stop, "stop.unlocked", why=reason)
    return await view(session, held)


async def hand_over_without_code(
    session: AsyncSession, actor: Actor, order_id: UUID, stop_id: UUID, reason: str
) -> JobView:
    """Close a stop that the driver has reached, on the word of operations. Raises as `unlock_stop`, and NotArrived."""
    held, stop, reason = await _found(session, actor, order_id, stop_id, reason)
    if stop.status not in {StopStatus.ARRIVED, StopStatus.DONE}:
        raise NotArrived("The driver has not marked this stop as reached.")
    if stop.kind is StopKind.PICKUP and held.trip.status is TripStatus.TO_PICKUP:
        await queries.move_trip(session, held.trip, TripStatus.LOADING, actor.party)
    outbox.emit(session, "ops.attended", {"order_id": str(order_id), "stop_id": str(stop_id)})
    return await close_stop(session, actor, held, stop, None, why=reason)


async def _found(
    session: AsyncSession, actor: Actor, order_id: UUID, stop_id: UUID, reason: str
) -> tuple[Held, Stop, str]:
    if actor.audience is not Audience.STAFF or actor.role not in _MAY:
        raise Forbidden()
    reason = reason.strip()[:MAX_REASON]
    if not reason:
        raise ReasonNeeded()
    driver_id = await queries.holder(session, order_id)
    if driver_id is None:
        raise NotFound("No driver holds this order.")
    held = await held_by(session, driver_id, order_id)
    return held, stop_of(held, stop_id), reason
