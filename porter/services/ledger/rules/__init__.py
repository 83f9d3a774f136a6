"""From what happened to what is booked. Pure. Positive is debit, negative is credit; entries sum to zero."""

from porter.services.ledger.rules.entry import Entry, is_balanced
from porter.services.ledger.rules.fares import (
    cash_delivered,
    cash_kept,
    cash_overpaid,
    cash_set_off,
    cash_settled,
    online_captured,
)
from porter.services.ledger.rules.fees import (
    cancellation_fee,
    cancellation_kept,
    commission_debited,
    compensated,
    driver_compensated,
    gateway_fee,
    incentive_earned,
    tip_captured,
)
from porter.services.ledger.rules.payouts import payout_failed, payout_paid, payout_requested, payout_reversed
from porter.services.ledger.rules.refunds import (
    RefundShare,
    prepayment_refunded,
    refund_failed,
    refund_sent,
    refund_share,
    refunded,
)
from porter.services.ledger.rules.wallet import held, prepaid, released, topped_up, withdrawn

__all__ = [
    "Entry",
    "RefundShare",
    "cancellation_fee",
    "cancellation_kept",
    "cash_delivered",
    "cash_kept",
    "cash_overpaid",
    "cash_set_off",
    "cash_settled",
    "commission_debited",
    "compensated",
    "driver_compensated",
    "gateway_fee",
    "held",
    "incentive_earned",
    "is_balanced",
    "online_captured",
    "payout_failed",
    "payout_paid",
    "payout_requested",
    "payout_reversed",
    "prepaid",
    "prepayment_refunded",
    "refund_failed",
    "refund_sent",
    "refund_share",
    "refunded",
    "released",
    "tip_captured",
    "topped_up",
    "withdrawn",
]
