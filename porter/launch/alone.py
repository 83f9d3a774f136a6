"""One command by itself (`porter migrate`, `serve`, `worker`, …), beside a running `porter up` or without it."""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from porter.core.config import ROOT, settings
from porter.launch import frontend, programs
from porter.launch.backing import backing
from porter.launch.errors import LaunchError
from porter.launch.http import answers


def migrate(argv: list[str]) -> int:
    """Bring the database to the newest schema."""
    return _run(lambda: [*programs.migrate(), *argv])


def revision(argv: list[str]) -> int:
    """Write the migration from the newest schema to the tables as the code has them. Raises LaunchError without ruff."""
    parser = argparse.ArgumentParser(prog="porter revision", description=revision.__doc__)
    parser.add_argument("message", help='what it does, as a verb, e.g. "keep the views"')
    message = str(parser.parse_args(argv).message)
    beside = str(Path(sys.executable).parent)
    if shutil.which("ruff", path=beside) is None:
        raise LaunchError("A migration is formatted when it is written, and ruff is missing here: make install-dev")
    os.environ["PATH"] = os.pathsep.join((beside, os.environ.get("PATH", os.defpath)))
    return _run(programs.migrate, lambda: programs.revision(message))


def seed(argv: list[str]) -> int:
    """Put the demo city into an empty database."""
    return _run(lambda: [*programs.seed(), *argv])


def serve(argv: list[str]) -> int:
    """Pages, API and websocket on one port."""
    return _run(lambda: [*programs.web(), *argv])


def worker(argv: list[str]) -> int:
    """A Celery worker."""
    return _run(lambda: [*programs.worker(), *argv])


def beat(argv: list[str]) -> int:
    """Celery's clock; run one per installation."""
    return _run(lambda: [*programs.beat(), *argv])


def simulate(argv: list[str]) -> int:
    """Drivers and customers of the demo city, against a running Porter."""
    return _run(lambda: [*programs.simulator(address()), *argv])


def invite_admin(argv: list[str]) -> int:
    """The invitation for the first administrator of an empty Porter, on standard output."""
    parser = argparse.ArgumentParser(prog="porter invite-admin", description=invite_admin.__doc__)
    parser.add_argument("email", help="where the administrator signs in with, e.g. meera@example.com")
    email = str(parser.parse_args(argv).email)
    return _run(lambda: programs.invite_admin(email))


def build(argv: list[str]) -> int:
    """Build the frontend when its sources have changed."""
    parser = argparse.ArgumentParser(prog="porter build")
    parser.add_argument("--force", action="store_true", help="build even when nothing has changed")
    frontend.build(programs.environment({}), force=parser.parse_args(argv).force)
    return 0


def health(_: list[str]) -> int:
    """0 when the web process of this machine is ready for people, 1 when not."""
    return 0 if answers(f"http://127.0.0.1:{settings().port}/health/ready") else 1


def address() -> str:
    """Where a running `porter up` answers, else where it would."""
    note = settings().data_dir / "address.json"
    if note.exists():
        return str(json.loads(note.read_text())["address"])
    return settings().origin


def _run(*commands: Callable[[], list[str]]) -> int:
    """The last command, when the ones before it went well."""
    if "DATABASE_URL" in os.environ and "REDIS_URL" in os.environ:
        env = programs.environment({})
        if failed := _all_in_foreground(commands[:-1], env):
            return failed
        argv = commands[-1]()
        os.chdir(ROOT)
        os.execve(argv[0], argv, env)  # noqa: S606 - a container's first process gets its signals
    with ExitStack() as stack:
        servers = stack.enter_context(backing(settings().data_dir.resolve(), exclusive=False))
        return _all_in_foreground(commands, programs.environment(servers.environment))


def _all_in_foreground(commands: Sequence[Callable[[], list[str]]], env: dict[str, str]) -> int:
    return next((code for command in commands if (code := _in_foreground(command(), env))), 0)


def _in_foreground(argv: list[str], env: dict[str, str]) -> int:
    process = subprocess.Popen(argv, cwd=ROOT, env=env)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the terminal sent it to the child as well, which ends in its own time
