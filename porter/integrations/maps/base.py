"""The maps capability: what every provider can do, the values it answers with, and how it fails."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from porter.core.errors import GatewayError, GatewayRefused, GatewayUnavailable
from porter.core.geo import Point
from porter.core.views import View

MAX_ROUTE_POINTS = 11
"""One pickup and ten drops."""

__all__ = [
    "MAX_ROUTE_POINTS",
    "GatewayError",
    "MapsProvider",
    "MapsRefused",
    "MapsUnavailable",
    "NoRoute",
    "Place",
    "PlaceUnknown",
    "Point",
    "Route",
    "RouteLeg",
    "Suggestion",
    "TravelMode",
    "check_route_points",
]


class TravelMode(StrEnum):
    """How a vehicle moves: decides its speed and which roads it may use."""

    CYCLE = "cycle"
    TWO_WHEELER = "two_wheeler"
    THREE_WHEELER = "three_wheeler"
    CAR = "car"
    TRUCK = "truck"


class Suggestion(View):
    """One line of a place search while the person types."""

    place_id: str
    title: str
    subtitle: str
    distance_m: int | None = None


class Place(View):
    """A place with its address and position."""

    place_id: str
    name: str
    address: str
    point: Point
    kind: str = "place"


class RouteLeg(View):
    """The way from one point to the next."""

    distance_m: int
    duration_s: int


class Route(View):
    """A way through all points; the polyline is encoded with precision 5."""

    distance_m: int
    duration_s: int
    polyline: str
    legs: tuple[RouteLeg, ...]


class MapsRefused(GatewayRefused):
    """The provider will never answer this question."""

    code = "maps_refused"
    default_message = "The map could not answer that. Please choose another place."


class MapsUnavailable(GatewayUnavailable):
    """The provider is not answering now."""

    code = "maps_unavailable"
    default_message = "The map is not answering. Please try again in a moment."


class PlaceUnknown(MapsRefused):
    """There is no place with this id."""

    code = "place_unknown"
    default_message = "We do not know that place any more. Please search again."


class NoRoute(MapsRefused):
    """No road leads from one point to the other."""

    code = "no_route"
    default_message = "No road leads there. Please move the pin to a street."


class MapsProvider(Protocol):
    """A source of places, routes and travel times. Every verb that asks raises MapsRefused or MapsUnavailable."""

    def prepare(self) -> None:
        """Read now what the first answer would wait for; processes that are forked afterwards share it."""

    async def autocomplete(
        self, text: str, *, near: Point | None = None, limit: int = 6, session_token: str | None = None
    ) -> list[Suggestion]:
        """Places whose name the person may be typing, best first; empty for empty text."""

    async def place(self, place_id: str, *, session_token: str | None = None) -> Place:
        """The place that a suggestion named. Raises PlaceUnknown."""

    async def geocode(self, text: str) -> Place | None:
        """The place an address names, or None."""

    async def reverse(self, point: Point) -> Place:
        """The address at a position."""

    async def route(self, points: Sequence[Point], mode: TravelMode) -> Route:
        """The way through 2 to 11 points in their order. Raises NoRoute."""

    async def matrix(
        self, origins: Sequence[Point], destinations: Sequence[Point], mode: TravelMode
    ) -> list[list[RouteLeg | None]]:
        """Distance and time from every origin (rows) to every destination; None where no road leads."""


def check_route_points(points: Sequence[Point]) -> None:
    """Pass for 2 to 11 points. Raises MapsRefused."""
    if not 2 <= len(points) <= MAX_ROUTE_POINTS:
        raise MapsRefused(f"A route needs 2 to {MAX_ROUTE_POINTS} points, not {len(points)}.")
