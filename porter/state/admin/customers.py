"""The list of customers."""

from typing import Any
from urllib.parse import urlencode

import reflex as rx

from porter.core.pages import Page
from porter.models.enums import AccountStatus
from porter.services import reporting
from porter.services.accounts import Actor
from porter.services.reporting import CustomerFilter, CustomerRow
from porter.state.admin.paged import Arranged, Filters, text_of
from porter.state.session import StaffOnly


class CustomersState(StaffOnly, Arranged, rx.State):
    """One page of customers."""

    suspended: bool = False
    text: str = ""
    export: str = ""

    @rx.event
    async def load(self) -> None:
        """The list, narrowed by the address."""
        self._arrange_by_address()
        self.loading = not self.rows
        await self._read()

    @rx.event
    async def narrow(self, kind: str, value: str) -> None:
        """Change a filter: `suspended` toggles, `text` is set."""
        if kind == "suspended":
            self.suspended = not self.suspended
        elif kind == "text":
            self.text = text_of(value)
        await self._first_page()

    def _arrangement(self) -> tuple[Filters, str]:
        return {"suspended": self.suspended, "text": self.text}, ""

    def _arrange(self, filters: Filters, sort: str) -> None:
        self.suspended, self.text = filters.get("suspended") in (True, "true"), text_of(filters.get("text"))

    async def _fetch(self, session: Any, actor: Actor, cursor: str, size: int) -> Page[CustomerRow]:
        self.export = urlencode({"suspended": self.suspended, "q": self.text})
        wanted = CustomerFilter(status=(AccountStatus.SUSPENDED,) if self.suspended else (), text=self.text)
        return await reporting.customers(session, actor, wanted, cursor=cursor, limit=size)
