"""Servers of its own for a command outside pytest: benches and soaks."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers import TestServers


@contextmanager
def scratch_servers() -> Iterator[TestServers]:
    """PostgreSQL (migrated, empty) and Valkey, gone at the end; given ones are used as the tests use them."""
    servers = TestServers.reserve()
    servers.set_environment()
    try:
        servers.start()
        servers.migrate()
        servers.empty_tables()
        servers.empty_redis()
        yield servers
    finally:
        servers.stop()
