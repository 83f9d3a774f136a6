"""How fast one socket may send events. Reflex has no limit, and an unknown name makes it log every header."""

import time
from collections.abc import Callable
from typing import Any

import reflex as rx
from prometheus_client import Counter

from porter.state import internals

DROPPED = Counter("porter_web_events_dropped_total", "Events dropped before they were parsed", ["reason"])

RATE_PER_S = 20.0
BURST = 60.0


class EventLimiter:
    """A token bucket per socket."""

    def __init__(
        self, rate_per_s: float = RATE_PER_S, burst: float = BURST, clock: Callable[[], float] = time.monotonic
    ):
        self.rate_per_s, self.burst, self.clock = rate_per_s, burst, clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def install(self, app: rx.App) -> None:
        """Stand in front of the app's event processor."""
        internals.wrap_incoming(app, self.admit, self.forget)

    def admit(self, socket: str, data: Any) -> bool:
        """Whether this event may go on; refusals are counted and otherwise silent."""
        if not self._take(socket):
            DROPPED.labels("rate").inc()
            return False
        if not internals.is_registered(internals.incoming_name(data)):
            DROPPED.labels("unknown").inc()
            return False
        return True

    def forget(self, socket: str) -> None:
        """The socket is closed."""
        self._buckets.pop(socket, None)

    def _take(self, socket: str) -> bool:
        now = self.clock()
        level, seen = self._buckets.get(socket, (self.burst, now))
        level = min(self.burst, level + (now - seen) * self.rate_per_s)
        allowed = level >= 1
        self._buckets[socket] = (level - 1 if allowed else level, now)
        return allowed
