"""The words of the books: accounts and events as people read them."""

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
    "order.delivered": "Order delivered",
    "order.returned": "Order returned",
    "cash.kept": "Own share kept from the cash",
    "cash.settled": "Cash handed in",
    "cash.set_off": "Cash set against earnings",
    "order.cancelled": "Cancellation fee",
    "cancellation.kept": "Cancellation fee paid",
    "wallet.topped_up": "Money added",
    "wallet.held": "Kept for an order",
    "wallet.released": "Back from an order",
    "wallet.spent": "Paid",
    "wallet.withdrawn": "Sent back to where it came from",
    "payment.returned": "Given back, not needed",
    "payment.prepaid": "Paid in advance",
    "refund.approved": "Refund",
    "refund.sent": "Refund paid out",
    "refund.failed": "Refund put into the wallet",
    "tip": "Tip",
    "compensation": "Compensation",
    "incentive": "Incentive",
    "payout.requested": "Withdrawal",
    "payout.paid": "Withdrawal paid out",
    "payout.failed": "Withdrawal came back",
    "payout.reversed": "Withdrawal returned by the bank",
    "gateway.fee": "Gateway fee",
    "reversal": "Correction",
}


def event_text(event: str) -> str:
    """An event in plain words."""
    return _EVENT_TEXT.get(event, event.replace("_", " ").replace(".", " ").capitalize())
