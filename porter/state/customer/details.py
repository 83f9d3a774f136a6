"""The two forms of a trip: what to know about a stop, and what is carried."""

from typing import Any

import reflex as rx

from porter.core.errors import PorterError, Refused
from porter.core.language import here, msg
from porter.core.money import format_money
from porter.services import accounts, quotes
from porter.services.zones import CityRules
from porter.state.customer import draft as drafts
from porter.state.customer.draft import Details, DraftGoods
from porter.state.customer.home_city import rules_for
from porter.state.customer.trip import TripState
from porter.state.customer.words import text_of, typed_whole
from porter.state.session import CustomerOnly

MOST_KG = 100_000
MOST_RUPEES = 100_000_000
NO_ERRORS = {"weight_kg": "", "description": "", "declared": "", "eway_bill": ""}


class StopDetailsState(CustomerOnly, rx.State):
    """Floor, landmark and contact of one stop."""

    key: str = ""
    title: str = ""
    stop: dict[str, Any] = {}
    error: str = ""

    @rx.event
    async def open(self, key: str) -> None:
        """Show the details of a stop."""
        trip = await self.get_state(TripState)
        stop = next((stop for stop in trip._draft().stops if stop.key == key), None)
        if stop is None:
            return
        if not stop.filled:
            trip._edit(stop.key)
            return
        self.key, self.title, self.error, self.stop = stop.key, stop.title, "", stop.model_dump()

    @rx.event
    async def close(self) -> None:
        """Leave it as it was."""
        self.key = ""

    @rx.event
    async def change_place(self) -> None:
        """Another place for this stop."""
        trip = await self.get_state(TripState)
        trip._edit(self.key)
        self.key = ""

    @rx.event
    async def save(self, form: dict[str, Any]) -> None:
        """Keep what was typed; a phone that is none stays in the form with a word about it."""
        phone = text_of(form, "contact_phone", 24)
        self.stop = {**self.stop, **_details(form, phone).model_dump()}
        try:
            known = accounts.parse_phone(phone) if phone else ""
        except PorterError as refusal:
            self.error = refusal.message
            return
        trip = await self.get_state(TripState)
        trip._keep(
            drafts.detail(trip._draft(), self.key, _details(form, accounts.display_phone(known) if known else ""))
        )
        self.key, self.error = "", ""


class GoodsState(CustomerOnly, rx.State):
    """What is carried, and a note for the driver."""

    is_open: bool = False
    goods: dict[str, Any] = {}
    declared_text: str = ""
    weight_text: str = ""
    note: str = ""
    summary: str = ""
    needs_eway: bool = False
    """Known when it is saved, not while the value is typed: a field that appears then moves the button away under the finger."""
    errors: dict[str, str] = NO_ERRORS
    """What is wrong, by the name of the field."""
    kinds: list[list[str]] = []
    """The city's kinds of goods: the word that is kept, and how it is said."""
    eway_text: str = ""
    """Above this value the law asks for an e-way bill."""
    _eway_above_minor: int = 0

    @rx.event
    async def load(self) -> None:
        """Read it from the trip."""
        await self._read()

    @rx.event
    async def open(self) -> None:
        """Show the form."""
        await self._read()
        self.errors, self.is_open = NO_ERRORS, True

    @rx.event
    async def close(self) -> None:
        """Leave it as it was."""
        self.is_open = False

    @rx.event
    async def choose_kind(self, kind: str) -> None:
        """What kind of goods."""
        self.goods = {**self.goods, "kind": self._listed(str(kind))}

    @rx.event
    async def set_fragile(self, fragile: bool) -> None:
        """Handle with care."""
        self.goods = {**self.goods, "fragile": fragile is True}

    async def _save(self, form: dict[str, Any]) -> bool:
        """Keep what was typed; what cannot be right stays in the form with a word at its field."""
        await self._actor()
        trip = await self.get_state(TripState)
        rules, currency = await rules_for(trip._draft())
        weight, declared = text_of(form, "weight_kg", 12), text_of(form, "declared", 15)
        weight_kg = typed_whole(weight.lower().removesuffix("kg"), MOST_KG)
        rupees = typed_whole(declared.removeprefix("₹"), MOST_RUPEES)
        goods = DraftGoods(
            kind=self._listed(self.goods.get("kind", "")),
            description=text_of(form, "description", 300),
            weight_kg=weight_kg or 0,
            fragile=bool(self.goods.get("fragile")),
            declared_rupees=rupees or 0,
            eway_bill=text_of(form, "eway_bill", 20),
        )
        draft = trip._draft().model_copy(update={"goods": goods, "note": text_of(form, "note", 500)})
        self._fill(draft)
        self.weight_text, self.declared_text = weight, declared
        self.errors = NO_ERRORS | _unreadable(weight_kg, rupees) | _refused(goods, rules, currency)
        if self.errors != NO_ERRORS:
            return False
        trip._keep(draft)
        self._sum_up(goods)
        self.is_open = False
        return True

    async def _read(self) -> None:
        """The goods of the trip, by the rules of its city: a kind that it does not list gives way to its first."""
        await self._actor()  # the summary and the kinds are said in this person's language
        trip = await self.get_state(TripState)
        draft = trip._draft()
        rules, currency = await rules_for(draft)
        self.kinds = [[kind, here(kind)] for kind in rules.goods_kinds]
        self._eway_above_minor = rules.eway_bill_above_minor
        self.eway_text = format_money(rules.eway_bill_above_minor, currency, trim=True)
        kind = self._listed(draft.goods.kind)
        if kind != draft.goods.kind:
            draft = draft.model_copy(update={"goods": draft.goods.model_copy(update={"kind": kind})})
            trip._keep(draft)
        self._fill(draft)
        self._sum_up(draft.goods)

    def _listed(self, kind: str) -> str:
        known = [known for known, _ in self.kinds]
        return kind if kind in known else next(iter(known), "")

    def _fill(self, draft: drafts.Draft) -> None:
        """The form."""
        goods = draft.goods
        self.goods, self.note = goods.model_dump(), draft.note
        self.weight_text = str(goods.weight_kg or "")
        self.declared_text = str(goods.declared_rupees or "")
        self.needs_eway = goods.declared_rupees * 100 > self._eway_above_minor

    def _sum_up(self, goods: DraftGoods) -> None:
        """What the trip says of its goods."""
        weight = here("{number} kg", number=f"{goods.weight_kg:,}") if goods.weight_kg else here("weight not given")
        parts = (here(goods.kind), weight, here("fragile") if goods.fragile else "")
        self.summary = " · ".join(part for part in parts if part)


def _unreadable(weight_kg: int | None, rupees: int | None) -> dict[str, str]:
    """The numbers that are none: nothing is guessed out of what was typed."""
    wrong = {}
    if weight_kg is None:
        wrong["weight_kg"] = msg("Please enter whole kilograms from 1 to 1,00,000, or nothing.")
    if rupees is None:
        wrong["declared"] = msg("Please enter whole rupees from 1 to 10,00,00,000, or nothing.")
    return wrong


def _refused(goods: DraftGoods, rules: CityRules, currency: str) -> dict[str, str]:
    """What the city does not let travel like this: the quote would say the same a step later."""
    what = drafts.unchecked_goods(goods)
    wrong = {}
    for field, check in (
        ("description", lambda: quotes.check_allowed(what, rules)),
        ("eway_bill", lambda: quotes.check_eway_bill(what, rules, currency)),
    ):
        try:
            check()
        except Refused as refusal:
            wrong[field] = refusal.message
    return wrong


def _details(form: dict[str, Any], phone: str) -> Details:
    return Details(
        landmark=text_of(form, "landmark", 100),
        floor=text_of(form, "floor", 40),
        contact_name=text_of(form, "contact_name", 100),
        contact_phone=phone,
        note=text_of(form, "stop_note", 300),
    )
