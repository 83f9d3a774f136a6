"""What the driver was told."""

from typing import Any

import reflex as rx

from porter.core import db
from porter.services import notifications
from porter.state.session import DriverOnly


class DriverInboxState(DriverOnly, rx.State):
    """Messages, newest first; opening the page reads them."""

    messages: list[dict[str, Any]] = []
    next_cursor: str = ""
    loaded: bool = False

    @rx.event
    async def load(self) -> None:
        """Show the newest messages. Raises Unauthenticated."""
        actor = await self._actor()
        async with db.transaction() as session:
            page = await notifications.inbox(session, actor)
            await notifications.mark_read(session, actor)
        self.messages = [message.plain() for message in page.items]
        self.next_cursor, self.loaded = page.next_cursor, True

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
