"""The database: one engine per process and event loop, and the only place that commits.

`async with transaction() as session:` is one transaction. What a verb wants to happen after the commit
(live pushes, job hints) it leaves in the session; it is done here once the commit has succeeded.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.config import settings
from porter.core.errors import PorterError

log = logging.getLogger(__name__)

AfterCommit = Callable[[], Awaitable[None]]

_engines: WeakKeyDictionary[asyncio.AbstractEventLoop, AsyncEngine] = WeakKeyDictionary()


def engine() -> AsyncEngine:
    """The engine of this event loop; made at first use, therefore after a fork."""
    loop = asyncio.get_running_loop()
    if loop not in _engines:
        _engines[loop] = create_async_engine(
            settings().database_url_async,
            pool_size=settings().db_pool_size,
            max_overflow=settings().db_pool_size,
            pool_pre_ping=True,
            pool_recycle=1800,
            hide_parameters=True,  # errors reach logs, what people entered must not
            connect_args={"timeout": 10, "server_settings": {"application_name": "porter", "timezone": "UTC"}},
        )
    return _engines[loop]


@asynccontextmanager
async def transaction() -> AsyncIterator[AsyncSession]:
    """One transaction: commits at the end, rolls back when the block raises, then runs what was left for after.

    An error whose class says `keeps_changes` is raised after the commit: a wrong code must stay counted.
    """
    refusal: PorterError | None = None
    async with AsyncSession(engine(), expire_on_commit=False) as session:
        async with session.begin():
            try:
                yield session
            except PorterError as error:
                if not error.keeps_changes:
                    raise
                refusal = error
        for effect in session.info.pop("after_commit", ()):
            await _run_after_commit(effect)
    if refusal is not None:
        raise refusal


@asynccontextmanager
async def reading() -> AsyncIterator[AsyncSession]:
    """A session to look things up with; whatever it changed is forgotten."""
    async with AsyncSession(engine(), expire_on_commit=False) as session:
        yield session


def after_commit(session: AsyncSession, effect: AfterCommit) -> None:
    """Leave a best-effort effect for after the commit. Anything that must not be lost belongs in the outbox."""
    session.info.setdefault("after_commit", []).append(effect)


async def dispose() -> None:
    """Close the connections of this event loop."""
    loop = asyncio.get_running_loop()
    if loop in _engines:
        await _engines.pop(loop).dispose()


async def _run_after_commit(effect: AfterCommit) -> None:
    try:
        await effect()
    except (OSError, RuntimeError, ConnectionError, TimeoutError) as error:
        # The change is safe in Postgres; sweepers and reloads make up for a push that did not go out.
        log.warning("after-commit effect failed: %s", type(error).__name__)
