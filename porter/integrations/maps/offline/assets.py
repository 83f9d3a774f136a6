"""The demo city as the browser draws it when no map server can be reached: compact lines, grounds and labels."""

import gzip
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
from shapely.geometry import LineString

from porter.core.geo import Point, encode_polyline
from porter.integrations.maps.offline import sources
from porter.integrations.maps.offline.network import NETWORK_FILE, network

ASSET = "map/city.json"
"""Where the asset lies under the folder of static files."""

Bounds = tuple[float, float, float, float]
"""South, west, north, east in degrees."""
ROUNDINGS = 3
ARTERIALS = ("motorway", "trunk", "primary", "secondary")
LABEL_RANK = {"airport": 1, "station": 2, "metro": 4, "park": 2, "mall": 3, "hospital": 4, "tech_park": 3}
BIG_LOCALITIES = frozenset({
    "Koramangala", "Indiranagar", "Whitefield", "Hebbal", "Yelahanka", "Jayanagar", "Malleshwaram", "Electronic City",
    "Marathahalli", "HSR Layout", "Rajajinagar", "KR Puram", "Banashankari", "Yeshwanthpur", "Kengeri", "Bellandur",
    "Peenya", "JP Nagar",
})  # fmt: skip


def write_assets(folder: Path) -> list[Path]:
    """Write the city for the browser into the folder of static files; unchanged files are left untouched."""
    target = folder / ASSET
    target.parent.mkdir(parents=True, exist_ok=True)
    content = orjson.dumps(city())
    if not target.exists() or target.read_bytes() != content:
        target.write_bytes(content)
    return [target]


@lru_cache(maxsize=1)
def city() -> dict[str, Any]:
    """Everything the offline style draws; lines are encoded polylines, the small streets as one run of line ends."""
    made = orjson.loads(gzip.decompress(NETWORK_FILE.read_bytes()))
    lines = made["lines"]
    return {
        "roads": [list(road) for road in _roads()],
        "main": lines["main"],
        "local": lines["local"],
        "grounds": [
            *(["", "built", ring] for ring in made["built"]),
            *([row.name, row.kind, encode_polyline(_outline(row))] for row in sources.grounds()),
        ],
        "metro": [[name, color, encode_polyline(stations)] for name, color, stations in sources.metro_lines()],
        "labels": [_label(row) for row in sources.places()],
    }


def streets_geojson(bounds: Bounds | None = None) -> dict[str, Any]:
    """The streets as GeoJSON lines with class and name; whole city, or those that begin or end inside the bounds."""
    city_net = network()
    features = [
        {
            "type": "Feature",
            "properties": {"class": road_class, "name": name},
            "geometry": {
                "type": "LineString",
                "coordinates": [[p.lng, p.lat] for p in (city_net.points[a], city_net.points[b])],
            },
        }
        for a, b, road_class, name in city_net.edges()
        if bounds is None or any(_inside(city_net.points[node], bounds) for node in (a, b))
    ]
    return {"type": "FeatureCollection", "features": features}


def _roads() -> Iterator[tuple[str, str, str]]:
    """Main roads as long lines: stretches of the same road joined end to end, so that names have room."""
    city_net = network()
    stretches: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for a, b, road_class, name in city_net.edges():
        if road_class in ARTERIALS:
            stretches.setdefault((road_class, name), []).append((a, b))
    for (road_class, name), edges in sorted(stretches.items()):
        for chain in _chains(edges):
            line = LineString([(city_net.points[n].lng, city_net.points[n].lat) for n in chain]).simplify(0.00003)
            yield road_class, name, encode_polyline([Point(lat, lng) for lng, lat in line.coords])


def _chains(edges: list[tuple[int, int]]) -> Iterator[list[int]]:
    near: dict[int, set[int]] = {}
    for a, b in edges:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    while near:
        loose = [node for node, others in near.items() if len(others) == 1]
        chain = [min(loose) if loose else min(near)]
        while others := near.get(chain[-1]):
            chain.append(min(others))
            _cut(near, chain[-2], chain[-1])
        yield chain


def _cut(near: dict[int, set[int]], a: int, b: int) -> None:
    for here, there in ((a, b), (b, a)):
        near[here].discard(there)
        if not near[here]:
            del near[here]


def _outline(row: sources.GroundRow) -> list[Point]:
    """The closed outline; shores and parks are rounded, built grounds keep their corners."""
    ring = [(point.lat, point.lng) for point in row.outline]
    for _ in range(ROUNDINGS if row.kind in {"water", "park"} else 0):
        ring = [corner for a, b in pairwise([*ring, ring[0]]) for corner in (_mix(a, b, 0.22), _mix(a, b, 0.78))]
    return [Point(*corner) for corner in [*ring, ring[0]]]


def _mix(a: tuple[float, float], b: tuple[float, float], share: float) -> tuple[float, float]:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _label(row: sources.PlaceRow) -> list[Any]:
    rank = 0 if row.name in BIG_LOCALITIES else 1 if row.kind == "locality" else LABEL_RANK.get(row.kind, 5)
    name = row.name.removesuffix(" Metro Station")
    return [name, row.kind, rank, round(row.point.lat, 5), round(row.point.lng, 5)]


def _inside(point: Point, bounds: Bounds) -> bool:
    south, west, north, east = bounds
    return south <= point.lat <= north and west <= point.lng <= east
