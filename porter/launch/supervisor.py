"""Keeps the processes of one machine alive: restarts the dead with growing pauses, stops all in reverse order."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from porter.core.embedded.process import kill_group, spawn, stop
from porter.core.embedded.server import last_lines

_LOG_LIMIT_BYTES = 20_000_000


class Child(Protocol):
    """Something that runs, may die, and can be brought back."""

    name: str
    log: Path

    def poll(self) -> int | None:
        """None while it runs, else its exit code."""

    def restart(self) -> None:
        """Bring it back."""

    def stop(self) -> None:
        """End it."""


@dataclass
class Program:
    """A child that is a command of ours."""

    name: str
    argv: Sequence[str]
    log: Path
    env: Mapping[str, str]
    cwd: Path
    niceness: int = 0
    grace_s: float = 15
    process: subprocess.Popen[bytes] | None = None

    def restart(self) -> None:
        """Run the command, after ending what is left of its last run."""
        if self.process:
            kill_group(self.process.pid)
            self.process.wait()
        _rotate(self.log)
        self.process = spawn(self.argv, log=self.log, env=self.env, cwd=self.cwd, niceness=self.niceness)

    def poll(self) -> int | None:
        """None while it runs, else its exit code."""
        return self.process.poll() if self.process else None

    def stop(self) -> None:
        """Ask it to end, then make it."""
        if self.process:
            stop(self.process, grace_s=self.grace_s)
            self.process = None


@dataclass
class Watched:
    """A child and how it has behaved."""

    child: Child
    failures: int = 0
    started_at: float = field(default_factory=time.monotonic)
    due_at: float | None = None


class Supervisor:
    """Children in the order of their start."""

    def __init__(
        self,
        say: Callable[[str], None],
        *,
        first_pause_s: float = 1,
        longest_pause_s: float = 30,
        steady_after_s: float = 60,
    ) -> None:
        self._say = say
        self._first_pause_s = first_pause_s
        self._longest_pause_s = longest_pause_s
        self._steady_after_s = steady_after_s
        self._watched: list[Watched] = []
        self._ending = threading.Event()

    @property
    def ending(self) -> bool:
        """Whether somebody asked us to stop."""
        return self._ending.is_set()

    def adopt(self, child: Child) -> None:
        """Watch a child that runs already."""
        self._watched.append(Watched(child))

    def start(self, child: Child) -> None:
        """Start a child and watch it."""
        child.restart()
        self.adopt(child)

    def failures(self, name: str) -> int:
        """How often a child has died lately."""
        return sum(watched.failures for watched in self._watched if watched.child.name == name)

    def end(self) -> None:
        """Make `run` return."""
        self._ending.set()

    def run(self, *, until: Callable[[], bool] = lambda: False, poll_s: float = 0.2) -> None:
        """Watch until `until` holds or somebody asks to stop."""
        while not self._ending.is_set() and not until():
            for watched in self._watched:
                self._look_after(watched)
            self._ending.wait(poll_s)

    def stop(self) -> None:
        """End all children, last started first."""
        while self._watched:
            self._watched.pop().child.stop()

    @contextmanager
    def signals(self) -> Iterator[None]:
        """Ctrl-C, a closed terminal and a polite kill all mean: stop in order."""
        hung_up = signal.getsignal(signal.SIGHUP) != signal.SIG_IGN  # under nohup a closed terminal means nothing
        wanted = (signal.SIGINT, signal.SIGTERM, *((signal.SIGHUP,) if hung_up else ()))
        before = {number: signal.signal(number, lambda *_: self.end()) for number in wanted}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _look_after(self, watched: Watched) -> None:
        now = time.monotonic()
        if watched.due_at is not None:
            if now >= watched.due_at:
                self._revive(watched)
        elif (code := watched.child.poll()) is not None:
            if now - watched.started_at > self._steady_after_s:
                watched.failures = 0
            self._plan_restart(watched, f"ended with {_meaning(code)}")

    def _plan_restart(self, watched: Watched, what: str) -> None:
        pause_s = min(self._first_pause_s * 2**watched.failures, self._longest_pause_s)
        watched.failures += 1
        watched.due_at = time.monotonic() + pause_s
        name = watched.child.name
        self._say(f"  ! {name} {what}; again in {pause_s:g} s. The end of {watched.child.log}:")
        for line in last_lines(watched.child.log, 5).splitlines():
            self._say(f"    {name} | {line}")

    def _revive(self, watched: Watched) -> None:
        watched.due_at = None
        watched.started_at = time.monotonic()
        try:
            watched.child.restart()
        except (OSError, RuntimeError) as error:
            self._plan_restart(watched, f"did not start: {error}")
        else:
            self._say(f"  ✓ {watched.child.name} runs again")


def _meaning(code: int) -> str:
    if code >= 0:
        return f"code {code}"
    return signal.Signals(-code).name


def _rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > _LOG_LIMIT_BYTES:
        log.replace(log.with_suffix(".old.log"))
