"""The orders table: filters, sort and pages live on the server."""

from typing import Any, ClassVar

import reflex as rx

from porter.core.pages import Page
from porter.models.enums import OrderStatus, ServiceType
from porter.services import orders, vehicles
from porter.services.accounts import Actor
from porter.services.orders import OrderFilter, OrderRow
from porter.state.admin.days import WHENS, since
from porter.state.admin.paged import Filters, Sorted, export_query, one_of, some_of, text_of, toggled
from porter.state.hub import hub
from porter.state.session import StaffOnly

LATE = "late"
STATUSES = frozenset({LATE, *(status.value for status in OrderStatus)})


class OrdersState(StaffOnly, Sorted, rx.State):
    """One page of the table."""

    __sorts__: ClassVar[frozenset[str]] = frozenset({"created_at", "total", "number", "status", "status_since"})
    __rising__: ClassVar[frozenset[str]] = frozenset({"number"})

    classes: list[tuple[str, str]] = []
    status: list[str] = []
    class_code: str = ""
    when: str = "week"
    text: str = ""
    export: str = ""
    selected: list[str] = []
    numbers: str = ""

    @rx.event
    async def load(self) -> None:
        """The table as its address says, and from now on live."""
        self._arrange_by_address()
        self.loading = not self.rows
        await self._read()
        await hub.watch_paced("ops:orders", self.router.session.client_token, OrdersState.refresh)

    @rx.event
    async def narrow(self, kind: str, value: str) -> None:
        """Change one filter: `status` and `late` toggle, `class`, `when` and `text` are set, `clear` ends them all."""
        chosen = text_of(value)
        if kind == "status" and chosen in STATUSES:
            self.status = toggled(self.status, chosen)
        elif kind == "class":
            self.class_code = chosen
        elif kind == "when" and chosen in WHENS:
            self.when = chosen
        elif kind == "text":
            self.text = chosen
        elif kind == "clear":
            self.status, self.class_code, self.text, self.when = [], "", "", "week"
        await self._first_page()

    @rx.event
    def select(self, order_id: str) -> None:
        """Pick a row, or let it go."""
        known = [row["id"] for row in self.rows]
        self._pick([each for each in known if (each in self.selected) != (each == order_id)])

    @rx.event
    def select_all(self, chosen: bool) -> None:
        """Pick every row of this page, or none."""
        self._pick([row["id"] for row in self.rows] if chosen is True else [])

    def _pick(self, ids: list[str]) -> None:
        self.selected = ids
        self.numbers = "\n".join(row["number"] for row in self.rows if row["id"] in ids)

    def _arrangement(self) -> tuple[Filters, str]:
        filters = {"status": sorted(self.status), "class": self.class_code, "when": self.when, "text": self.text}
        return filters, self._sort()

    def _arrange(self, filters: Filters, sort: str) -> None:
        self.status = some_of(filters.get("status"), STATUSES)
        self.class_code, self.text = text_of(filters.get("class")), text_of(filters.get("text"))
        self.when = one_of(filters.get("when"), WHENS, "week")
        self._sort_as(sort)
        self._pick([])

    async def _begin_at(self, cursors: list[str]) -> None:
        self._pick([])
        await super()._begin_at(cursors)

    async def _read(self) -> None:
        await super()._read()
        self._pick([row["id"] for row in self.rows if row["id"] in self.selected])

    async def _fetch(self, session: Any, actor: Actor, cursor: str, size: int) -> Page[OrderRow]:
        if not self.classes:
            known = await vehicles.classes(session, ServiceType.GOODS)
            self.classes = [("", "All vehicles"), *((one.code, one.name) for one in known)]
        what = OrderFilter(
            status=tuple(OrderStatus(one) for one in self.status if one != LATE),
            class_code=(self.class_code,) if self.class_code else (),
            text=self.text,
            from_at=await since(session, self.when),
            late_only=LATE in self.status,
        )
        self.export = export_query(what, self._sort())
        return await orders.table(session, actor, what, self._sort(), cursor, size)
