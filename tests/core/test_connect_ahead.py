"""Connections that are open before anybody asks; a database that is away keeps nobody from starting."""

import logging

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from porter.core import db
from porter.core.config import settings


@pytest.mark.usefixtures("database")
async def test_they_are_there_and_free() -> None:
    await db.dispose()
    await db.connect_ahead(3)
    pool = db.engine().pool
    assert (pool.checkedin(), pool.checkedout()) == (3, 0)  # type: ignore[attr-defined]


@pytest.mark.usefixtures("database")
async def test_a_small_pool_is_filled_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTER_DB_POOL_SIZE", "1")
    monkeypatch.setenv("PORTER_DB_PATIENCE_S", "0.1")
    settings.cache_clear()
    await db.dispose()
    try:
        await db.connect_ahead(3)
        assert db.engine().pool.checkedin() == 1  # type: ignore[attr-defined]
    finally:
        await db.dispose()


async def test_a_database_that_is_away_is_told_of_and_no_more(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = create_async_engine("postgresql+asyncpg://porter@127.0.0.1:1/porter")
    monkeypatch.setattr(db, "engine", lambda: nowhere)
    with caplog.at_level(logging.WARNING):
        await db.connect_ahead(3)
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == ["no connection ahead"]
    await nowhere.dispose()
