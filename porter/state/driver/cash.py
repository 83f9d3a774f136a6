"""The cash that the driver holds for us: how much, handing it in by UPI, setting it against earnings."""

from typing import Any
from uuid import UUID

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.core.ids import new_id
from porter.core.language import msg
from porter.services import payments, payouts
from porter.services.accounts import Actor
from porter.services.payments import PaymentView
from porter.state.hub import Message, hub
from porter.state.notices import NoticeState
from porter.state.session import DriverOnly


class CashState(DriverOnly, rx.State):
    """Cash in hand and its limit, and the payment that hands it in."""

    cash: dict[str, Any] = {}
    lines: list[dict[str, Any]] = []
    next_cursor: str = ""
    payment: dict[str, Any] = {}
    checkout_url: str = ""
    busy: bool = False
    asking: bool = False
    loaded: bool = False
    _payment_id: str = ""
    _key: str = ""

    @rx.event
    async def load(self) -> None:
        """Show the cash, and how the payment went that the browser comes back from. Raises Unauthenticated."""
        actor = await self._actor()
        self.checkout_url, self.busy, self.asking, self._key = "", False, False, ""
        self._payment_id = str(self.router.url.query_parameters.get("payment", ""))
        await hub.watch_events(f"account:{actor.id}", self.router.session.client_token, _told)
        await self._read(actor)
        self.loaded = True

    @rx.event
    async def look(self) -> None:
        """Something has changed. Raises Unauthenticated."""
        await self._read(await self._actor())

    @rx.event
    async def more(self) -> None:
        """Older lines. Raises Unauthenticated."""
        actor = await self._actor()
        if self.next_cursor:
            async with db.reading() as session:
                page = await payouts.cash_statement(session, actor, self.next_cursor)
            self.lines = [*self.lines, *(line.plain() for line in page.items)]
            self.next_cursor = page.next_cursor

    @rx.event(background=True)
    async def hand_in(self) -> Any:
        """Go to the checkout with all that is in hand; a second tap leads to the same one."""
        async with self:
            actor = await self._actor()
            if self.busy:
                return
            self.busy, self.checkout_url = True, ""
        try:
            checkout = await payments.start_cash_settlement(actor)
        except PorterError as problem:
            async with self:
                self.busy = False
            yield NoticeState.tell("warn", problem.message)
            return
        async with self:
            self.checkout_url = f"{checkout.page_url}#{new_id()}"

    @rx.event(background=True)
    async def ask_bank(self) -> None:
        """Ask how the payment stands that is shown as waiting."""
        async with self:
            actor = await self._actor()
            asked = UUID(self.payment["id"]) if self.payment else None
        if asked:
            await payments.refresh(actor, asked)
            async with self:
                await self._read(actor)

    @rx.event
    def ask_set_off(self, asking: bool) -> None:
        """Ask before the cash is set against earnings, or do not."""
        self.asking = asking is True
        self._key = str(new_id()) if self.asking else ""

    @rx.event
    async def set_off(self) -> Any:
        """Set the cash that was shown against earnings, once per question. Raises Unauthenticated, Refused."""
        actor = await self._actor()
        if not self._key:
            return None
        key, amount = UUID(self._key), int(self.cash.get("set_off_minor", 0))
        self.asking, self._key = False, ""
        async with db.transaction() as session:
            await payouts.set_off_cash(session, actor, amount, key=key)
        await self._read(actor)
        return NoticeState.tell("good", msg("Done. That cash is yours now."))

    async def _read(self, actor: Actor) -> None:
        async with db.reading() as session:
            cash = await payouts.cash(session, actor)
            page = await payouts.cash_statement(session, actor)
            known = (await payments.history(session, actor, limit=20)).items
        self.cash = cash.plain()
        self.lines, self.next_cursor = [line.plain() for line in page.items], page.next_cursor
        shown = _shown(known, self._payment_id)
        self.payment = shown.plain() if shown else {}


def _shown(known: tuple[PaymentView, ...], asked: str) -> PaymentView | None:
    """The payment that the browser comes back from; else the newest, while it waits."""
    newest = known[0] if known and known[0].status == "created" and known[0].is_open else None
    return next((payment for payment in known if str(payment.id) == asked), newest)


def _told(message: Message) -> Any:
    return CashState.look if message["kind"] == "payment:updated" else None
