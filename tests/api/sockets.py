"""A websocket client that speaks ASGI in the test's own event loop."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.people import Person, api_app, tokens

PATIENCE_S = 60


class Closed(Exception):
    """The server hung up."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class LiveClient:
    """What a program at the other end would hold."""

    def __init__(self) -> None:
        self.to_server: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.to_client: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.stalled = asyncio.Event()
        self.stalled.set()
        self.last_text = ""

    async def say(self, **message: Any) -> None:
        """Send a message."""
        await self.say_text(json.dumps(message))

    async def say_text(self, text: str) -> None:
        """Send anything."""
        await self.to_server.put({"type": "websocket.receive", "text": text})

    async def hear(self) -> dict[str, Any]:
        """The next message. Raises Closed."""
        message = await asyncio.wait_for(self.to_client.get(), PATIENCE_S)
        if message["type"] == "websocket.close":
            raise Closed(message.get("code", 1000))
        self.last_text = message["text"]
        heard: dict[str, Any] = json.loads(self.last_text)
        return heard

    async def hear_close(self) -> int:
        """The code with which the server hangs up, whatever it says before."""
        while True:
            try:
                await self.hear()
            except Closed as end:
                return end.code

    async def subscribe(self, room: str, last_event_id: str | None = None) -> dict[str, Any]:
        """Enter a room; the answer."""
        await self.say(type="subscribe", room=room, last_event_id=last_event_id)
        return await self.hear()

    async def receive(self) -> dict[str, Any]:
        """ASGI: what the server reads."""
        return await self.to_server.get()

    async def send(self, message: dict[str, Any]) -> None:
        """ASGI: what the server writes; waits while the client is stalled."""
        await self.stalled.wait()
        if message["type"] != "websocket.accept":
            await self.to_client.put(message)


@asynccontextmanager
async def socket(origin: str | None = None) -> AsyncIterator[LiveClient]:
    """An open socket, not signed in."""
    live = LiveClient()
    headers = [(b"host", b"localhost:8000"), *([(b"origin", origin.encode())] if origin else [])]
    scope = {
        "type": "websocket",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "ws",
        "path": "/api/v1/live",
        "raw_path": b"/api/v1/live",
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("192.0.2.9", 50_000),
        "server": ("localhost", 8000),
        "subprotocols": [],
        "extensions": {},
    }
    await live.to_server.put({"type": "websocket.connect"})
    served = asyncio.create_task(api_app()(scope, live.receive, live.send))  # type: ignore[arg-type]
    try:
        yield live
    finally:
        live.stalled.set()
        await live.to_server.put({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait_for(served, PATIENCE_S)


@asynccontextmanager
async def live_as(who: Person) -> AsyncIterator[LiveClient]:
    """An open socket of somebody who has signed in."""
    keys = await tokens(who)
    async with socket() as live:
        await live.say(type="auth", token=keys.access)
        assert (await live.hear())["type"] == "ready"
        yield live
