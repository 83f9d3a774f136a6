"""Asking for a refund: how much, where to, why, what it would do. From a payment's panel or an order's."""

from typing import Any, ClassVar

import reflex as rx
from pydantic import ValidationError

from porter.core import db
from porter.core.errors import PorterError
from porter.core.money import parse_minor
from porter.services import payments
from porter.services.payments import PaymentFilter, RefundInput, RefundPreviewView, RefundTo, RefundView
from porter.state.admin.order import OrderPanelState
from porter.state.admin.payment import PaymentPanelState, payment_id_of
from porter.state.notices import NoticeState
from porter.state.session import Identified, RequiredRole

ASKERS = frozenset(role.value for role in payments.MAY_ASK)
TARGETS = frozenset(one.value for one in RefundTo)
NO_AMOUNT = "Please enter an amount, for instance 120 or 120.50."


class RefundAskState(Identified, rx.State):
    """What is asked for. Whether it may be is decided by the service, each time."""

    __required_role__: ClassVar[RequiredRole] = ASKERS

    asking: bool = False
    payment_id: str = ""
    choices: list[tuple[str, str]] = []
    facts: dict[str, Any] = {}
    reasons: list[tuple[str, str]] = []
    is_whole: bool = True
    amount: str = ""
    to: str = RefundTo.SOURCE.value
    reason: str = ""
    note: str = ""
    preview: dict[str, Any] = {}
    error: str = ""

    @rx.event
    async def ask(self) -> None:
        """Of the payment whose panel is open."""
        panel = await self.get_state(PaymentPanelState)
        await self._begin([(panel.open_id, "")])

    @rx.event
    async def ask_for_order(self) -> Any:
        """Of the payments of the order whose panel is open."""
        actor, panel = await self._actor(), await self.get_state(OrderPanelState)
        async with db.reading() as session:
            what = PaymentFilter(order_id=payment_id_of(panel.open_id))
            found = (await payments.table(session, actor, what)).items
        if not found:
            return NoticeState.tell("info", "Nothing was paid for this order through us.")
        words = [(str(row.id), f"{row.amount_text} · {row.method_text} · {row.status_text}") for row in found]
        await self._begin(words)
        return None

    @rx.event
    async def choose(self, payment_id: str) -> None:
        """Another payment of the same order."""
        if str(payment_id) in {key for key, _ in self.choices}:
            self.payment_id, self.amount, self.is_whole, self.error = str(payment_id), "", True, ""
            self.to = RefundTo.SOURCE.value
            await self._look()

    @rx.event
    async def take(self, part: str) -> None:
        """All that is left, or a part of it."""
        self.is_whole, self.error = part != "part", ""
        await self._preview()

    @rx.event
    async def say_amount(self, amount: str) -> None:
        """How much of it."""
        self.amount, self.error = str(amount).replace("\x00", "")[:20], ""
        await self._preview()

    @rx.event
    async def send_to(self, to: str) -> None:
        """Back to where it came from (`source`), or into the customer's wallet (`wallet`)."""
        if to in TARGETS:
            self.to, self.error = to, ""
            await self._preview()

    @rx.event
    def say_why(self, kind: str, words: str) -> None:
        """The reason's code, or the note for colleagues."""
        if kind == "reason":
            self.reason = str(words)[:32]
        elif kind == "note":
            self.note = str(words).replace("\x00", "")[:500]

    @rx.event
    async def confirm(self) -> Any:
        """Ask for it: small ones are sent at once, larger ones wait for a second person."""
        actor, minor = await self._actor(), self._minor()
        self.error = ""
        if minor is None:  # nothing is left, or what was typed is no amount
            self.error = self.facts.get("why_not") or NO_AMOUNT
            return None
        try:
            wanted = RefundInput(amount_minor=minor, reason=self.reason, note=self.note, to=self.to)  # type: ignore[arg-type]
            async with db.transaction() as session:
                made = await payments.request_refund(session, actor, payment_id_of(self.payment_id), wanted)
        except ValidationError as wrong:
            self.error = "Please choose a reason." if _concerns(wrong, "reason") else NO_AMOUNT
            return None
        except PorterError as refusal:
            self.error = refusal.message
            return None
        self.asking = False
        return [PaymentPanelState.refresh, NoticeState.tell("good", _told(made))]

    @rx.event
    def dismiss(self) -> None:
        """Leave it."""
        self.asking = False

    async def _begin(self, choices: list[tuple[str, str]]) -> None:
        self.choices, self.payment_id = choices, choices[0][0]
        self.is_whole, self.amount, self.reason, self.note = True, "", "", ""
        self.to = RefundTo.SOURCE.value
        self.preview, self.facts, self.error = {}, {}, ""
        self.asking = True
        await self._look()

    async def _look(self) -> None:
        """What can be given back of the chosen payment."""
        actor = await self._actor()
        try:
            async with db.reading() as session:
                panel = await payments.panel(session, actor, payment_id_of(self.payment_id))
        except PorterError as refusal:
            self.facts, self.error = {}, refusal.message
            return
        shown = panel.plain()
        self.reasons = [*panel.reasons]
        keys = ("refundable_minor", "refundable_text", "can_refund", "can_go_to_wallet", "why_not", "alone_limit_text")
        self.facts = {key: shown[key] for key in keys} | {"title": panel.payment.purpose_text}
        await self._preview()

    async def _preview(self) -> None:
        """What it would do; nothing while the amount is not one yet."""
        actor, minor = await self._actor(), self._minor()
        self.preview = {}
        if minor is None or not self.facts.get("can_refund"):
            return
        try:
            async with db.reading() as session:
                view = await payments.preview_refund(
                    session, actor, payment_id_of(self.payment_id), minor, RefundTo(self.to)
                )
        except PorterError as refusal:
            self.error = refusal.message
            return
        self.preview = _shown(view)

    def _minor(self) -> int | None:
        if self.is_whole:
            return int(self.facts.get("refundable_minor", 0)) or None
        try:
            return parse_minor(self.amount.replace(",", "").strip().removeprefix("₹")) or None
        except ValueError:
            return None


def _shown(view: RefundPreviewView) -> dict[str, Any]:
    return view.plain() | {"lines": [{"label": words, "text": amount} for words, amount in view.lines]}


def _told(made: RefundView) -> str:
    if made.status.value == "requested":
        return f"{made.amount_text} asked for. A second person has to approve it."
    return f"{made.amount_text} is on its way {made.to_text}."


def _concerns(wrong: ValidationError, field: str) -> bool:
    return any(error["loc"][:1] == (field,) for error in wrong.errors())
