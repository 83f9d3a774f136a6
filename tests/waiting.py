"""Waiting for a condition: tests never sleep for a guessed time."""

import threading
import time
from collections.abc import Callable

_PAUSE = threading.Event()


def until(met: Callable[[], bool], *, within_s: float = 60, what: str = "it") -> None:
    """Return as soon as `met` holds; fail when it does not in time."""
    deadline = time.monotonic() + within_s
    while not met():
        assert time.monotonic() < deadline, f"{what} did not happen within {within_s:g} s"
        _PAUSE.wait(0.02)
