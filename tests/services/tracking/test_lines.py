"""Where on a route somebody is."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from porter.core.geo import Point, decode_polyline, distance_m, distance_to_line_m, encode_polyline, length_m
from porter.services.tracking.lines import Line, line, piece, stops_along_m

corners = st.lists(st.builds(Point, st.floats(12.85, 13.1), st.floats(77.45, 77.75)), min_size=2, max_size=20)
places = st.builds(Point, st.floats(12.85, 13.1), st.floats(77.45, 77.75))


@given(corners, places)
def test_the_nearest_spot_agrees_with_the_sphere(points: list[Point], here: Point) -> None:
    way = Line(points)
    spot = way.nearest(here)
    assert abs(way.length_m - length_m(points)) <= 1 + 0.004 * length_m(points)
    assert abs(spot.off_m - distance_to_line_m(points, here)) <= 1 + 0.01 * spot.off_m
    assert 0 <= spot.along_m <= way.length_m + 1e-6


@given(corners, places, st.floats(0, 1), st.floats(0, 1))
def test_a_search_between_two_distances_stays_between_them(
    points: list[Point], here: Point, a: float, b: float
) -> None:
    way = Line(points)
    low, high = sorted((a * way.length_m, b * way.length_m))
    spot = way.nearest(here, from_m=low, to_m=high)
    assert low - 1e-3 <= spot.along_m <= high + 1e-3
    assert spot.off_m >= way.nearest(here).off_m - 1e-6


@given(corners)
def test_stops_lie_along_the_line_in_their_order(points: list[Point]) -> None:
    text = encode_polyline(points)
    marks = stops_along_m(text, tuple((p.lat, p.lng) for p in points))
    assert len(marks) == len(points)
    assert all(a <= b + 1e-6 for a, b in pairwise(marks))
    assert (marks[0], marks[-1]) == (0.0, line(text).length_m)


@given(corners, st.floats(0, 1), st.floats(0, 1))
def test_a_piece_is_as_long_as_it_should_be(points: list[Point], a: float, b: float) -> None:
    text = encode_polyline(points)
    way = line(text)
    low, high = sorted((a * way.length_m, b * way.length_m))
    cut = decode_polyline(piece(text, low, high))
    # Encoding rounds every corner to about a metre; the piece is flattened at a latitude of its own.
    assert abs(Line(cut).length_m - (high - low)) <= 2 * (len(cut) + 1) + 0.002 * (high - low)


def test_a_road_driven_there_and_back_is_not_mistaken() -> None:
    there, far = Point(12.97, 77.59), Point(12.99, 77.59)
    text = encode_polyline([there, far, there])
    marks = stops_along_m(text, ((there.lat, there.lng), (far.lat, far.lng), (there.lat, there.lng)))
    length = distance_m(there, far)
    assert abs(marks[1] - length) < 5
    assert abs(marks[2] - 2 * length) < 10
    middle = Point(12.98, 77.59)
    assert abs(line(text).nearest(middle, from_m=marks[1], to_m=marks[2]).along_m - 1.5 * length) < 5


def test_a_line_of_one_point_is_a_place() -> None:
    spot = Line([Point(12.97, 77.59)]).nearest(Point(12.98, 77.59))
    assert (spot.along_m, round(spot.off_m, -1)) == (0.0, 1110)
