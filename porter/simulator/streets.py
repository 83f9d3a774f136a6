"""The demo city as the simulation knows it: ways between points, and places where people are."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from porter.core.geo import Point, decode_polyline, distance_m
from porter.integrations.maps import NoRoute, TravelMode
from porter.integrations.maps.offline import network
from porter.integrations.maps.offline.sources import places

MIDDLE = Point(12.9500, 77.6200)
"""Between Koramangala, Indiranagar and MG Road: where the demo customer lives and works."""
REACH_M = 4500.0
WITHIN_M = 9000.0
"""Places further from the middle than this belong to no simulated trip."""

_BUSY = frozenset(
    {"locality", "mall", "market", "tech_park", "hospital", "station", "bus", "college", "store", "landmark"}
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where goods and drivers come and go, on a street."""

    name: str
    kind: str
    address: str
    at: Point


class Streets:
    """Ways and places; all chance comes from the generator that is given."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._spots = tuple(_spots())
        network().prepare()  # now, so that nobody waits for it on the road
        self._weights = [math.exp(-distance_m(MIDDLE, spot.at) / REACH_M) for spot in self._spots]

    def way(self, start: Point, end: Point) -> list[Point]:
        """The streets from a point to another; straight where no street leads."""
        try:
            return decode_polyline(network().route(start, end, TravelMode.CAR).polyline)
        except NoRoute:
            return [start, end]

    def spot(self) -> Spot:
        """A busy place; the nearer to the middle of the city, the likelier."""
        return self._chance.choices(self._spots, self._weights)[0]

    def spot_near(self, point: Point, within_m: float, at_least_m: float = 0) -> Spot:
        """A busy place at a distance, or the nearest to it when there is none."""
        away = [(distance_m(point, spot.at), spot) for spot in self._spots]
        fitting = [spot for metres, spot in away if at_least_m <= metres <= within_m]
        if fitting:
            return self._chance.choice(fitting)
        return min(away, key=lambda pair: abs(pair[0] - within_m))[1]


def _spots() -> Sequence[Spot]:
    city = network()
    return [
        Spot(row.name, row.kind, f"{row.name}, {row.area}, Bengaluru {row.pin}", city.points[city.nearest(row.point)])
        for row in places()
        if row.kind in _BUSY and distance_m(MIDDLE, row.point) <= WITHIN_M
    ]
