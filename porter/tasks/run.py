"""The bridge from Celery's synchronous tasks to asynchronous verbs: one event loop per worker process.

It is made at the first task, therefore after the fork; engines and Redis clients belong to it.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import uvloop

from porter.core import db, redis

T = TypeVar("T")

_runner: asyncio.Runner | None = None


def run(work: Coroutine[Any, Any, T]) -> T:
    """Do the work on this process' loop and wait for it."""
    global _runner
    if _runner is None:
        _runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
    return _runner.run(work)


def close() -> None:
    """Close the connections and the loop of this process."""
    global _runner
    if _runner is None:
        return
    _runner.run(_disconnect())
    _runner.close()
    _runner = None


async def _disconnect() -> None:
    await db.dispose()
    await redis.close()
