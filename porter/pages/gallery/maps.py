"""Gallery: the map on its way, drawn, with a fleet, and without its style. Drawn when asked for: each is a canvas of its own."""

import reflex as rx

from porter.components import ui
from porter.components.map import city_map
from porter.core.geo import Point, encode_polyline
from porter.pages.gallery.frame import local, said, section, specimen

_WAY = [
    Point(12.9784, 77.6408),
    Point(12.9719, 77.6412),
    Point(12.9611, 77.6387),
    Point(12.9493, 77.6300),
    Point(12.9349, 77.6189),
]
_LATER = [_WAY[-1], Point(12.9322, 77.6238), Point(12.9360, 77.6290)]
_MARKERS = [
    {"id": "a", "lat": _WAY[0].lat, "lng": _WAY[0].lng, "kind": "pickup", "title": "Pickup"},
    {
        "id": "b",
        "lat": _WAY[-1].lat,
        "lng": _WAY[-1].lng,
        "kind": "drop",
        "number": 1,
        "title": "Drop 1",
        "draggable": True,
    },
    {"id": "c", "lat": _LATER[-1].lat, "lng": _LATER[-1].lng, "kind": "drop", "number": 2, "title": "Drop 2"},
    {
        "id": "ravi",
        "lat": _WAY[2].lat,
        "lng": _WAY[2].lng,
        "kind": "mini_truck",
        "heading": 200,
        "label": "4 min",
        "title": "Ravi",
    },
    {
        "id": "old",
        "lat": 12.9560,
        "lng": 77.6180,
        "kind": "two_wheeler",
        "heading": 90,
        "stale": True,
        "title": "Kiran",
    },
]
_KINDS, _TONES = ("two_wheeler", "three_wheeler", "mini_truck", "car"), ("free", "busy", "off")
_FLEET = [
    {"id": f"{row}{place}", "lat": 12.93 + row / 60, "lng": 77.60 + place**2 / 300, "kind": kind, "tone": tone, "heading": 45 * place,
     "selected": row == place == 1}
    for row, tone in enumerate(_TONES) for place, kind in enumerate(_KINDS)
]  # fmt: skip
_NO_STYLE = "/offline"
"""A page and no style: whoever asks for one gets no answer that can be drawn."""


def maps() -> rx.Component:
    """The map in its states."""
    shown = local("maps", False)
    return section(
        "Map",
        specimen("Loading", _box(rx.el.div(
            rx.el.div(class_name="pmap-skeleton", aria_hidden="true"), aria_busy="true", class_name=rx.color_mode_cond("pmap", "pmap is-dark")))),
        rx.cond(
            shown.value,
            rx.fragment(
                specimen("Markers and route", _box(city_map(
                    label="A trip", markers=_MARKERS, route=encode_polyline(_WAY), route_done=encode_polyline(_WAY[:3]),
                    route_later=encode_polyline(_LATER), fit=_MARKERS,
                    controls=True, on_marker_click=said("marker"), on_marker_drag=said("drag"), on_map_click=said("map")))),
                specimen("Fleet", _box(city_map(label="A fleet", markers=_FLEET, cluster=True, fit=_FLEET, on_marker_click=said("vehicle")))),
                specimen("Choosing a place", _box(city_map(
                    label="A place", center={"lat": _WAY[-1].lat, "lng": _WAY[-1].lng}, zoom=15, pick=True, on_pick=said("pick")))),
                specimen("Style out of reach", _box(city_map(
                    label="A map without its style", google_key="", style_url=_NO_STYLE, style_url_dark=_NO_STYLE, markers=_MARKERS, fit=_MARKERS))),
            ),
            specimen("Drawn", ui.button("Show the maps", on_click=shown.set_value(True), variant="secondary")),
        ),
    )  # fmt: skip


def _box(drawn: rx.Component) -> rx.Component:
    return rx.el.div(drawn, class_name="w-full h-[280px] rounded-card overflow-hidden")
