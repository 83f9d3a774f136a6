"""Maps of the demo city that need no internet: places, streets, routes, and what the browser draws."""

from porter.integrations.maps.offline.assets import ASSET, city, streets_geojson, write_assets
from porter.integrations.maps.offline.network import Network, network
from porter.integrations.maps.offline.provider import OfflineMaps

__all__ = ["ASSET", "Network", "OfflineMaps", "city", "network", "streets_geojson", "write_assets"]
