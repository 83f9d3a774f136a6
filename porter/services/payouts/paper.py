"""A driver's month as PDF, in Latin, Devanagari and Kannada."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from porter.services import receipts
from porter.services.payouts.statement_views import StatementView

TEMPLATE = Path(__file__).parent / "statement.typ"

_TITLES = {
    "earnings": ("Your balance", "What Porter owes you: earnings come in, withdrawals go out."),
    "cash": ("Cash in hand", "Cash of your trips that belongs to Porter: commission and taxes."),
}
_OPENING = {"earnings": "Owed to you at the beginning", "cash": "In hand at the beginning"}
_CLOSING = {"earnings": "Owed to you at the end", "cash": "In hand at the end"}


async def typeset_statement(
    name: str, title: str, as_of: str, accounts: Sequence[StatementView], at: datetime
) -> bytes:
    """The paper; the same content gives the same bytes."""
    company = receipts.supplier()
    content = {
        "company": {"name": company["name"], "address": company["address"], "gstin": company["gstin"]},
        "driver": name,
        "month": title,
        "as_of": as_of,
        "accounts": [_account(one) for one in accounts],
    }
    return await receipts.typeset(TEMPLATE, "statement", content, at)


def _account(found: StatementView) -> dict[str, Any]:
    title, words = _TITLES[found.account]
    return {
        "title": title,
        "words": words,
        "opening": [_OPENING[found.account], found.opening_text],
        "closing": [_CLOSING[found.account], found.closing_text],
        "totals": [[total.label, total.amount_text] for total in found.totals],
        "lines": [
            [line.at_text, line.event_text, line.order_number or line.memo, line.amount_text, line.balance_after_text]
            for line in found.lines
        ],
    }
