"""The accounts of a kind, and the statement of one of them."""

from typing import Any, ClassVar
from urllib.parse import urlencode

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.core.ids import claimed_id
from porter.models.enums import LedgerAccountKind
from porter.services import ledger
from porter.state.admin.ledger import ALL_TIME, LOOKERS
from porter.state.session import Identified, RequiredRole

PAGE_SIZE = 50
KINDS = tuple((kind.value, words) for kind, words in ledger.ACCOUNT_TEXT.items())


class LedgerAccountsState(Identified, rx.State):
    """Accounts of a kind."""

    __required_role__: ClassVar[RequiredRole] = LOOKERS

    kind: str = LedgerAccountKind.DRIVER_PAYABLE.value
    text: str = ""
    rows: list[dict[str, Any]] = []
    export: str = ""
    next_cursor: str = ""
    page: int = 1
    loading: bool = True
    error: str = ""
    _cursors: list[str] = [""]

    @rx.event
    async def load(self) -> None:
        """The kind that the address names."""
        asked = str(self.router.url.query_parameters.get("kind", ""))
        if asked in dict(KINDS) and asked != self.kind:
            self.kind, self.text, self.rows = asked, "", []
        self.loading = not self.rows
        self._cursors = [""]
        await self._read()

    @rx.event
    async def refresh(self) -> None:
        """The same page anew."""
        await self._read()

    @rx.event
    async def narrow(self, what: str, value: str) -> None:
        """Another `kind`, or a part of the owner's name as `text`."""
        chosen = str(value).replace("\x00", "")[:60]
        if what == "kind" and chosen in dict(KINDS):
            self.kind = chosen
        elif what == "text":
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
        return {"kind": self.kind, "text": self.text}, ""

    def _arrange(self, filters: dict[str, Any], _sort: str) -> None:
        """As a saved view says; a kind that there is not is passed over."""
        kind = filters.get("kind")
        self.kind = kind if kind in dict(KINDS) else self.kind
        self.text, self._cursors = str(filters.get("text", "")), [""]

    async def _read(self) -> None:
        actor, kind = await self._actor(), LedgerAccountKind(self.kind)
        try:
            async with db.reading() as session:
                found = await ledger.see_accounts(
                    session, actor, kind, self._cursors[-1], PAGE_SIZE, owner=self.text.strip()
                )
        except PorterError as refusal:
            self.error, self.loading = refusal.message, False
            return
        self.rows = [row.plain() for row in found.items]
        self.export = urlencode({"kind": self.kind, "owner": self.text})
        self.next_cursor, self.page = found.next_cursor, len(self._cursors)
        self.loading, self.error = False, ""


class StatementState(Identified, rx.State):
    """The lines of one account."""

    __required_role__: ClassVar[RequiredRole] = LOOKERS

    account_id: str = ""
    account: dict[str, Any] = {}
    lines: list[dict[str, Any]] = []
    month: str = ""
    choices: list[tuple[str, str]] = [ALL_TIME]
    next_cursor: str = ""
    page: int = 1
    loading: bool = True
    error: str = ""
    _cursors: list[str] = [""]

    @rx.event
    async def load(self) -> None:
        """The account that the address names."""
        asked = self.router.url.query_parameters
        self.account_id = str(asked.get("id", ""))[:40]
        self.month = str(asked.get("month", ""))[:7]
        self.account, self.lines, self.loading, self._cursors = {}, [], True, [""]
        await self._read()

    @rx.event
    async def refresh(self) -> None:
        """The same page anew."""
        await self._read()

    @rx.event
    async def choose_month(self, month: str) -> None:
        """The lines of a month, or all of them."""
        self.month, self._cursors = str(month)[:7], [""]
        await self._read()

    @rx.event
    async def turn(self, by: int) -> None:
        """Older lines, or newer ones."""
        if by > 0 and self.next_cursor:
            self._cursors = [*self._cursors, self.next_cursor]
        elif by < 0 and len(self._cursors) > 1:
            self._cursors = self._cursors[:-1]
        await self._read()

    async def _read(self) -> None:
        actor = await self._actor()
        try:
            account_id = claimed_id(self.account_id, "We could not find this account.")
            async with db.reading() as session:
                account, found = await ledger.see_account(
                    session, actor, account_id, self._cursors[-1], PAGE_SIZE, month=self.month
                )
                months = await ledger.see_months(session, actor)
        except PorterError as refusal:
            self.error, self.loading = refusal.message, False
            return
        self.account = account.plain()
        self.lines = [line.plain() for line in found.items]
        self.choices = [ALL_TIME, *((one.month, one.month_text) for one in months)]
        self.next_cursor, self.page = found.next_cursor, len(self._cursors)
        self.loading, self.error = False, ""
