"""Live pushes into open pages: one task per web worker, from the channels of `core.live` to Reflex's own sockets.

Telemetry (`watch`, `watch_batched`) is sent as values that the server's state never learns: keep such variables in a
state class that no other handler writes, and fill it from Redis in `on_load`. Slow changes (`watch_events`) make the
browser fire an event, whose handler loads its actor and reads the database like any other.
A page's watches end when the next page loads, and when its socket is gone.
"""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import reflex as rx
import structlog

from porter.core.listening import QUIET_S, Heard, Listener
from porter.state import internals

log = structlog.get_logger(__name__)

Message = dict[str, Any]
Render = Callable[[Message], internals.Delta]
RenderMany = Callable[[list[Message]], internals.Delta]
EventFactory = Callable[[Message], Any]

PACE_S = 2.0
"""A page that is told of dozens of changes reads anew at most so often."""

UNREADABLE = (ValueError, LookupError, TypeError, AttributeError)
"""What a message of another shape looks like to a reader: logged, and the hub goes on."""


@dataclass
class _Paced:
    """An event that is fired at once, and then once more for all that came until the pace allows it."""

    event: Any
    kind: str = ""
    fired_at: float = float("-inf")
    is_owed: bool = False

    def due(self, now: float, pace_s: float) -> bool:
        if not self.is_owed or now - self.fired_at < pace_s:
            return False
        self.fired_at, self.is_owed = now, False
        return True


@dataclass
class _Channel:
    values: dict[str, Render] = field(default_factory=dict)
    events: dict[str, EventFactory] = field(default_factory=dict)
    paced: dict[str, _Paced] = field(default_factory=dict)
    batched: dict[str, RenderMany] = field(default_factory=dict)
    waiting: list[Message] = field(default_factory=list)

    def drop(self, token: str) -> None:
        for table in (self.values, self.events, self.paced, self.batched):
            table.pop(token, None)  # type: ignore[attr-defined]

    @property
    def empty(self) -> bool:
        return not (self.values or self.events or self.paced or self.batched)


class LiveHub:
    """Fans messages out to the tabs that watch them. One per process; `run` is a lifespan task."""

    def __init__(self, batch_every_s: float = 1.0, pace_s: float = PACE_S, quiet_s: float = QUIET_S) -> None:
        self.batch_every_s, self.pace_s = batch_every_s, pace_s
        self._app: rx.App | None = None
        self._channels: dict[str, _Channel] = {}
        self._listener = Listener("hub", lambda: self._channels, self._hear, self._owe, quiet_s=quiet_s)

    def attach(self, app: rx.App) -> None:
        """Name the app whose sockets are served."""
        self._app = app

    async def watch(self, channel: str, token: str, render: Render) -> None:
        """Send `render(data)` to this tab for every message. Reuse one function object: it is rendered once for all."""
        self._channel(channel).values[token] = render
        await self._listener.catch_up()

    async def watch_batched(self, channel: str, token: str, render: RenderMany) -> None:
        """Like `watch`, for busy channels: at most one delta per second with everything since the last."""
        self._channel(channel).batched[token] = render
        await self._listener.catch_up()

    async def watch_events(self, channel: str, token: str, event_factory: EventFactory) -> None:
        """Make this tab fire `event_factory(message)` (an event, several, or None) for every message."""
        self._channel(channel).events[token] = event_factory
        await self._listener.catch_up()

    async def watch_paced(self, channel: str, token: str, event: Any, *, kind: str = "") -> None:
        """Like `watch_events`, for busy channels: at once for the first message, later ones together; none is forgotten.

        With `kind`, only for messages of that kind.
        """
        self._channel(channel).paced[token] = _Paced(event, kind)
        await self._listener.catch_up()

    async def unwatch(self, channel: str, token: str) -> None:
        """Stop sending this channel to this tab."""
        if channel in self._channels:
            self._channels[channel].drop(token)
            await self._close_if_empty(channel)

    def leave(self, token: str) -> None:
        """Forget everything that this tab watched: it is on another page now."""
        for watched in self._channels.values():
            watched.drop(token)

    async def run(self) -> None:
        """Listen until cancelled; a Redis that restarts is found again."""
        flusher = asyncio.create_task(self._flush_forever(), name="live-hub-batches")
        try:
            await self._listener.run()
        finally:
            flusher.cancel()
            with suppress(asyncio.CancelledError):
                await flusher

    async def _hear(self, heard: Heard) -> None:
        if heard["type"] == "message":
            await self._deliver_safely(heard["channel"], heard["data"])

    def _owe(self) -> None:
        """Nobody knows what was said while there was no connection: who reads anew when told reads anew."""
        for watched in self._channels.values():
            for paced in watched.paced.values():
                paced.is_owed = True

    async def _deliver_safely(self, name: str, raw: str) -> None:
        try:
            await self._deliver(name, raw)
        except UNREADABLE as problem:
            log.error(
                "live_message_unreadable", channel_kind=name.split(":", maxsplit=1)[0], error=type(problem).__name__
            )

    async def _deliver(self, name: str, raw: str) -> None:
        watched = self._channels.get(name)
        if watched is None:
            return
        message: Message = json.loads(raw)
        if watched.batched:
            watched.waiting.append(message["data"])
        await self._send_values(watched, message["data"])
        for token, factory in tuple(watched.events.items()):
            events = factory(message)
            if events:
                await self._send(watched, token, internals.update_of_events(events))
        for paced in watched.paced.values():
            paced.is_owed = paced.is_owed or paced.kind in {"", message["kind"]}
        await self._fire_paced(watched)
        await self._close_if_empty(name)

    async def _fire_paced(self, watched: _Channel) -> None:
        now = time.monotonic()
        for token, paced in tuple(watched.paced.items()):
            if paced.due(now, self.pace_s):
                await self._send(watched, token, internals.update_of_events(paced.event))

    async def _send_values(self, watched: _Channel, data: Message) -> None:
        rendered: dict[Render, Any] = {}
        for token, render in tuple(watched.values.items()):
            if render not in rendered:
                rendered[render] = internals.update_of_values(render(data))
            await self._send(watched, token, rendered[render])

    async def _flush_forever(self) -> None:
        while True:
            await asyncio.sleep(self.batch_every_s)
            for name, watched in tuple(self._channels.items()):
                await self._fire_paced(watched)
                if not watched.waiting:
                    continue
                try:
                    await self._flush(name, watched)
                except UNREADABLE as problem:
                    log.error("live_batch_unreadable", channel_kind=name.split(":")[0], error=type(problem).__name__)

    async def _flush(self, name: str, watched: _Channel) -> None:
        messages, watched.waiting = watched.waiting, []
        rendered: dict[RenderMany, Any] = {}
        for token, render in tuple(watched.batched.items()):
            if render not in rendered:
                rendered[render] = internals.update_of_values(render(messages))
            await self._send(watched, token, rendered[render])
        await self._close_if_empty(name)

    async def _send(self, watched: _Channel, token: str, update: Any) -> None:
        if self._app is None or not await internals.emit_to(self._app, token, update):
            watched.drop(token)

    def _channel(self, name: str) -> _Channel:
        """The channel, for somebody who watches it before anything is awaited: nobody finds it empty and closes it."""
        return self._channels.setdefault(name, _Channel())

    async def _close_if_empty(self, channel: str) -> None:
        watched = self._channels.get(channel)
        if watched is not None and watched.empty:
            del self._channels[channel]
            await self._listener.catch_up()


hub = LiveHub()
"""The hub of this process."""
