"""What Razorpay says, in our words. Works on plain dictionaries: answers and webhooks look the same."""

from collections.abc import Mapping
from typing import Any

from porter.integrations.payments.base import (
    PaymentState,
    PayoutState,
    ProviderPayment,
    ProviderPayout,
    ProviderRefund,
    RefundState,
)
from porter.models.enums import PaymentMethod

Said = Mapping[str, Any]

_PAYMENT = {
    "authorized": PaymentState.AUTHORIZED,
    "captured": PaymentState.CAPTURED,
    "refunded": PaymentState.REFUNDED,
    "failed": PaymentState.FAILED,
}
_REFUND = {"processed": RefundState.DONE, "failed": RefundState.FAILED}
_PAYOUT = {
    "processed": PayoutState.PAID,
    "reversed": PayoutState.REVERSED,
    "rejected": PayoutState.FAILED,
    "cancelled": PayoutState.FAILED,
    "failed": PayoutState.FAILED,
}
_METHOD = {"card": PaymentMethod.CARD, "upi": PaymentMethod.UPI}


def payment(said: Said) -> ProviderPayment:
    """A payment: one try at an order."""
    status = _PAYMENT.get(said["status"], PaymentState.PENDING)
    captured = said["amount"] if said.get("captured") and status is not PaymentState.FAILED else 0
    if status is PaymentState.REFUNDED and not captured:
        status = PaymentState.VOIDED  # an authorisation that Razorpay let go of after its time
    failed = status is PaymentState.FAILED
    return ProviderPayment(
        provider_order=said["order_id"],
        provider_payment=said["id"],
        status=status,
        amount_minor=said["amount"],
        captured_minor=captured,
        refunded_minor=min(captured, said.get("amount_refunded") or 0),
        currency=said["currency"],
        method=_METHOD.get(said.get("method") or ""),
        failure_code=(said.get("error_reason") or said.get("error_code")) if failed else None,
        failure_text=said.get("error_description") if failed else None,
    )


def unpaid(order: Said) -> ProviderPayment:
    """An order that nobody has tried to pay."""
    return ProviderPayment(
        provider_order=order["id"],
        status=PaymentState.PENDING,
        amount_minor=order["amount"],
        currency=order["currency"],
    )


def refund(said: Said) -> ProviderRefund:
    """A refund."""
    return ProviderRefund(
        id=said["id"],
        reference=_noted(said, "key"),
        provider_payment=said["payment_id"],
        status=_REFUND.get(said.get("status") or "", RefundState.PENDING),
        amount_minor=said["amount"],
        currency=said["currency"],
    )


def payout(said: Said) -> ProviderPayout:
    """A payout of RazorpayX: queued, pending and whatever comes new is on its way."""
    details = said.get("status_details") or {}
    status = _PAYOUT.get(said["status"], PayoutState.PROCESSING)
    bad = status in (PayoutState.FAILED, PayoutState.REVERSED)
    return ProviderPayout(
        id=said["id"],
        status=status,
        amount_minor=said["amount"],
        currency=said["currency"],
        reference=_noted(said, "reference"),
        failure_text=(details.get("description") or said.get("failure_reason")) if bad else None,
    )


def _noted(said: Said, name: str) -> str:
    notes = said.get("notes")
    return str(notes.get(name, "")) if isinstance(notes, Mapping) else ""  # without notes Razorpay says []
