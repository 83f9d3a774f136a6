"""What this person was told, and how much of it is unread."""

from typing import Any
from uuid import UUID

import reflex as rx

from porter.core import db
from porter.core.pages import FEW, as_many
from porter.services import notifications
from porter.services.notifications import NotificationView
from porter.state.hub import Message, hub
from porter.state.session import CustomerOnly


class UnreadState(CustomerOnly, rx.State):
    """The number on the bell, live."""

    count: int = 0

    @rx.event
    async def load(self) -> None:
        """Count, and watch for more."""
        actor = await self._actor()
        await self._count()
        await hub.watch_events(f"account:{actor.id}", self.router.session.client_token, _told)

    @rx.event
    async def refresh(self) -> None:
        """Something was told, or read elsewhere."""
        await self._count()

    async def _count(self) -> None:
        async with db.reading() as session:
            self.count = await notifications.unread_count(session, await self._actor())


class InboxState(CustomerOnly, rx.State):
    """Messages, newest first; new ones come in while the page is open."""

    messages: list[dict[str, Any]] = []
    more: str = ""
    loading: bool = False
    loaded: bool = False

    @rx.event
    async def load(self) -> Any:
        """The first page, and whatever comes while it is open, which the bell counts too."""
        actor = await self._actor()
        await hub.watch_events(f"account:{actor.id}", self.router.session.client_token, _told_here)
        await self._read(FEW)
        self.loaded = True
        return UnreadState.refresh

    @rx.event
    async def refresh(self) -> None:
        """Something was told, or read elsewhere: as many as are shown, anew."""
        await self._read(as_many(len(self.messages)))

    @rx.event
    async def show_more(self) -> Any:
        """The next page."""
        if not self.more or self.loading:
            return
        self.loading = True
        yield
        try:
            known = {message["id"] for message in self.messages}
            older = await self._page(self.more, FEW)
            self.messages = [*self.messages, *(row for row in older if row["id"] not in known)]
        finally:
            self.loading = False

    @rx.event
    async def read_all(self) -> None:
        """Mark everything as read."""
        await self._mark(None)
        self.messages = [{**message, "is_read": True} for message in self.messages]

    @rx.event
    async def open(self, message_id: str) -> Any:
        """Read one message and go to its order."""
        found = next((message for message in self.messages if message["id"] == message_id), None)
        if found is None:
            return None
        await self._mark((UUID(found["id"]),))
        self.messages = [{**row, "is_read": row["is_read"] or row is found} for row in self.messages]
        return rx.redirect(f"/orders/{found['order_id']}") if found["order_id"] else None

    async def _mark(self, ids: tuple[UUID, ...] | None) -> None:
        async with db.transaction() as session:
            await notifications.mark_read(session, await self._actor(), ids)

    async def _read(self, size: int) -> None:
        self.messages = await self._page("", size)

    async def _page(self, cursor: str, size: int) -> list[dict[str, Any]]:
        async with db.reading() as session:
            found = await notifications.inbox(session, await self._actor(), cursor, size)
        self.more = found.next_cursor
        return [_row(message) for message in found.items]


def _row(message: NotificationView) -> dict[str, Any]:
    return {
        "id": str(message.id),
        "title": message.title,
        "body": message.body,
        "order_id": str(message.order_id) if message.order_id else "",
        "at": message.created_at.isoformat(),
        "is_read": message.is_read,
    }


def _told(_message: Message) -> Any:
    return UnreadState.refresh


def _told_here(message: Message) -> Any:
    return [UnreadState.refresh, InboxState.refresh] if message["kind"].startswith("notification:") else None
