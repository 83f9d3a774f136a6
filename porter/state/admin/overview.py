"""The first page of operations: numbers, and orders that need somebody."""

from typing import Any

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.services import reporting
from porter.state.hub import hub
from porter.state.session import StaffOnly


class OverviewState(StaffOnly, rx.State):
    """The city in numbers."""

    now: list[dict[str, Any]] = []
    today: list[dict[str, Any]] = []
    money: list[dict[str, Any]] = []
    attention: list[dict[str, Any]] = []
    as_of: str = ""
    error: str = ""
    loaded: bool = False

    @rx.event
    async def load(self) -> None:
        """Everything, and from now on live."""
        await self._read()
        await hub.watch_paced("ops:orders", self.router.session.client_token, OverviewState.refresh)
        await hub.watch_paced("ops:refunds", self.router.session.client_token, OverviewState.refresh)

    @rx.event
    async def refresh(self) -> None:
        """Read the numbers anew."""
        await self._read()

    async def _read(self) -> None:
        actor = await self._actor()
        try:
            async with db.reading() as session:
                view = await reporting.overview(session, actor)
                attention = await reporting.attention(session, actor)
        except PorterError as refusal:
            self.error = refusal.message
            return
        shown = view.plain()
        self.now, self.today, self.money, self.as_of = shown["now"], shown["today"], shown["money"], shown["as_of"]
        self.attention = [one.plain() for one in attention]
        self.error, self.loaded = "", True
