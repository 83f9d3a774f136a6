"""The payments table: filters, sort and pages live on the server."""

from datetime import datetime
from typing import Any

import reflex as rx

from porter.core import db
from porter.core.config import settings
from porter.core.errors import PorterError
from porter.core.pages import Page
from porter.models.enums import PaymentMethod, PaymentPurpose, PaymentStatus, Provider
from porter.services import accounts, payments, zones
from porter.services.accounts import Actor
from porter.services.payments import PaymentFilter, PaymentRow
from porter.state.admin.days import WHENS, since
from porter.state.admin.pace import paced
from porter.state.hub import hub
from porter.state.session import StaffOnly

PAGE_SIZE = 50
SORTS = frozenset({"created_at", "amount"})
STATUSES = frozenset(status.value for status in PaymentStatus)
ATTENTION = "attention"
KINDS = {
    "method": frozenset(one.value for one in PaymentMethod),
    "provider": frozenset(one.value for one in Provider),
    "purpose": frozenset(one.value for one in PaymentPurpose),
}


class PaymentsState(StaffOnly, rx.State):
    """One page of the table."""

    rows: list[dict[str, Any]] = []
    status: list[str] = []
    chosen: dict[str, str] = {"method": "", "provider": "", "purpose": ""}
    when: str = "week"
    text: str = ""
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
            self.status = [one for one in str(asked["status"]).split(",") if one in STATUSES or one == ATTENTION]
        if "q" in asked:
            self.text, self.when = str(asked["q"]).replace("\x00", "")[:60], "all"
        if str(asked.get("when", "")) in WHENS:
            self.when = str(asked["when"])
        self.loading, self._cursors = not self.rows, [""]
        await self._read()
        await hub.watch_events("ops:payments", self.router.session.client_token, paced(PaymentsState.refresh))

    @rx.event
    async def refresh(self) -> None:
        """The same page anew."""
        await self._read()

    @rx.event
    async def narrow(self, kind: str, value: str) -> None:
        """Change one filter: `status` toggles, `method`, `provider`, `purpose`, `when` and `text` are set, `clear` ends all."""
        wanted = str(value).replace("\x00", "")[:60]
        if kind == "status" and (wanted in STATUSES or wanted == ATTENTION):
            self.status = [*{*self.status} ^ {wanted}]
        elif kind in KINDS and (wanted in KINDS[kind] or not wanted):
            self.chosen = {**self.chosen, kind: wanted}
        elif kind == "when" and wanted in WHENS:
            self.when = wanted
        elif kind == "text":
            self.text = wanted
        elif kind == "clear":
            self.status, self.chosen, self.text, self.when = [], dict.fromkeys(KINDS, ""), "", "week"
        await self._first_page()

    @rx.event
    async def sort_by(self, key: str) -> None:
        """Sort by a column; the same column again turns it round."""
        if key not in SORTS:
            return
        self.descending = not self.descending if key == self.sort_key else True
        self.sort_key = key
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
            self.error, self.loading = refusal.message, False
            return
        self.rows = [_row(row) for row in found.items]
        self.next_cursor, self.page = found.next_cursor, len(self._cursors)
        self.loading, self.error = False, ""

    async def _page(self, actor: Actor) -> Page[PaymentRow]:
        sort: Any = f"-{self.sort_key}" if self.descending else self.sort_key
        async with db.reading() as session:
            city = await zones.city(session, settings().default_city)
            what = self._filter(since(self.when, city.time_zone))
            return await payments.table(session, actor, what, sort, self._cursors[-1], PAGE_SIZE)

    def _filter(self, from_at: datetime | None) -> PaymentFilter:
        method, provider, purpose = (self.chosen[kind] for kind in ("method", "provider", "purpose"))
        return PaymentFilter(
            status=tuple(PaymentStatus(one) for one in sorted(self.status) if one != ATTENTION),
            method=(PaymentMethod(method),) if method else (),
            provider=(Provider(provider),) if provider else (),
            purpose=(PaymentPurpose(purpose),) if purpose else (),
            text=self.text,
            from_at=from_at,
            attention_only=ATTENTION in self.status,
        )


def _row(row: PaymentRow) -> dict[str, Any]:
    phone = accounts.display_phone(row.payer_phone) if row.payer_phone else ""
    return row.plain() | {"payer_phone_text": phone}
