"""When Google is down the city answers, when that knows nothing the straight line does, and nobody waits twice."""

from collections.abc import Sequence

import pytest

from porter.core.config import settings
from porter.core.geo import Point, distance_m
from porter.integrations import maps as capability
from porter.integrations.maps import (
    MapsRefused,
    MapsUnavailable,
    NoRoute,
    Place,
    Route,
    RouteLeg,
    Suggestion,
    TravelMode,
)
from porter.integrations.maps.breaker import Breaker
from porter.integrations.maps.fallback import MapsChain
from porter.integrations.maps.offline import OfflineMaps
from porter.integrations.maps.offline.network import network
from porter.integrations.maps.straight import straight_route

HERE, THERE, SEA = Point(12.9352, 77.6245), Point(12.9719, 77.6412), Point(5.0, 70.0)


class Broken:
    """A provider that always fails in one way and counts how often it was asked."""

    def __init__(self, error: Exception) -> None:
        self.error, self.asked = error, 0
        self.is_prepared = False

    def prepare(self) -> None:
        self.is_prepared = True

    def _fail(self) -> Exception:
        self.asked += 1
        return self.error

    async def autocomplete(
        self, text: str, *, near: Point | None = None, limit: int = 6, session_token: str | None = None
    ) -> list[Suggestion]:
        raise self._fail()

    async def place(self, place_id: str, *, session_token: str | None = None) -> Place:
        raise self._fail()

    async def geocode(self, text: str) -> Place | None:
        raise self._fail()

    async def reverse(self, point: Point) -> Place:
        raise self._fail()

    async def route(self, points: Sequence[Point], mode: TravelMode) -> Route:
        raise self._fail()

    async def matrix(
        self, origins: Sequence[Point], destinations: Sequence[Point], mode: TravelMode
    ) -> list[list[RouteLeg | None]]:
        raise self._fail()


class Counting(OfflineMaps):
    """The offline city, counting its routes."""

    def __init__(self) -> None:
        self.routes = 0
        self.is_prepared = False

    def prepare(self) -> None:
        self.is_prepared = True

    async def route(self, points: Sequence[Point], mode: TravelMode) -> Route:
        self.routes += 1
        return await super().route(points, mode)


async def test_the_second_provider_answers_for_the_first() -> None:
    chain = MapsChain([Broken(MapsUnavailable()), OfflineMaps()], keep=False)
    assert (await chain.autocomplete("indiranagar"))[0].title == "Indiranagar"
    assert (await chain.reverse(THERE)).address
    assert await chain.route([HERE, THERE], TravelMode.CAR) == await OfflineMaps().route([HERE, THERE], TravelMode.CAR)


async def test_a_refused_question_is_not_sent_on_where_it_would_not_help() -> None:
    with pytest.raises(MapsRefused):
        await MapsChain([Broken(MapsRefused()), OfflineMaps()], keep=False).geocode("Indiranagar")


@pytest.mark.parametrize("error", [MapsUnavailable(), NoRoute()])
async def test_the_straight_line_is_the_last_resort(error: Exception) -> None:
    chain = MapsChain([Broken(error)], keep=False)
    route = await chain.route([HERE, THERE], TravelMode.TWO_WHEELER)
    assert route == straight_route([HERE, THERE], TravelMode.TWO_WHEELER)
    assert route.distance_m == round(distance_m(HERE, THERE) * 1.3)
    rows = await chain.matrix([HERE], [THERE, SEA], TravelMode.TWO_WHEELER)
    assert rows[0][0] == route.legs[0]
    assert rows[0][1] is not None


async def test_a_place_outside_every_network_still_has_a_route() -> None:
    route = await MapsChain([OfflineMaps()], keep=False).route([HERE, SEA], TravelMode.CAR)
    assert route.distance_m > distance_m(HERE, SEA)


async def test_a_failing_provider_is_left_alone_and_tried_again_after_its_rest() -> None:
    moment = [0.0]
    broken = Broken(MapsUnavailable())
    breakers = [Breaker(failures_to_open=3, rest_s=30, clock=lambda: moment[0]), Breaker()]
    chain = MapsChain([broken, OfflineMaps()], breakers=breakers, keep=False)
    for _ in range(6):
        assert await chain.geocode("Indiranagar")
    assert broken.asked == 3
    moment[0] = 31
    for _ in range(3):
        assert await chain.geocode("Indiranagar")
    assert broken.asked == 4


async def test_refusals_do_not_open_the_breaker() -> None:
    broken = Broken(NoRoute())
    chain = MapsChain([broken, OfflineMaps()], keep=False)
    for _ in range(5):
        await chain.route([HERE, THERE], TravelMode.CAR)
    assert broken.asked == 5


async def test_all_breakers_open_means_unavailable() -> None:
    chain = MapsChain([Broken(MapsUnavailable())], breakers=[Breaker(failures_to_open=1)], keep=False)
    for _ in range(2):
        with pytest.raises(MapsUnavailable):
            await chain.geocode("Indiranagar")


@pytest.mark.usefixtures("valkey")
async def test_answers_are_kept_in_redis_per_mode_and_points() -> None:
    city = Counting()
    chain = MapsChain([city])
    first = await chain.route([HERE, THERE], TravelMode.CAR)
    assert await chain.route([HERE, THERE], TravelMode.CAR) == first
    assert city.routes == 1
    assert await chain.route([HERE, THERE], TravelMode.CYCLE) != first
    assert await chain.route([THERE, HERE], TravelMode.CAR) != first
    assert city.routes == 3
    rows = await chain.matrix([HERE], [THERE, SEA], TravelMode.CAR)
    assert await chain.matrix([HERE], [THERE, SEA], TravelMode.CAR) == rows
    found = await chain.autocomplete("indira", near=HERE)
    assert await chain.autocomplete(" Indira ", near=HERE) == found


@pytest.mark.parametrize(
    ("provider", "key", "links"), [("auto", "", 1), ("auto", "AIza-x", 2), ("offline", "AIza-x", 1)]
)
def test_the_settings_choose(monkeypatch: pytest.MonkeyPatch, provider: str, key: str, links: int) -> None:
    monkeypatch.setenv("PORTER_MAPS_PROVIDER", provider)
    monkeypatch.setenv("PORTER_GOOGLE_MAPS_KEY", key)
    settings.cache_clear()
    capability.maps.cache_clear()
    chosen = capability.maps()
    capability.maps.cache_clear()
    assert isinstance(chosen, MapsChain)
    assert len(chosen._links) == links


def test_only_the_first_provider_is_prepared() -> None:
    first, second = Broken(MapsUnavailable()), Counting()
    MapsChain([first, second]).prepare()
    assert first.is_prepared
    assert not second.is_prepared


def test_the_offline_city_is_read_ahead() -> None:
    network.cache_clear()
    OfflineMaps().prepare()
    assert network.cache_info().currsize == 1
    assert network().is_prepared
