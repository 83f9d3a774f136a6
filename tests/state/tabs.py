"""A browser tab without a browser: events through Reflex's real processor, with the real guard in front."""

import asyncio
import uuid
from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex.event import Event
from reflex_base.event.processor import BaseStateEventProcessor

from porter.services.accounts import Actor
from porter.state import internals
from porter.state.notices import NoticeState

Delta = dict[str, dict[str, Any]]


class Tab:
    """One tab: a token, the cookies of its handshake, the page it is on."""

    def __init__(self, processor: BaseStateEventProcessor, cookie: str = "", token: str | None = None) -> None:
        self.processor = processor
        self.token = token or str(uuid.uuid4())
        self.cookie = cookie
        self.page = "/"
        self.failures: list[Exception] = []

    async def fire(self, handler: Any, /, **payload: Any) -> Delta:
        """Send an event; return what the browser was told, by state and variable."""
        name = handler if isinstance(handler, str) else internals.event_name(handler)
        router_data = {
            "pathname": self.page, "asPath": self.page, "path": self.page, "query": {}, "token": self.token,
            "headers": {"cookie": self.cookie},
        }  # fmt: skip
        told: Delta = {}
        event = Event(name=name, payload=payload, router_data=router_data)
        try:
            async for delta in self.processor.enqueue_stream_delta(self.token, event):
                for state, values in delta.items():
                    shown = told.setdefault(state.rsplit(".", 1)[-1], {})
                    shown.update({key.removesuffix("_rx_state_"): value for key, value in values.items()})
        except Exception as failure:  # noqa: BLE001 - whatever a handler raises; the browser never sees it either
            self.failures.append(failure)
        return told

    async def until(self, cls: type[rx.State], met: Callable[[Any], bool]) -> Any:
        """Wait until the server's own state of this tab meets a condition; return it."""
        async with asyncio.timeout(5):
            while not met(state := await self.state(cls)):
                await self.fire(NoticeState.dismiss, notice_id="none")
        return state

    async def state(self, cls: type[rx.State]) -> Any:
        """The server's own state of this tab."""
        manager = self.processor._root_context.state_manager
        root = await manager.get_state(rx.BaseStateToken(ident=self.token, cls=cls))
        return await root.get_state(cls)


def cookie_of(*people: Actor) -> str:
    """The Cookie header of a browser in which these people are signed in; see the `signed_in` fixture."""
    return "; ".join(f"porter_{person.audience}={person.id}" for person in people)
