"""The map of a fleet: a list of drivers as last read, and a stream of moves merged into it in the browser.

A driver is what `drivers.fleet` returns. A move is `{id, lat, lng, heading, at, status}`; moves of drivers who are not
in the list are left out, so that filters hold. Positions fade after a minute of silence.
"""

from typing import Any

import reflex as rx

from porter.components.files import beside
from porter.components.map import PorterMap
from porter.components.map_style import map_style

_file = beside(__name__, "fleet_map.jsx")


class FleetMap(PorterMap):
    """The React component; use `fleet_map`."""

    library = _file.importable_path
    tag = "FleetMap"

    drivers: rx.Var[list[dict[str, Any]]]
    moves: rx.Var[list[dict[str, Any]]]
    picked_id: rx.Var[str]


def fleet_map(**props: Any) -> rx.Component:
    """Draw the fleet; takes `drivers`, `moves`, `picked_id`, and what `city_map` takes."""
    style = map_style()
    defaults = {
        "style_url": style.style_url,
        "style_url_dark": style.style_url_dark,
        "offline_url": style.offline_url,
        "google_key": style.google_key,
        "label": "Drivers on the map",
    }
    return FleetMap.create(**{**defaults, **props})
