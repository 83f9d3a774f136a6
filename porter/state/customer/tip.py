"""A tip for the driver of a delivered order: how much, how, and once."""

from typing import Any, ClassVar

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.core.language import here, msg
from porter.core.money import format_money
from porter.models.enums import PaymentMethod
from porter.services import payments
from porter.state.customer.order import OrderState
from porter.state.customer.pay_by import way_rows
from porter.state.customer.paying import PayState
from porter.state.customer.words import typed_minor
from porter.state.notices import NoticeState
from porter.state.session import CustomerOnly


class TipState(CustomerOnly, rx.State):
    """The question, and the way to the checkout."""

    __fleeting__: ClassVar[dict[str, Any]] = {"checkout_url": "", "busy": False, "is_open": False}

    is_open: bool = False
    typed: str = ""
    suggestions: list[dict[str, str]] = []
    limits: str = ""
    rows: list[dict[str, str]] = []
    chosen: str = ""
    button: str = ""
    error: str = ""
    busy: bool = False
    checkout_url: str = ""

    @rx.event
    async def open(self) -> Any:
        """Ask how much."""
        page = await self.get_state(OrderState)
        try:
            async with db.reading() as session:
                choice = await payments.tip_choice(session, await self._actor(), await page._here())
        except PorterError as refusal:
            return NoticeState.tell("warn", refusal.message)
        self.limits = choice.limits_text
        self.suggestions = [{"rupees": str(minor // 100), "text": text} for minor, text in choice.suggestions]
        self.error, self.busy, self.checkout_url, self.is_open = "", False, "", True
        await self._offer("")
        return None

    @rx.event
    async def close(self) -> None:
        """Not now."""
        self.is_open = False

    @rx.event
    async def type(self, text: str) -> None:
        """An amount in rupees."""
        if self.is_open:
            self.error = ""
            await self._offer(str(text)[:12])

    @rx.event
    async def choose(self, key: str) -> None:
        """Take a way of paying."""
        if any(row["key"] == key and not row["off"] for row in self.rows):
            self.chosen = key

    @rx.event
    async def give(self) -> Any:
        """From the wallet at once, else on to the checkout. Pressed twice, it is one tip."""
        if not self.is_open or self.checkout_url:
            return
        minor = typed_minor(self.typed)
        if minor is None or not self.chosen:
            self.error = msg("Please enter an amount in rupees, for example 50.")
            return
        self.busy, self.error = True, ""
        yield
        try:
            order_id = await (await self.get_state(OrderState))._here()
            checkout = await payments.start_tip(await self._actor(), order_id, minor, PaymentMethod(self.chosen))
        except PorterError as problem:
            self.error, self.busy = problem.message, False
            return
        if not checkout.is_paid:
            self.checkout_url = checkout.page_url
            return
        self.is_open, self.busy = False, False
        thanks = here("{amount} goes to your driver. Thank you.", amount=checkout.amount_text)
        yield [PayState.refresh, NoticeState.tell("good", thanks)]

    async def _offer(self, typed: str) -> None:
        """The ways of paying what was typed; what was chosen stays chosen where it still can be."""
        actor = await self._actor()
        self.typed = typed
        minor = typed_minor(typed) or 0
        self.button = here("Give {amount}", amount=format_money(minor, trim=True)) if minor else here("Give a tip")
        async with db.reading() as session:
            offered = await payments.methods(session, actor, minor)
        ways = way_rows(tuple(one for one in offered if one.method is not PaymentMethod.CASH), ())
        # What the catalogue says of UPI and cards is about orders: a tip is not kept, it is paid.
        elsewhere = {"hint": here("On the bank's page")}
        self.rows = [row if row["key"] == PaymentMethod.WALLET else row | elsewhere for row in ways]
        can = [row["key"] for row in self.rows if not row["off"]]
        self.chosen = self.chosen if self.chosen in can else next(iter(can), "")
