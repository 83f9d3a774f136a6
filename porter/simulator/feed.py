"""A driver's live socket: jobs as they come. Without it the driver asks now and then instead."""

import asyncio
import json
import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from porter.simulator.api import FIRST_PAUSE_S, LONGEST_PAUSE_S
from porter.simulator.person import Person

SIGNED_OUT = 4401
OPEN_WITHIN_S = 10.0

Hear = Callable[[str, dict[str, Any]], None]


class Feed:
    """The room of a driver, kept open."""

    def __init__(self, url: str, person: Person, hear: Hear) -> None:
        self.is_open = False
        self._url = f"{url.replace('http', 'ws', 1)}/api/v1/live"
        self._person = person
        self._hear = hear

    async def run(self) -> None:
        """Listen until cancelled. `hear` gets ("open", {}) after each opening: events may have been missed."""
        pause_s = FIRST_PAUSE_S
        while True:
            with suppress(OSError, TimeoutError, WebSocketException):
                await self._listen()
            pause_s = FIRST_PAUSE_S if self.is_open else min(pause_s * 2, LONGEST_PAUSE_S)
            self.is_open = False
            await asyncio.sleep(random.uniform(FIRST_PAUSE_S, pause_s))

    async def _listen(self) -> None:
        token = await self._person.token()
        # One small message at a time: compression would cost memory for every driver.
        async with connect(self._url, compression=None, open_timeout=OPEN_WITHIN_S, proxy=None) as socket:
            await socket.send(json.dumps({"type": "auth", "token": token}))
            await socket.send(json.dumps({"type": "subscribe", "room": "driver"}))
            with suppress(ConnectionClosed):
                async for text in socket:
                    self._take(json.loads(text))
            if socket.close_code == SIGNED_OUT:
                await self._person.renew(token)

    def _take(self, message: dict[str, Any]) -> None:
        if message.get("type") == "subscribed":
            self.is_open = True
            self._hear("open", {})
        elif message.get("type") == "event":
            self._hear(message["event"], message["data"])
