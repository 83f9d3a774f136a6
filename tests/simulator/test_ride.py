"""Moving along a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porter.core.geo import Point, bearing_deg, distance_m, length_m
from porter.simulator.ride import Ride

KORAMANGALA, DOMLUR, INDIRANAGAR = Point(12.9349, 77.6189), Point(12.9609, 77.6387), Point(12.9719, 77.6412)

points = st.builds(Point, st.floats(12.8, 13.1), st.floats(77.4, 77.8))
lines = st.lists(points, min_size=1, max_size=8)


def test_a_ride_passes_its_corners() -> None:
    ride = Ride.along([KORAMANGALA, DOMLUR, INDIRANAGAR])
    assert ride.at(0) == KORAMANGALA
    assert distance_m(ride.at(distance_m(KORAMANGALA, DOMLUR)), DOMLUR) < 0.01
    assert ride.at(ride.length_m) == INDIRANAGAR
    assert ride.at(ride.length_m + 500) == INDIRANAGAR


def test_the_heading_is_that_of_the_street() -> None:
    ride = Ride.along([KORAMANGALA, DOMLUR, INDIRANAGAR])
    assert ride.heading_deg(10) == pytest.approx(bearing_deg(KORAMANGALA, DOMLUR))
    assert ride.heading_deg(ride.length_m) == pytest.approx(bearing_deg(DOMLUR, INDIRANAGAR))


def test_a_corner_that_is_there_twice_stops_nobody() -> None:
    ride = Ride.along([KORAMANGALA, KORAMANGALA, INDIRANAGAR, INDIRANAGAR])
    assert distance_m(KORAMANGALA, ride.at(100)) == pytest.approx(100, abs=0.5)
    assert ride.heading_deg(0) == pytest.approx(bearing_deg(KORAMANGALA, INDIRANAGAR))


def test_standing_still_has_no_heading() -> None:
    assert Ride.along([KORAMANGALA]).heading_deg(0) is None
    assert Ride.along([KORAMANGALA]).at(10) == KORAMANGALA


@given(lines, st.floats(0, 1), st.floats(0, 1))
def test_nobody_moves_further_than_they_drive(line: list[Point], a: float, b: float) -> None:
    ride = Ride.along(line)
    assert ride.length_m == pytest.approx(length_m(line))
    here, there = ride.at(a * ride.length_m), ride.at(b * ride.length_m)
    assert distance_m(here, there) <= abs(a - b) * ride.length_m * 1.01 + 0.1
