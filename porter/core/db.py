"""The database: one engine per process and event loop, and the only place that commits.

`async with transaction() as session:` is one transaction. What a verb wants to happen after the commit
(live pushes, job hints) it leaves in the session; it is done here once the commit has succeeded.
`async with reading() as session:` looks things up without one: each statement sees what is committed when it runs, as it would
in a transaction of READ COMMITTED, and two round trips less are made.
"""

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import orjson
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.config import settings
from porter.core.errors import Overloaded, PorterError
from porter.core.rows import insert_new

log = logging.getLogger(__name__)

TRUSTED_S = 5.0
"""A connection that has lain idle for longer is asked whether it still stands."""

AfterCommit = Callable[[], Awaitable[None]]

_CHANGES = re.compile(r"\b(INSERT INTO|UPDATE|DELETE FROM|FOR SHARE|FOR KEY SHARE)\b")
"""What a statement has that changes or locks something; values are parameters and do not stand in it."""


@dataclass(frozen=True, slots=True)
class _Engines:
    """Two ways into one pool."""

    whole: AsyncEngine
    looking: AsyncEngine


_engines: WeakKeyDictionary[asyncio.AbstractEventLoop, _Engines] = WeakKeyDictionary()


def engine() -> AsyncEngine:
    """The engine of this event loop; made at first use, therefore after a fork."""
    return _both().whole


def _both() -> _Engines:
    loop = asyncio.get_running_loop()
    if loop not in _engines:
        whole = create_async_engine(
            settings().database_url_async,
            pool_size=settings().db_pool_size,
            max_overflow=0,  # a rush would spend its time on opening connections that are closed at once
            pool_timeout=settings().db_patience_s,
            pool_use_lifo=True,  # few connections that know every statement, instead of all of them now and then
            pool_recycle=1800,
            hide_parameters=True,  # errors reach logs, what people entered must not
            json_serializer=_to_json,
            json_deserializer=orjson.loads,
            connect_args={"timeout": 10, "server_settings": {"application_name": "porter", "timezone": "UTC"}},
        )
        event.listen(whole.sync_engine, "checkin", _note_time)
        event.listen(whole.sync_engine, "checkout", _check_alive)
        looking = whole.execution_options(isolation_level="AUTOCOMMIT")
        event.listen(looking.sync_engine, "before_cursor_execute", _refuse_changes)
        _engines[loop] = _Engines(whole, looking)
    return _engines[loop]


@asynccontextmanager
async def transaction() -> AsyncIterator[AsyncSession]:
    """One transaction: commits at the end, rolls back when the block raises, then runs what was left for after.

    An error whose class says `keeps_changes` is raised after the commit: a wrong code must stay counted.
    Raises Overloaded when no connection comes free in time.
    """
    refusal: PorterError | None = None
    async with _session(engine()) as session:
        async with session.begin():
            try:
                yield session
            except PorterError as error:
                if not error.keeps_changes:
                    raise
                refusal = error
            await insert_new(session)
        for effect in session.info.pop("after_commit", ()):
            await _run_after_commit(effect)
    if refusal is not None:
        raise refusal


@asynccontextmanager
async def reading() -> AsyncIterator[AsyncSession]:
    """A session to look things up with; it refuses to write or to lock. Raises Overloaded."""
    async with _session(_both().looking) as session:
        yield session


@asynccontextmanager
async def _session(bound: AsyncEngine) -> AsyncIterator[AsyncSession]:
    try:
        async with AsyncSession(bound, expire_on_commit=False) as session:
            yield session
    except NoConnectionFree as error:
        raise Overloaded() from error


def after_commit(session: AsyncSession, effect: AfterCommit) -> None:
    """Leave a best-effort effect for after the commit. Anything that must not be lost belongs in the outbox."""
    session.info.setdefault("after_commit", []).append(effect)


async def connect_ahead(count: int) -> None:
    """Open some connections before anybody waits for them, as many as the pool has room for.

    A database that is away is for those who ask to notice.
    """
    async with AsyncExitStack() as held:
        try:
            for _ in range(min(count, settings().db_pool_size)):
                await held.enter_async_context(engine().connect())
        except (OSError, DBAPIError) as error:
            log.warning("no connection ahead: %s", type(error).__name__)


async def dispose() -> None:
    """Close the connections of this event loop."""
    loop = asyncio.get_running_loop()
    if loop in _engines:
        await _engines.pop(loop).whole.dispose()


def _to_json(document: Any) -> str:
    return orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS).decode()


def _note_time(_connection: Any, record: Any) -> None:
    record.info["idle_since"] = time.monotonic()


def _check_alive(connection: Any, record: Any, _proxy: Any) -> None:
    """Refuse a dead connection, so that the pool makes a new one.

    A server that dies closes its connections, and the driver knows. Only a silent network needs the question of
    `pool_pre_ping`, which is three round trips: it is asked after a rest, not before every transaction.
    """
    now = time.monotonic()
    if connection.driver_connection.is_closed():
        raise DisconnectionError
    if now - record.info.get("idle_since", now) > TRUSTED_S:
        try:
            connection.ping()
        except (connection.dbapi.Error, OSError) as error:
            raise DisconnectionError from error


def _refuse_changes(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    if _changes(statement):
        raise RuntimeError("a reading neither writes nor locks: there is no transaction that would hold it")


@lru_cache(maxsize=2048)
def _changes(statement: str) -> bool:
    return bool(_CHANGES.search(statement))


async def _run_after_commit(effect: AfterCommit) -> None:
    try:
        await effect()
    except (OSError, RuntimeError, ConnectionError, TimeoutError) as error:
        # The change is safe in Postgres; sweepers and reloads make up for a push that did not go out.
        log.warning("after-commit effect failed: %s", type(error).__name__)
