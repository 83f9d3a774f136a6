"""The map: markers that glide, a route, zones, a fleet in clusters, and a pin to choose a place.

Loaded as a chunk of its own when a page shows it. A marker is a dict:
`{id, lat, lng, kind, heading?, label?, title?, number?, stale?, selected?, draggable?, tone?}` with kind one of
pickup, drop, stop, me, store, sos, or a vehicle class; `tone` (free, busy, off) colours vehicles of a fleet.
`follow` is the id of the marker that stays in sight, `own` of the one that stands where this phone measures itself.
"""

from typing import Any

import reflex as rx

from porter.components.files import beside
from porter.components.map_style import map_style

_files = {
    name: beside(__name__, name)
    for name in (
        "map.jsx",
        "map_follow.jsx",
        "map_google.jsx",
        "map_layers.jsx",
        "map_markers.jsx",
        "map_source.jsx",
        "map_style.jsx",
        "map.css",
    )
}


def _one(event: rx.Var[dict[str, Any]]) -> tuple[rx.Var[dict[str, Any]]]:
    return (event,)


def _none() -> tuple[()]:
    return ()


class PorterMap(rx.NoSSRComponent):
    """The React component; use `city_map`, which fills in this installation's style."""

    library = _files["map.jsx"].importable_path
    tag = "PorterMap"
    lib_dependencies: list[str] = ["maplibre-gl@6.17.0"]  # noqa: RUF012 - Reflex reads it as a field

    style_url: rx.Var[str]
    style_url_dark: rx.Var[str]
    offline_url: rx.Var[str]
    google_key: rx.Var[str]
    center: rx.Var[dict[str, float]]
    zoom: rx.Var[float]
    markers: rx.Var[list[dict[str, Any]]]
    cluster: rx.Var[bool]
    route: rx.Var[str]
    route_done: rx.Var[str]
    route_later: rx.Var[str]
    zones: rx.Var[dict[str, Any]]
    follow: rx.Var[str]
    own: rx.Var[str]
    fit: rx.Var[list[dict[str, Any]]]
    fit_key: rx.Var[str]
    fit_padding: rx.Var[int]
    pick: rx.Var[bool]
    padding: rx.Var[dict[str, int]]
    theme: rx.Var[str]
    glide_ms: rx.Var[int]
    controls: rx.Var[bool]
    label: rx.Var[str]

    on_map_click: rx.EventHandler[_one]
    on_marker_click: rx.EventHandler[_one]
    on_marker_drag: rx.EventHandler[_one]
    on_pick: rx.EventHandler[_one]
    on_ready: rx.EventHandler[_none]


def city_map(**props: Any) -> rx.Component:
    """A map in this installation's style. Give it a height by its class; events carry `{lat, lng}` and `{id}`."""
    style = map_style()
    defaults = {
        "style_url": style.style_url,
        "style_url_dark": style.style_url_dark,
        "offline_url": style.offline_url,
        "google_key": style.google_key,
        "label": "Map",
    }
    return PorterMap.create(**{**defaults, **props})
