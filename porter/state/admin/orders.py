"""The orders table: filters, sort and pages live on the server."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import reflex as rx

from porter.core import clock, db
from porter.core.config import settings
from porter.core.errors import PorterError
from porter.core.pages import Page
from porter.models.enums import OrderStatus, ServiceType
from porter.services import orders, vehicles, zones
from porter.services.accounts import Actor
from porter.services.orders import OrderFilter, OrderRow
from porter.state.admin.pace import paced
from porter.state.hub import hub
from porter.state.session import StaffOnly

PAGE_SIZE = 50
SORTS = frozenset({"created_at", "total", "number", "status", "status_since"})
STATUSES = frozenset(status.value for status in OrderStatus)
WHENS = {"today": 0, "week": 6, "all": None}


class OrdersState(StaffOnly, rx.State):
    """One page of the table."""

    rows: list[dict[str, Any]] = []
    classes: list[tuple[str, str]] = []
    status: list[str] = []
    class_code: str = ""
    when: str = "week"
    text: str = ""
    sort_key: str = "created_at"
    descending: bool = True
    export: str = ""
    selected: list[str] = []
    numbers: str = ""
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
            self.status = [part for part in str(asked["status"]).split(",") if part in STATUSES or part == "late"]
        if "q" in asked:
            self.text = str(asked["q"])[:60]
        self.loading = not self.rows
        await self._read()
        await hub.watch_events("ops:orders", self.router.session.client_token, paced(OrdersState.refresh))

    @rx.event
    async def refresh(self) -> None:
        """The same page anew."""
        await self._read()

    @rx.event
    async def narrow(self, kind: str, value: str) -> None:
        """Change one filter: `status` and `late` toggle, `class`, `when` and `text` are set, `clear` ends them all."""
        chosen = str(value).replace("\x00", "")[:60]
        if kind == "status" and (chosen in STATUSES or chosen == "late"):
            self.status = [*{*self.status} ^ {chosen}]
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
    async def sort_by(self, key: str) -> None:
        """Sort by a column; the same column again turns it round."""
        if key not in SORTS:
            return
        self.descending = not self.descending if key == self.sort_key else key != "number"
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
        self._pick([])
        await self._read()

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

    def _arrangement(self) -> tuple[dict[str, Any], str]:
        filters = {"status": sorted(self.status), "class": self.class_code, "when": self.when, "text": self.text}
        return filters, self._sort()

    def _arrange(self, filters: dict[str, Any], sort: str) -> None:
        """As a saved view says; what is no filter or column of this table is passed over."""
        status, when, key = filters.get("status") or (), filters.get("when"), sort.removeprefix("-")
        self.status = [one for one in status if one in STATUSES or one == "late"] if isinstance(status, tuple) else []
        self.class_code, self.text = str(filters.get("class", "")), str(filters.get("text", ""))
        self.when = when if when in WHENS else "week"
        self.sort_key, self.descending = (key, sort.startswith("-")) if key in SORTS else ("created_at", True)
        self._cursors = [""]
        self._pick([])

    def _sort(self) -> Any:
        return f"-{self.sort_key}" if self.descending else self.sort_key

    async def _first_page(self) -> None:
        self._cursors = [""]
        self._pick([])
        await self._read()

    async def _read(self) -> None:
        actor = await self._actor()
        try:
            found = await self._page(actor)
        except PorterError as refusal:
            self.error, self.loading = refusal.message, False
            return
        self.rows = [row.plain() for row in found.items]
        self.next_cursor, self.page = found.next_cursor, len(self._cursors)
        self._pick([row["id"] for row in self.rows if row["id"] in self.selected])
        self.loading, self.error = False, ""

    async def _page(self, actor: Actor) -> Page[OrderRow]:
        async with db.reading() as session:
            city = await zones.city(session, settings().default_city)
            if not self.classes:
                known = await vehicles.classes(session, ServiceType.GOODS)
                self.classes = [("", "All vehicles"), *((one.code, one.name) for one in known)]
            what = OrderFilter(
                status=tuple(OrderStatus(one) for one in sorted(self.status) if one != "late"),
                class_code=(self.class_code,) if self.class_code else (),
                text=self.text,
                from_at=_since(self.when, city.time_zone),
                late_only="late" in self.status,
            )
            self.export = export_query(what, self._sort())
            return await orders.table(session, actor, what, self._sort(), self._cursors[-1], PAGE_SIZE)


def export_query(what: OrderFilter, sort: str) -> str:
    """The filters as the address of the export takes them."""
    return urlencode({**what.model_dump(mode="json", exclude_defaults=True), "sort": sort}, doseq=True)


def _since(when: str, time_zone: str) -> datetime | None:
    days = WHENS[when]
    if days is None:
        return None
    midnight = clock.now().astimezone(ZoneInfo(time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=days)
