"""What simulated customers ask for is what the API takes, where Porter works."""

import random
from typing import Any

import pytest

from porter.api.v1.estimate_body import EstimateBody
from porter.core.geo import Point, contains, distance_m
from porter.seed import bengaluru
from porter.services.quotes.checks import prohibited_in
from porter.simulator import wishes
from porter.simulator.streets import Streets


@pytest.fixture(scope="module")
def streets() -> Streets:
    """The demo city's streets."""
    return Streets(random.Random(3))


def test_wishes_are_trips_that_porter_makes(streets: Streets) -> None:
    service, no_service = ([Point(*corner) for corner in zone.polygon] for zone in bengaluru.zones())
    chance = random.Random(5)
    drops = set()
    for _ in range(200):
        body = wishes.estimate_body(streets, chance, "Bindu Bhat", "+919000200001")
        trip = EstimateBody.model_validate(body).trip()
        assert all(contains(service, stop.point) and not contains(no_service, stop.point) for stop in trip.stops)
        assert 300 < distance_m(trip.stops[0].point, trip.stops[1].point) < 9000
        assert prohibited_in(f"{trip.goods.kind} {trip.goods.description}", bengaluru.PROHIBITED) == []
        drops.add(len(trip.stops) - 1)
    assert drops == {1, 2}


def test_a_way_follows_streets_from_end_to_end(streets: Streets) -> None:
    start, end = streets.spot().at, streets.spot().at
    way = streets.way(start, end)
    assert distance_m(way[0], start) < 2
    assert distance_m(way[-1], end) < 2
    assert len(way) > 2


def test_where_no_street_leads_the_way_is_straight(streets: Streets) -> None:
    here, delhi = streets.spot().at, Point(28.61, 77.21)
    assert streets.way(here, delhi) == [here, delhi]


def quote(code: str, total_minor: int, eta_s: int | None, *, fits: bool = True) -> dict[str, Any]:
    """A quote as far as a customer looks at it."""
    return {"id": code, "total_minor": total_minor, "pickup_eta_s": eta_s, "fits": fits}


def test_customers_take_something_cheap_that_is_near() -> None:
    offered = [
        quote("cycle", 30, 1800),
        quote("two_wheeler", 60, 200, fits=False),
        quote("three_wheeler", 150, 300),
        quote("mini_truck", 250, 100),
        quote("pickup", 300, 90),
        quote("truck", 500, 30),
    ]
    chance = random.Random(2)
    assert {(wishes.choose_quote(offered, chance) or {})["id"] for _ in range(200)} == {
        "three_wheeler",
        "mini_truck",
        "pickup",
    }


def test_when_nobody_is_near_the_nearest_will_do() -> None:
    offered = [quote("truck", 500, None), quote("pickup", 300, 1500), quote("cycle", 30, 2000)]
    assert wishes.choose_quote(offered, random.Random(1)) == offered[1]
    assert wishes.choose_quote([quote("cycle", 30, 100, fits=False)], random.Random(1)) is None
