"""The list of drivers: look up, approve, turn down."""

from contextlib import suppress
from typing import Any, ClassVar
from urllib.parse import urlencode

import reflex as rx

from porter.core import db
from porter.core.errors import NotFound, PorterError
from porter.core.ids import claimed_id
from porter.core.pages import Page
from porter.models.enums import Verification
from porter.services import accounts, drivers
from porter.services.accounts import Actor
from porter.services.drivers import DriverFilter, DriverRow
from porter.state.admin.paged import Arranged, Filters, some_of, text_of, toggled
from porter.state.notices import NoticeState
from porter.state.session import Identified, RequiredRole, StaffOnly

VERIFIERS = frozenset({"delivery_manager", "admin"})
ONLINE = "online"
FILTERS = ("pending", "approved", "rejected", ONLINE)


class DriversState(StaffOnly, Arranged, rx.State):
    """One page of drivers."""

    states: list[str] = []
    text: str = ""
    export: str = ""

    @rx.event
    async def load(self) -> None:
        """The list, narrowed by the address."""
        self._arrange_by_address()
        self.loading = not self.rows
        if one := str(self.router.url.query_parameters.get("driver", "")):
            await self._narrow_to(one)
        await self._read()

    @rx.event
    async def find(self, driver_id: str) -> None:
        """One driver alone in the list."""
        await self._narrow_to(driver_id)
        await self._read()

    @rx.event
    async def narrow(self, kind: str, value: str) -> None:
        """Change a filter: a `state` toggles, `text` is set."""
        chosen = text_of(value)
        if kind == "state" and chosen in FILTERS:
            self.states = toggled(self.states, chosen)
        elif kind == "text":
            self.text = chosen
        await self._first_page()

    def _arrangement(self) -> tuple[Filters, str]:
        return {"states": list(self.states), "text": self.text}, ""

    def _arrange(self, filters: Filters, sort: str) -> None:
        self.states, self.text = some_of(filters.get("states"), FILTERS), text_of(filters.get("text"))

    async def _narrow_to(self, driver_id: str) -> None:
        """Search for one driver; for whoever does not exist the list stays as it is."""
        await self._actor()
        with suppress(NotFound):
            async with db.reading() as session:
                found = await drivers.row(session, claimed_id(driver_id, "We could not find this driver."))
            self.text, self.states, self._cursors = found.phone or found.name, [], [""]

    async def _fetch(self, session: Any, actor: Actor, cursor: str, size: int) -> Page[DriverRow]:
        wanted = DriverFilter(
            verification=tuple(Verification(one) for one in self.states if one != ONLINE),
            online=True if ONLINE in self.states else None,
            text=self.text,
        )
        words = wanted.model_dump(mode="json", include={"verification", "online"}, exclude_none=True)
        self.export = urlencode(words | {"q": self.text}, doseq=True)
        return await drivers.table(session, actor, wanted, cursor=cursor, limit=size)

    def _row(self, item: DriverRow) -> dict[str, Any]:
        return item.plain() | {"phone_text": accounts.display_phone(item.phone) if item.phone else ""}


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
