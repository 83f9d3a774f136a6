import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porter.core.geo import (
    Point,
    along,
    bearing_deg,
    between,
    cell,
    contains,
    decode_polyline,
    distance_m,
    distance_to_line_m,
    encode_polyline,
    length_m,
)

city = st.builds(Point, st.floats(12.7, 13.3), st.floats(77.3, 77.9))
lines = st.lists(city, min_size=2, max_size=12)

MG_ROAD = Point(12.9755, 77.6068)
MAJESTIC = Point(12.9767, 77.5713)


def test_a_known_distance() -> None:
    # One degree of latitude on the mean sphere is 111,195 m.
    assert distance_m(Point(12, 77), Point(13, 77)) == pytest.approx(111_195, abs=1)
    assert distance_m(MG_ROAD, MAJESTIC) == pytest.approx(3_849, rel=0.01)


@given(city, city, city)
def test_distance_is_a_metric(a: Point, b: Point, c: Point) -> None:
    assert distance_m(a, a) == 0
    assert distance_m(a, b) == pytest.approx(distance_m(b, a))
    assert distance_m(a, c) <= distance_m(a, b) + distance_m(b, c) + 1e-6


@pytest.mark.parametrize(("lat", "lng"), [(91, 0), (-91, 0), (0, 181), (0, -181), (math.nan, 0), (0, math.inf)])
def test_nothing_lies_off_the_globe(lat: float, lng: float) -> None:
    with pytest.raises(ValueError, match="not a position"):
        Point(lat, lng)


@pytest.mark.parametrize(("to", "degrees"), [((1, 0), 0), ((0, 1), 90), ((-1, 0), 180), ((0, -1), 270)])
def test_bearings_turn_clockwise_from_north(to: tuple[float, float], degrees: float) -> None:
    assert bearing_deg(Point(0, 0), Point(*to)) == pytest.approx(degrees)


@given(lines)
def test_a_polyline_keeps_every_point_to_a_metre(line: list[Point]) -> None:
    back = decode_polyline(encode_polyline(line))
    assert len(back) == len(line)
    assert all(distance_m(a, b) < 1.2 for a, b in zip(line, back, strict=True))


@given(lines, st.floats(0, 1))
def test_a_point_along_a_line_lies_on_it_at_its_distance(line: list[Point], share: float) -> None:
    target = length_m(line) * share
    point = along(line, target)
    assert distance_to_line_m(line, point) < 5
    assert along(line, -1) == line[0]
    assert along(line, length_m(line) + 1) == line[-1]


@given(city, city)
def test_half_way_is_as_far_from_both_ends(a: Point, b: Point) -> None:
    middle = between(a, b, 0.5)
    assert distance_m(a, middle) == pytest.approx(distance_m(b, middle), rel=0.01, abs=1)


def test_distance_to_a_line_is_to_its_nearest_step() -> None:
    street = [Point(12.97, 77.59), Point(12.97, 77.61)]
    assert distance_to_line_m(street, Point(12.971, 77.60)) == pytest.approx(111.2, abs=0.5)
    assert distance_to_line_m(street, Point(12.97, 77.62)) == pytest.approx(
        distance_m(Point(12.97, 77.61), Point(12.97, 77.62)), rel=0.01
    )
    assert distance_to_line_m([MG_ROAD], MG_ROAD) == 0


def test_the_edge_of_a_polygon_belongs_to_it() -> None:
    square = [Point(12, 77), Point(12, 78), Point(13, 78), Point(13, 77)]
    assert contains(square, Point(12.5, 77.5))
    assert contains(square, Point(12, 77.5))
    assert not contains(square, Point(13.01, 77.5))


def test_neighbours_share_a_cell() -> None:
    assert cell(MG_ROAD) == cell(Point(MG_ROAD.lat + 0.0001, MG_ROAD.lng))
    assert cell(MG_ROAD) != cell(MAJESTIC)
