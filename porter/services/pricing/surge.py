"""Surge: what demand does to a price. The multiplier is frozen in the quote.

Today only a city's hours have floors; a measured demand enters here as one more number and is held to the same limits.
"""

from porter.core.money import BPS
from porter.services.zones import CityRules, HourFloor


def surge_bps(rules: CityRules, local_hour: int, demand_bps: int = BPS) -> int:
    """The multiplier in basis points: demand, but not below the floor of the hour nor above the city's limit."""
    floors = [floor.bps for floor in rules.surge_floors if _covers(floor, local_hour)]
    return min(rules.surge_max_bps, max([BPS, demand_bps, *floors]))


def _covers(floor: HourFloor, hour: int) -> bool:
    if floor.from_hour < floor.to_hour:
        return floor.from_hour <= hour < floor.to_hour
    return hour >= floor.from_hour or hour < floor.to_hour
