"""Stars, tags and a word for the driver, once per order."""

from typing import Any

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.core.language import msg
from porter.services import orders
from porter.state.customer.order import OrderState
from porter.state.customer.words import text_of
from porter.state.session import CustomerOnly

GOOD = (msg("On time"), msg("Careful with goods"), msg("Polite"), msg("Helped to load"))
BAD = (msg("Late"), msg("Goods damaged"), msg("Rude"), msg("Asked for more money"))


class RatingState(CustomerOnly, rx.State):
    """What is being said about a trip."""

    stars: int = 0
    tags: list[str] = []
    offered: list[str] = []
    busy: bool = False
    error: str = ""

    @rx.event
    async def load(self) -> None:
        """Start afresh."""
        self.stars, self.tags, self.offered, self.busy, self.error = 0, [], [], False, ""

    @rx.event
    async def star(self, stars: int) -> None:
        """Choose the stars; the words offered depend on them."""
        self.stars = max(1, min(5, int(stars)))
        offered = list(GOOD if self.stars >= 4 else BAD)
        if offered != self.offered:
            self.offered, self.tags = offered, []

    @rx.event
    async def tag(self, words: str) -> None:
        """Add or take away a word."""
        if words in self.offered:
            self.tags = [tag for tag in self.tags if tag != words] if words in self.tags else [*self.tags, words]

    @rx.event
    async def submit(self, form: dict[str, Any]) -> Any:
        """Send it."""
        self.busy, self.error = True, ""
        yield
        page = await self.get_state(OrderState)
        try:
            async with db.transaction() as session:
                actor, order_id = await self._actor(), await page._here()
                said = text_of(form, "comment", 500)
                order = await orders.rate(session, actor, order_id, self.stars, tuple(self.tags), said)
            await page._show(order, actor)
        except PorterError as problem:
            self.error = problem.message
        self.busy = False
