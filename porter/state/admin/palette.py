"""The search of everything (⌘K): pages at once, orders and people as one types."""

import reflex as rx

from porter.core import db
from porter.services import reporting
from porter.services.accounts import Actor
from porter.state.session import StaffOnly

_PAGES = (
    ("Overview", "/ops"),
    ("Fleet", "/ops/fleet"),
    ("Orders", "/ops/orders"),
    ("Drivers", "/ops/drivers"),
    ("Customers", "/ops/customers"),
    ("Staff", "/ops/staff"),
)
_FOR_ADMINS = frozenset({"/ops/staff"})


class PaletteState(StaffOnly, rx.State):
    """What the palette shows."""

    open: bool = False
    items: list[dict[str, str]] = []

    @rx.event
    async def show(self) -> None:
        """Open it with the pages."""
        self.items = _pages(await self._actor(), "")
        self.open = True

    @rx.event
    def hide(self) -> None:
        """Close it."""
        self.open = False

    @rx.event
    async def search(self, text: str) -> None:
        """Look for orders, drivers, customers and pages."""
        actor, words = await self._actor(), str(text).replace("\x00", "")[:60]
        async with db.reading() as session:
            found = await reporting.find(session, actor, words)
        self.items = [*_pages(actor, words), *(one.plain() for one in found)]


def _pages(actor: Actor, text: str) -> list[dict[str, str]]:
    fitting = [page for page in _PAGES if text.strip().lower() in page[0].lower()]
    allowed = [page for page in fitting if page[1] not in _FOR_ADMINS or actor.role == "admin"]
    return [{"id": href, "title": words, "detail": "", "group": "Pages", "href": href} for words, href in allowed]
