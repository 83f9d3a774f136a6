"""Real worker and beat processes over the test servers."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import redis

from tests.servers import ROOT, TestServers

_PAUSE = threading.Event()


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


class Outage:
    """Redis dies, and comes back without its memory: ours by kill -9, a given one by losing every client and key."""

    def __init__(self, servers: TestServers) -> None:
        self._servers = servers

    def begin(self) -> None:
        """From now on nobody is connected."""
        own = self._servers._valkey
        if own is not None and own.pid is not None:
            os.kill(own.pid, signal.SIGKILL)
            return
        with redis.Redis.from_url(self._servers.redis_url) as client:
            client.flushall()
            client.client_kill_filter(_type="normal", skipme=True)

    def end(self) -> None:
        """Redis answers again."""
        if self._servers._valkey is not None:
            self._servers._valkey.restart()


async def until(condition: Callable[[], Awaitable[bool]], within_s: float = 60) -> None:
    """Return as soon as the condition holds; fail when it does not in time."""
    deadline = monotonic() + within_s
    while not await condition():
        assert monotonic() < deadline, f"it did not happen within {within_s:g} s"
        await asyncio.to_thread(_PAUSE.wait, 0.02)
