"""What Stripe says, in our words. Works on plain dictionaries: answers and webhooks look the same."""

from collections.abc import Mapping
from typing import Any

from porter.core.language import msg
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

_INTENT = {
    "requires_capture": PaymentState.AUTHORIZED,
    "succeeded": PaymentState.CAPTURED,
    "canceled": PaymentState.VOIDED,
}
_REFUND = {"succeeded": RefundState.DONE, "failed": RefundState.FAILED, "canceled": RefundState.FAILED}
_METHOD = {"card": PaymentMethod.CARD, "upi": PaymentMethod.UPI}


def payment_of_intent(intent: Said) -> ProviderPayment:
    """A PaymentIntent; best with `latest_charge` expanded, because only charges know what was refunded."""
    charge = intent.get("latest_charge")
    if isinstance(charge, Mapping):
        return payment_of_charge(charge, intent)
    status, error = _status(intent), intent.get("last_payment_error") or {}
    return ProviderPayment(
        provider_order=intent["id"],
        provider_payment=charge or None,
        status=status,
        amount_minor=intent["amount"],
        captured_minor=intent.get("amount_received") or 0,
        currency=str(intent["currency"]).upper(),
        method=None,
        failure_code=_failure_code(error) if status is PaymentState.FAILED else None,
        failure_text=error.get("message") if status is PaymentState.FAILED else None,
    )


def payment_of_charge(charge: Said, intent: Said | None = None) -> ProviderPayment:
    """A charge: one try at a PaymentIntent, which where given has the last word on how it stands."""
    captured = (charge.get("amount_captured") or 0) if charge.get("captured") else 0
    # Stripe books the part that a partial capture lets go of as refunded; nobody ever had that money.
    refunded = max(0, (charge.get("amount_refunded") or 0) - (charge["amount"] - captured)) if captured else 0
    status = _status(intent) if intent else _status_of_charge(charge)
    if captured and refunded >= captured:
        status = PaymentState.REFUNDED
    failed = status is PaymentState.FAILED
    return ProviderPayment(
        provider_order=intent["id"] if intent else _id(charge["payment_intent"]),
        provider_payment=charge["id"],
        status=status,
        amount_minor=charge["amount"],
        captured_minor=captured,
        refunded_minor=refunded,
        currency=str(charge["currency"]).upper(),
        method=_METHOD.get((charge.get("payment_method_details") or {}).get("type", "")),
        failure_code=charge.get("failure_code") if failed else None,
        failure_text=charge.get("failure_message") if failed else None,
    )


def refund(said: Said) -> ProviderRefund:
    """A refund."""
    return ProviderRefund(
        id=said["id"],
        reference=str((said.get("metadata") or {}).get("key", "")),
        provider_payment=_id(said["charge"]) if said.get("charge") else None,
        status=_REFUND.get(said.get("status") or "", RefundState.PENDING),
        amount_minor=said["amount"],
        currency=str(said["currency"]).upper(),
        failure_text=said.get("failure_reason"),
    )


def payout(transfer: Said) -> ProviderPayout:
    """A transfer to a connected account: there at once, unless it was taken back."""
    gone = bool(transfer.get("reversed")) or (transfer.get("amount_reversed") or 0) >= transfer["amount"]
    return ProviderPayout(
        id=transfer["id"],
        status=PayoutState.REVERSED if gone else PayoutState.PAID,
        amount_minor=transfer["amount"],
        currency=str(transfer["currency"]).upper(),
        reference=(transfer.get("metadata") or {}).get("reference", ""),
        failure_text=msg("The transfer was taken back.") if gone else None,
    )


def _status(intent: Said) -> PaymentState:
    if intent["status"] == "requires_payment_method" and intent.get("last_payment_error"):
        return PaymentState.FAILED
    return _INTENT.get(intent["status"], PaymentState.PENDING)


def _status_of_charge(charge: Said) -> PaymentState:
    if charge["status"] == "failed":
        return PaymentState.FAILED
    if charge["status"] != "succeeded":
        return PaymentState.PENDING
    if charge.get("captured"):
        return PaymentState.CAPTURED
    return PaymentState.VOIDED if charge.get("refunded") else PaymentState.AUTHORIZED


def _failure_code(error: Said) -> str | None:
    return error.get("decline_code") or error.get("code")


def _id(thing: Any) -> str:
    return str(thing["id"] if isinstance(thing, Mapping) else thing)
