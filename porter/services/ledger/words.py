"""The words of the books: accounts and events as people read them."""

from porter.core.language import here, msg
from porter.models.enums import LedgerAccountKind as Kind

ACCOUNT_TEXT = {
    Kind.CUSTOMER_WALLET: "Customer wallets",
    Kind.DRIVER_PAYABLE: "Owed to drivers",
    Kind.DRIVER_CASH_IN_HAND: "Cash with drivers",
    Kind.PLATFORM_COMMISSION: "Commission",
    Kind.TAXES: "Taxes",
    Kind.GATEWAY_CLEARING: "At the gateways",
    Kind.PROMOTIONS: "Promotions",
    Kind.INCENTIVES: "Incentives",
    Kind.CUSTOMER_RECEIVABLE: "Owed by customers",
    Kind.WALLET_HOLDS: "Kept for orders",
    Kind.GATEWAY_FEES: "Gateway fees",
    Kind.PAYOUTS_IN_TRANSIT: "Payouts on the way",
    Kind.REFUNDS_IN_TRANSIT: "Refunds on the way",
    Kind.COMPENSATION: "Compensation",
    Kind.TIPS: "Tips",
    Kind.STORE_PAYABLE: "Owed to stores",
    Kind.AFFILIATE_PAYABLE: "Owed to affiliates",
}

_EVENT_TEXT = {
    "order.delivered": msg("Order delivered"),
    "order.returned": msg("Order returned"),
    "cash.kept": msg("Own share kept from the cash"),
    "cash.settled": msg("Cash handed in"),
    "cash.overpaid": msg("Cash handed in beyond what was due"),
    "cash.set_off": msg("Cash set against earnings"),
    "order.cancelled": msg("Cancellation fee"),
    "cancellation.kept": msg("Cancellation fee paid"),
    "wallet.topped_up": msg("Money added"),
    "wallet.held": msg("Kept for an order"),
    "wallet.released": msg("Back from an order"),
    "wallet.spent": msg("Paid"),
    "wallet.withdrawn": msg("Sent back to where it came from"),
    "payment.returned": msg("Given back, not needed"),
    "payment.prepaid": msg("Paid in advance"),
    "refund.approved": msg("Refund"),
    "refund.sent": msg("Refund paid out"),
    "refund.failed": msg("Refund put into the wallet"),
    "tip": msg("Tip"),
    "compensation": msg("Compensation"),
    "incentive": msg("Incentive"),
    "payout.requested": msg("Withdrawal"),
    "payout.paid": msg("Withdrawal paid out"),
    "payout.failed": msg("Withdrawal came back"),
    "payout.reversed": msg("Withdrawal returned by the bank"),
    "gateway.fee": msg("Gateway fee"),
    "reversal": msg("Correction"),
}


def event_text(event: str) -> str:
    """An event in plain words, in the language of whoever is asking."""
    known = _EVENT_TEXT.get(event)
    return here(known) if known else event.replace("_", " ").replace(".", " ").capitalize()
