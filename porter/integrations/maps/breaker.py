"""A circuit breaker: after several failures in a row a provider is left alone for a while, then tried once."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Breaker:
    """Counts failures of one provider in this process."""

    failures_to_open: int = 3
    rest_s: float = 30.0
    clock: Callable[[], float] = time.monotonic
    _failures: int = field(default=0, init=False)
    _opened_at: float | None = field(default=None, init=False)

    def lets_through(self) -> bool:
        """Whether to try now. When the rest is over, one caller is let through and the others keep waiting."""
        if self._opened_at is None:
            return True
        if self.clock() - self._opened_at < self.rest_s:
            return False
        self._opened_at = self.clock()
        return True

    def succeeded(self) -> None:
        """Forget all failures."""
        self._failures, self._opened_at = 0, None

    def failed(self) -> None:
        """Count one failure; the last one opens the breaker."""
        self._failures += 1
        if self._failures >= self.failures_to_open:
            self._opened_at = self.clock()
