"""The list of customers."""

from typing import Any
from urllib.parse import urlencode

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.models.enums import AccountStatus
from porter.services import reporting
from porter.services.reporting import CustomerFilter
from porter.state.session import StaffOnly

PAGE_SIZE = 50


class CustomersState(StaffOnly, rx.State):
    """One page of customers."""

    rows: list[dict[str, Any]] = []
    suspended: bool = False
    text: str = ""
    export: str = ""
    next_cursor: str = ""
    page: int = 1
    loading: bool = True
    error: str = ""
    _cursors: list[str] = [""]

    @rx.event
    async def load(self) -> None:
        """The list, narrowed by the address."""
        asked = str(self.router.url.query_parameters.get("q", ""))
        self.text = asked[:60] or self.text
        self.loading = not self.rows
        await self._read()

    @rx.event
    async def refresh(self) -> None:
        """The same page anew."""
        await self._read()

    @rx.event
    async def narrow(self, kind: str, value: str) -> None:
        """Change a filter: `suspended` toggles, `text` is set."""
        if kind == "suspended":
            self.suspended = not self.suspended
        elif kind == "text":
            self.text = str(value).replace("\x00", "")[:60]
        self._cursors = [""]
        await self._read()

    @rx.event
    async def turn(self, by: int) -> None:
        """The next page, or the one before."""
        if by > 0 and self.next_cursor:
            self._cursors = [*self._cursors, self.next_cursor]
        elif by < 0 and len(self._cursors) > 1:
            self._cursors = self._cursors[:-1]
        await self._read()

    def _arrangement(self) -> tuple[dict[str, Any], str]:
        return {"suspended": self.suspended, "text": self.text}, ""

    def _arrange(self, filters: dict[str, Any], _sort: str) -> None:
        """As a saved view says."""
        self.suspended, self.text = filters.get("suspended") is True, str(filters.get("text", ""))
        self._cursors = [""]

    async def _read(self) -> None:
        actor = await self._actor()
        wanted = CustomerFilter(status=(AccountStatus.SUSPENDED,) if self.suspended else (), text=self.text)
        try:
            async with db.reading() as session:
                found = await reporting.customers(session, actor, wanted, cursor=self._cursors[-1], limit=PAGE_SIZE)
        except PorterError as refusal:
            self.error, self.loading = refusal.message, False
            return
        self.rows = [row.plain() for row in found.items]
        self.next_cursor, self.page = found.next_cursor, len(self._cursors)
        self.export = urlencode({"suspended": self.suspended, "q": self.text})
        self.loading, self.error = False, ""
