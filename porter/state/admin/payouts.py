"""The payouts table: filters, sort and pages live on the server."""

from typing import Any

import reflex as rx

from porter.core import db
from porter.core.config import settings
from porter.core.errors import PorterError
from porter.core.pages import Page
from porter.models.enums import PayoutStatus
from porter.services import payouts, zones
from porter.services.accounts import Actor
from porter.services.payouts import PayoutFilter, PayoutRow
from porter.state.admin.days import WHENS, since
from porter.state.admin.payout import PayoutPanelState
from porter.state.hub import hub
from porter.state.session import StaffOnly

PAGE_SIZE = 50
SORTS = frozenset({"created_at", "amount"})
STATUSES = frozenset(status.value for status in PayoutStatus)


class PayoutsState(StaffOnly, rx.State):
    """One page of the table."""

    rows: list[dict[str, Any]] = []
    status: list[str] = []
    when: str = "month"
    text: str = ""
    failed_first: bool = False
    sort_key: str = "created_at"
    descending: bool = True
    next_cursor: str = ""
    page: int = 1
    loading: bool = True
    error: str = ""
    _cursors: list[str] = [""]

    @rx.event
    async def load(self) -> None:
        """The table as its address says, and from now on live."""
        asked = self.router.url.query_parameters
        if "status" in asked:
            self.status = [one for one in str(asked["status"]).split(",") if one in STATUSES]
        if str(asked.get("when", "")) in WHENS:
            self.when = str(asked["when"])
        self.loading, self._cursors = not self.rows, [""]
        await self._read()
        await hub.watch_events("ops:payouts", self.router.session.client_token, _changed)

    @rx.event
    async def refresh(self) -> None:
        """The same page anew."""
        await self._read()

    @rx.event
    async def narrow(self, kind: str, value: str) -> None:
        """Change one filter: `status` toggles, `when` and `text` are set, `clear` ends them all."""
        wanted = str(value).replace("\x00", "")[:60]
        if kind == "status" and wanted in STATUSES:
            self.status = [*{*self.status} ^ {wanted}]
        elif kind == "when" and wanted in WHENS:
            self.when = wanted
        elif kind == "text":
            self.text = wanted
        elif kind == "clear":
            self.status, self.text, self.when, self.failed_first = [], "", "month", False
        await self._first_page()

    @rx.event
    async def put_failed_first(self, wanted: bool) -> None:
        """Those that failed stand above the others."""
        self.failed_first = wanted is True
        await self._first_page()

    @rx.event
    async def sort_by(self, key: str) -> None:
        """Sort by a column; the same column again turns it round."""
        if key not in SORTS:
            return
        self.descending = not self.descending if key == self.sort_key and not self.failed_first else True
        self.sort_key, self.failed_first = key, False
        await self._first_page()

    @rx.event
    async def turn(self, by: int) -> None:
        """The next page, or the one before."""
        if by > 0 and self.next_cursor:
            self._cursors = [*self._cursors, self.next_cursor]
        elif by < 0 and len(self._cursors) > 1:
            self._cursors = self._cursors[:-1]
        else:
            return
        await self._read()

    async def _first_page(self) -> None:
        self._cursors = [""]
        await self._read()

    async def _read(self) -> None:
        actor = await self._actor()
        try:
            found = await self._page(actor)
        except PorterError as refusal:
            self.rows, self.error, self.loading = [], refusal.message, False
            return
        self.rows = [row.plain() | {"id": str(row.payout.id)} for row in found.items]
        self.next_cursor, self.page = found.next_cursor, len(self._cursors)
        self.loading, self.error = False, ""

    async def _page(self, actor: Actor) -> Page[PayoutRow]:
        plain: Any = f"-{self.sort_key}" if self.descending else self.sort_key
        async with db.reading() as session:
            city = await zones.city(session, settings().default_city)
            what = PayoutFilter(
                status=tuple(PayoutStatus(one) for one in sorted(self.status)),
                text=self.text,
                from_at=since(self.when, city.time_zone),
            )
            sort = "-failed" if self.failed_first else plain
            return await payouts.table(session, actor, what, sort, self._cursors[-1], PAGE_SIZE)


def _changed(_message: Any) -> Any:
    return [PayoutsState.refresh, PayoutPanelState.refresh]
