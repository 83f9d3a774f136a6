"""The table of what runs: names, commands and the environment they share."""

import os
import signal
import sys
from pathlib import Path

from porter.core.config import ROOT, settings
from porter.launch.node import with_node
from porter.launch.supervisor import Program

MARKER = "PORTER_LAUNCHED_FROM"
"""In the environment of every process we start: how leftovers of a killed launcher are found."""

_NOT_FOR_CHILDREN = frozenset({"PYTHONDONTWRITEBYTECODE"})
"""Compiling two thousand modules anew took a third of each start."""

BEHIND = 10
"""Niceness of what nobody waits for at a screen: at a press, the worker and the simulator get a tenth of what people's
requests get, and catch up after it. Not less: a worker that starves offers nothing. Only on one machine: a worker that
something else starts knows nothing of this."""

_WEB = ("-m", "porter.serve")
_WORKER = (
    "-m",
    "celery",
    "-A",
    "porter.worker:app",
    "worker",
    "--loglevel",
    "INFO",
    "--without-mingle",
    "--without-gossip",
)
_BEAT = ("-m", "celery", "-A", "porter.tasks.clockwork:app", "beat", "--loglevel", "WARNING", "--pidfile", "")
_SEED = ("-m", "porter.seed")
_SIMULATOR = ("-m", "porter.simulator")
_INVITE_ADMIN = ("-m", "porter.launch.invite")
_MIGRATE = ("-m", "alembic", "upgrade", "head")
_REVISION = ("-m", "alembic", "revision", "--autogenerate")


def web() -> list[str]:
    """Pages, API and websocket on one port."""
    return [sys.executable, *_WEB]


def worker(concurrency: int = 2) -> list[str]:
    """Celery's worker."""
    return [sys.executable, *_WORKER, "--concurrency", str(concurrency)]


def beat() -> list[str]:
    """Celery's clock."""
    return [sys.executable, *_BEAT, "--schedule", str(settings().data_dir / "beat")]


def seed() -> list[str]:
    """The demo city, when the database is empty."""
    return [sys.executable, *_SEED]


def simulator(address: str, drivers: int = 40) -> list[str]:
    """Drivers and customers of the demo city, through the public API."""
    return [sys.executable, *_SIMULATOR, "--url", address, "--drivers", str(drivers)]


def invite_admin(email: str) -> list[str]:
    """The invitation for the first administrator."""
    return [sys.executable, *_INVITE_ADMIN, email]


def migrate() -> list[str]:
    """The newest schema."""
    return [sys.executable, *_MIGRATE]


def revision(message: str) -> list[str]:
    """The step from the newest schema to the tables as the code has them."""
    return [sys.executable, *_REVISION, "-m", message]


def program(name: str, argv: list[str], env: dict[str, str], *, niceness: int = 0) -> Program:
    """A command as a child of the supervisor, its output in the data folder."""
    return Program(name, argv, settings().data_dir / "logs" / f"{name}.log", env, ROOT, niceness)


def environment(extra: dict[str, str]) -> dict[str, str]:
    """Our environment for children: Node on the PATH, no telemetry, small memory."""
    defaults = {
        "MALLOC_ARENA_MAX": "2",
        "PYTHONUNBUFFERED": "1",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "REFLEX_USE_NPM": "1",
    }
    data_dir = settings().data_dir.resolve()
    outside = {name: value for name, value in os.environ.items() if name not in _NOT_FOR_CHILDREN}
    return with_node({**defaults, **outside, "PORTER_DATA_DIR": str(data_dir), **extra}, data_dir / "bin")


def end_leftovers(data_dir: Path) -> int:
    """Kill what a launcher of this folder that was killed has left; the caller holds the launcher's claim."""
    from_us = f"{MARKER}={data_dir}".encode()
    found = [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if from_us in _environ(entry)]
    others = [pid for pid in found if pid != os.getpid()]
    for pid in others:
        _kill(pid)
    return len(others)


def _environ(entry: Path) -> list[bytes]:
    try:
        return (entry / "environ").read_bytes().split(b"\0")
    except OSError:
        return []


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
