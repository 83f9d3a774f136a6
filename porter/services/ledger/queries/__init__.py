"""SQL of the books."""

from porter.services.ledger.queries.accounts import Key, balance, open_accounts, owned_balances
from porter.services.ledger.queries.posting import Facts, Outcome, correlated, entries_of, write
from porter.services.ledger.queries.reading import (
    Astray,
    Line,
    Sums,
    account_by_id,
    account_of,
    accounts,
    astray,
    correction_of,
    lines,
    periods,
    posting_by_id,
    sums,
    total,
    unbalanced,
)

__all__ = [
    "Astray",
    "Facts",
    "Key",
    "Line",
    "Outcome",
    "Sums",
    "account_by_id",
    "account_of",
    "accounts",
    "astray",
    "balance",
    "correction_of",
    "correlated",
    "entries_of",
    "lines",
    "open_accounts",
    "owned_balances",
    "periods",
    "posting_by_id",
    "sums",
    "total",
    "unbalanced",
    "write",
]
