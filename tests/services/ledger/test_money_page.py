"""docs/money.md names every rule and every account: a rule without a line there is not finished."""

import re
from pathlib import Path

from porter.models.enums import LedgerAccountKind
from porter.services.ledger import rules

PAGE = (Path(__file__).parents[3] / "docs" / "money.md").read_text()
NO_EVENTS = {"Entry", "RefundShare", "is_balanced"}


def test_every_rule_has_its_line() -> None:
    named = set(re.findall(r"`(\w+)`", PAGE))
    assert set(rules.__all__) - NO_EVENTS <= named


def test_every_account_has_its_line() -> None:
    assert {kind.value for kind in LedgerAccountKind} <= set(re.findall(r"`(\w+)`", PAGE))


def test_the_worked_example_balances() -> None:
    rows = [line for line in PAGE.splitlines() if " · " in line and re.search(r"[+−]\d+\.\d\d", line)]
    assert len(rows) == 8
    for row in rows:
        amounts = [int(text.replace("−", "-").replace(".", "")) for text in re.findall(r"[+−]\d+\.\d\d", row)]
        assert sum(amounts) == 0, row
