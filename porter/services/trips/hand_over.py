"""Handing goods over against the four digits that the customer knows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.security import derived_code, same
from porter.models import Stop
from porter.models.enums import OrderStatus, StopKind, StopStatus, TripStatus
from porter.services import orders
from porter.services.accounts import Actor
from porter.services.trips import queries
from porter.services.trips.arrive import NOWHERE, Whereabouts, checked_at_end, stop_of
from porter.services.trips.errors import NotArrived, NotLoading, PhotoNeeded, StopLocked
from porter.services.trips.finish import finish_if_last
from porter.services.trips.instants import happened_at
from porter.services.trips.job import held as held_by
from porter.services.trips.job import photo_required, view
from porter.services.trips.queries import MAX_TRIES, Held
from porter.services.trips.telling import tell
from porter.services.trips.tries import wrong
from porter.services.trips.views import JobView


async def hand_over(
    session: AsyncSession,
    actor: Actor,
    order_id: UUID,
    stop_id: UUID,
    code: str,
    device_time: datetime | None = None,
    collected_minor: int | None = None,
    where: Whereabouts = NOWHERE,
) -> JobView:
    """Close a stop with its code and move the order on; a stop that is done already stays done.

    Without a position the last fix counts, as on arriving; far from the stop no code is looked at, unless with a reason.

    `collected_minor` is the cash that the driver was shown and took: at the last stop the meter is held at it.
    Every wrong code counts, although it raises; the fifth locks the stop.
    Raises NotFound, JobEnded, NotArrived, NotLoading, PhotoNeeded, CodeWrong with tries left, StopLocked,
    TooFar and WhereAreYou unless a reason is given, orders.CashDiffers for an amount that was never shown.
    """
    held = await held_by(session, actor.id, order_id)
    stop = stop_of(held, stop_id)
    if stop.status is StopStatus.DONE:
        return await view(session, held)
    await _ready(session, held, stop)
    if stop.otp_attempts >= MAX_TRIES:
        raise StopLocked()
    off_m = await checked_at_end(held, stop, actor.id, where)
    if not same(code.strip(), derived_code("stop-otp", str(stop.id), 4)):
        raise await wrong(session, held, stop)
    return await close_stop(
        session,
        actor,
        held,
        stop,
        device_time,
        why=where.reason,
        collected_minor=collected_minor,
        off_m=off_m,
        far_reason=where.reason,
    )


async def close_stop(
    session: AsyncSession,
    actor: Actor,
    held: Held,
    stop: Stop,
    device_time: datetime | None,
    why: str = "",
    collected_minor: int | None = None,
    off_m: int | None = None,
    far_reason: str = "",
) -> JobView:
    """The goods changed hands at this stop: the order moves on."""
    if stop.status is StopStatus.DONE:
        return await view(session, held)
    at = happened_at(device_time, stop.arrived_at, held.trip.loading_at)
    far = {"far_reason": far_reason} if far_reason else {}
    await queries.move_stop(session, stop, StopStatus.DONE, actor.party, done_at=at, otp_verified_at=at, **far)
    tell(session, held, actor, stop, "stop.done", why=why, off_m=off_m)
    if stop.kind is StopKind.PICKUP:
        await _depart(session, actor, held, at)
    else:
        await finish_if_last(session, actor, held, collected_minor=collected_minor)
    return await view(session, held)


async def _ready(session: AsyncSession, held: Held, stop: Stop) -> None:
    if stop.status is not StopStatus.ARRIVED:
        raise NotArrived()
    if stop.kind is StopKind.PICKUP and held.trip.status is TripStatus.TO_PICKUP:
        raise NotLoading()
    if photo_required(held, stop) and not await queries.photos(session, stop.id):
        raise PhotoNeeded()


async def _depart(session: AsyncSession, actor: Actor, held: Held, at: datetime) -> None:
    by: dict[str, Any] = {"party": actor.party, "actor_id": actor.id}
    await queries.move_trip(session, held.trip, TripStatus.IN_TRANSIT, actor.party, departed_at=at)
    await orders.move(session, held.order.id, OrderStatus.PICKED_UP, event="order.picked_up", picked_up_at=at, **by)
    await orders.move(session, held.order.id, OrderStatus.IN_TRANSIT, event="order.in_transit", **by)
