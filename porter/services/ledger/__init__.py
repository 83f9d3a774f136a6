"""The books: double entry, append-only. Rules are pure; posting is idempotent by its correlation."""

from porter.services.ledger import rules
from porter.services.ledger.post import Overdrawn, balance, balances, post, reverse
from porter.services.ledger.rules import Entry, cancellation_fee, cash_delivered, cash_kept

__all__ = [
    "Entry",
    "Overdrawn",
    "balance",
    "balances",
    "cancellation_fee",
    "cash_delivered",
    "cash_kept",
    "post",
    "reverse",
    "rules",
]
