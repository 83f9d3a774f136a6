"""The refunds queue: those that wait for a second person stand first."""

from typing import Any

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.models.enums import RefundStatus
from porter.services import payments
from porter.services.payments import RefundFilter
from porter.state.admin.refund import RefundPanelState
from porter.state.hub import hub
from porter.state.session import StaffOnly

PAGE_SIZE = 50
STATUSES = frozenset(status.value for status in RefundStatus)


class RefundsState(StaffOnly, rx.State):
    """One page of the queue."""

    rows: list[dict[str, Any]] = []
    status: list[str] = []
    text: str = ""
    next_cursor: str = ""
    page: int = 1
    loading: bool = True
    error: str = ""
    _cursors: list[str] = [""]

    @rx.event
    async def load(self) -> None:
        """The queue as its address says, and from now on live."""
        asked = self.router.url.query_parameters
        if "status" in asked:
            self.status = [one for one in str(asked["status"]).split(",") if one in STATUSES]
        self.loading, self._cursors = not self.rows, [""]
        await self._read()
        await hub.watch_events("ops:refunds", self.router.session.client_token, _changed)

    @rx.event
    async def refresh(self) -> None:
        """The same page anew."""
        await self._read()

    @rx.event
    async def narrow(self, kind: str, value: str) -> None:
        """Change one filter: `status` toggles, `text` is set, `clear` ends them all."""
        wanted = str(value).replace("\x00", "")[:60]
        if kind == "status" and wanted in STATUSES:
            self.status = [*{*self.status} ^ {wanted}]
        elif kind == "text":
            self.text = wanted
        elif kind == "clear":
            self.status, self.text = [], ""
        self._cursors = [""]
        await self._read()

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

    async def _read(self) -> None:
        actor = await self._actor()
        what = RefundFilter(status=tuple(RefundStatus(one) for one in sorted(self.status)), text=self.text)
        try:
            async with db.reading() as session:
                found = await payments.refunds(session, actor, what, self._cursors[-1], PAGE_SIZE)
        except PorterError as refusal:
            self.error, self.loading = refusal.message, False
            return
        self.rows = [row.plain() for row in found.items]
        self.next_cursor, self.page = found.next_cursor, len(self._cursors)
        self.loading, self.error = False, ""


def _changed(_message: Any) -> Any:
    """Refunds are few: each change is shown at once, in the queue and in the open panel."""
    return [RefundsState.refresh, RefundPanelState.refresh]
