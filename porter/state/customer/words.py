"""Small words and shapes that the customer's screens share."""

import math
from collections.abc import Sequence
from typing import Any

from porter.core.geo import Point
from porter.core.language import here
from porter.core.money import parse_minor

_METRES_PER_DEGREE = 111_320.0
_CORNERS = 48


def drawing_of(class_code: str) -> str:
    """The name of a vehicle's drawing: files say `mini_truck_ev`, classes say `ev_mini_truck`."""
    if class_code.startswith("ev_"):
        return f"{class_code.removeprefix('ev_')}_ev"
    return "truck" if class_code == "pickup" else class_code


def marker_kind(class_code: str) -> str:
    """The name of a vehicle on the map, where `pickup` is the place."""
    return "pickup_truck" if class_code == "pickup" else class_code


def stop_marker(stop: dict[str, Any], place: int, total: int) -> dict[str, Any]:
    """A stop on the map; several drops wear their number."""
    kind = "pickup" if place == 0 else "drop"
    words = here("Pickup") if place == 0 else here("Drop {number}", number=place)
    mark = {"id": f"stop-{place}", "kind": kind, "title": words, "lat": stop["lat"], "lng": stop["lng"]}
    return {**mark, "number": place} if place and total > 2 else mark


def ring(centre: Point, radius_m: float) -> dict[str, Any]:
    """A circle on the ground as GeoJSON."""
    feature = {
        "type": "Feature",
        "properties": {"color": "#FFB020", "opacity": 0.16},
        "geometry": {"type": "Polygon", "coordinates": [_circle(centre, radius_m)]},
    }
    return {"type": "FeatureCollection", "features": [feature]}


def ring_box(centre: Point, radius_m: float) -> list[dict[str, float]]:
    """Corners between which the circle lies."""
    edge = _circle(centre, radius_m)
    return [{"lat": lat, "lng": lng} for lng, lat in edge[:: _CORNERS // 4]]


def no_shapes() -> dict[str, Any]:
    """An empty map layer."""
    return {"type": "FeatureCollection", "features": []}


def text_of(form: dict[str, Any], name: str, longest: int) -> str:
    """A field of a form, cut to what can be kept."""
    return str(form.get(name, "") or "").strip()[:longest]


def typed_whole(text: str, most: int) -> int | None:
    """A whole number from 1 to `most` as people type it ("1,500"), 0 for nothing; None for anything else."""
    plain = "".join(sign for sign in text if sign not in ", \u00a0")
    if not plain:
        return 0
    if not plain.isdecimal() or len(plain) > 9 or not 1 <= int(plain) <= most:
        return None
    return int(plain)


def typed_minor(text: str) -> int | None:
    """Minor units of an amount as people type it ("₹1,500.50"), or None when it is none, or not above zero."""
    try:
        minor = parse_minor("".join(sign for sign in text if sign not in "₹, \u00a0"))
    except ValueError:
        return None
    return minor if minor > 0 else None


def texts(values: object, most: int) -> list[str]:
    """A list of texts out of whatever a browser sent."""
    return [str(value)[:100] for value in values[:most]] if isinstance(values, Sequence) else []


def _circle(centre: Point, radius_m: float) -> list[list[float]]:
    wide = _METRES_PER_DEGREE * math.cos(math.radians(centre.lat))
    turns = [2 * math.pi * corner / _CORNERS for corner in range(_CORNERS + 1)]
    return [
        [centre.lng + radius_m * math.sin(turn) / wide, centre.lat + radius_m * math.cos(turn) / _METRES_PER_DEGREE]
        for turn in turns
    ]
