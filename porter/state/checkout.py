"""One payment on a page of its own: pay it, wait for the bank, or see how it went. Who pays is said by the subclass."""

from typing import Any, ClassVar
from uuid import UUID

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.core.language import msg
from porter.models.enums import PaymentStatus
from porter.services import payments
from porter.services.accounts import Actor
from porter.services.payments import CheckoutView, PaymentNotFound, PaymentView
from porter.state.hub import Message, hub
from porter.state.session import Identified

OWN_SCRIPTS = frozenset({"razorpay", "stripe"})
"""Checkouts that are a script of the vendor inside our page; the others are pages of the vendor."""

MOST_PARAMS = 20


class Checkout(Identified, rx.State, mixin=True):
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
        self._payment_id = _named(self.router.url.path)
        yield
        actor = await self._actor()
        await self._look()
        await hub.watch_events(f"account:{actor.id}", self.router.session.client_token, self._told)

    @rx.event
    async def look(self) -> None:
        """Is there news? Asked by the page while it waits."""
        if self.phase == "pending":
            await self._look()

    @rx.event
    async def changed(self) -> None:
        """A payment of this person moved: read how this one stands, without asking the bank."""
        if not self._payment_id or self.phase == "missing":
            return
        actor = await self._actor()
        async with db.reading() as session:
            payment = await payments.get(session, actor, self._here())
        await self._show(actor, payment)

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
            actor = await self._actor()
            await self._show(actor, await payments.verify(actor, self._here(), told))
        except PorterError as problem:
            self.error = problem.message

    @rx.event
    async def not_paid(self, why: str) -> None:
        """The vendor's window was closed or failed; the payment can be tried again."""
        self.error = str(why)[:200]

    @staticmethod
    def _told(_message: Message) -> Any:
        """What a message for this person wakes: `changed`, and what else their pages show."""
        raise NotImplementedError

    async def _around(self, actor: Actor, payment: PaymentView) -> dict[str, str]:
        """In the reader's language: done_text, after_text (or ""), back_text and back_href."""
        raise NotImplementedError

    def _here(self) -> UUID:
        if not self._payment_id:
            raise PaymentNotFound()
        return UUID(self._payment_id)

    async def _look(self) -> None:
        try:
            actor = await self._actor()
            await self._show(actor, await payments.refresh(actor, self._here()))
            if self.phase == "pending" and not self.kind:
                self._offer(await payments.resume(actor, self._here()))
        except PaymentNotFound:
            self.phase = "missing"
        except PorterError as problem:
            self.error = problem.message

    async def _show(self, actor: Actor, payment: PaymentView) -> None:
        self.phase = _phase(payment, self.phase)
        self.shown = {
            "purpose": payment.purpose_text,
            "amount_text": payment.amount_text,
            "failure_text": payment.failure_text or msg("The payment did not go through."),
            **await self._around(actor, payment),
        }

    def _offer(self, checkout: CheckoutView) -> None:
        self.kind = checkout.kind
        if checkout.kind in OWN_SCRIPTS:
            self.payload, self.phase = checkout.payload, "pay"


def _named(path: str) -> str:
    """The payment that the end of an address names, or ""."""
    try:
        return str(UUID(path.rstrip("/").rsplit("/", 1)[-1]))
    except ValueError:
        return ""


def _phase(payment: PaymentView, before: str) -> str:
    if payment.is_secured:
        return "done"
    if payment.status is PaymentStatus.CREATED:
        return "pay" if before == "pay" else "pending"
    return "failed" if payment.can_retry else "ended"
