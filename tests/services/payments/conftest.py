"""Payments in tests: every way of paying is offered."""

import pytest

from tests import paying


@pytest.fixture(autouse=True)
def _all_methods(monkeypatch: pytest.MonkeyPatch) -> None:
    paying.offer_everything(monkeypatch)
