"""How soon a driver of each class could be at the pickup. Redis says who is near, Postgres who is free."""

from collections.abc import Mapping
from uuid import UUID

from porter.core import db
from porter.core.geo import Point
from porter.core.redis import UNREACHABLE, bus
from porter.integrations.maps import TravelMode, maps
from porter.services import drivers
from porter.services.quotes import queries
from porter.services.vehicles import class_duration_s
from porter.services.zones import CityRules

_LOOKED_AT = 100
"""Drivers near the pickup that are looked at: the nearest of a class is among them unless the street is crowded."""


async def pickup_etas(city_code: str, rules: CityRules, pickup: Point, speeds: Mapping[str, int]) -> dict[str, int]:
    """Seconds until the nearest free driver of a class reaches the pickup; classes without one are left out."""
    near = await _near(city_code, rules, pickup)
    if not near:
        return {}
    async with db.reading() as session:
        class_of = await queries.free_drivers(session, list(near))
    nearest: dict[str, Point] = {}
    for driver_id, at in near.items():
        if (code := class_of.get(driver_id)) in speeds:
            nearest.setdefault(str(code), at)
    return await _etas(nearest, pickup, speeds)


async def _near(city_code: str, rules: CityRules, pickup: Point) -> dict[UUID, Point]:
    """Drivers with a fresh fix whom a search would reach, nearest first. Without Redis nobody is known to be near, and quoting
    goes on.
    """
    try:
        found = await bus().geosearch(
            drivers.geo_key(city_code),
            longitude=pickup.lng,
            latitude=pickup.lat,
            radius=min(rules.nearby_m, rules.widest_m),
            unit="m",
            sort="ASC",
            count=_LOOKED_AT,
        )
        ids = [UUID(member) for member in found]
        fixes = await drivers.last_fixes(ids)
    except UNREACHABLE:
        return {}
    return {each: fixes[each].point for each in ids if each in fixes and fixes[each].age_s <= rules.fix_fresh_s}


async def _etas(nearest: Mapping[str, Point], pickup: Point, speeds: Mapping[str, int]) -> dict[str, int]:
    if not nearest:
        return {}
    rows = await maps().matrix(list(nearest.values()), [pickup], TravelMode.CAR)
    legs = ((code, row[0]) for code, row in zip(nearest, rows, strict=True))
    return {code: class_duration_s(leg.distance_m, leg.duration_s, speeds[code]) for code, leg in legs if leg}
