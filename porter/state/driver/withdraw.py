"""Withdrawing: how much, where to, one question, and the way of the money to the bank."""

from typing import Any
from uuid import UUID

import reflex as rx

from porter.core import db
from porter.core.ids import new_id
from porter.core.language import here, msg
from porter.core.money import format_money, parse_minor, to_decimal
from porter.services import payouts
from porter.services.accounts import Actor
from porter.state.hub import Message, hub
from porter.state.notices import NoticeState
from porter.state.session import DriverOnly

NO_AMOUNT = msg("Please write how much, for example 500.")


class WithdrawState(DriverOnly, rx.State):
    """The balance, the wish, and the withdrawals so far."""

    balance: dict[str, Any] = {}
    locks: list[dict[str, Any]] = []
    places: list[dict[str, Any]] = []
    place: str = ""
    amount: str = ""
    error: str = ""
    asking: bool = False
    asked: dict[str, str] = {}
    history: list[dict[str, Any]] = []
    next_cursor: str = ""
    loaded: bool = False
    _wish: tuple[str, int, str] | None = None

    @rx.event
    async def load(self) -> None:
        """Show the balance, the accounts and the withdrawals. Raises Unauthenticated."""
        actor = await self._actor()
        self._forget()
        await hub.watch_events(f"account:{actor.id}", self.router.session.client_token, _told)
        await self._read(actor)
        self.loaded = True

    @rx.event
    async def look(self) -> None:
        """Something has changed. Raises Unauthenticated."""
        await self._read(await self._actor())

    @rx.event
    def write(self, amount: str) -> None:
        """Another amount is being written."""
        self.amount, self.error = amount[:20], ""

    @rx.event
    def all_of_it(self) -> None:
        """Everything that can be withdrawn."""
        whole = to_decimal(int(self.balance.get("withdrawable_minor", 0)))
        self.amount, self.error = f"{whole}".removesuffix(".00"), ""

    @rx.event
    def choose(self, place: str) -> None:
        """Another account."""
        self.place = next((known["id"] for known in self.places if known["id"] == place), self.place)

    @rx.event
    async def ask(self, form: dict[str, Any]) -> None:
        """Ask once more before the money goes; what is wrong stands at the amount. Raises Unauthenticated."""
        await self._read(await self._actor())
        self.amount = str(form.get("amount", ""))[:20]
        minor, place = _minor(self.amount), next((one for one in self.places if one["id"] == self.place), None)
        self.error = self._fault(minor)
        if minor is None or place is None or self.error:
            return
        self._wish = (str(new_id()), minor, place["id"])
        self.asked = {"amount": format_money(minor, self.balance["currency"], trim=True), "place": place["label"]}
        self.asking = True

    @rx.event
    def keep(self) -> None:
        """The money stays."""
        self._forget()

    @rx.event
    async def confirm(self) -> Any:
        """Withdraw what was asked about: once, however often it is pressed. Raises Unauthenticated, Refused."""
        actor = await self._actor()
        if self._wish is None:
            return None
        key, minor, place = self._wish
        self._forget()
        async with db.transaction() as session:
            made = await payouts.request(session, actor, minor, UUID(place), key=UUID(key))
        self.amount = ""
        await self._read(actor)
        words = here("{amount} is on its way to {place}.", amount=made.amount_text, place=made.destination)
        return NoticeState.tell("good", words)

    @rx.event
    async def more(self) -> None:
        """Older withdrawals. Raises Unauthenticated."""
        actor = await self._actor()
        if self.next_cursor:
            async with db.reading() as session:
                page = await payouts.mine(session, actor, self.next_cursor)
            self.history = [*self.history, *(payout.plain() for payout in page.items)]
            self.next_cursor = page.next_cursor

    async def _read(self, actor: Actor) -> None:
        async with db.reading() as session:
            balance = (await payouts.balance(session, actor)).plain()
            places = await payouts.destinations(session, actor)
            page = await payouts.mine(session, actor)
        self.locks, self.balance = balance.pop("locks"), balance
        self.places = [place.plain() for place in places]
        if self.place not in {place["id"] for place in self.places}:
            self.place = self.places[0]["id"] if self.places else ""
        self.history, self.next_cursor = [payout.plain() for payout in page.items], page.next_cursor

    def _fault(self, minor: int | None) -> str:
        """What is wrong with an amount, before anybody asks the books: they have the last word."""
        if minor is None:
            return NO_AMOUNT
        if minor < payouts.MIN_PAYOUT_MINOR:
            return payouts.WithdrawalTooSmall.default_message
        if minor <= self.balance["withdrawable_minor"]:
            return ""
        return here("You can withdraw {amount} at the moment.", amount=self.balance["withdrawable_text"])

    def _forget(self) -> None:
        self.asking, self.asked, self.error, self._wish = False, {}, "", None


def _minor(text: str) -> int | None:
    """An amount as people write it: with a rupee sign, with commas, with paise or without."""
    written = text.replace("₹", "").replace(",", "").strip()
    try:
        minor = parse_minor(written)
    except ValueError:
        return None
    return minor if minor > 0 else None


def _told(message: Message) -> Any:
    return WithdrawState.look if message["kind"] == "payout:updated" else None
