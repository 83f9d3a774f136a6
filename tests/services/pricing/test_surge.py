"""Surge: floors by the hour, limits of the city."""

import pytest

from porter.services.pricing import surge_bps
from porter.services.zones import CityRules, HourFloor

EVENING = CityRules(surge_floors=(HourFloor(from_hour=18, to_hour=21, bps=12_000),), surge_max_bps=15_000)
NIGHT = CityRules(surge_floors=(HourFloor(from_hour=23, to_hour=5, bps=11_000),))


@pytest.mark.parametrize(("hour", "bps"), [(17, 10_000), (18, 12_000), (20, 12_000), (21, 10_000)])
def test_a_floor_holds_for_its_hours(hour: int, bps: int) -> None:
    assert surge_bps(EVENING, hour) == bps


@pytest.mark.parametrize(("hour", "bps"), [(22, 10_000), (23, 11_000), (4, 11_000), (5, 10_000)])
def test_hours_may_run_over_midnight(hour: int, bps: int) -> None:
    assert surge_bps(NIGHT, hour) == bps


def test_demand_counts_above_the_floor_and_stops_at_the_limit() -> None:
    assert surge_bps(EVENING, 19, demand_bps=13_000) == 13_000
    assert surge_bps(EVENING, 12, demand_bps=99_000) == 15_000
    assert surge_bps(CityRules(), 12, demand_bps=5_000) == 10_000
