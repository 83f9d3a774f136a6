"""How fast each kind of vehicle gets on in the city: measured averages with traffic, in km/h."""

from porter.integrations.maps.base import TravelMode

ROAD_KMH: dict[TravelMode, dict[str, float]] = {
    TravelMode.CYCLE: {"motorway": 7, "trunk": 13, "primary": 14, "secondary": 14, "main": 13, "local": 12},
    TravelMode.TWO_WHEELER: {"motorway": 44, "trunk": 33, "primary": 28, "secondary": 25, "main": 20, "local": 16},
    TravelMode.THREE_WHEELER: {"motorway": 36, "trunk": 27, "primary": 23, "secondary": 20, "main": 17, "local": 14},
    TravelMode.CAR: {"motorway": 52, "trunk": 31, "primary": 25, "secondary": 21, "main": 17, "local": 13},
    TravelMode.TRUCK: {"motorway": 42, "trunk": 26, "primary": 21, "secondary": 17, "main": 13, "local": 10},
}
STRAIGHT_KMH: dict[TravelMode, float] = {
    TravelMode.CYCLE: 12,
    TravelMode.TWO_WHEELER: 24,
    TravelMode.THREE_WHEELER: 20,
    TravelMode.CAR: 21,
    TravelMode.TRUCK: 17,
}
"""Average over a whole trip, for when no road network answers."""

DETOUR = 1.3
"""Roads are about 1.3 times as long as the straight line."""


def seconds_per_metre(mode: TravelMode, road_class: str) -> float:
    """Time that one metre of such a road takes."""
    return 3.6 / ROAD_KMH[mode][road_class]
