"""Who is near a place now: Redis GEO for the circle, the last fix of each for its age and heading."""

from dataclasses import dataclass
from uuid import UUID

from porter.core.geo import Point
from porter.core.redis import UNREACHABLE, bus
from porter.services import drivers

MOST = 500
"""Drivers looked at in one circle, the nearest first."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """A driver in the circle; the distance is a straight line."""

    driver_id: UUID
    distance_m: int
    fix: drivers.Fix


async def nearby(city_code: str, at: Point, radius_m: int) -> tuple[Nearby, ...]:
    """The drivers within a circle who have a fix, nearest first. Nobody while Redis is away: the search looks again."""
    try:
        found = await _in_circle(city_code, at, radius_m)
        fixes = await drivers.last_fixes(found)
    except UNREACHABLE:
        return ()
    return tuple(Nearby(driver_id, found[driver_id], fixes[driver_id]) for driver_id in found if driver_id in fixes)


async def _in_circle(city_code: str, at: Point, radius_m: int) -> dict[UUID, int]:
    rows = await bus().geosearch(
        drivers.geo_key(city_code),
        longitude=at.lng,
        latitude=at.lat,
        radius=radius_m,
        unit="m",
        sort="ASC",
        count=MOST,
        withdist=True,
    )
    return {UUID(member): round(distance) for member, distance in rows}
