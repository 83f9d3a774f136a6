"""A driver's month as people see it."""

from typing import Literal

from porter.core.views import Amount, View
from porter.services.ledger import StatementLineView

StatementAccount = Literal["earnings", "cash"]


class StatementTotalView(View):
    """What one kind of event came to in the month."""

    event: str
    label: str
    amount_minor: int
    amount: Amount
    amount_text: str


class StatementView(View):
    """A month of one of the two accounts: opening and totals make the closing, and so do opening and lines."""

    month: str
    title: str
    account: StatementAccount
    is_final: bool
    opening_minor: int
    opening: Amount
    opening_text: str
    closing_minor: int
    closing: Amount
    closing_text: str
    totals: tuple[StatementTotalView, ...]
    lines: tuple[StatementLineView, ...]
    next_cursor: str
    months: tuple[tuple[str, str], ...]
    currency: str
