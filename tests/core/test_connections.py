"""The pool hands out connections that stand, without asking each before every transaction."""

from typing import Any

import httpx
import pytest
from sqlalchemy import text

from porter.api.app import create_api
from porter.core import db
from porter.core.config import settings
from tests.tasks.workers import until

pytestmark = pytest.mark.usefixtures("database")

TRIP = {"stops": [{"lat": 12.9349, "lng": 77.6189}, {"lat": 12.9719, "lng": 77.6412}]}


async def _driver() -> Any:
    """The connection that the pool hands out next."""
    async with db.reading() as session:
        return (await (await session.connection()).get_raw_connection()).driver_connection


async def test_a_connection_that_the_server_closed_is_replaced() -> None:
    victim = await _driver()
    async with db.engine().connect() as first, db.engine().connect() as second:
        raws = [await each.get_raw_connection() for each in (first, second)]
        other = next(
            each for each, raw in zip((first, second), raws, strict=True) if raw.driver_connection is not victim
        )
        await other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": victim.get_server_pid()})

        async def closed() -> bool:
            return bool(victim.is_closed())

        await until(closed)
    for _ in range(3):
        found = await _driver()
        assert found is not victim
        assert await found.fetchval("SELECT 1") == 1


async def test_one_that_has_rested_is_asked_and_one_that_was_in_use_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    async with db.reading() as session:
        adapted: Any = type((await (await session.connection()).get_raw_connection()).dbapi_connection)
    asked: list[str] = []
    real = adapted.ping
    monkeypatch.setattr(adapted, "ping", lambda self: (asked.append("ping"), real(self))[1])
    await _driver()
    assert asked == []
    monkeypatch.setattr(db, "TRUSTED_S", -1.0)
    await _driver()
    assert asked == ["ping"]


async def test_whoever_finds_no_connection_free_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTER_DB_POOL_SIZE", "1")
    monkeypatch.setenv("PORTER_DB_PATIENCE_S", "0.1")
    settings.cache_clear()
    await db.dispose()
    transport = httpx.ASGITransport(app=create_api())
    try:
        async with (
            db.engine().connect(),
            httpx.AsyncClient(transport=transport, base_url="http://localhost/api/v1") as somebody,
        ):
            answer = await somebody.post("/orders/estimate", json=TRIP)
    finally:
        await db.dispose()
    assert (answer.status_code, answer.json()["code"]) == (503, "overloaded")
    assert answer.headers["retry-after"] == "2"
