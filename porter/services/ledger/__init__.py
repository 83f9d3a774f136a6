"""The books: double entry, append-only. Rules are pure; posting is idempotent by its correlation."""

from porter.services.ledger import rules
from porter.services.ledger.about import see_postings_of
from porter.services.ledger.check import Findings, check, check_when_due, last_check, unsound_since
from porter.services.ledger.desk import (
    NotReversible,
    recheck,
    see_account,
    see_accounts,
    see_check,
    see_months,
    see_periods,
    see_posting,
    see_trial_balance,
    take_back,
)
from porter.services.ledger.periods import (
    BooksAstray,
    PeriodClosed,
    PeriodNotOver,
    close_period,
    periods,
    trial_balance_of,
)
from porter.services.ledger.post import Overdrawn, balance, balances, booked_minor, is_booked, post, reverse
from porter.services.ledger.read import accounts, posting, statement, statement_of, trial_balance
from porter.services.ledger.roles import MAY_CLOSE, MAY_CORRECT, MAY_LOOK
from porter.services.ledger.rules import Entry, cancellation_fee, cash_delivered, cash_kept
from porter.services.ledger.views import (
    AstrayView,
    CheckView,
    LedgerAccountView,
    MonthView,
    PeriodView,
    PostingView,
    StatementLineView,
    TrialBalanceView,
    TrialRowView,
)
from porter.services.ledger.words import ACCOUNT_TEXT, event_text

__all__ = [
    "ACCOUNT_TEXT",
    "MAY_CLOSE",
    "MAY_CORRECT",
    "MAY_LOOK",
    "AstrayView",
    "BooksAstray",
    "CheckView",
    "Entry",
    "Findings",
    "LedgerAccountView",
    "MonthView",
    "NotReversible",
    "Overdrawn",
    "PeriodClosed",
    "PeriodNotOver",
    "PeriodView",
    "PostingView",
    "StatementLineView",
    "TrialBalanceView",
    "TrialRowView",
    "accounts",
    "balance",
    "balances",
    "booked_minor",
    "cancellation_fee",
    "cash_delivered",
    "cash_kept",
    "check",
    "check_when_due",
    "close_period",
    "event_text",
    "is_booked",
    "last_check",
    "periods",
    "post",
    "posting",
    "recheck",
    "reverse",
    "rules",
    "see_account",
    "see_accounts",
    "see_check",
    "see_months",
    "see_periods",
    "see_posting",
    "see_postings_of",
    "see_trial_balance",
    "statement",
    "statement_of",
    "take_back",
    "trial_balance",
    "trial_balance_of",
    "unsound_since",
]
