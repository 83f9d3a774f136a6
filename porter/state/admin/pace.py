"""Live changes in a busy city come by the dozen: a page reloads for the first, and at most every few seconds."""

import time
from collections.abc import Callable
from typing import Any

PACE_S = 2.0


def paced(event: Any, every_s: float = PACE_S, clock: Callable[[], float] = time.monotonic) -> Callable[[Any], Any]:
    """An event factory for `hub.watch_events` that fires at most once in a while; pages tick for what came after."""
    last = float("-inf")

    def fire(_message: Any) -> Any:
        nonlocal last
        now = clock()
        if now - last < every_s:
            return None
        last = now
        return event

    return fire
