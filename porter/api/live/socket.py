"""One socket: who is there, which rooms, what was missed, and when to hang up.

The token comes in the first message, not in the address: addresses end up in logs, and a browser cannot set headers on
a websocket. Foreign pages are refused before the socket opens.
"""

import asyncio
import contextlib
import json
import re
import time
from typing import Any

import structlog
from fastapi import WebSocket, WebSocketDisconnect
from prometheus_client import Counter, Gauge

from porter.api.live.fan import Box, Message, fan
from porter.api.live.rooms import Room, open_room
from porter.core import clock, live
from porter.core.config import settings
from porter.core.errors import PorterError
from porter.core.redis import UNREACHABLE
from porter.core.views import to_json
from porter.services import accounts
from porter.services.accounts import Actor

log = structlog.get_logger(__name__)

OPEN = Gauge("porter_api_live_sockets", "Open live sockets", multiprocess_mode="livesum")
CUT = Counter("porter_api_live_cut_total", "Live sockets that we closed", ["reason"])

AUTH_WITHIN_S = 5
LOOK_AGAIN_S = 30
SEND_WITHIN_S = 10
MAX_MESSAGE = 8_192
MAX_ROOMS = 50
MAX_HEARD, WINDOW_S = 100, 10.0
"""Messages of a client in a span of time."""

SIGNED_OUT, FOREIGN_PAGE, NO_TOKEN, TOO_SLOW, TOO_FAST, TOO_BIG, UNREADABLE = 4401, 4403, 4408, 4413, 4429, 1009, 1003

_EVENT_ID = re.compile(r"\d{1,15}-\d{1,10}")


class HangUp(Exception):
    """Close the socket with a code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Socket:
    """A client's side of the live events."""

    def __init__(self, websocket: WebSocket) -> None:
        self.websocket = websocket
        self.box = Box()
        self.rooms: dict[str, Room] = {}
        self.token = ""
        self.heard: list[float] = []
        self.actor: Actor

    async def run(self) -> None:
        """Serve the client until either side has enough."""
        origin = self.websocket.headers.get("origin")
        if origin is not None and origin not in settings().allowed_origins:
            CUT.labels("foreign page").inc()
            await self.websocket.close(FOREIGN_PAGE)
            return
        await self.websocket.accept()
        with OPEN.track_inprogress():
            try:
                await self._authenticate()
                await self._serve()
            except HangUp as end:
                CUT.labels(end.reason).inc()
                await self._close(end)
            except WebSocketDisconnect:
                pass
            finally:
                await self._leave_all()

    async def _authenticate(self) -> None:
        try:
            message = await asyncio.wait_for(self._receive(), AUTH_WITHIN_S)
        except TimeoutError as error:
            raise HangUp(NO_TOKEN, "no token in time") from error
        if message.get("type") != "auth" or not isinstance(message.get("token"), str):
            raise HangUp(NO_TOKEN, "no token")
        self.token = message["token"]
        await self._look_again()
        # Joined before it is looked up once more, so that a session which ends in between is noticed.
        await fan().join(self._own_channel, self.box)
        await self._look_again()
        await self._send({"type": "ready", "account_id": str(self.actor.id), "server_time": clock.now().isoformat()})

    async def _look_again(self) -> None:
        actor = await accounts.identify_any(self.token)
        if actor is None:
            raise HangUp(SIGNED_OUT, "signed out")
        self.actor = actor

    async def _serve(self) -> None:
        parts = (self._listen(), self._deliver(), self._watch_session(), self._watch_box())
        tasks = [asyncio.create_task(part) for part in parts]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self) -> None:
        while True:
            message = await self._receive()
            name = message.get("room")
            match message.get("type"):
                case "subscribe" if isinstance(name, str):
                    await self._subscribe(name, message.get("last_event_id"))
                case "unsubscribe" if isinstance(name, str):
                    await self._leave(name)
                    await self._send({"type": "unsubscribed", "room": name})
                case "ping":
                    await self._send({"type": "pong"})
                case _:
                    await self._send({"type": "error", "code": "message_unknown"})

    async def _subscribe(self, name: str, last_event_id: Any) -> None:
        if name not in self.rooms and len(self.rooms) >= MAX_ROOMS:
            await self._send({"type": "refused", "room": name[:80], "code": "too_many_rooms"})
            return
        try:
            room = await open_room(self.actor, name)
        except PorterError as error:
            await self._send({"type": "refused", "room": name[:80], "code": error.code})
            return
        await self._leave(name)
        self.rooms[name] = room
        for channel in room.channels:
            await fan().join(channel, self.box)
        await self._catch_up(room, last_event_id)

    async def _catch_up(self, room: Room, last_event_id: Any) -> None:
        missed, complete = await _missed(room.kept_channel, last_event_id)
        await self._send({"type": "subscribed", "room": room.name, "complete": complete})
        for message in missed:
            await self._forward(room, message)
        sent = {message["id"] for message in missed}
        while room.held:
            _, message = room.held.pop(0)
            if message.get("id") not in sent:
                await self._forward(room, message)
        room.held = None

    async def _deliver(self) -> None:
        while True:
            item = await self.box.queue.get()
            if item is None:
                return
            channel, message = item
            self._check_own(channel, message)
            for room in [room for room in self.rooms.values() if channel in room.channels]:
                if room.held is not None:
                    room.held.append((channel, message))
                    continue
                await self._forward(room, message)
                if room.order_id and channel == room.kept_channel:
                    await self._follow(room)

    def _check_own(self, channel: str, message: Message) -> None:
        if channel != self._own_channel or message.get("kind") != "session:ended":
            return
        if message["data"]["session_id"] == str(self.actor.session_id):
            raise HangUp(SIGNED_OUT, "signed out")

    async def _follow(self, room: Room) -> None:
        # After a change the order may have another driver, or no longer be this person's to see.
        try:
            now = await open_room(self.actor, room.name)
        except PorterError:
            await self._leave(room.name)
            await self._send({"type": "left", "room": room.name})
            return
        gone, new = set(room.channels) - set(now.channels), set(now.channels) - set(room.channels)
        room.channels = now.channels
        for channel in new:
            await fan().join(channel, self.box)
        await self._drop(gone)

    async def _watch_session(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AGAIN_S)
            await self._look_again()

    async def _watch_box(self) -> None:
        await self.box.overflowed.wait()
        raise HangUp(TOO_SLOW, "too slow")

    async def _forward(self, room: Room, message: Message) -> None:
        if message.get("kind") == "session:ended" or not room.wants(message):
            return
        event = {"type": "event", "room": room.name, "event": message["kind"], "data": message["data"]}
        await self._send_text(to_json(event | {key: message[key] for key in ("id", "at") if key in message}).decode())

    async def _receive(self) -> Message:
        said = await self.websocket.receive()
        if said["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(said.get("code", 1005))
        self._count_message()
        text = said.get("text")
        if text is None:
            raise HangUp(UNREADABLE, "not text")
        if len(text) > MAX_MESSAGE:
            raise HangUp(TOO_BIG, "message too large")
        try:
            message = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise HangUp(UNREADABLE, "not JSON") from error
        return message if isinstance(message, dict) else {}

    def _count_message(self) -> None:
        now = time.monotonic()
        self.heard = [heard for heard in self.heard if now - heard < WINDOW_S] + [now]
        if len(self.heard) > MAX_HEARD:
            raise HangUp(TOO_FAST, "too many messages")

    async def _send(self, message: Message) -> None:
        await self._send_text(json.dumps(message))  # repeats what a client said, which may be no text at all

    async def _send_text(self, text: str) -> None:
        try:
            await asyncio.wait_for(self.websocket.send_text(text), SEND_WITHIN_S)
        except TimeoutError as error:
            raise HangUp(TOO_SLOW, "too slow") from error

    async def _close(self, end: HangUp) -> None:
        with contextlib.suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
            await asyncio.wait_for(self.websocket.close(end.code, end.reason), SEND_WITHIN_S)

    async def _leave(self, name: str) -> None:
        if room := self.rooms.pop(name, None):
            await self._drop(set(room.channels))

    async def _drop(self, channels: set[str]) -> None:
        still = {channel for room in self.rooms.values() for channel in room.channels} | {self._own_channel}
        for channel in channels - still:
            await fan().leave(channel, self.box)

    async def _leave_all(self) -> None:
        if not hasattr(self, "actor"):
            return
        channels = {channel for room in self.rooms.values() for channel in room.channels} | {self._own_channel}
        for channel in channels:
            await fan().leave(channel, self.box)

    @property
    def _own_channel(self) -> str:
        return f"account:{self.actor.id}"


async def _missed(channel: str, last_event_id: Any) -> tuple[list[Message], bool]:
    """Events after an id, and whether that is all of them; without an id nothing was missed."""
    if last_event_id is None:
        return [], True
    if not isinstance(last_event_id, str) or not _EVENT_ID.fullmatch(last_event_id):
        return [], False
    try:
        if not await live.remembers(channel, last_event_id):
            return [], False
        return await live.since(channel, last_event_id), True
    except UNREACHABLE:
        return [], False
