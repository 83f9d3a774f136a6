"""Asking the map: places by name, and the address at a position."""

from uuid import uuid4

from porter.core.geo import Point
from porter.core.words import distance_text
from porter.integrations.maps import Place, Suggestion, maps
from porter.services.places.views import PlaceView, SuggestionView

LONGEST_SEARCH = 120
SHOWN = 8


def new_search() -> str:
    """A key for one search, from the first letter to the chosen place: vendors bill what bears it as one."""
    return str(uuid4())


async def search(text: str, near: Point | None = None, key: str = "") -> tuple[SuggestionView, ...]:
    """Places whose name somebody may be typing, best first; `key` is of `new_search`. Raises the map's GatewayError."""
    wanted = text.strip()[:LONGEST_SEARCH]
    if not wanted:
        return ()
    found = await maps().autocomplete(wanted, near=near, limit=SHOWN, session_token=key or None)
    return tuple(_suggestion(one) for one in found)


async def of_id(place_id: str, key: str = "") -> PlaceView:
    """The place that a suggestion named, which ends the search of this key. Raises PlaceUnknown and the map's GatewayError."""
    return _view(await maps().place(place_id[:300], session_token=key or None))


async def at(point: Point) -> PlaceView:
    """The address at a position; the position stays as it was given. Raises the map's GatewayError."""
    found = _view(await maps().reverse(point))
    return found.model_copy(update={"lat": point.lat, "lng": point.lng})


def _suggestion(found: Suggestion) -> SuggestionView:
    away = "" if found.distance_m is None else distance_text(found.distance_m)
    return SuggestionView(id=found.place_id, title=found.title, detail=found.subtitle, distance_text=away)


def _view(place: Place) -> PlaceView:
    return PlaceView(
        title=place.name or place.address, address=place.address or place.name, lat=place.point.lat, lng=place.point.lng
    )
