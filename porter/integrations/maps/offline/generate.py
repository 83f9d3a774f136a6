"""Makes the demo city's street network from its tables: `python -m porter.integrations.maps.offline.generate`.

The result is committed (network.json.gz), because cutting the city into blocks takes seconds and importing must not.
"""

import gzip
import math
import sys
from collections import Counter
from typing import Any

import orjson
import shapely
from shapely import STRtree
from shapely.geometry import LineString, MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize, unary_union

from porter.core import geo
from porter.integrations.maps.offline import sources
from porter.integrations.maps.offline.blocks import Cut, Settlement, cut_block
from porter.integrations.maps.offline.noding import Graph, Street, join

CENTRE = geo.Point(12.9716, 77.5946)
METRES_PER_LAT = 111_195.0
METRES_PER_LNG = METRES_PER_LAT * math.cos(math.radians(CENTRE.lat))
CLASSES = ("motorway", "trunk", "primary", "secondary", "main", "local")
GRID_RADIUS_M = 20_500
LOCALITY_REACH_M = 1_900
LOOSE_END_M = 300
NETWORK_FILE = sources.FOLDER / "network.json.gz"


def main() -> None:
    """Write the network file anew."""
    arterials = _arterials()
    streets = arterials + _named(_local_streets(arterials))
    graph = join(streets)
    NETWORK_FILE.write_bytes(gzip.compress(orjson.dumps(_packed(graph, streets)), mtime=0))
    size = f"{len(graph.nodes)} junctions, {len(graph.edges)} edges, {NETWORK_FILE.stat().st_size} bytes"
    sys.stdout.write(f"{size}, {dict(Counter(street.road_class for street in streets))}\n")


def _arterials() -> list[Street]:
    rows = sources.roads()
    smooth = [_smooth(row) for row in rows]
    joined = [_tied(line, smooth[:index] + smooth[index + 1 :]) for index, line in enumerate(smooth)]
    tree = STRtree(joined)
    pieces = [part for part in shapely.get_parts(unary_union(joined)) if part.length > 1]
    return [_labelled(piece, tree, joined, rows) for piece in pieces]


def _smooth(row: sources.RoadRow) -> LineString:
    curve = LineString(_curve([_metres(p) for p in row.line]))
    return LineString(shapely.get_coordinates(curve.simplify(8)))


def _labelled(piece: LineString, tree: STRtree, lines: list[LineString], rows: tuple[sources.RoadRow, ...]) -> Street:
    middle = piece.interpolate(0.5, normalized=True)
    owners = [int(i) for i in tree.query(middle, predicate="dwithin", distance=1.0)]
    best = min(owners, key=lambda i: (CLASSES.index(rows[i].road_class), lines[i].distance(middle)))
    return Street(piece, rows[best].road_class, rows[best].name)


def _tied(line: LineString, others: list[LineString]) -> LineString:
    """The line with loose ends led on to the nearest other road."""
    coords = list(line.coords)
    for end in (0, -1):
        here = Point(coords[end])
        road = min(others, key=here.distance)
        if 0.01 < road.distance(here) < LOOSE_END_M:
            coords.insert(0 if end == 0 else len(coords), road.interpolate(road.project(here)).coords[0])
    return LineString(coords)


def _local_streets(arterials: list[Street]) -> list[Cut]:
    centres = [_metres(place.point) for place in sources.localities()]
    city = _city(centres)
    closed = [Polygon([_metres(p) for p in row.outline]).buffer(0) for row in sources.grounds()]
    open_land = city.difference(unary_union(closed))
    walls = unary_union([street.line for street in arterials] + [city.boundary])
    settled = Settlement(centres)
    cuts: list[Cut] = []
    for block in polygonize(walls):
        for land in _polygons(block.intersection(open_land)):
            cuts.extend(cut_block(land, settled))
    return cuts


def _city(centres: list[tuple[float, float]]) -> BaseGeometry:
    built = unary_union([Point(xy).buffer(LOCALITY_REACH_M) for xy in centres]).buffer(700).buffer(-700)
    round_city = Point(0, 0).buffer(GRID_RADIUS_M)
    core = MultiPoint([xy for xy in centres if math.hypot(*xy) < 15_500]).convex_hull
    return built.union(core).intersection(round_city)


def _built() -> list[list[geo.Point]]:
    """Outlines of the built-up land, with soft edges."""
    shape = _city([_metres(place.point) for place in sources.localities()]).buffer(500).simplify(60)
    return [[_degrees(*xy) for xy in shapely.get_coordinates(part.exterior)] for part in _polygons(shape)]


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon) and part.area > 20_000]


def _named(cuts: list[Cut]) -> list[Street]:
    """Streets numbered within their locality, from north to south, as Bengaluru does: mains and crosses."""
    used: Counter[tuple[int, str]] = Counter()
    centres = [_metres(place.point) for place in sources.localities()]
    named = []
    for cut in sorted(cuts, key=lambda cut: (-cut.line.centroid.y, cut.line.centroid.x)):
        x, y = cut.line.centroid.coords[0]
        locality = min(range(len(centres)), key=lambda i: math.dist(centres[i], (x, y)))
        kind = "Main Road" if cut.road_class == "main" else "Cross Road"
        used[locality, kind] += 1
        named.append(Street(cut.line, cut.road_class, f"{_ordinal(used[locality, kind])} {kind}"))
    return named


def _packed(graph: Graph, streets: list[Street]) -> dict[str, Any]:
    names = sorted({street.name for street in streets})
    number = {name: index for index, name in enumerate(names)}
    lats = [round((CENTRE.lat + y / METRES_PER_LAT) * 1e5) for _, y in graph.nodes]
    lngs = [round((CENTRE.lng + x / METRES_PER_LNG) * 1e5) for x, _ in graph.nodes]
    return {
        "digest": sources.digest(),
        "classes": CLASSES,
        "names": names,
        "lats": _deltas(lats),
        "lngs": _deltas(lngs),
        "from": _deltas([a for a, _, _ in graph.edges]),
        "reach": [b - a for a, b, _ in graph.edges],
        "class": [CLASSES.index(streets[s].road_class) for _, _, s in graph.edges],
        "name": [number[streets[s].name] for _, _, s in graph.edges],
        "built": [geo.encode_polyline(ring) for ring in _built()],
        "lines": {c: geo.encode_polyline(_stream(streets, c)) for c in ("main", "local")},
    }


def _stream(streets: list[Street], road_class: str) -> list[geo.Point]:
    """Both ends of every straight street of a class in one run; neighbours follow each other, so that it packs well."""
    lines = [street.line for street in streets if street.road_class == road_class]
    lines.sort(key=lambda line: (line.centroid.y // 700, line.centroid.x * (-1) ** (line.centroid.y // 700)))
    return [_degrees(*xy) for line in lines for xy in (line.coords[0], line.coords[-1])]


def _curve(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A smooth line through the points (Catmull-Rom), closed when the last is the first."""
    closed = points[0] == points[-1]
    before = points[-2] if closed else points[0]
    after = points[1] if closed else points[-1]
    padded = [before, *points, after]
    line = [points[0]]
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        steps = max(2, round(math.dist(b, c) / 70))
        line += [_bend(a, b, c, d, step / steps) for step in range(1, steps)] + [c]
    return line


def _bend(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float], t: float
) -> tuple[float, float]:
    reach = math.dist(b, c)
    out = [_tangent(a[i], b[i], c[i], math.dist(a, b), reach) for i in (0, 1)]
    back = [_tangent(b[i], c[i], d[i], reach, math.dist(c, d)) for i in (0, 1)]
    h = (2 * t**3 - 3 * t**2 + 1, t**3 - 2 * t**2 + t, 3 * t**2 - 2 * t**3, t**3 - t**2)
    x, y = (h[0] * b[i] + h[1] * out[i] * reach + h[2] * c[i] + h[3] * back[i] * reach for i in (0, 1))
    return x, y


def _tangent(before: float, here: float, after: float, d_before: float, d_after: float) -> float:
    total = d_before + d_after
    return 0.8 * (after - before) / total if total else 0.0


def _ordinal(number: int) -> str:
    tail = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{tail}"


def _deltas(values: list[int]) -> list[int]:
    return [value - before for before, value in zip([0, *values], values, strict=False)]


def _metres(point: geo.Point) -> tuple[float, float]:
    return (point.lng - CENTRE.lng) * METRES_PER_LNG, (point.lat - CENTRE.lat) * METRES_PER_LAT


def _degrees(x: float, y: float) -> geo.Point:
    return geo.Point(CENTRE.lat + y / METRES_PER_LAT, CENTRE.lng + x / METRES_PER_LNG)


if __name__ == "__main__":
    main()
