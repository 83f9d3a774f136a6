"""What the person at the terminal sees: one line per step with a tick, a duration and, meanwhile, progress."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_QUIET_PROGRESS_S = 15


class Step:
    """The line of one running step."""

    def __init__(self, title: str, out: TextIO) -> None:
        self.title = title
        self.note = ""
        self._out = out
        self._started = time.monotonic()
        self._last_said = self._started

    def progress(self, note: str) -> None:
        """Say how far it is: in place on a terminal, rarely in a log."""
        now = time.monotonic()
        if self._out.isatty():
            self._out.write(f"\r\033[K  … {self.title}  {note} ({now - self._started:.0f} s)")
            self._out.flush()
        elif now - self._last_said > _QUIET_PROGRESS_S:
            self._last_said = now
            self._say("…", note)

    def done(self) -> None:
        """End the line well."""
        self._say("✓", self.note)

    def failed(self) -> None:
        """End the line badly."""
        self._say("✗", self.note)

    def _say(self, sign: str, note: str) -> None:
        start = "\r\033[K" if self._out.isatty() else ""
        took = f"{time.monotonic() - self._started:.1f} s"
        self._out.write(f"{start}  {sign} {self.title:<34} {took:>7}  {note}".rstrip() + "\n")
        self._out.flush()


@contextmanager
def step(title: str, out: TextIO | None = None) -> Iterator[Step]:
    """Show a step while the block runs; set `note` for what is worth adding."""
    shown = Step(title, out or sys.stdout)
    shown.progress("")
    try:
        yield shown
    except BaseException:
        shown.failed()
        raise
    shown.done()
