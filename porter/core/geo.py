"""Places on the earth: points, distances, lines, polygons and cells. Distances are metres, angles degrees."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import h3
import polyline
from shapely.geometry import Point as ShapelyPoint
from shapely.geometry import Polygon as ShapelyPolygon

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the WGS 84 ellipsoid (IUGG)."""


@dataclass(frozen=True, slots=True)
class Point:
    """A position in degrees, WGS 84. Raises ValueError outside the globe or for NaN."""

    lat: float
    lng: float

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lng <= 180):
            raise ValueError(f"not a position on earth: {self.lat}, {self.lng}")


def distance_m(a: Point, b: Point) -> float:
    """Great-circle distance by the haversine formula; error below 0.5 % against the ellipsoid."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat = math.sin((lat_b - lat_a) / 2)
    half_lng = math.sin(math.radians(b.lng - a.lng) / 2)
    h = half_lat * half_lat + math.cos(lat_a) * math.cos(lat_b) * half_lng * half_lng
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(h)))


def bearing_deg(a: Point, b: Point) -> float:
    """Initial bearing from a to b, clockwise from north, in [0, 360)."""
    lat_a, lat_b, d_lng = math.radians(a.lat), math.radians(b.lat), math.radians(b.lng - a.lng)
    y = math.sin(d_lng) * math.cos(lat_b)
    x = math.cos(lat_a) * math.sin(lat_b) - math.sin(lat_a) * math.cos(lat_b) * math.cos(d_lng)
    return math.degrees(math.atan2(y, x)) % 360


def encode_polyline(points: Sequence[Point]) -> str:
    """Google's encoded polyline, precision 5 (about one metre)."""
    return polyline.encode([(p.lat, p.lng) for p in points], 5)


def decode_polyline(text: str) -> list[Point]:
    """The points of an encoded polyline of precision 5."""
    return [Point(lat, lng) for lat, lng in polyline.decode(text, 5)]


def contains(polygon: Sequence[Point], point: Point) -> bool:
    """Whether the point lies inside the polygon or on its edge."""
    return covering(polygon)(point)


def covering(polygon: Sequence[Point]) -> Callable[[Point], bool]:
    """`contains` for many points: the polygon is made once."""
    shape = ShapelyPolygon([(p.lng, p.lat) for p in polygon])
    return lambda point: bool(shape.covers(ShapelyPoint(point.lng, point.lat)))


def length_m(line: Sequence[Point]) -> float:
    """Length of a line."""
    return sum(distance_m(a, b) for a, b in pairwise(line))


def along(line: Sequence[Point], distance: float) -> Point:
    """The point that lies `distance` metres from the start of the line, held to its ends."""
    left = max(0.0, distance)
    for a, b in pairwise(line):
        step = distance_m(a, b)
        if step >= left:
            return between(a, b, left / step) if step else a
        left -= step
    return line[-1]


def between(a: Point, b: Point, share: float) -> Point:
    """The point at a share (0..1) of the way; straight in degrees, right for distances inside a city."""
    return Point(a.lat + (b.lat - a.lat) * share, a.lng + (b.lng - a.lng) * share)


def distance_to_line_m(line: Sequence[Point], point: Point) -> float:
    """Shortest distance from the point to the line, on a flat earth around the point."""
    if len(line) == 1:
        return distance_m(line[0], point)
    return min(_distance_to_step_m(a, b, point) for a, b in pairwise(line))


def cell(point: Point, resolution: int = 8) -> str:
    """The H3 cell that holds the point; resolution 8 cells have edges of about 0.5 km."""
    return str(h3.latlng_to_cell(point.lat, point.lng, resolution))


def _distance_to_step_m(a: Point, b: Point, p: Point) -> float:
    scale = math.cos(math.radians(p.lat))
    ax, ay = (a.lng - p.lng) * scale, a.lat - p.lat
    bx, by = (b.lng - p.lng) * scale, b.lat - p.lat
    dx, dy = bx - ax, by - ay
    size = dx * dx + dy * dy
    share = 0.0 if size == 0 else max(0.0, min(1.0, -(ax * dx + ay * dy) / size))
    return math.radians(math.hypot(ax + share * dx, ay + share * dy)) * EARTH_RADIUS_M
