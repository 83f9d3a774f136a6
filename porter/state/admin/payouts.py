"""The payouts table: filters, sort and pages live on the server."""

from typing import Any, ClassVar

import reflex as rx

from porter.core.pages import Page
from porter.models.enums import PayoutStatus
from porter.services import payouts
from porter.services.accounts import Actor
from porter.services.payouts import PayoutFilter, PayoutRow
from porter.state.admin.days import WHENS, since
from porter.state.admin.paged import Filters, Sorted, export_query, one_of, some_of, text_of, toggled
from porter.state.admin.payout import PayoutPanelState
from porter.state.hub import hub
from porter.state.session import StaffOnly

STATUSES = frozenset(status.value for status in PayoutStatus)
FAILED_FIRST = "-failed"


class PayoutsState(StaffOnly, Sorted, rx.State):
    """One page of the table."""

    __sorts__: ClassVar[frozenset[str]] = frozenset({"created_at", "amount"})
    __when__: ClassVar[str] = "month"

    status: list[str] = []
    when: str = "month"
    text: str = ""
    failed_first: bool = False
    export: str = ""

    @rx.event
    async def load(self) -> None:
        """The table as its address says, and from now on live."""
        self._arrange_by_address()
        self.loading = not self.rows
        await self._read()
        await hub.watch_events("ops:payouts", self.router.session.client_token, _changed)

    @rx.event
    async def narrow(self, kind: str, value: str) -> None:
        """Change one filter: `status` toggles, `when` and `text` are set, `clear` ends them all."""
        wanted = text_of(value)
        if kind == "status" and wanted in STATUSES:
            self.status = toggled(self.status, wanted)
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
        self.failed_first = wanted
        await self._first_page()

    @rx.event
    async def sort_by(self, key: str) -> None:
        """Sort by a column; the same column again turns it round, unless the failed ones stood first."""
        if key in self.__sorts__:
            turns = key == self.sort_key and not self.failed_first
            self.sort_key, self.descending, self.failed_first = key, not self.descending if turns else True, False
            await self._first_page()

    def _arrangement(self) -> tuple[Filters, str]:
        return {"status": sorted(self.status), "when": self.when, "text": self.text}, self._sort()

    def _arrange(self, filters: Filters, sort: str) -> None:
        self.status = some_of(filters.get("status"), STATUSES)
        self.when, self.text = one_of(filters.get("when"), WHENS, "month"), text_of(filters.get("text"))
        self.failed_first = sort == FAILED_FIRST
        if not self.failed_first:
            self._sort_as(sort)

    def _sort(self) -> Any:
        return FAILED_FIRST if self.failed_first else super()._sort()

    async def _fetch(self, session: Any, actor: Actor, cursor: str, size: int) -> Page[PayoutRow]:
        what = PayoutFilter(
            status=tuple(PayoutStatus(one) for one in self.status),
            text=self.text,
            from_at=await since(session, self.when),
        )
        self.export = export_query(what, self._sort())
        return await payouts.table(session, actor, what, self._sort(), cursor, size)

    def _row(self, item: PayoutRow) -> dict[str, Any]:
        return item.plain() | {"id": str(item.payout.id)}


def _changed(_message: Any) -> Any:
    return [PayoutsState.refresh, PayoutPanelState.refresh]
