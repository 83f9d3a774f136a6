"""What simulated people decide."""

import random
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from porter.core.geo import Point
from porter.simulator.temper import DemoDriver, Reply, battery_after, reply_to_person, reply_to_simulated, stars

RAVI = DemoDriver("ravi", is_free=True, class_name="Mini truck", at=Point(12.9349, 77.6189))
OFFER = {"vehicle_name": "Mini truck", "pickup_lat": 12.9400, "pickup_lng": 77.6200}


def trace(*seen: tuple[str, str, str]) -> list[dict[str, Any]]:
    """One round each: who, gate, what became of the offer."""
    return [{"candidates": [{"driver_id": who, "gate": gate, "offer_status": status}]} for who, gate, status in seen]


def test_among_ourselves_most_offers_are_taken() -> None:
    chance = random.Random(7)
    replies = Counter(reply_to_simulated(chance) for _ in range(1000))
    assert replies[Reply.TAKE] > 850
    assert replies[Reply.DECLINE] > 20
    assert replies[Reply.LOOK_AWAY] > 10


def test_a_persons_order_is_taken_when_there_is_no_demo_driver() -> None:
    assert reply_to_person(OFFER, None, []) is Reply.TAKE


@pytest.mark.parametrize(
    "away",
    [
        replace(RAVI, is_free=False),
        replace(RAVI, at=None),
        replace(RAVI, class_name="Truck"),
        replace(RAVI, at=Point(13.03, 77.59)),
    ],
    ids=["busy", "nowhere", "another vehicle", "far"],
)
def test_a_demo_driver_who_cannot_have_it_is_not_waited_for(away: DemoDriver) -> None:
    assert reply_to_person(OFFER, away, []) is Reply.TAKE


def test_a_demo_driver_who_was_not_asked_yet_is_let_before() -> None:
    assert reply_to_person(OFFER, RAVI, []) is Reply.DECLINE
    assert reply_to_person(OFFER, RAVI, trace(("other", "", "sent"), ("ravi", "", ""))) is Reply.DECLINE


def test_while_the_demo_driver_is_asked_everybody_waits() -> None:
    assert reply_to_person(OFFER, RAVI, trace(("ravi", "", ""), ("ravi", "", "sent"))) is Reply.WAIT


@pytest.mark.parametrize("status", ["declined", "expired", "withdrawn"])
def test_a_demo_driver_who_did_not_want_it_leaves_it_to_others(status: str) -> None:
    assert reply_to_person(OFFER, RAVI, trace(("ravi", "", status))) is Reply.TAKE


def test_a_demo_driver_whom_matching_may_not_ask_is_not_waited_for() -> None:
    assert reply_to_person(OFFER, RAVI, trace(("ravi", "cash_limit", ""))) is Reply.TAKE


def test_a_battery_lasts_for_its_range() -> None:
    assert battery_after(100, 55_000, range_km=110) == pytest.approx(50)
    assert battery_after(10, 55_000, range_km=110) == 0


def test_stars_are_between_two_and_five() -> None:
    chance = random.Random(1)
    assert {stars(chance) for _ in range(500)} == {2, 3, 4, 5}
