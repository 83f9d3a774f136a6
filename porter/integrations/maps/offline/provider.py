"""Maps without the internet: the gazetteer and the street network of the demo city behind the maps capability."""

import asyncio
import re
from collections.abc import Sequence

from porter.core.geo import Point, distance_m
from porter.integrations.maps.base import NoRoute, Place, PlaceUnknown, Route, RouteLeg, Suggestion, TravelMode
from porter.integrations.maps.offline.gazetteer import CITY_WORDS, gazetteer, locality_of, plain
from porter.integrations.maps.offline.network import network
from porter.integrations.maps.offline.sources import PlaceRow

PLACE_PREFIX = "blr:"
PIN_PREFIX = "pin:"
LANDMARK_REACH_M = 90
LOCALITY_REACH_M = 9_000
SURE_SCORE = 82.0
FEWEST_LETTERS = 3
_COORDINATES = re.compile(r"^\s*(-?\d{1,2}\.\d+)\s*,\s*(-?\d{1,3}\.\d+)\s*$")


class OfflineMaps:
    """Answers everything from files in this package; never unavailable."""

    def prepare(self) -> None:
        """Read the places and streets, and measure the landmarks: about a second of the processor."""
        gazetteer()
        network().prepare()

    async def autocomplete(
        self, text: str, *, near: Point | None = None, limit: int = 6, session_token: str | None = None
    ) -> list[Suggestion]:
        """Places whose name the person may be typing, best first; of a pincode those in it, of coordinates what is there."""
        if _COORDINATES.match(text):
            return await self._at(text, near)
        found = gazetteer().find(text, near, limit)
        return [
            Suggestion(
                place_id=PLACE_PREFIX + row.slug,
                title=row.name,
                subtitle=_subtitle(row),
                distance_m=None if near is None else round(distance_m(near, row.point)),
            )
            for row, _ in found
        ]

    async def _at(self, coordinates: str, near: Point | None) -> list[Suggestion]:
        try:
            there = await self.reverse(_pin(coordinates))
        except PlaceUnknown:
            return []
        away_m = None if near is None else round(distance_m(near, there.point))
        return [Suggestion(place_id=there.place_id, title=there.name, subtitle=there.address, distance_m=away_m)]

    async def place(self, place_id: str, *, session_token: str | None = None) -> Place:
        """The place of a suggestion, or of a pin. Raises PlaceUnknown."""
        if place_id.startswith(PIN_PREFIX):
            return await self.reverse(_pin(place_id))
        row = gazetteer().by_slug(place_id.removeprefix(PLACE_PREFIX))
        if row is None:
            raise PlaceUnknown
        return _place(row)

    async def geocode(self, text: str) -> Place | None:
        """The place that an address names: the whole text or the part of it that fits best."""
        if coordinates := _COORDINATES.match(text):
            return await self.reverse(Point(float(coordinates[1]), float(coordinates[2])))
        parts = [part for part in (text, *text.split(",")) if _says_where(part)]
        found = [match for part in parts for match in gazetteer().find(part, limit=1)]
        row, score = max(found, key=lambda match: match[1], default=(None, 0.0))
        return _place(row) if row and score >= SURE_SCORE else None

    async def reverse(self, point: Point) -> Place:
        """The landmark here, else the street and neighbourhood, else the coordinates."""
        landmark = gazetteer().around(point, LANDMARK_REACH_M)
        if landmark:
            return Place(
                place_id=_pin_id(point), name=landmark.name, address=_address(landmark), point=point, kind=landmark.kind
            )
        locality, away_m = locality_of(point)
        if away_m > LOCALITY_REACH_M:
            return _bare_pin(point)
        try:
            street, _ = network().street(point)
        except NoRoute:
            return _bare_pin(point)
        return Place(
            place_id=_pin_id(point),
            name=f"{street}, {locality.name}",
            address=f"{street}, {_address(locality)}",
            point=point,
            kind="street",
        )

    async def route(self, points: Sequence[Point], mode: TravelMode) -> Route:
        """The quickest way on the generated streets. Raises NoRoute outside the city."""
        city = network()
        if not city.is_prepared:
            await asyncio.to_thread(city.prepare)
        return city.route_through(points, mode)

    async def matrix(
        self, origins: Sequence[Point], destinations: Sequence[Point], mode: TravelMode
    ) -> list[list[RouteLeg | None]]:
        """One search per point of the smaller side, since streets run both ways."""
        if len(destinations) < len(origins):
            turned = await self.matrix(destinations, origins, mode)
            return [list(column) for column in zip(*turned, strict=True)]
        return [await asyncio.to_thread(_times, origin, destinations, mode) for origin in origins]


def _says_where(part: str) -> bool:
    words = [word for word in plain(part).split() if word not in CITY_WORDS]
    return sum(map(str.isalpha, "".join(words))) >= FEWEST_LETTERS


def _times(origin: Point, destinations: Sequence[Point], mode: TravelMode) -> list[RouteLeg | None]:
    try:
        return network().times(origin, destinations, mode)
    except NoRoute:
        return [None] * len(destinations)


def _place(row: PlaceRow) -> Place:
    return Place(place_id=PLACE_PREFIX + row.slug, name=row.name, address=_address(row), point=row.point, kind=row.kind)


def _address(row: PlaceRow) -> str:
    head = "" if row.name == row.area else f"{row.name}, "
    return f"{head}{row.area}, Bengaluru, Karnataka {row.pin}"


def _subtitle(row: PlaceRow) -> str:
    return f"Bengaluru {row.pin}" if row.name == row.area else f"{row.area}, Bengaluru"


def _bare_pin(point: Point) -> Place:
    text = f"{point.lat:.5f}, {point.lng:.5f}"
    return Place(place_id=_pin_id(point), name="Pinned location", address=text, point=point, kind="pin")


def _pin_id(point: Point) -> str:
    return f"{PIN_PREFIX}{point.lat:.6f},{point.lng:.6f}"


def _pin(place_id: str) -> Point:
    found = _COORDINATES.match(place_id.removeprefix(PIN_PREFIX))
    if not found:
        raise PlaceUnknown
    try:
        return Point(float(found[1]), float(found[2]))
    except ValueError as error:
        raise PlaceUnknown from error
