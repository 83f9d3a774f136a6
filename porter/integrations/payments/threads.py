"""Vendors' SDKs wait for the network where they stand: in threads of their own, and never longer than agreed."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

from porter.core.errors import GatewayUnavailable

THREADS = 16
GRACE_S = 2.0
"""What an SDK may take beyond its own time-outs, which count reads and not whole calls."""

T = TypeVar("T")


async def in_thread(call: Callable[[], T], *, timeout_s: float) -> T:
    """Run a call beside the event loop. Raises GatewayUnavailable when it takes too long, and whatever the call raises."""
    try:
        async with asyncio.timeout(timeout_s + GRACE_S):
            return await asyncio.get_running_loop().run_in_executor(_pool(), call)
    except TimeoutError as error:
        raise GatewayUnavailable() from error


@lru_cache(maxsize=1)
def _pool() -> ThreadPoolExecutor:
    # Not the loop's own executor: a vendor that hangs must not take the threads of everybody else.
    return ThreadPoolExecutor(THREADS, thread_name_prefix="payments")


os.register_at_fork(after_in_child=_pool.cache_clear)
