"""Cities, their rules, and where Porter works."""

from porter.services.zones.cities import city, rules
from porter.services.zones.coverage import outline, serviceable, zones_geojson
from porter.services.zones.errors import DifferentCity, OutsideZone
from porter.services.zones.rules import CityRules, DropReason, HourFloor, ReturnRule

__all__ = [
    "CityRules",
    "DifferentCity",
    "DropReason",
    "HourFloor",
    "OutsideZone",
    "ReturnRule",
    "city",
    "outline",
    "rules",
    "serviceable",
    "zones_geojson",
]
