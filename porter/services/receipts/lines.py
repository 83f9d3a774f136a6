"""The lines of a fare for the eye; quotes, orders and receipts show the same."""

from collections.abc import Iterable, Mapping
from typing import Any

from porter.core.money import format_money
from porter.core.views import Amount, View
from porter.services.receipts.labels import said_label


class FareLineView(View):
    """A named part of a fare."""

    code: str
    label: str
    amount_minor: int
    amount: Amount
    amount_text: str
    kind: str


def line_views(lines: Iterable[Mapping[str, Any]], currency: str) -> tuple[FareLineView, ...]:
    """The stored lines of a fare for the eye."""
    return tuple(
        FareLineView(
            code=line["code"],
            label=said_label(line["label"]),
            amount_minor=line["minor"],
            amount=line["minor"],
            amount_text=format_money(line["minor"], currency),
            kind=line["kind"],
        )
        for line in lines
    )
