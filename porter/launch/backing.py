"""The two servers everything needs: embedded ones, or those that DATABASE_URL and REDIS_URL name."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import redis

from porter.core.embedded import Server, postgres, valkey
from porter.launch.errors import LaunchError
from porter.launch.steps import step

_TIMEOUT_S = 5

Have = Callable[[Server], str]


@dataclass(frozen=True)
class Backing:
    """Where PostgreSQL and Redis are, and which of them we run ourselves."""

    database_url: str
    redis_url: str
    servers: tuple[Server, ...]

    @property
    def environment(self) -> dict[str, str]:
        """What the processes need to know."""
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


@contextmanager
def backing(data_dir: Path, *, exclusive: bool) -> Iterator[Backing]:
    """Have both servers while the block runs. `exclusive` refuses embedded ones that another launcher runs.

    Raises LaunchError for a server that cannot be reached, EmbeddedError for one that cannot be started.
    """
    with ExitStack() as stack:
        servers: list[Server] = []

        def have(server: Server) -> str:
            server = server.start() if exclusive else server.ensure()
            stack.callback(server.stop)
            if server.owned:
                servers.append(server)
            return server.url

        with step("PostgreSQL") as shown:
            database_url, shown.note = _database(data_dir, have)
        with step("Valkey") as shown:
            redis_url, shown.note = _redis(data_dir, have)
        yield Backing(database_url, redis_url, tuple(servers))


def _database(data_dir: Path, have: Have) -> tuple[str, str]:
    if url := os.environ.get("DATABASE_URL"):
        reach_database(url)
        return url, f"yours at {_place(url)}"
    url = have(postgres.Postgres(data_dir))
    return url, f"127.0.0.1:{urlsplit(url).port}"


def _redis(data_dir: Path, have: Have) -> tuple[str, str]:
    if url := os.environ.get("REDIS_URL"):
        reach_redis(url)
        return url, f"yours at {_place(url)}"
    url = have(valkey.Valkey(data_dir))
    return url, f"127.0.0.1:{urlsplit(url).port}"


def reach_database(url: str) -> None:
    """Raises LaunchError when the server behind DATABASE_URL does not let us in."""
    try:
        psycopg2.connect(plain(url), connect_timeout=_TIMEOUT_S).close()
    except psycopg2.Error as error:
        reason = str(error).strip().splitlines()[-1]
        raise LaunchError(
            f"DATABASE_URL points at {_place(url)}, which does not let us in: {reason}\n"
            "Start that server or correct the address; without DATABASE_URL Porter starts a PostgreSQL of its own."
        ) from None


def reach_redis(url: str) -> None:
    """Raises LaunchError when the server behind REDIS_URL does not let us in."""
    client = redis.Redis.from_url(url, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S)
    try:
        client.ping()
    except redis.RedisError as error:
        raise LaunchError(
            f"REDIS_URL points at {_place(url)}, which does not let us in: {error}\n"
            "Start that server or correct the address; without REDIS_URL Porter starts a Valkey of its own."
        ) from None
    finally:
        client.close()


def plain(url: str) -> str:
    """The address without the name of a driver, which only SQLAlchemy understands."""
    scheme, _, rest = url.partition("://")
    return f"{scheme.split('+')[0]}://{rest}"


def _place(url: str) -> str:
    """Host and port without the password."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
