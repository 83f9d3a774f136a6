"""Where Porter works: every stop lies in a service zone of one city and in no no-service zone."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.errors import NotFound
from porter.core.geo import Point, contains
from porter.core.language import here, msg
from porter.models import City, Zone
from porter.services.zones import queries
from porter.services.zones.cities import city
from porter.services.zones.errors import DifferentCity, OutsideZone


async def serviceable(session: AsyncSession, points: Sequence[Point]) -> City:
    """The city that serves all these stops, pickup first. Raises OutsideZone naming the stop, or DifferentCity."""
    zones = await queries.active_zones(session)
    homes = [_home(zones, place, at) for place, at in enumerate(points)]
    if len({city.code for city in homes}) != 1:
        raise DifferentCity()
    return homes[0]


async def stop_served(session: AsyncSession, place: int, at: Point) -> City:
    """The city that serves one stop of a trip, the pickup being number 0. Raises OutsideZone naming the stop."""
    return _home(await queries.active_zones(session), place, at)


async def city_around(session: AsyncSession, at: Point | None, otherwise: str) -> City:
    """The city whose zone a place lies in; the one of this code for no place, or one outside. Raises NotFound."""
    try:
        if at is not None:
            return await stop_served(session, 0, at)
    except OutsideZone:
        pass
    return await city(session, otherwise)


async def zones_geojson(session: AsyncSession, city_code: str) -> dict[str, Any]:
    """The zones of a city as a GeoJSON feature collection."""
    zones = await queries.active_zones(session, city_code)
    return {"type": "FeatureCollection", "features": [_feature(zone) for zone, _ in zones]}


async def outline(session: AsyncSession, zone_id: UUID) -> tuple[Point, ...]:
    """The corners of a zone that is in force. Raises NotFound."""
    zone = await queries.active_zone(session, zone_id)
    if zone is None:
        raise NotFound(msg("This zone is not there any more. Please choose another one."))
    return tuple(_corners(zone))


def _home(zones: Sequence[tuple[Zone, City]], place: int, at: Point) -> City:
    around = [(zone, city) for zone, city in zones if contains(_corners(zone), at)]
    closed = next((zone for zone, _ in around if zone.kind == "no_service"), None)
    if closed:
        raise OutsideZone(_closed(place, closed.name), stop=place)
    home = next((city for zone, city in around if zone.kind == "service"), None)
    if home is None:
        raise OutsideZone(_outside(place), stop=place)
    return home


def _closed(place: int, zone: str) -> str:
    if place == 0:
        return here("The pickup lies in {zone}, where we may not work. Please choose another place.", zone=zone)
    return here(
        "Drop {place} lies in {zone}, where we may not work. Please choose another place.", place=place, zone=zone
    )


def _outside(place: int) -> str:
    if place == 0:
        return here("The pickup lies outside the area that we serve. Please choose a place inside it.")
    return here("Drop {place} lies outside the area that we serve. Please choose a place inside it.", place=place)


def _corners(zone: Zone) -> list[Point]:
    return [Point(lat, lng) for lat, lng in zone.polygon]


def _feature(zone: Zone) -> dict[str, Any]:
    ring = [[lng, lat] for lat, lng in zone.polygon]
    return {
        "type": "Feature",
        "id": str(zone.id),
        "properties": {"name": zone.name, "kind": zone.kind},
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
    }
