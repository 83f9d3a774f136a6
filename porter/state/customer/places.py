"""Choosing a place: saved ones, recent ones, by name, by the phone's position, by a pin on the map."""

from typing import Any

import reflex as rx

from porter.core import db
from porter.core.config import settings
from porter.core.errors import NotFound, PorterError, Refused
from porter.core.geo import Point, distance_m
from porter.core.language import msg
from porter.services import accounts, places, zones
from porter.services.accounts import AddressView
from porter.services.places import PlaceView
from porter.services.zones import OutsideZone
from porter.state.customer.trip import TripState
from porter.state.session import CustomerOnly

SAME_WITHIN_M = 60


class PlacesState(CustomerOnly, rx.State):
    """What the search step shows."""

    saved: list[dict[str, Any]] = []
    recent: list[dict[str, Any]] = []
    results: list[dict[str, Any]] = []
    query: str = ""
    searching: bool = False
    error: str = ""
    pin: dict[str, Any] = {}
    me: dict[str, float] = {}
    center: dict[str, float] = {}
    loaded: bool = False
    _search_key: str = ""

    @rx.event
    async def load(self) -> None:
        """Read what this person has saved and used; the default address is suggested as pickup."""
        actor = await self._actor()
        async with db.reading() as session:
            saved = await accounts.addresses(session, actor)
            recent = await places.recent(session, actor)
            city = await zones.city(session, settings().default_city)
        self.center = self.center or {"lat": city.lat, "lng": city.lng}
        self.saved = [_saved(address) for address in saved]
        fresh = [place for place in recent if not any(_same(place, address) for address in saved)]
        self.recent = [
            {"id": str(number), "detail": places.rest_of(place.address), **place.plain()}
            for number, place in enumerate(fresh)
        ]
        self.query, self.results, self.error, self.loaded = "", [], "", True
        trip = await self.get_state(TripState)
        draft = trip._draft()
        home = next((address for address in saved if address.is_default), None)
        if home and trip.step == "start" and not any(stop.filled for stop in draft.stops):
            trip._prefill(_place(home))

    @rx.event
    async def search(self, text: str) -> Any:
        """Look for places while somebody types."""
        self.query, self.error, self.searching = str(text)[:120], "", bool(str(text).strip())
        self._search_key = self._search_key or places.new_search()
        yield
        try:
            found = await places.search(self.query, self._near(), self._search_key)
        except PorterError as problem:
            self.error, found = problem.message, ()
        self.results = [place.plain() for place in found]
        self.searching = False

    @rx.event
    async def take_first(self, text: str) -> None:
        """Enter takes the first place found."""
        if self.results and self.query == str(text)[:120]:
            await self._choose(self.results[0]["id"])

    @rx.event
    async def choose(self, place_id: str) -> None:
        """Take a place of the search."""
        await self._choose(place_id)

    async def _choose(self, place_id: str) -> None:
        key, self._search_key = self._search_key, ""  # a choice ends a search, also one that failed
        try:
            await self._take(await places.of_id(str(place_id), key))
        except PorterError as problem:
            self.error = problem.message

    @rx.event
    async def keep(self, kind: str, place_id: str) -> None:
        """Take a saved or a recent place."""
        rows = self.saved if kind == "saved" else self.recent
        found = next((row for row in rows if row["id"] == place_id), None)
        if found is None:
            raise NotFound(msg("We do not know this place any more. Please search for it."))
        fields = {name: found[name] for name in PlaceView.model_fields}
        await self._take(PlaceView.model_validate(fields))

    @rx.event
    async def locate(self, here: dict[str, Any]) -> None:
        """The phone says where it is: the pin goes there, to be confirmed."""
        point = point_of(here)
        self.me = self.center = {"lat": point.lat, "lng": point.lng}
        (await self.get_state(TripState))._show("pin")
        await self._drop_pin(point)

    @rx.event
    async def locate_failed(self, message: str) -> None:
        """The phone does not say where it is."""
        self.error = str(message)[:200]

    @rx.event
    async def open_pin(self) -> None:
        """Choose on the map, from where this stop or the person is."""
        self.error = ""
        trip = await self.get_state(TripState)
        stop = next((stop for stop in trip._draft().stops if stop.key == trip.editing and stop.filled), None)
        if stop and stop.lat is not None and stop.lng is not None:
            self.center = {"lat": stop.lat, "lng": stop.lng}
        elif self.me:
            self.center = self.me
        trip._show("pin")

    @rx.event
    async def pick(self, here: dict[str, Any]) -> None:
        """The map was moved under the pin."""
        await self._drop_pin(point_of(here))

    @rx.event
    async def use_pin(self) -> None:
        """Take the place under the pin."""
        if self.pin:
            await self._take(PlaceView.model_validate({name: self.pin[name] for name in PlaceView.model_fields}))

    async def _drop_pin(self, point: Point) -> None:
        self.error = ""
        try:
            self.pin = (await places.at(point)).plain()
        except PorterError as problem:
            self.pin, self.error = {}, problem.message

    async def _take(self, place: PlaceView) -> None:
        trip = await self.get_state(TripState)
        try:
            async with db.reading() as session:
                await zones.stop_served(session, trip._number(), Point(place.lat, place.lng))
        except OutsideZone as problem:
            self.error = problem.message
            return
        self.query, self.results, self.error, self.pin, self._search_key = "", [], "", {}, ""
        trip._put(place)

    def _near(self) -> Point | None:
        return Point(self.me["lat"], self.me["lng"]) if self.me else None


def point_of(here: dict[str, Any]) -> Point:
    """The position that a browser names. Raises Refused for anything else."""
    try:
        return Point(float(here["lat"]), float(here["lng"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(msg("That is not a place on the map. Please choose another one.")) from error


def _same(place: PlaceView, address: AddressView) -> bool:
    return distance_m(Point(place.lat, place.lng), Point(address.lat, address.lng)) < SAME_WITHIN_M


def _saved(address: AddressView) -> dict[str, Any]:
    return {"id": str(address.id), "label": address.label, **_place(address).plain()}


def _place(address: AddressView) -> PlaceView:
    return PlaceView(
        title=address.label,
        address=address.full_address,
        lat=address.lat,
        lng=address.lng,
        landmark=address.landmark,
        floor=address.floor,
        contact_name=address.contact_name,
        contact_phone=accounts.display_phone(address.contact_phone) if address.contact_phone else "",
    )
