"""SQL of the books."""

from porter.services.ledger.queries.accounts import Key, balance, open_accounts, owned_balances
from porter.services.ledger.queries.posting import Facts, Outcome, correlated, entries_of, write

__all__ = [
    "Facts",
    "Key",
    "Outcome",
    "balance",
    "correlated",
    "entries_of",
    "open_accounts",
    "owned_balances",
    "write",
]
