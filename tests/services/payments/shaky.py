"""A sandbox that misbehaves on request: fails before or after doing it, and lacks what some vendors lack."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from porter.core.errors import GatewayUnavailable
from porter.integrations.payments import Capabilities, choose
from porter.integrations.payments.sandbox import SandboxGateway

POOR = Capabilities(partial_capture=False, partial_refund=True, saved_cards=False, upi=True, payouts=True, void=False)
"""What Razorpay can do."""


class Killed(Exception):
    """The worker dies here."""


class ShakyGateway(SandboxGateway):
    """Fails the calls that are named in `before` and `after`; `calls` counts what reached it."""

    def __init__(self) -> None:
        self.before: dict[str, Exception] = {}
        self.after: dict[str, Exception] = {}
        self.calls: dict[str, int] = {}

    async def _go(self, name: str, *args: Any, **more: Any) -> Any:
        self.calls[name] = self.calls.get(name, 0) + 1
        if name in self.before:
            raise self.before[name]
        result = await getattr(super(), name)(*args, **more)
        if name in self.after:
            raise self.after[name]
        return result

    async def open(self, *args: Any, **more: Any) -> Any:
        return await self._go("open", *args, **more)

    async def list_payments(self, *args: Any, **more: Any) -> Any:
        return await self._go("list_payments", *args, **more)

    async def capture(self, *args: Any, **more: Any) -> Any:
        return await self._go("capture", *args, **more)

    async def void(self, *args: Any, **more: Any) -> Any:
        return await self._go("void", *args, **more)

    async def refund(self, *args: Any, **more: Any) -> Any:
        return await self._go("refund", *args, **more)

    @contextmanager
    def down(self) -> Iterator[None]:
        """Nothing is answered."""
        names = ("open", "list_payments", "capture", "void", "refund")
        self.before = {name: GatewayUnavailable() for name in names}
        yield
        self.before = {}


@pytest.fixture
def shaky(monkeypatch: pytest.MonkeyPatch) -> ShakyGateway:
    """The sandbox of this test."""
    made = ShakyGateway()
    monkeypatch.setattr(choose, "_made", lambda provider, config: made)
    return made
