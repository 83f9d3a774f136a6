"""How somebody has set up a table: hidden columns and saved views. Each table has one of its own, beside its state."""

from typing import Any, ClassVar

import reflex as rx
from pydantic import ValidationError

from porter.core import db
from porter.core.errors import PorterError
from porter.core.ids import claimed_id
from porter.models.enums import Role
from porter.services import saved_views
from porter.services.saved_views import KeepInput, SavedViewView, Table, ViewContent
from porter.state.admin.customers import CustomersState
from porter.state.admin.drivers import DriversState
from porter.state.admin.ledger import LOOKERS
from porter.state.admin.ledger_accounts import LedgerAccountsState
from porter.state.admin.orders import OrdersState
from porter.state.admin.paged import Arranged, signature, toggled
from porter.state.admin.payments import PaymentsState
from porter.state.admin.payout import PAYOUT_READERS
from porter.state.admin.payouts import PayoutsState
from porter.state.admin.refunds import RefundsState
from porter.state.notices import NoticeState
from porter.state.session import Identified, RequiredRole

MOST_HIDDEN = 40
GONE = "We could not find this view."


class Columns(Identified, rx.State, mixin=True):
    """Which columns of a table are not shown."""

    hidden: list[str] = []

    @rx.event
    def toggle(self, column: str) -> None:
        """Hide a column, or show it again."""
        self.hidden = toggled(self.hidden, column[:40])[:MOST_HIDDEN]


class TableSetup(Columns, mixin=True):
    """Columns and views of one table."""

    __table__: ClassVar[Table]
    __rows__: ClassVar[type[Arranged]]

    views: list[dict[str, Any]] = []
    view_id: str = ""
    view_name: str = "Views"
    naming: bool = False
    name: str = ""
    shared: bool = False
    error: str = ""
    kept: str = ""
    kept_hidden: list[str] = []
    _content: dict[str, Any] = {}

    @rx.event
    async def load(self) -> Any:
        """The views there are; the one that the address names is applied."""
        await self._read()
        asked = str(self.router.url.query_parameters.get("view", ""))[:40]
        return await self._apply(asked) if asked and asked != self.view_id else None

    @rx.event
    async def choose(self, view_id: str) -> Any:
        """Set the table up as a view says; chosen again with nothing changed since, it is let go."""
        if view_id and view_id == self.view_id and self._now(await self._rows()) == self._content:
            self.view_id, self.view_name, self.hidden = "", "Views", []
            return None
        return await self._apply(str(view_id)[:40])

    @rx.event
    def ask(self) -> None:
        """Ask for a name."""
        mine = next((one for one in self.views if one["id"] == self.view_id and one["is_mine"]), None)
        self.naming, self.error = True, ""
        self.name, self.shared = (mine["name"], mine["is_shared"]) if mine else ("", False)

    @rx.event
    async def save(self, form: dict[str, Any]) -> Any:
        """Keep filters, sort and columns under a name."""
        actor, rows = await self._actor(), await self._rows()
        self.name, self.shared = str(form.get("name", ""))[:60], bool(form.get("shared"))
        try:
            wanted = KeepInput(name=self.name, shared=self.shared, content=ViewContent(**self._now(rows)))
            async with db.transaction() as session:
                kept = await saved_views.keep(session, actor, self.__table__, wanted)
        except ValidationError:
            self.error = "Please give the view a name."
            return None
        except PorterError as refusal:
            self.error = refusal.message
            return None
        self.naming = False
        await self._read()
        self._chosen(kept)
        return NoticeState.tell("good", f"{kept.name} is kept.")

    @rx.event
    async def share(self, view_id: str) -> None:
        """Share a view with the team, or keep it to oneself again."""
        actor = await self._actor()
        before = next((one for one in self.views if one["id"] == view_id), {"is_shared": False})
        async with db.transaction() as session:
            await saved_views.share(session, actor, claimed_id(view_id, GONE), shared=not before["is_shared"])
        await self._read()

    @rx.event
    async def remove(self, view_id: str) -> None:
        """Let a view go; the table stays as it is."""
        actor = await self._actor()
        async with db.transaction() as session:
            await saved_views.remove(session, actor, claimed_id(view_id, GONE))
        if view_id == self.view_id:
            self.view_id, self.view_name = "", "Views"
        await self._read()

    @rx.event
    def dismiss(self) -> None:
        """Keep nothing."""
        self.naming = False

    async def _rows(self) -> Arranged:
        return await self.get_state(self.__rows__)

    async def _apply(self, view_id: str) -> Any:
        actor = await self._actor()
        try:
            async with db.reading() as session:
                view = await saved_views.read(session, actor, claimed_id(view_id, GONE))
        except PorterError as refusal:
            return NoticeState.tell("warn", refusal.message)
        rows = await self._rows()
        rows._arrange_anew(dict(view.content.filters), view.content.sort)  # noqa: SLF001 - as above
        self.hidden = list(view.content.hidden)
        self._chosen(view)
        return self.__rows__.refresh

    def _chosen(self, view: SavedViewView) -> None:
        self.view_id, self.view_name, self._content = str(view.id), view.name, view.content.model_dump(mode="json")
        self.kept = signature(self._content["filters"], self._content["sort"])
        self.kept_hidden = list(view.content.hidden)

    def _now(self, rows: Arranged) -> dict[str, Any]:
        """Filters, sort and columns as they are on the screen."""
        filters, sort = rows._arrangement()  # noqa: SLF001 - a public name would be an event that any browser can call
        return {"filters": filters, "sort": sort, "hidden": list(self.hidden)}

    async def _read(self) -> None:
        actor = await self._actor()
        async with db.reading() as session:
            found = await saved_views.views(session, actor, self.__table__)
        self.views = [view.plain() for view in found]


class OrdersSetup(TableSetup, rx.State):
    """Of the orders table."""

    __required_role__: ClassVar[RequiredRole] = "staff"
    __table__: ClassVar[Table] = "orders"
    __rows__: ClassVar[type[Arranged]] = OrdersState


class CustomersSetup(TableSetup, rx.State):
    """Of the list of customers."""

    __required_role__: ClassVar[RequiredRole] = "staff"
    __table__: ClassVar[Table] = "customers"
    __rows__: ClassVar[type[Arranged]] = CustomersState


class DriversSetup(TableSetup, rx.State):
    """Of the list of drivers."""

    __required_role__: ClassVar[RequiredRole] = "staff"
    __table__: ClassVar[Table] = "drivers"
    __rows__: ClassVar[type[Arranged]] = DriversState


class AccountsSetup(TableSetup, rx.State):
    """Of the accounts of the ledger."""

    __required_role__: ClassVar[RequiredRole] = LOOKERS
    __table__: ClassVar[Table] = "ledger_accounts"
    __rows__: ClassVar[type[Arranged]] = LedgerAccountsState


class PaymentsSetup(TableSetup, rx.State):
    """Of the payments table."""

    __required_role__: ClassVar[RequiredRole] = "staff"
    __table__: ClassVar[Table] = "payments"
    __rows__: ClassVar[type[Arranged]] = PaymentsState


class RefundsSetup(TableSetup, rx.State):
    """Of the refunds queue."""

    __required_role__: ClassVar[RequiredRole] = "staff"
    __table__: ClassVar[Table] = "refunds"
    __rows__: ClassVar[type[Arranged]] = RefundsState


class PayoutsSetup(TableSetup, rx.State):
    """Of the payouts table."""

    __required_role__: ClassVar[RequiredRole] = PAYOUT_READERS
    __table__: ClassVar[Table] = "payouts"
    __rows__: ClassVar[type[Arranged]] = PayoutsState


class StaffColumns(Columns, rx.State):
    """Of the people who work here."""

    __required_role__: ClassVar[RequiredRole] = frozenset({Role.ADMIN})
