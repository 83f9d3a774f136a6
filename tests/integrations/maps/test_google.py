"""What Google is asked, and how its troubles are told apart: refused for good, or not available now."""

from collections.abc import AsyncIterator, Iterator

import pytest

from porter.core.geo import Point
from porter.integrations.maps import MapsRefused, MapsUnavailable, NoRoute, TravelMode
from porter.integrations.maps.google import GoogleMaps
from tests.integrations.maps.google_twin import KEY, GoogleTwin, google_twin

HERE, THERE = Point(12.9352, 77.6245), Point(12.9719, 77.6412)


@pytest.fixture
def twin() -> Iterator[GoogleTwin]:
    with google_twin() as running:
        yield running


@pytest.fixture
async def google(twin: GoogleTwin) -> AsyncIterator[GoogleMaps]:
    provider = GoogleMaps(KEY, timeout_s=30, addresses=twin.addresses)
    yield provider
    await provider.close()


async def test_one_session_token_joins_typing_and_choice(google: GoogleMaps, twin: GoogleTwin) -> None:
    found = await google.autocomplete("indira", near=HERE, session_token="session-7")
    await google.place(found[0].place_id, session_token="session-7")
    (_, typed), (path, chosen) = twin.asked
    assert typed["sessionToken"] == chosen["sessionToken"] == "session-7"
    assert typed["locationBias"]["circle"]["center"] == {"latitude": HERE.lat, "longitude": HERE.lng}
    assert path == f"/v1/places/{found[0].place_id}"


async def test_a_large_matrix_is_asked_in_parts(google: GoogleMaps, twin: GoogleTwin) -> None:
    origins = [Point(12.93 + i / 5000, 77.62) for i in range(30)]
    rows = await google.matrix(origins, [THERE] * 25, TravelMode.CAR)
    assert len(twin.asked) == 2
    assert len(rows) == 30
    assert all(leg is not None for row in rows for leg in row)


@pytest.mark.parametrize("code", [429, 500, 503])
async def test_passing_troubles_are_unavailable(google: GoogleMaps, twin: GoogleTwin, code: int) -> None:
    twin.failing_with = code
    with pytest.raises(MapsUnavailable) as told:
        await google.route([HERE, THERE], TravelMode.CAR)
    assert told.value.retryable


async def test_a_wrong_key_is_refused(twin: GoogleTwin) -> None:
    stranger = GoogleMaps("AIza-stranger", addresses=twin.addresses)
    with pytest.raises(MapsRefused):
        await stranger.autocomplete("indira")
    with pytest.raises(MapsRefused):
        await stranger.geocode("Indiranagar")
    await stranger.close()


@pytest.mark.parametrize(
    ("status", "error"),
    [("OVER_QUERY_LIMIT", MapsUnavailable), ("UNKNOWN_ERROR", MapsUnavailable), ("INVALID_REQUEST", MapsRefused)],
)
async def test_geocoding_troubles(google: GoogleMaps, twin: GoogleTwin, status: str, error: type[Exception]) -> None:
    twin.geocoding_status = status
    with pytest.raises(error):
        await google.geocode("Indiranagar")


async def test_a_slow_google_is_unavailable(twin: GoogleTwin) -> None:
    google = GoogleMaps(KEY, timeout_s=0.3, addresses=twin.addresses)
    twin.delay_s = 2.0
    with pytest.raises(MapsUnavailable):
        await google.route([HERE, THERE], TravelMode.CAR)
    with pytest.raises(MapsUnavailable):
        await google.reverse(HERE)
    await google.close()


async def test_nobody_listening_is_unavailable(google: GoogleMaps, twin: GoogleTwin) -> None:
    twin.failing_with = 502
    with pytest.raises(MapsUnavailable):
        await google.geocode("Indiranagar")


async def test_no_route_is_a_refusal(google: GoogleMaps) -> None:
    with pytest.raises(NoRoute):
        await google.route([HERE, Point(5.0, 70.0)], TravelMode.CAR)
