"""The books: double entry, append-only. Rules are pure; posting is idempotent by its correlation."""

from porter.services.ledger import rules
from porter.services.ledger.check import Findings, check
from porter.services.ledger.periods import (
    MAY_CLOSE,
    BooksAstray,
    PeriodClosed,
    PeriodNotOver,
    close_period,
    periods,
    trial_balance_of,
)
from porter.services.ledger.post import Overdrawn, balance, balances, is_booked, post, reverse
from porter.services.ledger.read import accounts, posting, statement, statement_of, trial_balance
from porter.services.ledger.rules import Entry, cancellation_fee, cash_delivered, cash_kept
from porter.services.ledger.views import (
    LedgerAccountView,
    PeriodView,
    PostingView,
    StatementLineView,
    TrialBalanceView,
)

__all__ = [
    "MAY_CLOSE",
    "BooksAstray",
    "Entry",
    "Findings",
    "LedgerAccountView",
    "Overdrawn",
    "PeriodClosed",
    "PeriodNotOver",
    "PeriodView",
    "PostingView",
    "StatementLineView",
    "TrialBalanceView",
    "accounts",
    "balance",
    "balances",
    "cancellation_fee",
    "cash_delivered",
    "cash_kept",
    "check",
    "close_period",
    "is_booked",
    "periods",
    "post",
    "posting",
    "reverse",
    "rules",
    "statement",
    "statement_of",
    "trial_balance",
    "trial_balance_of",
]
