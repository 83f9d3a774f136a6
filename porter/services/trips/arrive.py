"""Reaching a stop: checked against the place, with a reason when the driver cannot come closer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.errors import NotFound
from porter.core.geo import Point, distance_m
from porter.core.language import here, msg, say, spoken
from porter.core.redis import UNREACHABLE
from porter.core.words import distance_text
from porter.models import Stop
from porter.models.enums import NotificationKind, StopKind, StopStatus
from porter.services import drivers, notifications, zones
from porter.services.accounts import Actor
from porter.services.trips import queries
from porter.services.trips.errors import NotNextStop, TooFar, WhereAreYou
from porter.services.trips.instants import happened_at
from porter.services.trips.job import by_place, view
from porter.services.trips.job import held as held_by
from porter.services.trips.queries import Held
from porter.services.trips.telling import tell
from porter.services.trips.views import JobView

MAX_REASON = 300


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the driver says to be when taking a step."""

    at: Point | None = None
    accuracy_m: float | None = None
    far_reason: str | None = None

    @property
    def reason(self) -> str:
        """Why the driver cannot come closer, as it is kept; empty when nothing was said."""
        return (self.far_reason or "").strip()[:MAX_REASON]


NOWHERE = Whereabouts()
"""Nothing is said about the place: the last fix counts."""


async def arrive(
    session: AsyncSession,
    actor: Actor,
    order_id: UUID,
    stop_id: UUID,
    at: Point | None,
    accuracy_m: float | None,
    far_reason: str | None = None,
    device_time: datetime | None = None,
) -> JobView:
    """Be at the next stop; again is no change. Without a position the last fix counts.

    Raises NotFound, JobEnded, NotNextStop, TooFar and WhereAreYou unless a reason is given.
    """
    held = await held_by(session, actor.id, order_id)
    stop = stop_of(held, stop_id)
    if stop.status is not StopStatus.PENDING:
        return await view(session, held)
    if stop is not held.next_stop:
        raise NotNextStop()
    where = Whereabouts(at, accuracy_m, far_reason)
    off_m = await checked(held, stop, actor.id, where)
    await queries.move_stop(
        session,
        stop,
        StopStatus.ARRIVED,
        actor.party,
        arrived_at=happened_at(device_time, held.trip.started_at, held.trip.departed_at),
        reached_at=clock.now() if _is_metered(held, off_m) else None,
        arrived_off_m=off_m,
        far_reason=where.reason or None,
    )
    tell(session, held, actor, stop, "stop.arrived", why=where.reason, off_m=off_m)
    await _tell_customer(session, held, stop)
    return await view(session, held)


def stop_of(held: Held, stop_id: UUID) -> Stop:
    """A stop of this order. Raises NotFound."""
    found = next((stop for stop in held.stops if stop.id == stop_id), None)
    if found is None:
        raise NotFound(here("This order has no such stop."))
    return found


async def checked_at_end(held: Held, stop: Stop, driver_id: UUID, where: Whereabouts) -> int | None:
    """Metres from a stop that is being finished or given up. Raises as `checked`.

    `finish_within_m` (250 m) is wider than the circle of arriving: the door may be up a tower or down a lane from where
    the vehicle stands, and inside a house a phone knows its place badly; it is what waiting is metered within. Whoever
    said on arriving why they could not come closer than that is not asked again unless they are farther away now.
    """
    within_m = max(zones.rules(held.city).finish_within_m, stop.arrived_off_m or 0)
    return await checked(held, stop, driver_id, where, within_m)


async def checked(
    held: Held, stop: Stop, driver_id: UUID, where: Whereabouts, within_m: int | None = None
) -> int | None:
    """Metres from the stop. Raises TooFar, or WhereAreYou when it cannot be known, unless a reason is given."""
    has_reason = bool(where.reason)
    here = where if where.at is not None else await _last_seen(driver_id)
    if here.at is None:
        if has_reason:
            return None
        raise WhereAreYou()
    off_m = round(distance_m(here.at, Point(stop.lat, stop.lng)))
    allowed_m = allowed(zones.rules(held.city), stop.kind, here.accuracy_m, within_m)
    if off_m > allowed_m and not has_reason:
        text = by_place(
            held,
            stop,
            msg("You are {distance} from the pickup. Go closer, or say why you cannot."),
            msg("You are {distance} from the drop. Go closer, or say why you cannot."),
            msg("You are {distance} from drop {place}. Go closer, or say why you cannot."),
        )
        raise TooFar(
            say(spoken(), text, distance=distance_text(off_m), place=stop.sequence),
            distance_m=off_m,
            allowed_m=allowed_m,
        )
    return off_m


def allowed(rules: zones.CityRules, kind: StopKind, accuracy_m: float | None, within_m: int | None = None) -> int:
    """How far from a stop still counts as there, with some allowance for an inexact position."""
    geofence_m = rules.geofence_pickup_m if kind is StopKind.PICKUP else rules.geofence_drop_m
    radius_m = geofence_m if within_m is None else within_m
    return radius_m + min(round(accuracy_m or 0), rules.accuracy_allowance_m)


def _is_metered(held: Held, off_m: int | None) -> bool:
    """Whoever stands far away, for whatever reason, does not wait at the customer's cost."""
    return off_m is not None and off_m <= zones.rules(held.city).waiting_within_m


async def _last_seen(driver_id: UUID) -> Whereabouts:
    try:
        fix = await drivers.last_fix(driver_id)
    except UNREACHABLE:
        fix = None
    if fix is None or fix.stale:
        return Whereabouts()
    return Whereabouts(fix.point, fix.accuracy_m)


async def _tell_customer(session: AsyncSession, held: Held, stop: Stop) -> None:
    order = held.order
    await notifications.notify(
        session,
        order.customer_id,
        NotificationKind.DRIVER_ARRIVED,
        msg("Your driver is here"),
        by_place(
            held,
            stop,
            msg("The driver of order {number} is waiting at the pickup."),
            msg("The driver of order {number} is waiting at the drop."),
            msg("The driver of order {number} is waiting at drop {place}."),
        ),
        values={"number": order.number, "place": stop.sequence},
        dedupe=f"arrived:{held.trip.id}:{stop.id}",
        order_id=order.id,
    )
