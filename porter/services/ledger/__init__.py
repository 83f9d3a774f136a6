"""The books: double entry, append-only. Rules are pure; posting is idempotent by its correlation."""

from porter.services.ledger import rules
from porter.services.ledger.about import see_postings_of
from porter.services.ledger.check import Findings, check
from porter.services.ledger.desk import (
    NotReversible,
    see_account,
    see_accounts,
    see_periods,
    see_posting,
    see_trial_balance,
    take_back,
)
from porter.services.ledger.periods import (
    MAY_CLOSE,
    BooksAstray,
    PeriodClosed,
    PeriodNotOver,
    close_period,
    periods,
    trial_balance_of,
)
from porter.services.ledger.post import Overdrawn, balance, balances, booked_minor, is_booked, post, reverse
from porter.services.ledger.read import accounts, posting, statement, statement_of, trial_balance
from porter.services.ledger.rules import Entry, cancellation_fee, cash_delivered, cash_kept
from porter.services.ledger.views import (
    LedgerAccountView,
    PeriodView,
    PostingView,
    StatementLineView,
    TrialBalanceView,
)
from porter.services.ledger.words import event_text

__all__ = [
    "MAY_CLOSE",
    "BooksAstray",
    "Entry",
    "Findings",
    "LedgerAccountView",
    "NotReversible",
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
    "booked_minor",
    "cancellation_fee",
    "cash_delivered",
    "cash_kept",
    "check",
    "close_period",
    "event_text",
    "is_booked",
    "periods",
    "post",
    "posting",
    "reverse",
    "rules",
    "see_account",
    "see_accounts",
    "see_periods",
    "see_posting",
    "see_postings_of",
    "see_trial_balance",
    "statement",
    "statement_of",
    "take_back",
    "trial_balance",
    "trial_balance_of",
]
