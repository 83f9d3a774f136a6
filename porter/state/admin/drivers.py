"""The list of drivers: look up, approve, turn down."""

from contextlib import suppress
from typing import Any, ClassVar
from urllib.parse import urlencode

import reflex as rx

from porter.core import db
from porter.core.errors import NotFound, PorterError
from porter.core.ids import claimed_id
from porter.models.enums import Verification
from porter.services import accounts, drivers
from porter.services.drivers import DriverFilter, DriverRow
from porter.state.notices import NoticeState
from porter.state.session import Identified, RequiredRole, StaffOnly

PAGE_SIZE = 50
VERIFIERS = frozenset({"delivery_manager", "admin"})
ONLINE = "online"
FILTERS = ("pending", "approved", "rejected", ONLINE)


class DriversState(StaffOnly, rx.State):
    """One page of drivers."""

    rows: list[dict[str, Any]] = []
    states: list[str] = []
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
        asked = self.router.url.query_parameters
        self.text = str(asked.get("q", ""))[:60] or self.text
        self.loading = not self.rows
        if one := str(asked.get("driver", "")):
            await self._narrow_to(one)
        await self._read()

    @rx.event
    async def find(self, driver_id: str) -> None:
        """One driver alone in the list."""
        await self._narrow_to(driver_id)
        await self._read()

    @rx.event
    async def refresh(self) -> None:
        """The same page anew."""
        await self._read()

    @rx.event
    async def narrow(self, kind: str, value: str) -> None:
        """Change a filter: a `state` toggles, `text` is set."""
        chosen = str(value).replace("\x00", "")[:60]
        if kind == "state" and chosen in FILTERS:
            self.states = sorted({*self.states} ^ {chosen})
        elif kind == "text":
            self.text = chosen
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
        return {"states": list(self.states), "text": self.text}, ""

    def _arrange(self, filters: dict[str, Any], _sort: str) -> None:
        """As a saved view says; what is no filter of this table is passed over."""
        states = filters.get("states") or ()
        self.states = [one for one in FILTERS if one in states] if isinstance(states, tuple) else []
        self.text, self._cursors = str(filters.get("text", "")), [""]

    async def _narrow_to(self, driver_id: str) -> None:
        """Search for one driver; for whoever does not exist the list stays as it is."""
        await self._actor()
        with suppress(NotFound):
            async with db.reading() as session:
                found = await drivers.row(session, claimed_id(driver_id, "We could not find this driver."))
            self.text, self.states, self._cursors = found.phone or found.name, [], [""]

    async def _read(self) -> None:
        actor = await self._actor()
        wanted = DriverFilter(
            verification=tuple(Verification(one) for one in self.states if one != ONLINE),
            online=True if ONLINE in self.states else None,
            text=self.text,
        )
        try:
            async with db.reading() as session:
                found = await drivers.table(session, actor, wanted, cursor=self._cursors[-1], limit=PAGE_SIZE)
        except PorterError as refusal:
            self.error, self.loading = refusal.message, False
            return
        self.rows = [_row(row) for row in found.items]
        words = wanted.model_dump(mode="json", include={"verification", "online"}, exclude_none=True)
        self.export = urlencode(words | {"q": self.text}, doseq=True)
        self.next_cursor, self.page = found.next_cursor, len(self._cursors)
        self.loading, self.error = False, ""


class VerifyState(Identified, rx.State):
    """Approving a driver, or turning one down with a reason."""

    __required_role__: ClassVar[RequiredRole] = VERIFIERS

    asking: bool = False
    driver_id: str = ""
    name: str = ""
    reason: str = ""
    error: str = ""

    @rx.event
    async def approve(self, driver_id: str, name: str) -> Any:
        """This driver may work."""
        self.driver_id, self.name, self.reason = str(driver_id)[:40], str(name)[:100], ""
        return await self._decide(approve=True)

    @rx.event
    def ask(self, driver_id: str, name: str) -> None:
        """Ask for the reason of a refusal."""
        self.asking, self.driver_id, self.name = True, str(driver_id)[:40], str(name)[:100]
        self.reason, self.error = "", ""

    @rx.event
    def say(self, reason: str) -> None:
        """The reason."""
        self.reason = str(reason)[:300]

    @rx.event
    async def reject(self) -> Any:
        """Turn the driver down."""
        return await self._decide(approve=False)

    @rx.event
    def dismiss(self) -> None:
        """Leave it."""
        self.asking = False

    async def _decide(self, *, approve: bool) -> Any:
        actor = await self._actor()
        try:
            async with db.transaction() as session:
                driver_id = claimed_id(self.driver_id, "We could not find this driver.")
                await drivers.verify(session, actor, driver_id, approve=approve, reason=self.reason)
        except PorterError as refusal:
            self.error = refusal.message
            return NoticeState.tell("warn", refusal.message) if approve else None
        self.asking = False
        words = "may take offers now" if approve else "was turned down and told why"
        return [DriversState.refresh, NoticeState.tell("good", f"{self.name or 'The driver'} {words}.")]


def _row(row: DriverRow) -> dict[str, Any]:
    return row.plain() | {"phone_text": accounts.display_phone(row.phone) if row.phone else ""}
