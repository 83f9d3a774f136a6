"""What the driver was told."""

from typing import Any

import reflex as rx

from porter.core import db
from porter.core.pages import FEW, as_many
from porter.services import notifications
from porter.services.accounts import Actor
from porter.state.hub import Message, hub
from porter.state.session import DriverOnly


class DriverInboxState(DriverOnly, rx.State):
    """Messages, newest first; whoever has the page open has read them, also those that come meanwhile."""

    messages: list[dict[str, Any]] = []
    next_cursor: str = ""
    loaded: bool = False

    @rx.event
    async def load(self) -> None:
        """Show the newest messages, and those that come while the page is open. Raises Unauthenticated."""
        actor = await self._actor()
        await hub.watch_events(f"account:{actor.id}", self.router.session.client_token, _told)
        await self._read(actor, FEW)
        self.loaded = True

    @rx.event
    async def refresh(self) -> None:
        """Something was told: as many as are shown, anew. Raises Unauthenticated."""
        await self._read(await self._actor(), as_many(len(self.messages)))

    @rx.event
    async def more(self) -> None:
        """Show older ones. Raises Unauthenticated."""
        actor = await self._actor()
        if not self.next_cursor:
            return
        async with db.reading() as session:
            page = await notifications.inbox(session, actor, self.next_cursor)
        self.messages = [*self.messages, *(message.plain() for message in page.items)]
        self.next_cursor = page.next_cursor

    async def _read(self, actor: Actor, size: int) -> None:
        async with db.transaction() as session:
            page = await notifications.inbox(session, actor, "", size)
            await notifications.mark_read(session, actor)
        self.messages, self.next_cursor = [message.plain() for message in page.items], page.next_cursor


def _told(message: Message) -> Any:
    return DriverInboxState.refresh if message["kind"] == "notification:new" else None
