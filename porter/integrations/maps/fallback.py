"""A chain of providers: the first that answers wins; routes end at the straight line, so they always have an answer."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import structlog

from porter.core.geo import Point
from porter.integrations.maps.base import (
    MapsProvider,
    MapsRefused,
    MapsUnavailable,
    Place,
    PlaceUnknown,
    Route,
    RouteLeg,
    Suggestion,
    TravelMode,
    check_route_points,
)
from porter.integrations.maps.breaker import Breaker
from porter.integrations.maps.cache import AUTOCOMPLETE_KEEP_S, MATRIX_KEEP_S, ROUTE_KEEP_S, remembered, rounded
from porter.integrations.maps.straight import straight_matrix, straight_route

T = TypeVar("T")
log = structlog.get_logger(__name__)


class MapsChain:
    """Asks providers in their order and leaves failing ones alone for a while; `keep` their answers in Redis if paid."""

    def __init__(
        self, providers: Sequence[MapsProvider], *, breakers: Sequence[Breaker] | None = None, keep: bool = True
    ) -> None:
        self._links = list(zip(providers, breakers or [Breaker() for _ in providers], strict=True))
        self._keep = keep

    def prepare(self) -> None:
        """Only the first provider's: the others may never be asked."""
        self._links[0][0].prepare()

    async def autocomplete(
        self, text: str, *, near: Point | None = None, limit: int = 6, session_token: str | None = None
    ) -> list[Suggestion]:
        """Suggestions of the first provider that answers. A session's own answers are not shared through the cache."""

        async def ask() -> list[dict[str, Any]]:
            found = await self._first(
                lambda maps: maps.autocomplete(text, near=near, limit=limit, session_token=session_token)
            )
            return [suggestion.plain() for suggestion in found]

        question = [text.strip().casefold(), rounded(near, 2), limit]
        return [Suggestion(**one) for one in await self._remembered("complete", question, AUTOCOMPLETE_KEEP_S, ask)]

    async def place(self, place_id: str, *, session_token: str | None = None) -> Place:
        """The place of an id, from whichever provider gave it. Raises PlaceUnknown."""
        return await self._first(lambda maps: maps.place(place_id, session_token=session_token), on=PlaceUnknown)

    async def geocode(self, text: str) -> Place | None:
        """The place an address names, from the first provider that answers."""
        return await self._first(lambda maps: maps.geocode(text))

    async def reverse(self, point: Point) -> Place:
        """The address at a position, from the first provider that answers."""
        return await self._first(lambda maps: maps.reverse(point), on=MapsRefused)

    async def route(self, points: Sequence[Point], mode: TravelMode) -> Route:
        """A route from the first provider that knows one, else as the crow flies."""
        check_route_points(points)

        async def ask() -> dict[str, Any]:
            try:
                found = await self._first(lambda maps: maps.route(points, mode), on=MapsRefused)
            except (MapsRefused, MapsUnavailable):
                found = straight_route(points, mode)
            return found.plain()

        question = [mode.value, [rounded(point, 5) for point in points]]
        return Route(**await self._remembered("route", question, ROUTE_KEEP_S, ask))

    async def matrix(
        self, origins: Sequence[Point], destinations: Sequence[Point], mode: TravelMode
    ) -> list[list[RouteLeg | None]]:
        """Travel times from the first provider that answers, else as the crow flies."""

        async def ask() -> list[list[dict[str, Any] | None]]:
            try:
                found = await self._first(lambda maps: maps.matrix(origins, destinations, mode), on=MapsRefused)
            except (MapsRefused, MapsUnavailable):
                found = straight_matrix(origins, destinations, mode)
            return [[leg.plain() if leg else None for leg in row] for row in found]

        question = [mode.value, [rounded(p, 4) for p in origins], [rounded(p, 4) for p in destinations]]
        rows = await self._remembered("matrix", question, MATRIX_KEEP_S, ask)
        return [[RouteLeg(**leg) if leg else None for leg in row] for row in rows]

    async def _remembered(self, kind: str, question: list[Any], keep_s: int, ask: Callable[[], Awaitable[Any]]) -> Any:
        return await remembered(kind, question, keep_s, ask) if self._keep else await ask()

    async def _first(self, ask: Callable[[MapsProvider], Awaitable[T]], on: type[MapsRefused] | None = None) -> T:
        """The first answer; `on` is the refusal that sends the question on to the next provider."""
        trouble: MapsRefused | MapsUnavailable = MapsUnavailable()
        for provider, breaker in self._links:
            if not breaker.lets_through():
                continue
            try:
                answer = await ask(provider)
            except MapsUnavailable as error:
                breaker.failed()
                log.warning("maps.provider_failed", provider=type(provider).__name__)
                trouble = error
            except MapsRefused as error:
                breaker.succeeded()
                if on is None or not isinstance(error, on):
                    raise
                trouble = error
            else:
                breaker.succeeded()
                return answer
        raise trouble
