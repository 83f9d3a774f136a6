"""The maps capability: places, addresses, routes and travel times. `maps()` is the provider of this installation."""

from functools import lru_cache

from porter.core.config import settings
from porter.integrations.maps.base import (
    MAX_ROUTE_POINTS,
    MapsProvider,
    MapsRefused,
    MapsUnavailable,
    NoRoute,
    Place,
    PlaceUnknown,
    Route,
    RouteLeg,
    Suggestion,
    TravelMode,
)
from porter.integrations.maps.fallback import MapsChain
from porter.integrations.maps.google import GoogleMaps
from porter.integrations.maps.offline import OfflineMaps

__all__ = [
    "MAX_ROUTE_POINTS",
    "MapsProvider",
    "MapsRefused",
    "MapsUnavailable",
    "NoRoute",
    "Place",
    "PlaceUnknown",
    "Route",
    "RouteLeg",
    "Suggestion",
    "TravelMode",
    "maps",
]


@lru_cache(maxsize=1)
def maps() -> MapsProvider:
    """Google with the offline city behind it when a key is set, else the offline city; one per process."""
    config = settings()
    if config.maps_provider == "offline" or not config.google_maps_key:
        return MapsChain([OfflineMaps()], keep=False)
    return MapsChain([GoogleMaps(config.google_maps_key, timeout_s=config.google_timeout_s), OfflineMaps()])
