"""Where on a route a vehicle is. Pure; lines are flattened once and remembered, since every fix asks again.

Inside a city the earth is flat enough: one degree of latitude is the same everywhere, one of longitude is scaled by the
cosine of the line's first point (error below 0.1 % over 30 km).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from porter.core.geo import EARTH_RADIUS_M, Point, decode_polyline, encode_polyline

_M_PER_DEGREE = math.radians(1) * EARTH_RADIUS_M


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a line: metres from its start, and metres aside of it."""

    along_m: float
    off_m: float


class Line:
    """A route on a flat map."""

    __slots__ = ("points", "starts_m", "steps")

    def __init__(self, points: Sequence[Point]) -> None:
        self.points = tuple(points)
        scale = math.cos(math.radians(self.points[0].lat))
        flat = [(p.lng * scale * _M_PER_DEGREE, p.lat * _M_PER_DEGREE) for p in self.points]
        self.steps = [(ax, ay, bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(flat)]
        self.starts_m = [0.0]
        for _, _, dx, dy in self.steps:
            self.starts_m.append(self.starts_m[-1] + math.hypot(dx, dy))

    @property
    def length_m(self) -> float:
        """From end to end."""
        return self.starts_m[-1]

    def nearest(self, point: Point, *, from_m: float = 0.0, to_m: float = math.inf) -> Spot:
        """The spot of the line between two distances that lies nearest to the point."""
        scale = math.cos(math.radians(self.points[0].lat))
        px, py = point.lng * scale * _M_PER_DEGREE, point.lat * _M_PER_DEGREE
        best_square, best_along = math.inf, min(from_m, self.length_m)
        for index, (ax, ay, dx, dy) in enumerate(self.steps):
            start = self.starts_m[index]
            end = self.starts_m[index + 1]
            if end < from_m or start > to_m:
                continue
            size = dx * dx + dy * dy
            share = 0.0 if size == 0 else max(0.0, min(1.0, ((px - ax) * dx + (py - ay) * dy) / size))
            share = _held(share, start, end, from_m, to_m)
            off_x, off_y = px - ax - share * dx, py - ay - share * dy
            square = off_x * off_x + off_y * off_y
            if square < best_square:
                best_square, best_along = square, start + share * (end - start)
        if not self.steps:
            best_square = (px - self.points[0].lng * scale * _M_PER_DEGREE) ** 2
            best_square += (py - self.points[0].lat * _M_PER_DEGREE) ** 2
        return Spot(best_along, math.sqrt(best_square))


@lru_cache(maxsize=2048)
def line(polyline: str) -> Line:
    """The line of an encoded polyline. Raises ValueError for an empty one."""
    points = decode_polyline(polyline)
    if not points:
        raise ValueError("an empty line leads nowhere")
    return Line(points)


@lru_cache(maxsize=2048)
def stops_along_m(polyline: str, stops: tuple[tuple[float, float], ...]) -> tuple[float, ...]:
    """How far along the line each stop lies; in order, so a road driven twice is not mistaken."""
    way = line(polyline)
    marks: list[float] = [0.0]
    for lat, lng in stops[1:-1]:
        marks.append(way.nearest(Point(lat, lng), from_m=marks[-1]).along_m)
    return (*marks, way.length_m)[: len(stops)]


@lru_cache(maxsize=2048)
def piece(polyline: str, from_m: float, to_m: float) -> str:
    """The part of a line between two distances, encoded."""
    way = line(polyline)
    inner = [p for p, at in zip(way.points, way.starts_m, strict=True) if from_m < at < to_m]
    return encode_polyline([_at(way, from_m), *inner, _at(way, to_m)])


def _at(way: Line, along_m: float) -> Point:
    for index, end in enumerate(way.starts_m[1:]):
        if end >= along_m:
            start = way.starts_m[index]
            share = 0.0 if end == start else max(0.0, (along_m - start) / (end - start))
            a, b = way.points[index], way.points[index + 1]
            return Point(a.lat + (b.lat - a.lat) * share, a.lng + (b.lng - a.lng) * share)
    return way.points[-1]


def _held(share: float, start: float, end: float, from_m: float, to_m: float) -> float:
    if end == start:
        return share
    lowest = (from_m - start) / (end - start)
    highest = (to_m - start) / (end - start)
    return max(lowest, min(highest, share)) if lowest > 0 or highest < 1 else share
