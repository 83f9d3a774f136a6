"""What is the matter with drivers who hold an order: they stand, are off the way, or nothing is heard of them.

Asked by the clock and of all of them, not when a position comes in: who is silent sends none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from porter.core import clock, db
from porter.services import drivers
from porter.services.tracking import queries
from porter.services.tracking.astray import Movement, movements
from porter.services.tracking.queries import Held

SILENT_AFTER = timedelta(seconds=drivers.STALE_S)


class Astray(StrEnum):
    """In which way a driver does not get on."""

    STANDING = "standing"
    OFF_WAY = "off_way"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Look:
    """One order and its driver: what is the matter and since when, and what cannot be said now."""

    held: Held
    moving: Movement | None
    since: Mapping[Astray, datetime]
    unknown: frozenset[Astray]


async def look_round(after: UUID | None, limit: int) -> Sequence[Look]:
    """The orders that drivers hold, by id, and how each of these drivers gets on.

    Raises the errors of Redis when it is away: then nothing is known of anybody.
    """
    async with db.reading() as session:
        held = await queries.held(session, after, limit)
    moving = await movements(one.driver_id for one in held)
    lost = [one.driver_id for one in held if one.driver_id not in moving]
    async with db.reading() as session:
        heard = await queries.heard_since(session, lost, clock.now() - SILENT_AFTER)
    return [judge(one, moving.get(one.driver_id), is_heard=one.driver_id in heard) for one in held]


def judge(held: Held, moving: Movement | None, *, is_heard: bool) -> Look:
    """What is the matter with one. `is_heard`: a device without a fix in Redis has sent something all the same."""
    quiet_since = max(held.assigned_at, moving.fix.at) if moving else held.assigned_at
    if clock.now() - quiet_since > SILENT_AFTER and not is_heard:
        return Look(held, moving, {Astray.SILENT: quiet_since}, frozenset({Astray.STANDING, Astray.OFF_WAY}))
    if moving is None or moving.fix.stale:
        return Look(held, moving, {}, frozenset({Astray.STANDING, Astray.OFF_WAY}))
    going = moving.going
    since: dict[Astray, datetime] = {}
    if going is not None and going.order_id == held.order_id:
        if going.is_standing:
            since[Astray.STANDING] = going.since
        if going.off_since is not None:
            since[Astray.OFF_WAY] = going.off_since
    return Look(held, moving, since, frozenset())
