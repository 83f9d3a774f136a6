"""What both embedded servers share: one owner per folder, remembered settings, restart, stop."""

import json
import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import IO, Self

from porter.core.embedded.claim import EmbeddedError, FolderBusy, claim
from porter.core.embedded.ports import free_port
from porter.core.embedded.process import command_line, is_alive, kill_group, spawn, stop
from porter.core.ids import secret_token

_POLL_S = 0.02


class Server(ABC):
    """One server process over one folder. `start()` it, read `url`, `stop()` it; `restart()` after a crash."""

    name: str
    stop_signal: signal.Signals = signal.SIGTERM
    start_timeout_s: float = 30

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.home = data_dir.resolve() / self.name
        self.log = data_dir.resolve() / "logs" / f"{self.name}.log"
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None
        self.port = 0
        self.password = ""
        self._claim: IO[str] | None = None

    @property
    @abstractmethod
    def url(self) -> str:
        """Where clients connect, password included."""

    @property
    def pid(self) -> int | None:
        """The process we started; None when we attached to somebody else's or have stopped."""
        return self.process.pid if self.process else None

    @property
    def owned(self) -> bool:
        """Whether stopping is our business."""
        return self._claim is not None

    def start(self) -> Self:
        """Run the server of this folder. Raises FolderBusy, or EmbeddedError with the last lines of its log."""
        self._take_folder()
        try:
            self._end_leftover()
            self.reserve()
            self.prepare()
            self._launch()
        except BaseException:
            self.stop()
            raise
        return self

    def reserve(self) -> None:
        """Choose port and password and remember them, so that `url` is known before the start."""
        self._memory.parent.mkdir(parents=True, exist_ok=True)
        known = json.loads(self._memory.read_text()) if self._memory.exists() else {}
        self.password = known.get("password") or secret_token()
        self.port = free_port(known.get("port"))
        draft = self._memory.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps({"port": self.port, "password": self.password}))
        draft.replace(self._memory)

    def ensure(self) -> Self:
        """Use the server of this folder if somebody already runs it, else start it. Raises EmbeddedError."""
        try:
            return self.start()
        except FolderBusy:
            self._recall()
            self._await_ready()
            return self

    def restart(self) -> None:
        """Bring a dead server back on the same port. Raises EmbeddedError."""
        if self.process:
            kill_group(self.process.pid)
            self.process.wait()
        self._end_leftover()
        self._launch()

    def poll(self) -> int | None:
        """None while it runs, else its exit code."""
        return self.process.poll() if self.process else None

    def stop(self) -> None:
        """End the server if it is ours and give the folder free; safe to call twice."""
        if self.process:
            stop(self.process, first=self.stop_signal, grace_s=10)
            self.process = None
        if self._claim:
            self._claim.close()
            self._claim = None

    def __enter__(self) -> Self:
        return self if self.owned else self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @abstractmethod
    def prepare(self) -> None:
        """Make the folder ready for the first start."""

    @abstractmethod
    def command(self) -> list[str | Path]:
        """What to execute."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether a client can work with it now."""

    @abstractmethod
    def leftover_pid(self) -> int | None:
        """The process of this folder that an earlier, killed launcher left running."""

    def run_as(self) -> str | None:
        """The account to run under; None for our own."""
        return None

    def _take_folder(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self._claim = claim(self.home.parent / f"{self.name}.lock")

    def _end_leftover(self) -> None:
        pid = self.leftover_pid()
        if pid is None:
            return
        os.kill(pid, self.stop_signal)
        if not _within(10, lambda: not is_alive(pid)):
            os.kill(pid, signal.SIGKILL)
            _within(5, lambda: not is_alive(pid))

    @property
    def _memory(self) -> Path:
        return self.home.parent / f"{self.name}.json"

    def _recall(self) -> None:
        if not _within(self.start_timeout_s, self._memory.exists):
            raise EmbeddedError(f"{self.name} of {self.home} belongs to another Porter that never came up")
        known = json.loads(self._memory.read_text())
        self.password, self.port = known["password"], known["port"]

    def _launch(self) -> None:
        self.process = spawn(self.command(), log=self.log, death_signal=self.stop_signal, user=self.run_as())
        self._await_ready()

    def _await_ready(self) -> None:
        _within(self.start_timeout_s, lambda: self.poll() is not None or self.answers())
        if self.poll() is not None or not self.answers():
            raise EmbeddedError(f"{self.name} did not start. Its log {self.log} ends with:\n{last_lines(self.log)}")


def runs(pid: int, *needles: str) -> bool:
    """Whether `pid` is alive and its command line holds all of `needles`: pids are reused, names tell."""
    shown = command_line(pid) if is_alive(pid) else ""
    return bool(shown) and all(needle in shown for needle in needles)


def last_lines(log: Path, count: int = 8) -> str:
    """The end of a log file, for an error message."""
    if not log.exists():
        return "(no log)"
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])


def _within(seconds: float, met: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not met():
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_S)
    return True
