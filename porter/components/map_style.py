"""Which map is drawn, from the settings: Google when it has a browser key, else a public style, else the offline city."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from porter.core.config import Settings, settings

OFFLINE_CITY = "/map/city.json"
"""Where the offline city is served; a test holds it equal to where the maps capability writes it."""

DARK_TWINS = {"https://tiles.openfreemap.org/styles/liberty": "https://tiles.openfreemap.org/styles/dark"}
"""Public styles whose maker offers the same map in dark."""


@dataclass(frozen=True, slots=True)
class MapStyle:
    """Addresses that the map component needs; empty means: not used."""

    style_url: str
    style_url_dark: str
    offline_url: str
    google_key: str


def map_style(chosen: Settings | None = None) -> MapStyle:
    """The map of this installation. With `maps_provider=offline` nothing outside is asked at all."""
    config = chosen or settings()
    offline_only = config.maps_provider == "offline"
    online = "" if offline_only or not urlsplit(config.map_style_url).netloc else config.map_style_url
    return MapStyle(
        style_url=online,
        style_url_dark=DARK_TWINS.get(online, online),
        offline_url=OFFLINE_CITY,
        google_key="" if offline_only else config.google_maps_browser_key,
    )
