"""Each gate stops exactly whom it is for, and the first closed one is named."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porter.models.enums import AccountStatus, Fuel, VehicleStatus, Verification
from porter.services.matching import Gate, first_closed
from porter.services.matching.gates import GATE_TEXTS, first_closed_to_staff, reach_m
from tests.services.matching.facts import NOW, driver, need

CLOSED: dict[Gate, dict[str, Any]] = {
    Gate.STALE_FIX: {"fix_at": NOW - timedelta(seconds=60)},
    Gate.OFFLINE: {"is_online": False},
    Gate.NOT_VERIFIED: {"verification": Verification.PENDING},
    Gate.SUSPENDED: {"account_status": AccountStatus.SUSPENDED},
    Gate.BUSY: {"has_job": True},
    Gate.HAS_OFFER: {"has_offer": True},
    Gate.NO_VEHICLE: {"vehicle_status": VehicleStatus.MAINTENANCE},
    Gate.WRONG_CLASS: {"class_code": "truck"},
    Gate.OVER_CAPACITY: {"max_kg": 99},
    Gate.CASH_LIMIT: {"cash_in_hand_minor": 200_000},
    Gate.EV_RANGE: {"fuel": Fuel.EV, "battery_pct": 15, "range_km": 100},
    Gate.BLOCKED_PAIR: {"is_blocked": True},
    Gate.DROPPED_OUT: {"dropped_out": True},
    Gate.ASKED_BEFORE: {"best_asked_payout_minor": 30_000},
}


def test_a_free_driver_who_fits_passes_every_gate() -> None:
    assert first_closed(driver(), need(), NOW) is None


def test_every_gate_has_a_test_and_words() -> None:
    assert list(CLOSED) == list(Gate) == list(GATE_TEXTS)


@pytest.mark.parametrize("gate", Gate)
def test_each_gate_stops_whom_it_is_for(gate: Gate) -> None:
    assert first_closed(driver(**CLOSED[gate]), need(), NOW) is gate


@pytest.mark.parametrize(("first", "second"), list(pairwise(Gate)))
def test_the_first_closed_gate_is_named(first: Gate, second: Gate) -> None:
    assert first_closed(driver(**{**CLOSED[second], **CLOSED[first]}), need(), NOW) is first


def test_a_fix_just_under_the_limit_counts() -> None:
    assert first_closed(driver(fix_at=NOW - timedelta(seconds=59)), need(), NOW) is None


def test_cash_in_hand_matters_only_for_cash() -> None:
    assert first_closed(driver(cash_in_hand_minor=500_000), need(cash_minor=0), NOW) is None


def test_a_raised_payout_lets_a_driver_be_asked_again() -> None:
    assert first_closed(driver(best_asked_payout_minor=29_999), need(), NOW) is None


def test_nobody_is_refused_for_a_battery_that_we_do_not_know() -> None:
    assert first_closed(driver(fuel=Fuel.EV, battery_pct=None, range_km=100), need(), NOW) is None


def test_the_battery_must_reach_the_pickup_and_the_drop_with_the_load() -> None:
    # 50 % less 10 % reserve of 30 km is 12 km; 100 of 750 kg cost 2.7 % of it: 11.68 km.
    electric = driver(fuel=Fuel.EV, battery_pct=50, range_km=30, distance_m=2800)
    assert reach_m(electric, 100) == pytest.approx(11_680)
    assert first_closed(electric, need(distance_m=8000), NOW) is None  # 3.64 + 8 km
    assert first_closed(electric, need(distance_m=8100), NOW) is Gate.EV_RANGE


@given(battery=st.integers(0, 100), load=st.floats(0, 750), more=st.floats(0, 750))
def test_more_load_never_reaches_farther(battery: int, load: float, more: float) -> None:
    electric = driver(fuel=Fuel.EV, battery_pct=battery, range_km=120)
    light, heavy = reach_m(electric, load), reach_m(electric, load + more)
    assert light is not None
    assert heavy is not None
    assert 0 <= heavy <= light <= 120_000


@pytest.mark.parametrize(
    "gate", [Gate.NOT_VERIFIED, Gate.SUSPENDED, Gate.BUSY, Gate.NO_VEHICLE, Gate.OVER_CAPACITY, Gate.CASH_LIMIT]
)
def test_operations_cannot_open_these_gates(gate: Gate) -> None:
    assert first_closed_to_staff(driver(**CLOSED[gate]), need(), NOW) is gate


@pytest.mark.parametrize("gate", [Gate.STALE_FIX, Gate.OFFLINE, Gate.HAS_OFFER, Gate.ASKED_BEFORE, Gate.WRONG_CLASS])
def test_operations_may_pass_these_gates(gate: Gate) -> None:
    assert first_closed_to_staff(driver(**CLOSED[gate]), need(), NOW) is None
