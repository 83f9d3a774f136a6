"""Where the driver's money goes: bank accounts and UPI IDs."""

from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import ValidationError

from porter.core import db
from porter.core.errors import PorterError
from porter.core.ids import claimed_id
from porter.core.language import here, msg
from porter.models.enums import DestinationKind
from porter.services import payouts
from porter.services.accounts import Actor
from porter.services.payouts import DestinationInput
from porter.state.notices import NoticeState
from porter.state.session import DriverOnly

KINDS = ("upi", "bank")
FIELDS = ("name", "upi", "account_number", "ifsc")
NAME = msg("Please write the name as your bank has it.")
NOT_THE_SAME = msg("The two numbers are not the same. Please write them again.")


class PlacesState(DriverOnly, rx.State):
    """The accounts that are kept, and the form for another one."""

    places: list[dict[str, Any]] = []
    kind: str = "upi"
    adding: bool = False
    errors: dict[str, str] = {}
    leaving: dict[str, str] = {}
    loaded: bool = False

    @rx.event
    async def load(self) -> None:
        """Show the accounts. Raises Unauthenticated."""
        self.adding, self.errors, self.leaving = False, {}, {}
        await self._read(await self._actor())
        self.loaded = True

    @rx.event
    def show_form(self, adding: bool) -> None:
        """Open or close the form."""
        self.adding, self.errors = adding is True, {}

    @rx.event
    def choose_kind(self, kind: str) -> None:
        """A UPI ID, or a bank account."""
        if kind in KINDS:
            self.kind, self.errors = kind, {}

    @rx.event
    async def add(self, form: dict[str, Any]) -> Any:
        """Keep another account. What is wrong stands at its field. Raises Unauthenticated."""
        actor = await self._actor()
        try:
            wanted = _wanted(self.kind, form)
        except ValidationError as refusal:
            self.errors = _errors(refusal)
            return None
        if wanted.account_number != _text(form, "account_again").replace(" ", ""):
            self.errors = {"account_again": NOT_THE_SAME}
            return None
        return await self._keep(actor, wanted)

    @rx.event
    async def make_usual(self, place: str) -> None:
        """Money goes there from now on. Raises Unauthenticated, DestinationNotFound."""
        actor = await self._actor()
        async with db.transaction() as session:
            await payouts.make_default(session, actor, claimed_id(place, payouts.DestinationNotFound.default_message))
        await self._read(actor)

    @rx.event
    def ask_remove(self, place: str) -> None:
        """Ask before an account is forgotten; about none, to leave it as it is."""
        self.leaving = next((_named(known) for known in self.places if known["id"] == place), {})

    @rx.event
    async def remove(self) -> Any:
        """Forget the account that was asked about. Raises Unauthenticated, DestinationNotFound."""
        actor = await self._actor()
        if not self.leaving:
            return None
        gone, self.leaving = self.leaving, {}
        async with db.transaction() as session:
            await payouts.remove_destination(session, actor, UUID(gone["id"]))
        await self._read(actor)
        return NoticeState.tell("good", here("{name} is removed.", name=gone["label"]))

    async def _keep(self, actor: Actor, wanted: DestinationInput) -> Any:
        try:
            async with db.transaction() as session:
                added = await payouts.add_destination(session, actor, wanted)
        except PorterError as refusal:
            self.errors = {"name": refusal.message}
            return None
        self.adding, self.errors = False, {}
        await self._read(actor)
        return NoticeState.tell("good", here("{name} is added.", name=added.label))

    async def _read(self, actor: Actor) -> None:
        async with db.reading() as session:
            self.places = [place.plain() for place in await payouts.destinations(session, actor)]


def _wanted(kind: str, form: dict[str, Any]) -> DestinationInput:
    is_upi = kind == "upi"
    fields = {name: _text(form, name) for name in (("name", "upi") if is_upi else ("name", "account_number", "ifsc"))}
    return DestinationInput(kind=DestinationKind.UPI if is_upi else DestinationKind.BANK, **fields)


def _text(form: dict[str, Any], name: str) -> str:
    return str(form.get(name, "")).strip()[:120]


def _errors(refusal: ValidationError) -> dict[str, str]:
    said = {str(fault["loc"][0]): fault for fault in refusal.errors()}
    return {name: fault["msg"] if fault["type"] == "destination" else NAME for name, fault in said.items()}


def _named(known: dict[str, Any]) -> dict[str, str]:
    return {"id": known["id"], "label": known["label"]}
