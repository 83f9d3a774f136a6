"""The list of a person's orders."""

from typing import Any, cast

import reflex as rx

from porter.core import db
from porter.services import orders
from porter.services.orders import Scope
from porter.state.customer.home import card_of
from porter.state.session import CustomerOnly

PAGE = 15


class OrdersState(CustomerOnly, rx.State):
    """Cards, newest first, a page at a time."""

    scope: str = "active"
    cards: list[dict[str, Any]] = []
    more: str = ""
    loading: bool = False
    loaded: bool = False

    @rx.event
    async def load(self) -> None:
        """The first page of the chosen segment."""
        self.more = ""
        self.cards = await self._page()
        self.loaded = True

    @rx.event
    async def choose(self, scope: str) -> Any:
        """The other segment."""
        self.scope = scope if scope in ("active", "past") else "active"
        self.loaded, self.cards, self.more = False, [], ""
        yield
        self.cards = await self._page()
        self.loaded = True

    @rx.event
    async def show_more(self) -> Any:
        """The next page."""
        if not self.more or self.loading:
            return
        self.loading = True
        yield
        try:
            self.cards = [*self.cards, *await self._page()]
        finally:
            self.loading = False

    async def _page(self) -> list[dict[str, Any]]:
        async with db.reading() as session:
            found = await orders.history(
                session, await self._actor(), scope=cast(Scope, self.scope), cursor=self.more, limit=PAGE
            )
        self.more = found.next_cursor
        return [card_of(card) for card in found.items]
