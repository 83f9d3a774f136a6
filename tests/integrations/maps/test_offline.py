"""The offline city: places found in spite of typos, streets that hang together, routes that keep their promises."""

import gzip
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from porter.core.geo import Point, decode_polyline, distance_m, length_m
from porter.integrations.maps import NoRoute, TravelMode
from porter.integrations.maps.offline import OfflineMaps, city, network, streets_geojson, write_assets
from porter.integrations.maps.offline.gazetteer import gazetteer
from porter.integrations.maps.offline.sources import digest, localities, metro_lines, places

HERE = Point(12.9716, 77.5946)
inside = st.builds(Point, st.floats(12.86, 13.08), st.floats(77.49, 77.75))
urban = st.builds(Point, st.floats(12.91, 13.04), st.floats(77.54, 77.71))
modes = st.sampled_from(list(TravelMode))


def test_there_are_enough_places_and_each_has_one_id() -> None:
    rows = places()
    assert len(rows) >= 300
    assert [slug for slug, count in Counter(row.slug for row in rows).items() if count > 1] == []
    assert all(12.75 < row.point.lat < 13.3 and 77.38 < row.point.lng < 77.85 for row in rows)
    assert all(len(row.pin) == 6 and row.pin.startswith("56") for row in rows)
    assert {row.area for row in rows} <= {row.name for row in localities()}
    assert len(metro_lines()) == 3


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kormangala", "Koramangala"),
        ("indranagar", "Indiranagar"),
        ("elctronic city", "Electronic City"),
        ("whitfield", "Whitefield"),
        ("marathali", "Marathahalli"),
        ("yelhanka", "Yelahanka"),
        ("jaynagar 4th block", "Jayanagar 4th Block"),
        ("kempegouda international", "Kempegowda International Airport"),
        ("m g road", "MG Road"),
        ("MG Road, Bangalore", "MG Road"),
        ("majestic", "Kempegowda Bus Station"),
        ("e city", "Electronic City"),
        ("itpl", "International Tech Park Bangalore"),
        ("market kr", "KR Market"),
        ("phonix marketcty", "Phoenix Marketcity"),
        ("ಕೋರಮಂಗಲ", "Koramangala"),
        ("hsr", "HSR Layout"),
        ("silkboard", "Silk Board Junction"),
    ],
)
def test_what_people_type_finds_what_they_mean(typed: str, meant: str) -> None:
    assert gazetteer().find(typed)[0][0].name == meant


def test_every_place_is_found_by_its_own_name() -> None:
    lost = [row.name for row in places() if row not in [found for found, _ in gazetteer().find(row.name, limit=4)]]
    assert lost == []


def test_a_name_is_found_while_it_is_typed() -> None:
    for length in range(3, len("Koramangala") + 1):
        assert gazetteer().find("Koramangala"[:length], near=Point(12.94, 77.62))[0][0].name == "Koramangala"


def test_what_is_near_comes_first() -> None:
    east = [row.name for row, _ in gazetteer().find("metro", near=Point(12.9957, 77.7579), limit=3)]
    west = [row.name for row, _ in gazetteer().find("metro", near=Point(12.9079, 77.4766), limit=3)]
    assert "Whitefield Metro Station" in east
    assert "Kengeri Metro Station" in west


@given(st.text(max_size=40))
def test_any_text_is_answered(text: str) -> None:
    assert len(gazetteer().find(text, near=HERE)) <= 6


def test_the_network_is_made_from_the_tables_beside_it() -> None:
    made_from = orjson.loads(
        gzip.decompress((Path(network.__wrapped__.__code__.co_filename).parent / "network.json.gz").read_bytes())
    )
    assert made_from["digest"] == digest(), "run: python -m porter.integrations.maps.offline.generate"


def test_every_junction_can_be_reached_and_every_street_runs_both_ways() -> None:
    net = network()
    reached, waiting = set(), [0]
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting += [other for other, _, _ in net.steps[node]]
    assert len(reached) == len(net.points) > 20_000
    forth = {(a, b) for a, steps in enumerate(net.steps) for b, _, _ in steps}
    assert forth == {(b, a) for a, b in forth}


def test_every_place_lies_near_a_street() -> None:
    net = network()
    far = [row.name for row in places() if distance_m(row.point, net.points[net.nearest(row.point)]) > 900]
    assert set(far) <= {"Bellandur Lake", "Varthur Lake", "Hebbal Lake"}


@settings(max_examples=20)
@given(inside)
def test_nearest_is_nearest(point: Point) -> None:
    net = network()
    best = min(net.points, key=lambda other: distance_m(point, other))
    assert distance_m(point, net.points[net.nearest(point)]) == pytest.approx(distance_m(point, best), abs=1)


@settings(deadline=None, max_examples=40)
@given(urban, urban, modes)
def test_a_route_is_longer_than_the_line_but_not_by_much(a: Point, b: Point, mode: TravelMode) -> None:
    route = network().route(a, b, mode)
    line = decode_polyline(route.polyline)
    assert route.distance_m >= distance_m(a, b) - 2
    assert route.distance_m <= distance_m(a, b) * 3 + 6_000
    if distance_m(a, b) > 1_000:
        assert route.distance_m == pytest.approx(length_m(line), rel=0.02, abs=30)
        assert 1.5 < route.distance_m / route.duration_s < 15
    assert distance_m(line[0], a) < 2
    assert distance_m(line[-1], b) < 2


@settings(deadline=None, max_examples=40)
@given(inside, inside, modes)
def test_there_and_back_take_the_same_time(a: Point, b: Point, mode: TravelMode) -> None:
    there, back = network().route(a, b, mode), network().route(b, a, mode)
    assert there.duration_s == pytest.approx(back.duration_s, abs=2)


@settings(deadline=None, max_examples=40)
@given(inside, inside, inside, modes)
def test_a_detour_is_never_quicker(a: Point, b: Point, c: Point, mode: TravelMode) -> None:
    net = network()
    direct = net.route(a, b, mode).duration_s
    onto_street_s = 2 * distance_m(c, net.points[net.nearest(c)]) * 0.6
    detour = net.route_through([a, c, b], mode)
    assert detour.duration_s >= direct - onto_street_s - 3
    assert len(detour.legs) == 2


@settings(deadline=None, max_examples=20)
@given(inside, st.lists(inside, min_size=1, max_size=5), modes)
def test_the_matrix_agrees_with_the_routes(origin: Point, points: list[Point], mode: TravelMode) -> None:
    net = network()
    for leg, point in zip(net.times(origin, points, mode), points, strict=True):
        route = net.route(origin, point, mode)
        assert leg is not None
        assert leg.duration_s == pytest.approx(route.duration_s, abs=2)


def test_trucks_are_slower_than_scooters() -> None:
    a, b = Point(12.9352, 77.6245), Point(13.0358, 77.5970)
    slow, quick = (network().route(a, b, mode) for mode in (TravelMode.TRUCK, TravelMode.TWO_WHEELER))
    assert slow.duration_s > quick.duration_s * 1.2


def test_a_point_at_sea_has_no_street() -> None:
    with pytest.raises(NoRoute):
        network().nearest(Point(5.0, 70.0))


def test_the_same_point_twice_is_a_route_of_nothing() -> None:
    route = network().route(HERE, HERE, TravelMode.CAR)
    assert (route.distance_m, route.duration_s) == (0, 0)


def test_steps_of_a_route_are_short_enough_to_drive_along() -> None:
    line = decode_polyline(network().route(Point(12.86, 77.66), Point(13.09, 77.59), TravelMode.CAR).polyline)
    assert max(distance_m(a, b) for a, b in pairwise(line[1:-1])) < 400


def test_the_asset_is_small_and_written_once(tmp_path: Path) -> None:
    (path,) = write_assets(tmp_path)
    assert path == tmp_path / "map" / "city.json"
    assert len(gzip.compress(path.read_bytes())) < 120_000
    written = path.stat().st_mtime_ns
    write_assets(tmp_path)
    assert path.stat().st_mtime_ns == written


def test_the_asset_holds_what_the_browser_draws() -> None:
    drawn = city()
    assert {road[1] for road in drawn["roads"]} >= {"Outer Ring Road", "Hosur Road", "MG Road", "100 Feet Road"}
    assert {ground[1] for ground in drawn["grounds"]} == {"built", "water", "park", "campus", "airfield"}
    assert len(decode_polyline(drawn["local"])) % 2 == 0
    assert len(decode_polyline(drawn["local"])) > 8_000


def test_streets_can_be_asked_for_a_part_of_the_city() -> None:
    part = streets_geojson((12.93, 77.61, 12.95, 77.64))
    whole = streets_geojson()
    assert 50 < len(part["features"]) < len(whole["features"]) / 20
    assert part["features"][0]["geometry"]["type"] == "LineString"


def test_a_keystroke_is_answered_quickly_enough_to_type() -> None:
    gazetteer().find("warm")
    started = time.process_time()
    for text in ("k", "ko", "kor", "korm", "kormangala", "elctronic city phase"):
        gazetteer().find(text, near=HERE)
    assert (time.process_time() - started) / 6 < 0.1


async def test_a_pincode_finds_its_places_and_coordinates_what_is_there() -> None:
    """People paste what another app gave them."""
    maps = OfflineMaps()
    assert (await maps.autocomplete("560 034"))[0].title == "Koramangala"
    assert await maps.autocomplete("110001") == []
    (found,) = await maps.autocomplete("12.9352, 77.6245", near=HERE)
    there = await maps.place(found.place_id)
    assert distance_m(there.point, Point(12.9352, 77.6245)) < 1
    assert await maps.autocomplete("99.5, 77.6") == []
