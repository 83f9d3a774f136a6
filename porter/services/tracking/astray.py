"""Drivers who do not get on: standing for long without reason, or far from the way of their order. For operations.

The pure part says what to remember with each fix; the rest is in the Redis hash of the driver's last fix.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from porter.core import clock
from porter.core.geo import Point, distance_m
from porter.core.redis import bus
from porter.models.enums import StopStatus
from porter.services import drivers
from porter.services.drivers import Fix
from porter.services.tracking.lines import line
from porter.services.tracking.progress import Job, leg

FIELD = "going"
STANDS_M = 50
"""Fixes of a parked phone lie about so far apart."""

STANDING_S = 30 * 60
OFF_WAY_M = 500
BACK_M = 400
"""Who was off the way is back on it so near: along the edge nothing comes and goes with every fix."""


@dataclass(frozen=True, slots=True)
class Going:
    """Where a driver with an order stands since when, and how far that is from the way that was planned."""

    order_id: UUID
    place: Point
    since: datetime
    off_m: int
    off_since: datetime | None = None

    @property
    def standing_s(self) -> int:
        """How long they have not got on."""
        return max(0, int((clock.now() - self.since).total_seconds()))

    @property
    def is_standing(self) -> bool:
        """Whether that is too long."""
        return self.standing_s > STANDING_S


@dataclass(frozen=True, slots=True)
class Movement:
    """The last fix of a driver, and how they get on when they are with an order and between stops."""

    fix: Fix
    going: Going | None


def going(before: Going | None, job: Job, fix: Fix) -> Going | None:
    """What is remembered after this fix; nothing at a stop, where waiting and loading take their time."""
    stop = job.next_stop
    if stop is None or stop.status is StopStatus.ARRIVED:
        return None
    before = before if before is not None and before.order_id == job.order_id else None
    off_m = _off_m(job, stop.sequence, fix.point)
    off_since = _off_since(before, off_m, fix)
    if before is not None and distance_m(before.place, fix.point) <= STANDS_M:
        return Going(job.order_id, before.place, before.since, off_m, off_since)
    return Going(job.order_id, fix.point, fix.at, off_m, off_since)


def going_field(found: Going | None) -> dict[str, str]:
    """What goes into the hash beside the fix."""
    if found is None:
        return {FIELD: ""}
    place = found.place
    off_since = found.off_since.isoformat() if found.off_since else None
    told = [str(found.order_id), place.lat, place.lng, found.since.isoformat(), found.off_m, off_since]
    return {FIELD: json.dumps(told)}


def parse_going(stored: str | None) -> Going | None:
    """The way back."""
    if not stored:
        return None
    order_id, lat, lng, since, off_m, *later = json.loads(stored)
    off_since = later[0] if later else None  # a process of the release before writes none
    return Going(
        UUID(order_id),
        Point(lat, lng),
        datetime.fromisoformat(since),
        off_m,
        datetime.fromisoformat(off_since) if off_since else None,
    )


async def movements(driver_ids: Iterable[UUID]) -> dict[UUID, Movement]:
    """The last fix of many drivers and how they get on, in one round trip; drivers without a fix are left out."""
    ids = list(driver_ids)
    async with bus().pipeline(transaction=False) as pipe:
        for driver_id in ids:
            pipe.hgetall(drivers.fix_key(driver_id))
        found = await pipe.execute() if ids else []
    fixes = ((driver_id, drivers.parse_fix(fields), fields) for driver_id, fields in zip(ids, found, strict=True))
    return {driver_id: Movement(fix, parse_going(fields.get(FIELD))) for driver_id, fix, fields in fixes if fix}


def _off_since(before: Going | None, off_m: int, fix: Fix) -> datetime | None:
    was = before.off_since if before else None
    if off_m > (BACK_M if was else OFF_WAY_M):
        return was or fix.at
    return None


def _off_m(job: Job, sequence: int, here: Point) -> int:
    """Metres from the leg that the order was quoted with. There is none to the pickup: drivers come from anywhere."""
    if sequence == 0 or not job.polyline:
        return 0
    from_m, to_m = leg(job, sequence)
    return round(line(job.polyline).nearest(here, from_m=from_m, to_m=to_m).off_m)
