"""The last resort: the straight line, 1.3 times as long, at the speed of the vehicle. Never fails."""

import itertools
from collections.abc import Sequence

from porter.core.geo import distance_m, encode_polyline
from porter.integrations.maps.base import Point, Route, RouteLeg, TravelMode, check_route_points
from porter.integrations.maps.speeds import DETOUR, STRAIGHT_KMH


def straight_route(points: Sequence[Point], mode: TravelMode) -> Route:
    """A route as the crow flies through 2 to 11 points. Raises MapsRefused for fewer or more."""
    check_route_points(points)
    legs = tuple(straight_leg(a, b, mode) for a, b in itertools.pairwise(points))
    return Route(
        distance_m=sum(leg.distance_m for leg in legs),
        duration_s=sum(leg.duration_s for leg in legs),
        polyline=encode_polyline(points),
        legs=legs,
    )


def straight_matrix(
    origins: Sequence[Point], destinations: Sequence[Point], mode: TravelMode
) -> list[list[RouteLeg | None]]:
    """Every pair as the crow flies."""
    return [[straight_leg(a, b, mode) for b in destinations] for a in origins]


def straight_leg(a: Point, b: Point, mode: TravelMode) -> RouteLeg:
    """One pair as the crow flies."""
    length_m = distance_m(a, b) * DETOUR
    return RouteLeg(distance_m=round(length_m), duration_s=round(length_m * 3.6 / STRAIGHT_KMH[mode]))
