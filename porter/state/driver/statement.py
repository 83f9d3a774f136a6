"""The driver's months: what was owed, every line, what is owed; and the paper."""

from typing import Any, get_args

import reflex as rx

from porter.core import db
from porter.services import payouts
from porter.services.accounts import Actor
from porter.services.payouts import StatementAccount
from porter.state.session import DriverOnly

ACCOUNTS: tuple[StatementAccount, ...] = get_args(StatementAccount)


class StatementState(DriverOnly, rx.State):
    """One month of one account."""

    month: str = ""
    account: str = "earnings"
    statement: dict[str, Any] = {}
    months: list[list[str]] = []
    totals: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    next_cursor: str = ""
    loaded: bool = False

    @rx.event
    async def load(self) -> None:
        """Show the month that was chosen; at first this one. Raises Unauthenticated."""
        await self._show(await self._actor(), self.month)
        self.loaded = True

    @rx.event
    async def choose_month(self, month: str) -> None:
        """Another month. Raises Unauthenticated, Refused."""
        await self._show(await self._actor(), month)

    @rx.event
    async def choose_account(self, account: str) -> None:
        """Earnings, or cash in hand. Raises Unauthenticated."""
        actor = await self._actor()
        if account in ACCOUNTS:
            self.account = account
            await self._show(actor, self.month)

    @rx.event
    async def more(self) -> None:
        """Later lines of the month. Raises Unauthenticated."""
        actor = await self._actor()
        if self.next_cursor:
            found = await self._found(actor, self.month, self.next_cursor)
            self.lines, self.next_cursor = [*self.lines, *found["lines"]], found["next_cursor"]

    async def _show(self, actor: Actor, month: str) -> None:
        found = await self._found(actor, month)
        self.month, self.next_cursor = found["month"], found.pop("next_cursor")
        self.months, self.totals, self.lines = found.pop("months"), found.pop("totals"), found.pop("lines")
        self.statement = found

    async def _found(self, actor: Actor, month: str, cursor: str = "") -> dict[str, Any]:
        account: StatementAccount = "cash" if self.account == "cash" else "earnings"
        async with db.reading() as session:
            return (await payouts.month_statement(session, actor, month, account, cursor)).plain()
