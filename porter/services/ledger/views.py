"""The books as people read them."""

from datetime import datetime
from uuid import UUID

from porter.core.views import Amount, View


class StatementLineView(View):
    """One line of an account's statement, seen from its owner: plus is more for the owner."""

    id: UUID
    posting_id: UUID
    at: datetime
    at_text: str
    event: str
    event_text: str
    memo: str
    order_id: UUID | None
    order_number: str
    amount_minor: int
    amount: Amount
    amount_text: str
    balance_after_minor: int
    balance_after: Amount
    balance_after_text: str
    currency: str


class TrialRowView(View):
    """A kind of account in the trial balance."""

    kind: str
    name: str
    debit_minor: int
    debit: Amount
    debit_text: str
    credit_minor: int
    credit: Amount
    credit_text: str
    balance_minor: int
    balance: Amount
    balance_text: str


class TrialBalanceView(View):
    """All accounts; the difference of debits and credits is zero, or the books are wrong. `verdict` says it in words."""

    currency: str
    period_text: str
    verdict: str
    verdict_detail: str
    rows: tuple[TrialRowView, ...]
    debit_minor: int
    debit: Amount
    debit_text: str
    credit_minor: int
    credit: Amount
    credit_text: str
    difference_minor: int
    difference: Amount
    difference_text: str
    is_balanced: bool
    astray_count: int
    checked_at: datetime


class LedgerAccountView(View):
    """An account in the ledger browser."""

    id: UUID
    kind: str
    name: str
    owner_id: UUID | None
    owner_name: str
    currency: str
    balance_minor: int
    balance: Amount
    balance_text: str


class EntryView(View):
    """One side of a posting."""

    kind: str
    name: str
    account_id: UUID
    owner_id: UUID | None
    owner_name: str
    debit_text: str
    credit_text: str
    amount_minor: int
    amount: Amount


class PostingView(View):
    """A posting with both sides; `why_not` says why it cannot be taken back, "" when it can."""

    id: UUID
    correlation: str
    event: str
    event_text: str
    order_id: UUID | None
    order_number: str
    payment_id: UUID | None
    refund_id: UUID | None
    payout_id: UUID | None
    memo: str
    reverses_id: UUID | None
    reversed_by_id: UUID | None
    why_not: str
    created_at: datetime
    created_text: str
    currency: str
    total_text: str
    entries: tuple[EntryView, ...]


class PeriodView(View):
    """A month whose books are closed."""

    month: str
    from_at: datetime
    to_at: datetime
    closed_at: datetime
    closed_text: str


class MonthView(View):
    """A month of the books: running, over, or closed."""

    month: str
    month_text: str
    state_text: str
    is_closed: bool
    can_close: bool


class AstrayView(View):
    """A kept balance that is not the sum of its entries."""

    account_id: UUID
    name: str
    owner_name: str
    kept_text: str
    entries_text: str


class CheckView(View):
    """Once everything was added up again, and what was found."""

    checked_at: datetime
    checked_text: str
    is_sound: bool
    summary: str
    astray: tuple[AstrayView, ...]
