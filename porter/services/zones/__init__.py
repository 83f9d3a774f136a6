"""Cities, their rules, and where Porter works."""

from porter.services.zones.cities import city, rules
from porter.services.zones.coverage import city_around, outline, serviceable, stop_served, zones_geojson
from porter.services.zones.errors import DifferentCity, OutsideZone
from porter.services.zones.rules import MOST_STOPS_ANYWHERE, CityRules, DropReason, HourFloor, ReturnRule

__all__ = [
    "MOST_STOPS_ANYWHERE",
    "CityRules",
    "DifferentCity",
    "DropReason",
    "HourFloor",
    "OutsideZone",
    "ReturnRule",
    "city",
    "city_around",
    "outline",
    "rules",
    "serviceable",
    "stop_served",
    "zones_geojson",
]
