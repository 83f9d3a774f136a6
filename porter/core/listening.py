"""What goes out on the channels of `core.live`, heard: one connection of a process, for all channels that it wants at the time."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any

import structlog
from redis.asyncio.client import PubSub
from redis.exceptions import TimeoutError as RedisTimeoutError

from porter.core import redis
from porter.core.redis import UNREACHABLE

log = structlog.get_logger(__name__)

RETRY_S = 0.5
QUIET_S = 5.0
"""After so long without a message the other end is asked whether it still stands; it has as long to answer."""

Heard = dict[str, Any]
"""As the library gives it: `type` (message, subscribe, unsubscribe), `channel`, `data`."""


class Listener:
    """Listens until cancelled; a Redis that restarts is found again. Made for one event loop.

    Two tasks use the connection: one waits for messages while others add channels. The library's way of mending a connection,
    by whoever notices first, takes it away from the other in the middle of a step. Here it is never mended, only replaced.
    """

    def __init__(
        self,
        name: str,
        wanted: Callable[[], Iterable[str]],
        take: Callable[[Heard], Awaitable[None]],
        on_lost: Callable[[], None] = lambda: None,
        *,
        quiet_s: float = QUIET_S,
    ) -> None:
        self._name, self._wanted, self._take, self._on_lost, self._quiet_s = name, wanted, take, on_lost, quiet_s
        self._pubsub: PubSub | None = None
        self._subscribed: set[str] = set()
        self._turn = asyncio.Lock()

    async def run(self) -> None:
        """Hand everything heard to `take`; after a connection is lost `on_lost` is called, then all that is wanted is asked for anew."""
        while True:
            try:
                await self._listen()
            except UNREACHABLE as problem:
                log.warning("live_lost_redis", listener=self._name, error=type(problem).__name__)
            self._on_lost()
            await asyncio.sleep(RETRY_S)

    async def catch_up(self) -> None:
        """Have Redis send what is wanted now, and nothing else. Without a connection the next one begins with it."""
        async with self._turn:
            if self._pubsub is None:
                return
            wanted = self._all_wanted()
            try:
                if new := wanted - self._subscribed:
                    await self._pubsub.subscribe(*new)
                if gone := self._subscribed - wanted:
                    await self._pubsub.unsubscribe(*gone)
            except UNREACHABLE:
                self._pubsub = None  # the one who listens replaces it, with all that is wanted then
            else:
                self._subscribed = wanted

    async def _listen(self) -> None:
        pubsub = redis.listening()
        try:
            async with self._turn:
                self._subscribed = self._all_wanted()
                await pubsub.subscribe(*self._subscribed)
                self._pubsub = pubsub
            is_asked = False
            while self._pubsub is pubsub:
                heard = await pubsub.get_message(timeout=self._quiet_s)
                if heard is None and is_asked:
                    raise RedisTimeoutError("the other end is silent")
                is_asked = heard is None
                if heard is None:
                    async with self._turn:
                        await pubsub.ping()
                elif heard["type"] != "pong":
                    await self._take(heard)
        finally:
            async with self._turn:
                if self._pubsub is pubsub:
                    self._pubsub = None
                with suppress(*UNREACHABLE):
                    await pubsub.aclose()  # type: ignore[no-untyped-call]

    def _all_wanted(self) -> set[str]:
        """With a channel of its own, because a connection that has asked for none is told nothing at all."""
        return {f"{self._name}:keepalive", *self._wanted()}
