"""The search of everything (⌘K): pages at once; orders, payments, refunds, payouts and people as one types."""

import reflex as rx

from porter.core import db
from porter.models.enums import STAFF_ROLES, Role
from porter.services import payouts, reporting
from porter.services.accounts import Actor
from porter.state.admin.ledger import LOOKERS
from porter.state.session import StaffOnly

_PAGES = (
    ("Overview", "/ops"),
    ("Fleet", "/ops/fleet"),
    ("Orders", "/ops/orders"),
    ("Drivers", "/ops/drivers"),
    ("Customers", "/ops/customers"),
    ("Payments", "/ops/payments"),
    ("Refunds", "/ops/refunds"),
    ("Payouts", "/ops/payouts"),
    ("Ledger", "/ops/ledger"),
    ("Staff", "/ops/staff"),
)
_FOR_SOME = {"/ops/staff": frozenset({Role.ADMIN}), "/ops/payouts": payouts.MAY_SEE, "/ops/ledger": LOOKERS}


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
        """Look for pages, and for whatever this person may see."""
        actor, words = await self._actor(), str(text).replace("\x00", "")[:60]
        async with db.reading() as session:
            found = await reporting.find(session, actor, words)
        self.items = [*_pages(actor, words), *(one.plain() for one in found)]


def _pages(actor: Actor, text: str) -> list[dict[str, str]]:
    fitting = [page for page in _PAGES if text.strip().lower() in page[0].lower()]
    allowed = [page for page in fitting if actor.role in _FOR_SOME.get(page[1], STAFF_ROLES)]
    return [{"id": href, "title": words, "detail": "", "group": "Pages", "href": href} for words, href in allowed]
