"""The words of payments."""

from porter.core.language import msg
from porter.models.enums import PaymentMethod, PaymentPurpose, PaymentStatus, Provider, RefundStatus

S = PaymentStatus

PURPOSE_TEXT = {
    PaymentPurpose.ORDER: msg("Order"),
    PaymentPurpose.TOP_UP: msg("Money added to the wallet"),
    PaymentPurpose.TIP: msg("Tip"),
    PaymentPurpose.CASH_SETTLEMENT: msg("Cash handed in"),
}

METHOD_TEXT = {
    PaymentMethod.CASH: msg("Cash"),
    PaymentMethod.UPI: msg("UPI"),
    PaymentMethod.CARD: msg("Card"),
    PaymentMethod.WALLET: msg("Wallet"),
}

PROVIDER_TEXT = {
    Provider.SANDBOX: "Sandbox",
    Provider.RAZORPAY: "Razorpay",
    Provider.STRIPE: "Stripe",
    Provider.WALLET: "Wallet",
    Provider.CASH: "Cash",
}

STATUS_TEXT = {
    S.CREATED: msg("Pending"),
    S.AUTHORIZED: msg("Authorised"),
    S.CAPTURING: msg("Being collected"),
    S.CAPTURED: msg("Paid"),
    S.PARTIALLY_REFUNDED: msg("Partly refunded"),
    S.REFUNDED: msg("Refunded"),
    S.FAILED: msg("Failed"),
    S.VOIDED: msg("Released"),
}

HEADLINES = {
    S.CREATED: msg("We are waiting for your bank"),
    S.AUTHORIZED: msg("Your payment is secured; it is collected when the order is done"),
    S.CAPTURING: msg("Your payment is being collected"),
    S.CAPTURED: msg("Paid"),
    S.PARTIALLY_REFUNDED: msg("A part of it was given back"),
    S.REFUNDED: msg("All of it was given back"),
    S.FAILED: msg("The payment did not go through; nothing was taken"),
    S.VOIDED: msg("The payment was released; nothing was taken"),
}

REFUND_STATUS_TEXT = {
    RefundStatus.REQUESTED: msg("Waits for approval"),
    RefundStatus.APPROVED: msg("Approved"),
    RefundStatus.SENDING: msg("On the way"),
    RefundStatus.DONE: msg("Paid out"),
    RefundStatus.FAILED: msg("Came back; put into the wallet"),
    RefundStatus.REJECTED: msg("Rejected"),
}
RETURNED_TO_WALLET = msg("Returned to the wallet")
"""Of a refund that is done and went into the wallet: nothing was paid out to anybody."""

REASON_TEXT = {
    "not_delivered": "Not delivered",
    "late": "Too late",
    "damaged": "Damaged",
    "overcharged": "Charged too much",
    "duplicate": "Paid twice",
    "goodwill": "Goodwill",
    "other": "Other",
    "not_needed": "The order did not need it",
    "provider": "Given back at the provider's desk",
    "wallet_withdrawal": "Taken out of the wallet",
}

SOURCE_TEXT = {
    "checkout": "Checkout opened",
    "verify": "Confirmed by the browser",
    "look": "Asked the provider",
    "compare": "Compared with the provider",
    "capture": "Collected",
    "void": "Released",
    "refund": "Refund",
    "wallet": "Wallet",
}


def source_text(source: str) -> str:
    """Who said it, in words; the provider's own events keep their names."""
    if source.startswith("webhook:"):
        return f"Provider: {source.removeprefix('webhook:')}"
    return SOURCE_TEXT.get(source, source.replace("_", " ").capitalize())
