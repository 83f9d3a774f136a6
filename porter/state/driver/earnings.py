"""What the driver has earned, today or this week, with every line of every trip."""

from typing import Any, get_args

import reflex as rx

from porter.core import db
from porter.services import trips
from porter.state.session import DriverOnly

PERIODS: tuple[trips.Period, ...] = get_args(trips.Period)


class EarningsState(DriverOnly, rx.State):
    """One period."""

    period: str = "today"
    earned: dict[str, Any] = {}
    rows: list[dict[str, Any]] = []
    loaded: bool = False

    @rx.event
    async def load(self) -> None:
        """Show the chosen period. Raises Unauthenticated."""
        actor = await self._actor()
        period: trips.Period = "week" if self.period == "week" else "today"
        async with db.reading() as session:
            earned = (await trips.earnings(session, actor, period)).plain()
        self.rows = earned.pop("trips")
        self.earned = earned
        self.loaded = True

    @rx.event
    async def choose(self, period: str) -> Any:
        """Show another period."""
        if period not in PERIODS:
            return None
        self.period, self.loaded = period, False
        return EarningsState.load
