"""The refunds queue: those that wait for a second person stand first."""

from typing import Any

import reflex as rx

from porter.core.pages import Page
from porter.models.enums import RefundStatus
from porter.services import payments
from porter.services.accounts import Actor
from porter.services.payments import RefundFilter, RefundView
from porter.state.admin.paged import Arranged, Filters, export_query, some_of, text_of, toggled
from porter.state.admin.refund import RefundPanelState
from porter.state.hub import hub
from porter.state.session import StaffOnly

STATUSES = frozenset(status.value for status in RefundStatus)


class RefundsState(StaffOnly, Arranged, rx.State):
    """One page of the queue."""

    status: list[str] = []
    text: str = ""
    export: str = ""

    @rx.event
    async def load(self) -> None:
        """The queue as its address says, and from now on live."""
        self._arrange_by_address()
        self.loading = not self.rows
        await self._read()
        await hub.watch_events("ops:refunds", self.router.session.client_token, _changed)

    @rx.event
    async def narrow(self, kind: str, value: str) -> None:
        """Change one filter: `status` toggles, `text` is set, `clear` ends them all."""
        wanted = text_of(value)
        if kind == "status" and wanted in STATUSES:
            self.status = toggled(self.status, wanted)
        elif kind == "text":
            self.text = wanted
        elif kind == "clear":
            self._arrange({}, "")
        await self._first_page()

    def _arrangement(self) -> tuple[Filters, str]:
        return {"status": sorted(self.status), "text": self.text}, ""

    def _arrange(self, filters: Filters, sort: str) -> None:
        self.status, self.text = some_of(filters.get("status"), STATUSES), text_of(filters.get("text"))

    async def _fetch(self, session: Any, actor: Actor, cursor: str, size: int) -> Page[RefundView]:
        what = RefundFilter(status=tuple(RefundStatus(one) for one in self.status), text=self.text)
        self.export = export_query(what)
        return await payments.refunds(session, actor, what, cursor, size)


def _changed(_message: Any) -> Any:
    """Refunds are few: each change is shown at once, in the queue and in the open panel."""
    return [RefundsState.refresh, RefundPanelState.refresh]
