"""The payments table: filters, sort and pages live on the server."""

from typing import Any, ClassVar

import reflex as rx

from porter.core.pages import Page
from porter.models.enums import PaymentMethod, PaymentPurpose, PaymentStatus, Provider
from porter.services import accounts, payments
from porter.services.accounts import Actor
from porter.services.payments import PaymentFilter, PaymentRow
from porter.state.admin.days import WHENS, since
from porter.state.admin.paged import Filters, Sorted, export_query, one_of, some_of, text_of, toggled
from porter.state.hub import hub
from porter.state.session import StaffOnly

ATTENTION = "attention"
STATUSES = frozenset({ATTENTION, *(status.value for status in PaymentStatus)})
KINDS = {
    "method": frozenset(one.value for one in PaymentMethod),
    "provider": frozenset(one.value for one in Provider),
    "purpose": frozenset(one.value for one in PaymentPurpose),
}


class PaymentsState(StaffOnly, Sorted, rx.State):
    """One page of the table."""

    __sorts__: ClassVar[frozenset[str]] = frozenset({"created_at", "amount"})

    status: list[str] = []
    chosen: dict[str, str] = dict.fromkeys(KINDS, "")
    when: str = "week"
    text: str = ""
    export: str = ""

    @rx.event
    async def load(self) -> None:
        """The table as its address says, and from now on live."""
        self._arrange_by_address()
        self.loading = not self.rows
        await self._read()
        await hub.watch_paced("ops:payments", self.router.session.client_token, PaymentsState.refresh)

    @rx.event
    async def narrow(self, kind: str, value: str) -> None:
        """Change one filter: `status` toggles, `method`, `provider`, `purpose`, `when` and `text` are set, `clear` ends all."""
        wanted = text_of(value)
        if kind == "status" and wanted in STATUSES:
            self.status = toggled(self.status, wanted)
        elif kind in KINDS and (wanted in KINDS[kind] or not wanted):
            self.chosen = {**self.chosen, kind: wanted}
        elif kind == "when" and wanted in WHENS:
            self.when = wanted
        elif kind == "text":
            self.text = wanted
        elif kind == "clear":
            self._arrange({}, self._sort())
        await self._first_page()

    def _arrangement(self) -> tuple[Filters, str]:
        return {"status": sorted(self.status), **self.chosen, "when": self.when, "text": self.text}, self._sort()

    def _arrange(self, filters: Filters, sort: str) -> None:
        self.status = some_of(filters.get("status"), STATUSES)
        self.chosen = {kind: one_of(filters.get(kind), known) for kind, known in KINDS.items()}
        self.when, self.text = one_of(filters.get("when"), WHENS, "week"), text_of(filters.get("text"))
        self._sort_as(sort)

    async def _fetch(self, session: Any, actor: Actor, cursor: str, size: int) -> Page[PaymentRow]:
        method, provider, purpose = (self.chosen[kind] for kind in KINDS)
        what = PaymentFilter(
            status=tuple(PaymentStatus(one) for one in self.status if one != ATTENTION),
            method=(PaymentMethod(method),) if method else (),
            provider=(Provider(provider),) if provider else (),
            purpose=(PaymentPurpose(purpose),) if purpose else (),
            text=self.text,
            from_at=await since(session, self.when),
            attention_only=ATTENTION in self.status,
        )
        self.export = export_query(what, self._sort())
        return await payments.table(session, actor, what, self._sort(), cursor, size)

    def _row(self, item: PaymentRow) -> dict[str, Any]:
        phone = accounts.display_phone(item.payer_phone) if item.payer_phone else ""
        return item.plain() | {"payer_phone_text": phone}
