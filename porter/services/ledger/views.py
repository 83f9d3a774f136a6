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
    """All accounts; the difference of debits and credits is zero, or the books are wrong."""

    currency: str
    period_text: str
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
    owner_id: UUID | None
    debit_text: str
    credit_text: str
    amount_minor: int
    amount: Amount


class PostingView(View):
    """A posting with both sides."""

    id: UUID
    correlation: str
    event: str
    event_text: str
    order_id: UUID | None
    memo: str
    reverses_id: UUID | None
    created_at: datetime
    created_text: str
    currency: str
    entries: tuple[EntryView, ...]


class PeriodView(View):
    """A month whose books are closed."""

    month: str
    from_at: datetime
    to_at: datetime
    closed_at: datetime
    closed_text: str
