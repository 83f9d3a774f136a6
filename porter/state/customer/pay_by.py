"""How an amount is paid: the ways, the one that is chosen, and what the wallet bears of it."""

from typing import ClassVar, NamedTuple
from uuid import UUID

import reflex as rx

from porter.core import db
from porter.core.language import here
from porter.models.enums import PaymentMethod
from porter.services import payments
from porter.services.accounts import Actor
from porter.services.payments import CardView, MethodView, PreferenceView
from porter.state.session import CustomerOnly

CARD_KEY = "card:"
"""Before the id of a saved card, to tell it from a way of paying."""

ICONS = {
    PaymentMethod.UPI: "smartphone",
    PaymentMethod.CARD: "credit_card",
    PaymentMethod.WALLET: "wallet",
    PaymentMethod.CASH: "banknote",
}
"""In the order in which they are offered."""


class Way(NamedTuple):
    """What was chosen, as the services take it."""

    method: PaymentMethod
    card_id: UUID | None
    use_wallet: bool


class PayByState(CustomerOnly, rx.State):
    """The choice, on the booking page and on the page of an order that waits for its money."""

    __fleeting__: ClassVar[dict[str, str]] = {"checkout_url": ""}

    rows: list[dict[str, str]] = []
    chosen: str = ""
    chosen_name: str = ""
    use_wallet: bool = False
    split_text: str = ""
    checkout_url: str = ""

    @rx.event
    async def load(self) -> None:
        """A page with a choice opens: nothing is under way."""
        self.checkout_url = ""

    @rx.event
    async def choose(self, key: str) -> None:
        """Take a way of paying."""
        if any(row["key"] == key and not row["off"] for row in self.rows):
            self._choose(str(key))

    @rx.event
    async def share(self, on: bool) -> None:
        """Let the wallet bear what it holds, and the chosen way the rest."""
        self.use_wallet = on is True

    async def _offer(self, actor: Actor, total_minor: int, *, before: Way | None = None, kept_minor: int = 0) -> None:
        """Show the ways of paying an amount; what was chosen stays chosen where it still can be."""
        async with db.reading() as session:
            offered = await payments.methods(session, actor, total_minor, kept_minor=kept_minor)
            cards = await payments.cards(session, actor)
            preferred = await payments.preference(session, actor)
        self.rows = way_rows(offered, cards)
        if before:
            self.use_wallet = before.use_wallet
        wishes = (_key(before) if before else "", self.chosen, _preferred(preferred), PaymentMethod.CASH.value)
        can = {row["key"] for row in self.rows if not row["off"]}
        self._choose(next((wish for wish in wishes if wish in can), ""))

    def _choose(self, key: str) -> None:
        self.chosen = key
        row = next((row for row in self.rows if row["key"] == key), {"split_text": "", "name": ""})
        self.split_text, self.chosen_name = row["split_text"], row["name"]

    def _way(self) -> Way:
        method, _, card_id = self.chosen.partition(":")
        way = PaymentMethod(method or PaymentMethod.CASH)
        return Way(way, UUID(card_id) if card_id else None, self.use_wallet and bool(self.split_text))


def way_rows(offered: tuple[MethodView, ...], cards: tuple[CardView, ...]) -> list[dict[str, str]]:
    """Ways of paying as `payment_choice` draws them, saved cards among them."""
    found = {shown.method: shown for shown in offered}
    rows: list[dict[str, str]] = []
    for method, icon in ICONS.items():
        if method not in found:
            continue
        if method is PaymentMethod.CARD:
            rows += [
                _row(found[method], icon, f"{CARD_KEY}{card.id}", card.label, here("Saved card")) for card in cards
            ]
        name = here("Another card") if method is PaymentMethod.CARD and cards else found[method].name
        rows.append(_row(found[method], icon, method.value, name, found[method].hint))
    return rows


def _row(shown: MethodView, icon: str, key: str, name: str, hint: str) -> dict[str, str]:
    off = "" if shown.is_enough else "yes"
    return {"key": key, "name": name, "hint": hint, "icon": icon, "off": off, "split_text": shown.split_text}


def _key(way: Way) -> str:
    return f"{CARD_KEY}{way.card_id}" if way.card_id else way.method.value


def _preferred(preferred: PreferenceView) -> str:
    return _key(Way(preferred.method, preferred.card_id, False)) if preferred.method else ""
