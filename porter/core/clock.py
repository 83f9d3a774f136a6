"""The one source of time. Code asks `now()`; tests travel."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_offset = timedelta(0)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) + _offset


@contextmanager
def travel(to: datetime | timedelta) -> Iterator[None]:
    """Move this process' clock to an instant, or by a span, for the length of the block."""
    global _offset
    before = _offset
    _offset = before + to if isinstance(to, timedelta) else to - datetime.now(UTC)
    try:
        yield
    finally:
        _offset = before
