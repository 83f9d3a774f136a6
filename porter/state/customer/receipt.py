"""The receipt of an order."""

from typing import Any

import reflex as rx

from porter.core import db
from porter.core.errors import NotFound
from porter.services import orders
from porter.state.customer.order import order_id_of
from porter.state.session import CustomerOnly


class ReceiptState(CustomerOnly, rx.State):
    """The receipt on the page."""

    receipt: dict[str, Any] = {}
    order_href: str = "/orders"
    missing: str = ""
    loaded: bool = False

    @rx.event
    async def load(self) -> None:
        """Read it; an order without one, or of somebody else, has none to show."""
        self.receipt, self.missing, self.loaded = {}, "", False
        order_id = order_id_of(self.router.url.path)
        try:
            async with db.reading() as session:
                found = await orders.receipt(session, await self._actor(), order_id)
            self.receipt, self.order_href = found.plain(), f"/orders/{order_id}"
        except NotFound as problem:
            self.missing = problem.message
        self.loaded = True
