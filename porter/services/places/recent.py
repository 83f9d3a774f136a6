"""Places that a person has used before."""

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.geo import Point, distance_m
from porter.models import Stop
from porter.services.accounts import Actor, display_phone
from porter.services.places import queries
from porter.services.places.views import PlaceView, short_name

SAME_WITHIN_M = 60
LOOKED_AT = 40


async def recent(session: AsyncSession, actor: Actor, limit: int = 5) -> tuple[PlaceView, ...]:
    """Where this person's orders went, newest first, each place once."""
    kept: list[PlaceView] = []
    for stop in await queries.newest_stops(session, actor.id, LOOKED_AT):
        if len(kept) < limit and not _known(kept, stop):
            kept.append(_view(stop))
    return tuple(kept)


def _known(kept: list[PlaceView], stop: Stop) -> bool:
    here = Point(stop.lat, stop.lng)
    return any(distance_m(Point(place.lat, place.lng), here) < SAME_WITHIN_M for place in kept)


def _view(stop: Stop) -> PlaceView:
    return PlaceView(
        title=short_name(stop.address),
        address=stop.address,
        lat=stop.lat,
        lng=stop.lng,
        landmark=stop.landmark,
        floor=stop.floor,
        contact_name=stop.contact_name,
        contact_phone=display_phone(stop.contact_phone) if stop.contact_phone else "",
    )
