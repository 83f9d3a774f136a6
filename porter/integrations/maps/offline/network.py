"""The demo city's streets as a graph: nearest junction, routes and travel times.

Plain lists and a heap; A* guided by landmarks (ALT) looks at a few percent of the city for one route.
"""

import gzip
import math
from array import array
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any

import orjson

from porter.core.geo import Point, distance_m, encode_polyline
from porter.integrations.maps.base import NoRoute, Route, RouteLeg, TravelMode, check_route_points
from porter.integrations.maps.offline.search_tree import settle_all, walk
from porter.integrations.maps.offline.sources import FOLDER
from porter.integrations.maps.speeds import seconds_per_metre
from porter.integrations.maps.straight import straight_leg

NETWORK_FILE = FOLDER / "network.json.gz"
CELL_DEG = 0.004
"""Side of a cell of the index of junctions: about 440 m."""
LANDMARKS = 6
MEASURED_BY = TravelMode.CAR
"""One set of landmarks guides the search of every mode: each of its own would hold up the first to ask for a second."""
FARTHEST_ROAD_M = 5_000
"""Further than this from any street, a point is outside the city."""

Step = tuple[int, float, int]


class Network:
    """Junctions joined by two-way streets."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.digest: str = data["digest"]
        self.points = [
            Point(lat / 1e5, lng / 1e5) for lat, lng in zip(_sums(data["lats"]), _sums(data["lngs"]), strict=True)
        ]
        self.classes: list[str] = data["classes"]
        self._names: list[str] = data["names"]
        self.steps: list[list[Step]] = [[] for _ in self.points]
        self._name_of: dict[tuple[int, int], int] = {}
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._landmarks: list[Sequence[float]] = []
        self._join(data)

    def nearest(self, point: Point) -> int:
        """The junction nearest to a point. Raises NoRoute far outside the city."""
        row, column = _cell(point)
        best, best_m = -1, math.inf
        for ring in range(int(FARTHEST_ROAD_M / (CELL_DEG * 111_195)) + 2):
            for node in self._ring(row, column, ring):
                node_m = distance_m(point, self.points[node])
                if node_m < best_m:
                    best, best_m = node, node_m
            if best_m <= ring * CELL_DEG * 0.95 * 108_000:
                break
        if best_m > FARTHEST_ROAD_M:
            raise NoRoute
        return best

    def route(self, a: Point, b: Point, mode: TravelMode) -> Route:
        """The quickest way from a to b; its line begins and ends at the very points. Raises NoRoute."""
        return self.route_through([a, b], mode)

    def route_through(self, points: Sequence[Point], mode: TravelMode) -> Route:
        """The quickest way through 2 to 11 points in their order. Raises NoRoute, MapsRefused."""
        check_route_points(points)
        line = [points[0]]
        legs = []
        for a, b in pairwise(points):
            leg, path = self._leg(a, b, mode)
            legs.append(leg)
            line += [*path, b]
        return Route(
            distance_m=sum(leg.distance_m for leg in legs),
            duration_s=sum(leg.duration_s for leg in legs),
            polyline=encode_polyline(line),
            legs=tuple(legs),
        )

    def times(self, origin: Point, destinations: Sequence[Point], mode: TravelMode) -> list[RouteLeg | None]:
        """Distance and time to each destination, None where it lies outside the city. Raises NoRoute for the origin."""
        start = self.nearest(origin)
        ends = [self._nearest_or_none(point) for point in destinations]
        found = settle_all(self.steps, self._pace(mode), start, {end for end in ends if end is not None})
        return [
            None if end is None else self._between(origin, start, point, end, found[end], mode)
            for point, end in zip(destinations, ends, strict=True)
        ]

    def prepare(self) -> None:
        """Measure the landmarks now, so that the first route need not (about a second)."""
        if not self._landmarks:
            pace = self._pace(MEASURED_BY)
            self._landmarks = [_distances(self.steps, pace, node) for node in self._corners()]

    @property
    def is_prepared(self) -> bool:
        """Whether the landmarks are measured."""
        return bool(self._landmarks)

    def street(self, point: Point) -> tuple[str, Point]:
        """The name of the street nearest to a point, and its junction. Raises NoRoute far outside the city."""
        node = self.nearest(point)
        named = (
            self._name_of[min(node, other), max(node, other)]
            for other, _, _ in sorted(self.steps[node], key=lambda step: distance_m(point, self.points[step[0]]))
        )
        return self._names[next(named)], self.points[node]

    def edges(self) -> list[tuple[int, int, str, str]]:
        """Every street between two junctions: from, to, class, name."""
        return [
            (a, b, self.classes[road_class], self._names[self._name_of[a, b]])
            for a, steps in enumerate(self.steps)
            for b, _, road_class in steps
            if a < b
        ]

    def _join(self, data: dict[str, Any]) -> None:
        for node, point in enumerate(self.points):
            self._cells[_cell(point)].append(node)
        rows = zip(_sums(data["from"]), data["reach"], data["class"], data["name"], strict=True)
        for a, reach, road_class, name in rows:
            b = a + reach
            length_m = distance_m(self.points[a], self.points[b])
            self.steps[a].append((b, length_m, road_class))
            self.steps[b].append((a, length_m, road_class))
            self._name_of[a, b] = name

    def _leg(self, a: Point, b: Point, mode: TravelMode) -> tuple[RouteLeg, list[Point]]:
        start, end = self.nearest(a), self.nearest(b)
        self.prepare()
        if start == end:
            return straight_leg(a, b, mode) if distance_m(a, b) >= 1 else RouteLeg(distance_m=0, duration_s=0), []
        found = walk(self.steps, self._pace(mode), self._landmarks, self._least_ratio(mode), start, end)
        if found is None:
            raise NoRoute
        path, seconds, metres = found
        return self._between(a, start, b, end, (seconds, metres), mode), [self.points[node] for node in path]

    def _between(
        self, a: Point, start: int, b: Point, end: int, way: tuple[float, float], mode: TravelMode
    ) -> RouteLeg:
        """A leg from point to point: the way between the junctions and the last metres at walking pace of a lane."""
        if start == end:
            return straight_leg(a, b, mode) if distance_m(a, b) >= 1 else RouteLeg(distance_m=0, duration_s=0)
        seconds, metres = way
        lane_m = distance_m(a, self.points[start]) + distance_m(b, self.points[end])
        lane_s = lane_m * seconds_per_metre(mode, "local")
        return RouteLeg(distance_m=round(metres + lane_m), duration_s=round(seconds + lane_s))

    def _pace(self, mode: TravelMode) -> list[float]:
        return [seconds_per_metre(mode, road_class) for road_class in self.classes]

    def _least_ratio(self, mode: TravelMode) -> float:
        """No way of this mode is quicker than so much of the quickest way of the mode that the landmarks are measured by."""
        return min(own / measured for own, measured in zip(self._pace(mode), self._pace(MEASURED_BY), strict=True))

    def _nearest_or_none(self, point: Point) -> int | None:
        try:
            return self.nearest(point)
        except NoRoute:
            return None

    def _ring(self, row: int, column: int, ring: int) -> list[int]:
        around = (
            (row + dy, column + dx)
            for dy in range(-ring, ring + 1)
            for dx in range(-ring, ring + 1)
            if max(abs(dx), abs(dy)) == ring
        )
        return [node for key in around for node in self._cells.get(key, ())]

    def _corners(self) -> list[int]:
        """Junctions at the rim of the city, evenly turned around its middle: good landmarks."""
        lat = sum(p.lat for p in self.points) / len(self.points)
        lng = sum(p.lng for p in self.points) / len(self.points)
        turns = [2 * math.pi * turn / LANDMARKS for turn in range(LANDMARKS)]
        return [
            max(
                range(len(self.points)),
                key=lambda i: (self.points[i].lat - lat) * math.sin(t) + (self.points[i].lng - lng) * math.cos(t),
            )
            for t in turns
        ]


@lru_cache(maxsize=1)
def network() -> Network:
    """The demo city's street network, read once per process (about 0.2 s)."""
    return Network(orjson.loads(gzip.decompress(NETWORK_FILE.read_bytes())))


def _distances(steps: list[list[Step]], pace: list[float], node: int) -> Sequence[float]:
    found = settle_all(steps, pace, node, None)
    return array("d", (found[i][0] for i in range(len(steps))))


def _cell(point: Point) -> tuple[int, int]:
    return math.floor(point.lat / CELL_DEG), math.floor(point.lng / CELL_DEG)


def _sums(deltas: list[int]) -> list[int]:
    return list(accumulate(deltas))
