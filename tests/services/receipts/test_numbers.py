"""The numbers of receipts follow the Indian financial year."""

from datetime import datetime

import pytest

from porter.services.receipts import financial_year


@pytest.mark.parametrize(
    ("at", "year"),
    [
        ("2026-03-31T18:29:59+00:00", "2526"),  # one second before midnight in Kolkata
        ("2026-03-31T18:30:00+00:00", "2627"),
        ("2026-11-21T10:00:00+00:00", "2627"),
        ("2027-01-01T00:00:00+00:00", "2627"),
        ("2099-12-31T00:00:00+00:00", "9900"),
    ],
)
def test_april_to_march_in_local_time(at: str, year: str) -> None:
    assert financial_year(datetime.fromisoformat(at), "Asia/Kolkata") == year
