"""The servers under the tests: embedded ones of this process's own, or a database made for it on DATABASE_URL."""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
import redis
from psycopg2 import extensions

from porter.core.embedded import postgres, valkey

ROOT = Path(__file__).resolve().parents[1]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")

EMPTY_TABLES = """
CREATE OR REPLACE FUNCTION empty_tables() RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text; filled boolean;
BEGIN
  SET LOCAL session_replication_role = replica;  -- append-only triggers and foreign keys look away
  FOR name IN
    SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'alembic_version'
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s)', name) INTO filled;
    IF filled THEN EXECUTE format('DELETE FROM %s', name); END IF;
  END LOOP;
END $$
"""


@dataclass
class TestServers:
    """Addresses known from the beginning, servers started at first need."""

    __test__ = False

    folder: Path
    database_url: str
    redis_url: str
    _postgres: postgres.Postgres | None
    _valkey: valkey.Valkey | None
    _connection: extensions.connection | None = None

    @classmethod
    def reserve(cls) -> "TestServers":
        """Choose addresses without starting anything: pure tests stay fast."""
        folder = Path(tempfile.mkdtemp(prefix=f"porter-tests-{WORKER}-"))
        given = _given()
        database = None if "DATABASE_URL" in given else postgres.Postgres(folder, durable=False)
        store = None if "REDIS_URL" in given else valkey.Valkey(folder, durable=False)
        if database:
            database.reserve()
        if store:
            store.reserve()
        database_url = database.url if database else _own_database(os.environ["DATABASE_URL"])
        return cls(folder, database_url, store.url if store else os.environ["REDIS_URL"], database, store)

    @property
    def redis_is_foreign(self) -> bool:
        """Whether the Redis was given to us."""
        return self._valkey is None

    def set_environment(self) -> None:
        """Point porter at these servers."""
        os.environ |= {
            "PORTER_MODE": "test",
            "PORTER_DATA_DIR": str(self.folder / "data"),
            "PORTER_MAPS_PROVIDER": "offline",
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
        }

    def start(self) -> None:
        """Start what is ours; look that what was given is fit to be emptied."""
        if self._postgres:
            self._postgres.start()
        if self._valkey:
            self._valkey.start()
        else:
            _refuse_filled(self.redis_url)

    def migrate(self) -> None:
        """Bring the database to the newest revision."""
        if self._postgres is None:
            _create_database(self.database_url)
        done = subprocess.run(
            [sys.executable, "-m", "alembic", "upgrade", "head"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            pytest.fail(f"migrations failed:\n{done.stdout}{done.stderr}")
        self._connection = psycopg2.connect(self.database_url)
        self._connection.autocommit = True
        with self._connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '10s'")
            cursor.execute(EMPTY_TABLES)

    def empty_tables(self) -> None:
        """Delete every row; a transaction that an earlier test left open is an error after 10 s."""
        assert self._connection is not None
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT empty_tables()")

    def empty_redis(self) -> None:
        """Empty the three databases that porter uses."""
        for number in range(3):
            with redis.Redis.from_url(f"{self.redis_url}/{number}") as client:
                client.flushdb()

    def stop(self) -> None:
        """Stop what is ours and remove its folder."""
        if self._connection:
            self._connection.close()
            self._connection = None
        if self._valkey:
            self._valkey.stop()
        if self._postgres:
            self._postgres.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def _given() -> list[str]:
    """Which servers were given to the run; xdist's workers inherit what its controller has set, so it writes it down."""
    named = " ".join(name for name in ("DATABASE_URL", "REDIS_URL") if name in os.environ)
    return os.environ.setdefault("PORTER_TESTS_GIVEN", named).split()


def _own_database(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/porter_test_{WORKER}"))


def _create_database(url: str) -> None:
    name = urlsplit(url).path.lstrip("/")
    connection = psycopg2.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()


def _refuse_filled(url: str) -> None:
    for number in range(3):
        with redis.Redis.from_url(f"{url}/{number}") as client:
            if client.dbsize():
                pytest.exit(f"REDIS_URL, database {number}, holds data; the tests need an empty Redis.", 2)
