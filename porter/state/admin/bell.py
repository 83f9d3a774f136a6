"""The bell of operations: how much is unread, and the newest notices. Every window of a person shows the same."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import reflex as rx

from porter.core import clock, db
from porter.core.config import settings
from porter.core.errors import PorterError
from porter.core.pages import FEW, Page, as_many
from porter.core.words import day_text
from porter.services import notifications, zones
from porter.services.accounts import Actor
from porter.services.notifications import NotificationView
from porter.state.admin.drivers import DriversState
from porter.state.admin.order import OrderPanelState
from porter.state.admin.payment import PaymentPanelState
from porter.state.admin.payout import PayoutPanelState
from porter.state.admin.refund import RefundPanelState
from porter.state.hub import Message, hub
from porter.state.session import StaffOnly

_PANELS: Mapping[str, Any] = {
    "/ops/orders": OrderPanelState.open,
    "/ops/payments": PaymentPanelState.open,
    "/ops/refunds": RefundPanelState.open,
    "/ops/payouts": PayoutPanelState.open,
    "/ops/drivers": DriversState.find,
}
"""How a page that is on the screen already shows one thing."""


class BellState(StaffOnly, rx.State):
    """The notices of whoever is at the screen."""

    unread: int = 0
    notices: list[dict[str, Any]] = []
    more: str = ""
    loaded: bool = False
    loading: bool = False
    error: str = ""
    _open: bool = False

    @rx.event
    async def load(self) -> None:
        """Watch, and count. Every page of operations does."""
        actor = await self._actor()
        self._open = False
        await hub.watch_events(f"account:{actor.id}", self.router.session.client_token, _told)
        await self._count(actor)

    @rx.event
    async def show(self) -> None:
        """The panel opens: the newest ones."""
        self._open = True
        await self._read(FEW)

    @rx.event
    def hide(self) -> None:
        """The panel has closed; what it showed stands there at once when it opens again."""
        self._open = False

    @rx.event
    async def refresh(self) -> None:
        """Something was told, read or done, here or elsewhere."""
        if self._open:
            await self._read(as_many(len(self.notices)))
        else:
            await self._count(await self._actor())

    @rx.event
    async def earlier(self) -> Any:
        """Older ones below those that are shown."""
        if not self.more or self.loading:
            return
        self.loading = True
        yield
        actor = await self._actor()
        try:
            async with db.reading() as session:
                page = await notifications.inbox(session, actor, self.more, FEW)
                zone = await _zone(session)
        except PorterError as refusal:
            self.error = refusal.message
        else:
            self.notices = _rows([*self.notices, *(_row(view, zone) for view in page.items)])
            self.more = page.next_cursor
        finally:
            self.loading = False

    @rx.event
    async def read_all(self) -> None:
        """Mark everything as read."""
        await self._mark(None)

    @rx.event
    async def read(self, notice_id: str) -> None:
        """Mark one as read: it was opened in another window."""
        if found := self._find(notice_id):
            await self._mark((UUID(found["id"]),))

    @rx.event
    async def open(self, notice_id: str) -> Any:
        """Mark one as read, and show what it is about."""
        found = self._find(notice_id)
        if found is None:
            return None
        await self._mark((UUID(found["id"]),))
        target = urlsplit(found["href"])
        here, things = self.router.url.path.rstrip("/"), parse_qsl(target.query)
        if here == target.path and things and here in _PANELS:
            return _PANELS[here](things[0][1])  # the address has not changed: the router would do nothing
        return rx.redirect(found["href"])

    def _find(self, notice_id: str) -> dict[str, Any] | None:
        return next((notice for notice in self.notices if notice["id"] == notice_id), None)

    async def _mark(self, ids: tuple[UUID, ...] | None) -> None:
        actor = await self._actor()
        async with db.transaction() as session:
            await notifications.mark_read(session, actor, ids)
            self.unread = await notifications.unread_count(session, actor)
        named = {str(one) for one in ids} if ids is not None else {notice["id"] for notice in self.notices}
        self.notices = [{**row, "is_unread": row["is_unread"] and row["id"] not in named} for row in self.notices]

    async def _read(self, limit: int) -> None:
        actor = await self._actor()
        try:
            async with db.reading() as session:
                page = await notifications.inbox(session, actor, "", limit)
                self.unread = await notifications.unread_count(session, actor)
                zone = await _zone(session)
        except PorterError as refusal:
            self.error = refusal.message
            return
        self._take(page, zone)

    def _take(self, page: Page[NotificationView], zone: str) -> None:
        self.notices = _rows([_row(view, zone) for view in page.items])
        self.more, self.loaded, self.error = page.next_cursor, True, ""

    async def _count(self, actor: Actor) -> None:
        async with db.reading() as session:
            self.unread = await notifications.unread_count(session, actor)


async def _zone(session: Any) -> str:
    return (await zones.city(session, settings().default_city)).time_zone


def _row(view: NotificationView, zone: str) -> dict[str, Any]:
    return {
        "id": str(view.id),
        "kind": view.kind.value,
        "title": view.title,
        "sentence": view.body,
        "href": str(view.data.get("href", "/ops")),
        "at": view.created_at.isoformat(),
        "is_unread": not (view.is_read or view.is_resolved),
        "outcome": view.outcome,
        "date": day_text(view.created_at, clock.now(), zone),
    }


def _rows(notices: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each once, with its day where a day begins."""
    once = list({notice["id"]: notice for notice in notices}.values())
    dates = ["", *(notice["date"] for notice in once)]
    return [
        {**notice, "day": notice["date"] if notice["date"] != before else ""}
        for notice, before in zip(once, dates, strict=False)
    ]


def _told(message: Message) -> Any:
    return BellState.refresh if message["kind"].startswith("notification:") else None
