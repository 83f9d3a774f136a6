"""Saved places: a list, and a form with a map."""

from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import ValidationError

from porter.core import db
from porter.core.config import settings
from porter.core.errors import PorterError, Refused
from porter.core.geo import Point
from porter.core.language import msg
from porter.services import accounts, places, zones
from porter.services.accounts import AddressInput
from porter.state.customer.words import text_of
from porter.state.notices import NoticeState
from porter.state.session import CustomerOnly

WRONG = {
    "label": msg("Please give it a name, such as Home."),
    "full_address": msg("Please enter the address."),
    "contact_phone": msg("Please enter a 10-digit mobile number."),
}
NO_ERRORS = dict.fromkeys(WRONG, "")


class AddressesState(CustomerOnly, rx.State):
    """The saved places of this person."""

    rows: list[dict[str, Any]] = []
    loaded: bool = False
    form: dict[str, Any] = {}
    errors: dict[str, str] = NO_ERRORS
    center: dict[str, float] = {}
    results: list[dict[str, Any]] = []
    searching: bool = False
    leaving: dict[str, Any] = {}
    _search_key: str = ""

    @rx.event
    async def load(self) -> None:
        """Read them."""
        async with db.reading() as session:
            city = await zones.city(session, settings().default_city)
        self.center = {"lat": city.lat, "lng": city.lng}
        await self._read()
        self.form, self.errors, self.leaving, self.loaded = {}, NO_ERRORS, {}, True

    @rx.event
    async def edit(self, address_id: str) -> None:
        """Open the form: of a saved place, or an empty one."""
        if not self.loaded:
            return
        known = next((row for row in self.rows if row["id"] == address_id), None)
        empty: dict[str, Any] = {
            "id": "",
            "label": "",
            "full_address": "",
            **self.center,
            "is_default": not self.rows,
            "placed": "",
        }
        self.form = {**known, "placed": "yes"} if known else empty
        self.center = {"lat": self.form["lat"], "lng": self.form["lng"]}
        self.errors, self.results = NO_ERRORS, []

    @rx.event
    async def close(self) -> None:
        """Leave it as it was."""
        self.form = {}

    @rx.event
    async def search(self, text: str) -> Any:
        """Look for a place by name."""
        self.searching, self._search_key = True, self._search_key or places.new_search()
        yield
        try:
            found = await places.search(str(text), _centre(self.center), self._search_key)
            self.results = [place.plain() for place in found]
        finally:
            self.searching = False

    @rx.event
    async def choose(self, place_id: str) -> None:
        """Take a place of the search into the open form: the map goes there."""
        if not self.form:
            return
        key, self._search_key = self._search_key, ""  # a choice ends a search, also one that failed
        place = await places.of_id(str(place_id), key)
        self._place(place.address, Point(place.lat, place.lng))
        self.center, self.results = {"lat": place.lat, "lng": place.lng}, []

    @rx.event
    async def pick(self, here: dict[str, Any]) -> None:
        """The map was moved under the pin."""
        point = _centre(here)
        moved = abs(point.lat - float(self.form.get("lat", 0))) + abs(point.lng - float(self.form.get("lng", 0))) > 1e-4
        if self.form and moved:
            self._place((await places.at(point)).address, point)

    @rx.event
    async def locate(self, here: dict[str, Any]) -> None:
        """The phone says where it is: a new address starts there."""
        point = _centre(here)
        if self.form:
            self._place((await places.at(point)).address, point)
            self.center = {"lat": point.lat, "lng": point.lng}

    @rx.event
    async def locate_failed(self, message: str) -> None:
        """The phone does not say where it is."""
        self.errors = NO_ERRORS | {"full_address": str(message)[:200]}

    @rx.event
    async def save(self, form: dict[str, Any]) -> Any:
        """Keep what was typed; what is wrong stays in the form with a word about it. Without an open form nothing."""
        if not self.form:
            return None
        self.form = {**self.form, **_typed(form)}
        if not self.form["placed"]:
            self.errors = NO_ERRORS | {"full_address": msg("Please find the place first, or move the map to it.")}
            return None
        try:
            place = AddressInput.model_validate({key: self.form[key] for key in AddressInput.model_fields})
            await self._save(place)
        except ValidationError as wrong:
            names = [str(error["loc"][0]) for error in wrong.errors()]
            self.errors = NO_ERRORS | {name: WRONG.get(name, msg("Please check this.")) for name in names}
            return None
        except PorterError as refusal:
            self.errors = NO_ERRORS | {"label": refusal.message}
            return None
        await self._read()
        self.form = {}
        return NoticeState.tell("good", msg("The address is saved."))

    @rx.event
    async def ask_remove(self, address_id: str) -> None:
        """Ask before a place is forgotten; without an id, do not."""
        self.leaving = next((row for row in self.rows if row["id"] == address_id), {})

    @rx.event
    async def remove(self) -> None:
        """Forget the place."""
        if self.leaving:
            async with db.transaction() as session:
                await accounts.remove_address(session, await self._actor(), UUID(self.leaving["id"]))
            self.leaving = {}
            await self._read()

    def _place(self, address: str, at: Point) -> None:
        self.form = {**self.form, "full_address": address, "lat": at.lat, "lng": at.lng, "placed": "yes"}
        self.errors = NO_ERRORS

    async def _save(self, place: AddressInput) -> None:
        async with db.transaction() as session:
            actor = await self._actor()
            if self.form["id"]:
                await accounts.change_address(session, actor, UUID(self.form["id"]), place)
            else:
                await accounts.add_address(session, actor, place)

    async def _read(self) -> None:
        async with db.reading() as session:
            found = await accounts.addresses(session, await self._actor())
        self.rows = [address.plain() for address in found]


def _typed(form: dict[str, Any]) -> dict[str, Any]:
    longest = {"label": 50, "full_address": 300, "landmark": 100, "floor": 40, "contact_name": 100, "contact_phone": 40}
    return {name: text_of(form, name, most) for name, most in longest.items()} | {
        "is_default": form.get("is_default") in (True, "on", "true")
    }


def _centre(here: dict[str, Any]) -> Point:
    try:
        return Point(float(here["lat"]), float(here["lng"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(msg("That is not a place on the map. Please choose another one.")) from error
