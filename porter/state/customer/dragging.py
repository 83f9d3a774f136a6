"""A stop of the planned trip that is dragged to another place on the map."""

from typing import Any

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.core.geo import Point
from porter.services import places, zones
from porter.services.zones import OutsideZone
from porter.state.customer import draft as drafts
from porter.state.customer.places import point_of
from porter.state.customer.quote import QuoteState
from porter.state.customer.trip import TripState
from porter.state.session import CustomerOnly


class DragState(CustomerOnly, rx.State):
    """Keeps nothing: the trip is elsewhere, and so are the words about what is wrong with it."""

    @rx.event
    async def drop(self, mark: dict[str, Any]) -> None:
        """The stop is where it was let go; where we may not work, it goes back and the sheet says why."""
        await self._actor()
        trip, quote = await self.get_state(TripState), await self.get_state(QuoteState)
        key, draft = str(mark.get("id", ""))[:64], trip._draft()
        place = next((place for place, stop in enumerate(draft.stops) if stop.key == key), None)
        if place is None or trip.step != "trip":
            return
        try:
            found = await _found(place, point_of(mark))
        except PorterError as problem:
            quote.error, quote.error_for = problem.message, trip.fit_key
            quote.outside = isinstance(problem, OutsideZone)
            trip._put_back()
            return
        quote.error, quote.outside = "", False
        trip._keep(drafts.move(draft, key, found))


async def _found(place: int, point: Point) -> places.PlaceView:
    async with db.reading() as session:
        await zones.stop_served(session, place, point)
    return await places.at(point)
