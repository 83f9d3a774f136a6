"""What happened to a payment, and what happens next, in words."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from porter.core import clock
from porter.core.money import format_money
from porter.core.words import local_text
from porter.models import Order, Payment, PaymentStep, Refund
from porter.models.enums import PaymentStatus, Provider, RefundStatus
from porter.services.payments.machine import OVER, goes_to_wallet, is_for_order
from porter.services.payments.present import ZONE, attention_text
from porter.services.payments.views import PaymentStepView
from porter.services.payments.words import STATUS_TEXT, source_text

S = PaymentStatus

_TONES = {
    S.AUTHORIZED: "live",
    S.CAPTURING: "live",
    S.CAPTURED: "good",
    S.FAILED: "bad",
    S.PARTIALLY_REFUNDED: "warn",
    S.REFUNDED: "warn",
}
_FAULTS = frozenset({"mismatch", "refund_failed", "beyond_minor"})
_ASKED = {"asked": "Refund asked for", "approved": "Refund approved", "rejected": "Refund rejected"}
"""Steps of people: the key holds the amount."""


def step_view(step: PaymentStep, currency: str) -> PaymentStepView:
    """One line of a payment's history."""
    after = PaymentStatus(step.to_status) if step.to_status else None
    title = STATUS_TEXT[after] if after else _title(step)
    said = [source_text(step.source)] if title != source_text(step.source) and not _of_people(step.data) else []
    return PaymentStepView(
        at=step.at,
        at_text=local_text(step.at, ZONE),
        source=step.source,
        text=title,
        detail=" · ".join([*said, *_details(step.data, currency)]),
        tone=_TONES.get(after, "neutral") if after else _tone(step.data),
        data=step.data,
    )


def next_of_payment(order: Order | None, payment: Payment, waiting: int) -> str:
    """What happens next to a payment, e.g. "Waiting for the gateway; we look again at 2:32 pm"; `waiting` refunds."""
    if why := attention_text(payment):
        return f"{why}. Somebody has to look at it at the provider's desk."
    if waiting:
        return "A refund waits for a second person." if waiting == 1 else f"{waiting} refunds wait for a second person."
    return _next(order, payment)


def next_of_refund(payment: Payment, refund: Refund) -> str:
    """What happens next to a refund."""
    if refund.status is RefundStatus.REQUESTED:
        return "Waits for a second person: finance or an administrator."
    if refund.status in {RefundStatus.APPROVED, RefundStatus.SENDING}:
        if goes_to_wallet(payment, refund):
            return _again("Being put into the wallet", refund.due_at)
        tries = f" {refund.attempts} tries so far." if refund.attempts > 1 else ""
        return _again(f"Being sent through {payment.provider.value.capitalize()}", refund.due_at) + tries
    if refund.status is RefundStatus.FAILED:
        return "Nothing more: the customer has the money in the wallet, or kept nothing that was owed."
    return "Nothing more happens."


def looked_at(at: datetime) -> str:
    """An instant near now in words: the time alone today, else with the day."""
    zone, text = ZoneInfo(ZONE), local_text(at, ZONE)
    is_today = at.astimezone(zone).date() == clock.now().astimezone(zone).date()
    return text.rsplit(", ", 1)[1] if is_today else text


def _next(order: Order | None, payment: Payment) -> str:
    if payment.status is S.CREATED:
        return _again("Waiting for the customer and the gateway", payment.due_at)
    if payment.status is S.AUTHORIZED:
        return _next_authorized(order, payment)
    if payment.status is S.CAPTURING:
        return _again("The gateway collects it", payment.due_at)
    if payment.status is S.FAILED:
        return _again("Nothing was taken; the customer may try again", payment.due_at)
    if payment.due_at is not None:
        return _again("More was taken than is needed; the rest goes back by itself", payment.due_at)
    return "Nothing more happens."


def _next_authorized(order: Order | None, payment: Payment) -> str:
    if is_for_order(payment) and order is not None and order.status not in OVER:
        secured = "Kept in the wallet" if payment.provider is Provider.WALLET else "Secured"
        return f"{secured}: collected when the order is delivered, released when it is cancelled."
    return _again("About to be collected or released", payment.due_at)


def _again(words: str, due_at: datetime | None) -> str:
    if due_at is None:
        return f"{words}."
    return f"{words}; we look again {'now' if due_at <= clock.now() else f'at {looked_at(due_at)}'}."


def _title(step: PaymentStep) -> str:
    if "mismatch" in step.data:
        return "Another amount than we asked for"
    if "beyond_minor" in step.data:
        return "More given back than was taken"
    if "refund_failed" in step.data:
        return "Refund did not arrive"
    return next((words for key, words in _ASKED.items() if key in step.data), source_text(step.source))


def _tone(data: dict[str, Any]) -> str:
    if not _FAULTS.isdisjoint(data):
        return "bad"
    return "warn" if "asked" in data else "neutral"


def _of_people(data: dict[str, Any]) -> bool:
    return any(key in data for key in _ASKED)


def _details(data: dict[str, Any], currency: str) -> list[str]:
    facts = data.get("mismatch", data)
    keys = ("captured_minor", "amount_minor", "beyond_minor", *_ASKED)
    minor = next((int(facts[key]) for key in keys if facts.get(key)), 0)
    told = [f"by {data['by']}"] if data.get("by") else []
    why = next((str(data[key]) for key in ("why", "failure_text") if data.get(key)), "")
    where = ["into the wallet"] if data.get("to_wallet") else []
    return [*([format_money(minor, currency)] if minor else []), *where, *told, *([why] if why else [])]
