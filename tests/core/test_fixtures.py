"""The shared fixtures do what they promise: migrated, empty, one loop."""

import asyncio

import pytest
from sqlalchemy import text

from porter.core import db, outbox
from porter.core.redis import bus
from tests.servers import TestServers


@pytest.fixture(scope="session")
async def loop_of_fixtures() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


async def test_tests_and_fixtures_share_a_loop(loop_of_fixtures: asyncio.AbstractEventLoop) -> None:
    assert asyncio.get_running_loop() is loop_of_fixtures


@pytest.mark.parametrize("run", ["first", "second"])
async def test_what_one_test_wrote_the_next_does_not_see(database: TestServers, run: str) -> None:
    async with db.reading() as session:
        assert await session.scalar(text("SELECT count(*) FROM outbox_event")) == 0
    assert await bus().get("run") is None
    async with db.transaction() as session:
        outbox.emit(session, f"test.{run}", {})
    await bus().set("run", run)


async def test_the_database_speaks_utc_and_is_at_the_newest_revision(database: TestServers) -> None:
    async with db.reading() as session:
        assert await session.scalar(text("SHOW timezone")) == "UTC"
        assert await session.scalar(text("SELECT version_num FROM alembic_version"))
