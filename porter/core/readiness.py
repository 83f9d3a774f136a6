"""Whether this process can do its work: database, bus, and a database of the shape that the code expects."""

import asyncio
from collections.abc import Coroutine
from functools import lru_cache

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from porter.core import db
from porter.core.config import ROOT
from porter.core.redis import UNREACHABLE, bus

OK = "ok"
PATIENCE_S = 3.0


async def checks() -> dict[str, str]:
    """What was looked at, and "ok" or what is the matter in a few words."""
    database, redis = await asyncio.gather(_within(_database()), _within(_redis()))
    migrations = await _within(_migrations()) if database == OK else "unknown"
    return {"database": database, "redis": redis, "migrations": migrations}


async def _within(check: Coroutine[None, None, str]) -> str:
    try:
        return str(await asyncio.wait_for(check, PATIENCE_S))
    except TimeoutError:
        return "no answer"


async def _database() -> str:
    try:
        async with db.reading() as session:
            await session.exec(text("SELECT 1"))  # type: ignore[call-overload]
    except (SQLAlchemyError, OSError):
        return "not reachable"
    return OK


async def _redis() -> str:
    try:
        await bus().ping()  # type: ignore[misc]
    except UNREACHABLE:
        return "not reachable"
    return OK


async def _migrations() -> str:
    try:
        async with db.reading() as session:
            rows = await session.exec(text("SELECT version_num FROM alembic_version"))  # type: ignore[call-overload]
            applied = {row[0] for row in rows}
    except SQLAlchemyError:
        return "never applied"
    return OK if applied == _heads() else "behind: run `porter migrate`"


@lru_cache(maxsize=1)
def _heads() -> set[str]:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "alembic"))
    return set(ScriptDirectory.from_config(config).get_heads())
