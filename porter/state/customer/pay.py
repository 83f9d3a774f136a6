"""One payment on its own page: pay it, wait for the bank, or see how it went."""

from typing import Any, ClassVar
from uuid import UUID

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.core.language import here, msg
from porter.models.enums import PaymentPurpose, PaymentStatus
from porter.services import payments, wallets
from porter.services.payments import CheckoutView, PaymentNotFound, PaymentView
from porter.state.customer.inbox import UnreadState
from porter.state.customer.order import order_id_of
from porter.state.hub import Message, hub
from porter.state.session import CustomerOnly

OWN_SCRIPTS = frozenset({"razorpay", "stripe"})
"""Checkouts that are a script of the vendor inside our page; the others are pages of the vendor."""

MOST_PARAMS = 20


class CheckoutState(CustomerOnly, rx.State):
    """The payment on the page: phase is pay, pending, done, failed, ended or missing."""

    __fleeting__: ClassVar[dict[str, Any]] = {"leave_to": "", "busy": False}

    phase: str = ""
    shown: dict[str, str] = {}
    kind: str = ""
    payload: dict[str, Any] = {}
    error: str = ""
    busy: bool = False
    leave_to: str = ""
    _payment_id: str = ""

    @rx.event
    async def load(self) -> Any:
        """The page opens: ask the bank how it stands."""
        self.phase, self.error, self.busy, self.leave_to, self.payload, self.kind = "", "", False, "", {}, ""
        self._payment_id = str(order_id_of(self.router.url.path))
        yield
        actor = await self._actor()
        await self._look()
        await hub.watch_events(f"account:{actor.id}", self.router.session.client_token, _changed)

    @rx.event
    async def look(self) -> None:
        """Is there news? Asked by the page while it waits."""
        if self.phase == "pending":
            await self._look()

    @rx.event
    async def changed(self) -> None:
        """A payment of this person moved: read how this one stands, without asking the bank."""
        if not self._payment_id:
            return
        async with db.reading() as session:
            await self._show(await payments.get(session, await self._actor(), self._here()))

    @rx.event
    async def go_on(self) -> Any:
        """To the checkout once more; it is the same one."""
        self.busy, self.error = True, ""
        yield
        try:
            checkout = await payments.resume(await self._actor(), self._here())
            self._offer(checkout)
            self.leave_to = checkout.page_url if checkout.kind == "hosted" else ""
        except PorterError as problem:
            self.error = problem.message
        self.busy = bool(self.leave_to)

    @rx.event
    async def answered(self, params: dict[str, Any]) -> Any:
        """What the vendor's script handed over; believed only as far as the vendor has signed it."""
        self.phase, self.error = "pending", ""
        yield
        told = {str(name)[:100]: str(value)[:2000] for name, value in list(dict(params).items())[:MOST_PARAMS]}
        try:
            await self._show(await payments.verify(await self._actor(), self._here(), told))
        except PorterError as problem:
            self.error = problem.message

    @rx.event
    async def not_paid(self, why: str) -> None:
        """The vendor's window was closed or failed; the payment can be tried again."""
        self.error = str(why)[:200]

    def _here(self) -> UUID:
        if not self._payment_id:
            raise PaymentNotFound()
        return UUID(self._payment_id)

    async def _look(self) -> None:
        try:
            await self._show(await payments.refresh(await self._actor(), self._here()))
            if self.phase == "pending" and not self.kind:
                self._offer(await payments.resume(await self._actor(), self._here()))
        except PaymentNotFound:
            self.phase = "missing"
        except PorterError as problem:
            self.error = problem.message

    async def _show(self, payment: PaymentView) -> None:
        self.phase = _phase(payment, self.phase)
        self.shown = {**_words(payment), "balance_text": await self._balance(payment)}

    async def _balance(self, payment: PaymentView) -> str:
        if payment.purpose is not PaymentPurpose.TOP_UP or not payment.is_secured:
            return ""
        async with db.reading() as session:
            return (await wallets.balance(session, await self._actor())).balance_text

    def _offer(self, checkout: CheckoutView) -> None:
        self.kind = checkout.kind
        if checkout.kind in OWN_SCRIPTS:
            self.payload, self.phase = checkout.payload, "pay"


def _phase(payment: PaymentView, before: str) -> str:
    if payment.is_secured:
        return "done"
    if payment.status is PaymentStatus.CREATED:
        return "pay" if before == "pay" else "pending"
    return "failed" if payment.can_retry else "ended"


def _words(payment: PaymentView) -> dict[str, str]:
    """What it was for, how it stands, and where one goes from here."""
    is_top_up = payment.purpose is PaymentPurpose.TOP_UP
    back = "/wallet" if is_top_up else f"/orders/{payment.order_id}" if payment.order_id else "/orders"
    amount = payment.amount_text
    done = here("{amount} is in your wallet", amount=amount) if is_top_up else here("{amount} paid", amount=amount)
    return {
        "purpose": payment.purpose_text,
        "amount_text": amount,
        "method_text": payment.method_text,
        "done_text": done,
        "failure_text": payment.failure_text or msg("The payment did not go through."),
        "back_href": back,
        "back_text": here("Go to my wallet") if is_top_up else here("Go to my order"),
    }


def _changed(_message: Message) -> Any:
    return [UnreadState.refresh, CheckoutState.changed]
