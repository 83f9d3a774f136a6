"""One Redis subscription per process, fanned out to every socket that wants a channel."""

import asyncio
import contextlib
from typing import Any
from weakref import WeakKeyDictionary

import structlog

from porter.core.listening import Heard, Listener
from porter.core.live import read_message

log = structlog.get_logger(__name__)

CONFIRM_S = 5
BOX_SIZE = 256
PASSING_KIND = "driver:location"
"""Positions: the next one makes up for one that was left out."""

Message = dict[str, Any]


class Box:
    """What waits to be sent to one socket. Never grows without bound: who listens too slowly is cut."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[tuple[str, Message] | None] = asyncio.Queue(BOX_SIZE)
        self.overflowed = asyncio.Event()

    def put(self, channel: str, message: Message) -> None:
        """Add a message; positions are left out when there is no room."""
        try:
            self.queue.put_nowait((channel, message))
        except asyncio.QueueFull:
            if message.get("kind") != PASSING_KIND:
                self.overflowed.set()


class Fan:
    """Listens as long as there is somebody to listen for."""

    def __init__(self) -> None:
        self._boxes: dict[str, set[Box]] = {}
        self._confirmed: dict[str, asyncio.Event] = {}
        self._listener = Listener("api", lambda: self._boxes, self._take, self._forget_confirmations)
        self._task: asyncio.Task[None] | None = None

    async def join(self, channel: str, box: Box) -> None:
        """Put the channel's messages into the box. Returns when Redis has confirmed that none will be missed."""
        self._boxes.setdefault(channel, set()).add(box)
        confirmed = self._confirmed.setdefault(channel, asyncio.Event())
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listener.run(), name="live-fan")
        else:
            await self._listener.catch_up()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(confirmed.wait(), CONFIRM_S)

    async def leave(self, channel: str, box: Box) -> None:
        """Stop putting the channel's messages into the box."""
        boxes = self._boxes.get(channel, set())
        boxes.discard(box)
        if boxes or channel not in self._boxes:
            return
        del self._boxes[channel]
        self._confirmed.pop(channel, None)
        if not self._boxes and self._task is not None:
            self._task.cancel()
            self._task = None
        else:
            await self._listener.catch_up()

    def _forget_confirmations(self) -> None:
        for confirmed in self._confirmed.values():
            confirmed.clear()

    async def _take(self, heard: Heard) -> None:
        channel = heard["channel"]
        if heard["type"] == "subscribe":
            if channel in self._confirmed:
                self._confirmed[channel].set()
        elif heard["type"] == "message":
            try:
                said = read_message(heard["data"])
            except ValueError:
                log.error("live_message_unreadable", channel_kind=channel.split(":", maxsplit=1)[0])
                return
            for box in self._boxes.get(channel, ()):
                box.put(channel, said)


_fans: WeakKeyDictionary[asyncio.AbstractEventLoop, Fan] = WeakKeyDictionary()


def fan() -> Fan:
    """The fan of this event loop."""
    return _fans.setdefault(asyncio.get_running_loop(), Fan())
