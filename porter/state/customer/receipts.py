"""Every paper of a person."""

from typing import Any

import reflex as rx

from porter.core import db
from porter.services import receipts
from porter.state.session import CustomerOnly

PAGE = 20


class ReceiptsState(CustomerOnly, rx.State):
    """Invoices and credit notes, newest first, a page at a time."""

    rows: list[dict[str, str]] = []
    more: str = ""
    loading: bool = False
    loaded: bool = False

    @rx.event
    async def load(self) -> None:
        """The first page."""
        self.more = ""
        self.rows = await self._page()
        self.loaded = True

    @rx.event
    async def show_more(self) -> Any:
        """The next page."""
        if not self.more or self.loading:
            return
        self.loading = True
        yield
        try:
            self.rows = [*self.rows, *await self._page()]
        finally:
            self.loading = False

    async def _page(self) -> list[dict[str, str]]:
        actor = await self._actor()
        async with db.reading() as session:
            found = await receipts.mine(session, actor.id, self.more, PAGE)
        self.more = found.next_cursor
        return [
            {
                "id": str(paper.id),
                "kind": paper.kind,
                "title": f"{paper.title} · {paper.order_number}" if paper.order_number else paper.title,
                "detail": f"{paper.number} · {paper.issued_text.split(',')[0]}",
                "amount_text": f"−{paper.total_text}" if paper.kind == "credit_note" else paper.total_text,
                "href": paper.pdf_url,
            }
            for paper in found.items
        ]
