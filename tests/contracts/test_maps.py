"""One promise, every provider: the same questions to the offline city, to Google (its twin), and to the chain of both."""

from collections.abc import AsyncIterator

import pytest

from porter.core.geo import Point, decode_polyline, distance_m
from porter.integrations.maps import (
    MapsProvider,
    MapsRefused,
    PlaceUnknown,
    TravelMode,
)
from porter.integrations.maps.fallback import MapsChain
from porter.integrations.maps.google import GoogleMaps
from porter.integrations.maps.offline import OfflineMaps
from tests.integrations.maps.google_twin import KEY, google_twin

KORAMANGALA = Point(12.9352, 77.6245)
INDIRANAGAR = Point(12.9719, 77.6412)
MAJESTIC = Point(12.9774, 77.5723)
SEA = Point(5.0, 70.0)


@pytest.fixture(params=["offline", "google", "chain"])
async def maps(request: pytest.FixtureRequest) -> AsyncIterator[MapsProvider]:
    if request.param == "offline":
        yield OfflineMaps()
        return
    with google_twin() as twin:
        google = GoogleMaps(KEY, addresses=twin.addresses)
        yield google if request.param == "google" else MapsChain([google, OfflineMaps()], keep=False)
        await google.close()


async def test_a_place_can_be_typed_chosen_and_opened(maps: MapsProvider) -> None:
    found = await maps.autocomplete("koraman", near=INDIRANAGAR, session_token="s-1")
    assert found[0].title == "Koramangala"
    assert found[0].distance_m == pytest.approx(distance_m(INDIRANAGAR, KORAMANGALA), abs=300)
    place = await maps.place(found[0].place_id, session_token="s-1")
    assert place.name == "Koramangala"
    assert distance_m(place.point, KORAMANGALA) < 500
    assert "Bengaluru" in place.address


async def test_suggestions_are_limited_and_empty_text_finds_nothing(maps: MapsProvider) -> None:
    assert len(await maps.autocomplete("indira", limit=2)) == 2
    assert await maps.autocomplete("   ") == []


@pytest.mark.parametrize("place_id", ["no-such-place", "../../etc/passwd", "pin:abc", "pin:99.5,200.5"])
async def test_an_unknown_place_is_refused(maps: MapsProvider, place_id: str) -> None:
    with pytest.raises(PlaceUnknown):
        await maps.place(place_id)


async def test_an_address_is_found_and_nonsense_is_not(maps: MapsProvider) -> None:
    found = await maps.geocode("12, 5th Cross, Koramangala 4th Block, Bengaluru 560034")
    assert found is not None
    assert distance_m(found.point, Point(12.9338, 77.63)) < 800
    assert await maps.geocode("qqqq zzzz") is None


async def test_a_position_has_an_address_and_keeps_its_position(maps: MapsProvider) -> None:
    place = await maps.reverse(INDIRANAGAR)
    assert place.point == INDIRANAGAR
    assert "Indiranagar" in place.address
    assert (await maps.reverse(SEA)).address


@pytest.mark.parametrize("mode", list(TravelMode))
async def test_a_route_runs_from_point_to_point(maps: MapsProvider, mode: TravelMode) -> None:
    route = await maps.route([KORAMANGALA, INDIRANAGAR, MAJESTIC], mode)
    assert len(route.legs) == 2
    assert route.distance_m == sum(leg.distance_m for leg in route.legs)
    assert route.duration_s == sum(leg.duration_s for leg in route.legs)
    line = decode_polyline(route.polyline)
    assert distance_m(line[0], KORAMANGALA) < 3
    assert distance_m(line[-1], MAJESTIC) < 3
    assert route.distance_m > distance_m(KORAMANGALA, INDIRANAGAR) + distance_m(INDIRANAGAR, MAJESTIC)


@pytest.mark.parametrize("count", [0, 1, 12])
async def test_a_route_needs_two_to_eleven_points(maps: MapsProvider, count: int) -> None:
    with pytest.raises(MapsRefused):
        await maps.route([KORAMANGALA] * count, TravelMode.CAR)


async def test_a_matrix_has_a_row_per_origin_and_agrees_with_the_route(maps: MapsProvider) -> None:
    rows = await maps.matrix([KORAMANGALA, MAJESTIC], [INDIRANAGAR, SEA, KORAMANGALA], TravelMode.CAR)
    assert [len(row) for row in rows] == [3, 3]
    leg = rows[0][0]
    route = await maps.route([KORAMANGALA, INDIRANAGAR], TravelMode.CAR)
    assert leg is not None
    assert leg.distance_m == pytest.approx(route.distance_m, rel=0.02)
    assert leg.duration_s == pytest.approx(route.duration_s, rel=0.02)
    assert rows[0][1] is None
    assert rows[0][2] is not None
    assert rows[0][2].distance_m == 0


async def test_more_origins_than_destinations_keep_their_places(maps: MapsProvider) -> None:
    rows = await maps.matrix([KORAMANGALA, INDIRANAGAR, SEA], [MAJESTIC], TravelMode.TRUCK)
    assert [row[0] is None for row in rows] == [False, False, True]
    assert rows[0][0] != rows[1][0]
