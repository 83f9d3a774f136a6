"""The words of payments."""

from porter.core.language import msg
from porter.models.enums import PaymentMethod, PaymentPurpose, PaymentStatus, Provider, RefundStatus

S = PaymentStatus

PURPOSE_TEXT = {
    PaymentPurpose.ORDER: "Order",
    PaymentPurpose.TOP_UP: "Money added to the wallet",
    PaymentPurpose.TIP: "Tip",
    PaymentPurpose.CASH_SETTLEMENT: "Cash handed in",
}

METHOD_TEXT = {
    PaymentMethod.CASH: "Cash",
    PaymentMethod.UPI: "UPI",
    PaymentMethod.CARD: "Card",
    PaymentMethod.WALLET: "Wallet",
}

PROVIDER_TEXT = {
    Provider.SANDBOX: "Sandbox",
    Provider.RAZORPAY: "Razorpay",
    Provider.STRIPE: "Stripe",
    Provider.WALLET: "Wallet",
    Provider.CASH: "Cash",
}

STATUS_TEXT = {
    S.CREATED: "Pending",
    S.AUTHORIZED: "Authorised",
    S.CAPTURING: "Being collected",
    S.CAPTURED: "Paid",
    S.PARTIALLY_REFUNDED: "Partly refunded",
    S.REFUNDED: "Refunded",
    S.FAILED: "Failed",
    S.VOIDED: "Released",
}

HEADLINES = {
    S.CREATED: "We are waiting for your bank",
    S.AUTHORIZED: "Your payment is secured; it is collected when the order is done",
    S.CAPTURING: "Your payment is being collected",
    S.CAPTURED: "Paid",
    S.PARTIALLY_REFUNDED: "A part of it was given back",
    S.REFUNDED: "All of it was given back",
    S.FAILED: "The payment did not go through; nothing was taken",
    S.VOIDED: "The payment was released; nothing was taken",
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
