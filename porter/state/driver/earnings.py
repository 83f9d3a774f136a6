"""What the driver has earned: by trip, by day, by week, every part of it with its lines."""

from datetime import date
from typing import Any

import reflex as rx

from porter.core import db
from porter.services import trips
from porter.services.accounts import Actor
from porter.state.session import DriverOnly

VIEWS = ("trips", "day", "week")


class EarningsState(DriverOnly, rx.State):
    """One day, one week, or the trips one after the other."""

    view: str = "day"
    day: str = ""
    earned: dict[str, Any] = {}
    days: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    next_cursor: str = ""
    loaded: bool = False

    @rx.event
    async def load(self) -> None:
        """Show what was chosen; at first today. Raises Unauthenticated."""
        await self._show(await self._actor())

    @rx.event
    async def choose(self, view: str) -> Any:
        """Look at it by trip, day or week."""
        if view not in VIEWS:
            return None
        self.view, self.loaded = view, False
        return EarningsState.load

    @rx.event
    async def go(self, day: str) -> None:
        """The day or week beside the one that is shown. Raises Unauthenticated."""
        actor = await self._actor()
        if _date(day):
            self.day = day
            await self._show(actor)

    @rx.event
    async def open_day(self, day: str) -> None:
        """One day of the week that is shown. Raises Unauthenticated."""
        actor = await self._actor()
        if _date(day):
            self.view, self.day = "day", day
            await self._show(actor)

    @rx.event
    async def more(self) -> None:
        """Older trips. Raises Unauthenticated."""
        actor = await self._actor()
        if self.view == "trips" and self.next_cursor:
            async with db.reading() as session:
                page = await trips.recent_trips(session, actor, self.next_cursor)
            self.rows = [*self.rows, *(row.plain() for row in page.items)]
            self.next_cursor = page.next_cursor

    async def _show(self, actor: Actor) -> None:
        await (self._trips(actor) if self.view == "trips" else self._period(actor))
        self.loaded = True

    async def _trips(self, actor: Actor) -> None:
        async with db.reading() as session:
            page = await trips.recent_trips(session, actor)
        self.rows, self.next_cursor = [row.plain() for row in page.items], page.next_cursor

    async def _period(self, actor: Actor) -> None:
        period: trips.Period = "week" if self.view == "week" else "day"
        async with db.reading() as session:
            earned = (await trips.earnings(session, actor, period, _date(self.day))).plain()
        self.rows, self.days, self.lines = earned.pop("trips"), earned.pop("days"), earned.pop("lines")
        self.earned, self.day, self.next_cursor = earned, earned["day"], ""


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
