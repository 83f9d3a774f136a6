"""Real worker and beat processes over the test servers."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from tests.servers import ROOT


@dataclass
class Processes:
    """What runs for a test, each in a process group of its own, with one log."""

    log: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def worker(self) -> subprocess.Popen[bytes]:
        """A worker with two children."""
        return self._start("porter.worker:app", "worker", "--loglevel", "INFO", "--without-mingle", "--without-gossip")

    def beat(self) -> subprocess.Popen[bytes]:
        """The clock."""
        schedule = str(self.log.with_suffix(".beat"))
        return self._start(
            "porter.tasks.clockwork:app", "beat", "--loglevel", "WARNING", "--pidfile", "", "-s", schedule
        )

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """kill -9, children and all."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.running.remove(process)

    def stop(self) -> None:
        """End everything."""
        for process in list(self.running):
            self.kill(process)

    def _start(self, app: str, *arguments: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", app, *arguments],
                cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        self.running.append(process)
        return process


async def until(condition: Callable[[], Awaitable[bool]], within_s: float = 20) -> float:
    """Wait for a condition; answers how long it took. Fails when it does not come true in time."""
    begun = monotonic()
    while not await condition():
        assert monotonic() - begun < within_s, "it did not happen in time"
        await asyncio.sleep(0.02)
    return monotonic() - begun
