"""The whole product in processes of its own, started by the command that `make run` calls, without simulated drivers."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
import redis
from psycopg2 import errors, extensions

from porter.core.embedded import free_port
from porter.core.embedded.server import last_lines
from tests.servers import ROOT
from tests.waiting import until

START_WITHIN_S = 300
"""A start that fails is noticed at once; this is for machines that have much else to do."""
STOP_WITHIN_S = 60
BUS, REFLEX = 0, 2

signed_in: dict[tuple[str, object], dict[str, str]] = {}
"""Who has been given a cookie, by address and person: signing in is limited, and is not every story. Gone with the city."""

KEEP_TABLES = """
CREATE SCHEMA kept;
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND relname <> 'alembic_version'
  LOOP EXECUTE format('CREATE TABLE kept.%1$I AS TABLE public.%1$I', name); END LOOP;
END $$
"""
BRING_TABLES_BACK = """
SET LOCAL session_replication_role = replica;  -- append-only triggers and foreign keys look away
SET LOCAL lock_timeout = '10s';
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept' ORDER BY tablename
  LOOP
    EXECUTE format('DELETE FROM public.%I', name);
    EXECUTE format('INSERT INTO public.%1$I SELECT * FROM kept.%1$I', name);
  END LOOP;
END $$
"""


@dataclass
class Stack:
    """PostgreSQL, Valkey, web, worker and clock with a data folder of their own; the demo city is in it."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="porter-stack-")))
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def origin(self) -> str:
        """Where people open it."""
        return f"http://localhost:{self.port}"

    @property
    def is_up(self) -> bool:
        """Whether the launcher runs."""
        return self.process is not None and self.process.poll() is None

    @property
    def said(self) -> str:
        """What the launcher has printed."""
        return (self.folder / "said").read_text(errors="replace")

    def start(self, *arguments: str, build: bool = True) -> None:
        """Build the frontend if that is needed, start everything, wait until people may come."""
        if build:
            self._run("build")
        address = self.folder / "data" / "address.json"
        address.unlink(missing_ok=True)
        with (self.folder / "said").open("a") as out:
            started = self.process = subprocess.Popen(
                [sys.executable, "-m", "porter.cli", "up", "--no-build", *(arguments or ("--drivers", "0"))],
                cwd=ROOT, env=self._environment(), stdout=out, stderr=subprocess.STDOUT,
            )  # fmt: skip
        until(lambda: address.exists() or started.poll() is not None, within_s=START_WITHIN_S, what="the start")
        assert address.exists(), self.said
        assert json.loads(address.read_text())["address"] == self.origin

    def halt(self) -> None:
        """Ctrl-C; the data stays."""
        if self.process and self.is_up:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(STOP_WITHIN_S)

    def stop(self) -> None:
        """Ctrl-C, and the folder goes."""
        self.halt()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self, name: str) -> str:
        """The end of what one process has said."""
        return str(last_lines(self.folder / "data" / "logs" / f"{name}.log", 40))

    def keep_city(self) -> None:
        """Remember the tables as they are now."""
        with self._database() as connection, connection.cursor() as cursor:
            cursor.execute(KEEP_TABLES)

    def fresh_city(self) -> None:
        """The tables as they were remembered, nobody on the map, nobody signed in."""
        signed_in.clear()
        with redis.Redis.from_url(self._given("REDIS_URL") + f"/{BUS}") as bus:
            bus.flushdb()
        until(self._is_brought_back, within_s=STOP_WITHIN_S, what="the demo city as it was seeded")

    def _is_brought_back(self) -> bool:
        """False where a worker that still writes was in the way: PostgreSQL ends one of two that wait for each other."""
        try:
            with self._database() as connection, connection.cursor() as cursor:
                cursor.execute(BRING_TABLES_BACK)
        except (errors.DeadlockDetected, errors.LockNotAvailable):
            return False
        return True

    def sql(self, statement: str, *values: object) -> None:
        """Change the past: real processes have no clock that a test could turn."""
        with self._database() as connection, connection.cursor() as cursor:
            cursor.execute(statement, values)

    def _database(self) -> extensions.connection:
        return psycopg2.connect(self._given("DATABASE_URL"))

    def _given(self, name: str) -> str:
        """What the launcher told the web process."""
        environment = Path(f"/proc/{self._pid_of('porter.serve')}/environ").read_bytes().split(b"\0")
        return next(line.decode().partition("=")[2] for line in environment if line.startswith(f"{name}=".encode()))

    def _pid_of(self, words: str) -> int:
        assert self.process
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return next(int(pid) for pid in children if words.encode() in Path(f"/proc/{pid}/cmdline").read_bytes())

    def _run(self, command: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "porter.cli", command], cwd=ROOT, env=_outside(), capture_output=True, text=True, check=False
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    def _environment(self) -> dict[str, str]:
        return {
            **_outside(),
            "PORTER_MODE": "development",
            "PORTER_DATA_DIR": str(self.folder / "data"),
            "PORTER_PORT": str(self.port),
            "PORTER_MAPS_PROVIDER": "offline",
        }


def _outside() -> dict[str, str]:
    """The environment without what the tests of this process have put there, and without servers of yours: what runs
    here has its databases killed, and its city put back, under it."""
    ours = ("PORTER_", "DATABASE_URL", "REDIS_URL")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
