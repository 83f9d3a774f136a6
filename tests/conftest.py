"""Shared fixtures: real PostgreSQL and Valkey, one pair per pytest process, empty before every test that asks.

A test that touches the database says so: `pytestmark = pytest.mark.usefixtures("database")`, or it takes a fixture
that builds on `database`. It then starts with empty tables and an empty Redis. One that needs only Redis asks for
`valkey`. Tests and fixtures share one event loop for the whole session, because engines belong to a loop.
"""

import gc
import os
from collections.abc import AsyncIterator, Iterator

import pytest
from hypothesis import settings as property_settings

from tests.servers import TestServers

# The same examples everywhere, and no clock: a build machine may be slow, and a red build has to be seen again.
property_settings.register_profile("steady", deadline=None, derandomize=True)
property_settings.load_profile("steady")

SERVERS = TestServers.reserve()
SERVERS.set_environment()  # before anything imports porter's settings

from porter.core import db, redis  # noqa: E402
from porter.core.config import Settings, settings  # noqa: E402
from tests.whole import (  # noqa: E402
    pytest_runtest_teardown,
    pytest_xdist_make_scheduler,
    stack,
    whole_stack,
)

__all__ = ["pytest_runtest_teardown", "pytest_xdist_make_scheduler", "stack", "whole_stack"]


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a shared real Redis: parallel tests would empty it under each other's feet."""
    if SERVERS.redis_is_foreign and os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1") != "1":
        raise pytest.UsageError("REDIS_URL is set: run the tests with -n 0, they empty that Redis between tests.")


def pytest_collection_finish() -> None:
    """What is imported by now stays: the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Leave no folder behind, also when no test needed a server."""
    SERVERS.stop()


@pytest.fixture(scope="session")
def servers() -> Iterator[TestServers]:
    """PostgreSQL (migrated) and Valkey of this pytest process."""
    SERVERS.start()
    yield SERVERS
    SERVERS.stop()


@pytest.fixture(scope="session")
async def _connections(servers: TestServers) -> AsyncIterator[TestServers]:
    yield servers
    await db.dispose()
    await redis.close()


@pytest.fixture(scope="session")
def _migrated(_connections: TestServers) -> TestServers:
    _connections.migrate()
    return _connections


@pytest.fixture
def database(_migrated: TestServers) -> TestServers:
    """Empty tables and an empty Redis."""
    _migrated.empty_tables()
    _migrated.empty_redis()
    return _migrated


@pytest.fixture
def valkey(_connections: TestServers) -> TestServers:
    """An empty Redis."""
    _connections.empty_redis()
    return _connections


@pytest.fixture(autouse=True)
def _fresh_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test may set PORTER_… variables; the next one reads its own."""
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def config() -> Settings:
    """The settings as a test sees them."""
    settings.cache_clear()
    return settings()
