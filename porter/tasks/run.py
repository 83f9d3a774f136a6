"""The bridge from Celery's synchronous tasks to asynchronous verbs: one event loop per worker process, in a thread of its own.

It is made at the first task, therefore after the fork; engines and Redis clients belong to it. It goes on between the
tasks: a child need not stand and wait for a vendor that is slow, and is free for the next search (decision 0016).
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from typing import Any, TypeVar

import uvloop

from porter.core import db, redis
from porter.tasks.celery_app import TASK_LIMIT_S

log = logging.getLogger(__name__)

T = TypeVar("T")

PATIENCE_S = 0.5
"""What a child waits for work that asks vendors; so children take no more of it than they get done."""

MOST_BESIDE = 32
"""Work of one child that may go on beside its tasks. What comes on top is left to the clock: it stands in the tables."""

CLOSING_S = 30
"""What a process that ends gives such work: longer than any vendor may take. What is cut off is done again when its lease ends."""


@dataclass
class _Bridge:
    runner: asyncio.Runner
    thread: threading.Thread
    beside: set[Future[Any]] = field(default_factory=set)


_bridge: _Bridge | None = None


def run(work: Coroutine[Any, Any, T]) -> T:
    """Do the work on this process' loop and wait for it."""
    return asyncio.run_coroutine_threadsafe(work, _open().runner.get_loop()).result()


def run_beside(work: Callable[[], Coroutine[Any, Any, object]]) -> bool:
    """Do the work on this process' loop, and wait only as long as patience lasts: it goes on beside the next tasks.

    False when too much goes on already, and nothing was begun. Only for work that others find in the tables again.
    """
    bridge = _open()
    if len(bridge.beside) >= MOST_BESIDE:
        log.warning("too much goes on in this process already: left to the clock")
        return False
    future = asyncio.run_coroutine_threadsafe(_in_time(work), bridge.runner.get_loop())
    bridge.beside.add(future)
    future.add_done_callback(bridge.beside.discard)
    if wait([future], PATIENCE_S).done:
        future.result()
    else:
        future.add_done_callback(_report)
    return True


def close() -> None:
    """Let what goes on come to its end, then close the connections and the loop of this process."""
    global _bridge
    if _bridge is None:
        return
    for future in wait(set(_bridge.beside), CLOSING_S).not_done:
        future.cancel()
    run(_disconnect())
    loop = _bridge.runner.get_loop()
    loop.call_soon_threadsafe(loop.stop)
    _bridge.thread.join()
    _bridge.runner.close()
    _bridge = None


def _open() -> _Bridge:
    global _bridge
    if _bridge is None:
        runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
        thread = threading.Thread(target=runner.get_loop().run_forever, name="verbs", daemon=True)
        thread.start()
        _bridge = _Bridge(runner, thread)
    return _bridge


async def _in_time(work: Callable[[], Coroutine[Any, Any, object]]) -> None:
    async with asyncio.timeout(TASK_LIMIT_S):
        await work()


def _report(future: Future[None]) -> None:
    if not future.cancelled() and (error := future.exception()) is not None:
        log.error("what went on beside the tasks failed", exc_info=error)


async def _disconnect() -> None:
    await db.dispose()
    await redis.close()
