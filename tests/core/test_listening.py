"""The one connection that hears: it stays while nothing is said, is replaced when it is lost, and forgets no channel meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from redis import Redis

from porter.core.config import settings
from porter.core.listening import Heard, Listener
from porter.core.redis import bus
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("valkey")

PATIENCE_S = 30.0
QUIET_S = 0.05


class Ears:
    """A listener, what it wants and what it has heard."""

    def __init__(self, name: str) -> None:
        self.name, self.wanted, self.heard, self.lost = name, set[str](), list[str](), 0
        self.listener = Listener(name, lambda: self.wanted, self._take, self._lose, quiet_s=QUIET_S)

    async def want(self, channel: str) -> None:
        """Listen to one more."""
        self.wanted.add(channel)
        await self.listener.catch_up()

    async def _take(self, heard: Heard) -> None:
        if heard["type"] == "message":
            self.heard.append(heard["data"])

    def _lose(self) -> None:
        self.lost += 1


@asynccontextmanager
async def listening(name: str) -> AsyncIterator[Ears]:
    """Already connected."""
    ears = Ears(name)
    task = asyncio.create_task(ears.listener.run())
    await soon(lambda: bool(_subscribers(f"{name}:keepalive")), "the first connection")
    yield ears
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await soon(lambda: not _subscribers(f"{name}:keepalive"), "the end of the connection")


async def test_a_connection_on_which_nothing_is_said_stays() -> None:
    async with listening("quiet") as ears:
        await ears.want("quiet:a")
        [before] = _listeners()
        await soon(lambda: int(_listeners()[0]["tot-cmds"]) > int(before["tot-cmds"]) + 5, "being asked a few times")
        assert [one["id"] for one in _listeners()] == [before["id"]]
        assert ears.lost == 0
        await bus().publish("quiet:a", "still here")
        await soon(lambda: ears.heard == ["still here"], "the message")


async def test_another_end_that_is_silent_is_left_for_a_new_one() -> None:
    async with listening("silent") as ears:
        await ears.want("silent:a")
        await bus().client_pause(int(QUIET_S * 1000) * 10)
        await soon(lambda: ears.lost > 0, "noticing it")
        await soon(lambda: bool(_subscribers("silent:a")), "the next connection")
        await bus().publish("silent:a", "again")
        await soon(lambda: ears.heard == ["again"], "the message")


async def test_what_is_wanted_while_connections_break_is_heard_in_the_end() -> None:
    channels = [f"broken:{number}" for number in range(60)]
    async with listening("broken") as ears:

        async def cut() -> None:
            await bus().client_kill_filter(_type="pubsub")

        for start in range(0, len(channels), 10):
            some = channels[start : start + 10]
            await asyncio.gather(*(ears.want(channel) for channel in some[:5]), cut(), *map(ears.want, some[5:]))
        for channel in channels:
            await soon(lambda channel=channel: _subscribers(channel) == 1, f"listening to {channel}")


async def test_what_is_not_wanted_any_more_is_not_sent() -> None:
    async with listening("left") as ears:
        await ears.want("left:a")
        await soon(lambda: _subscribers("left:a") == 1, "listening")
        ears.wanted.clear()
        await ears.listener.catch_up()
        await soon(lambda: _subscribers("left:a") == 0, "leaving")


async def soon(condition: Any, what: str) -> None:
    """Wait for it, and let the listener run meanwhile."""
    await asyncio.to_thread(until, condition, within_s=PATIENCE_S, what=what)


def _subscribers(channel: str) -> int:
    with Redis.from_url(settings().redis_url_bus, decode_responses=True) as client:
        return int(dict(client.pubsub_numsub(channel))[channel])


def _listeners() -> list[dict[str, str]]:
    with Redis.from_url(settings().redis_url_bus, decode_responses=True) as client:
        return list(client.client_list(_type="pubsub"))
