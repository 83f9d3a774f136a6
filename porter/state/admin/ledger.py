"""The trial balance, the check of the books, and the months that can be closed."""

from typing import Any, ClassVar

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.services import ledger
from porter.state.notices import NoticeState
from porter.state.session import Identified, RequiredRole

LOOKERS = frozenset(role.value for role in ledger.MAY_LOOK)
CLOSERS = frozenset(role.value for role in ledger.MAY_CLOSE)
ALL_TIME = ("", "All time")


class LedgerState(Identified, rx.State):
    """The books as a whole."""

    __required_role__: ClassVar[RequiredRole] = LOOKERS

    month: str = ""
    choices: list[tuple[str, str]] = [ALL_TIME]
    months: list[dict[str, Any]] = []
    trial: dict[str, Any] = {}
    rows: list[dict[str, Any]] = []
    check: dict[str, Any] = {}
    astray: list[dict[str, Any]] = []
    checking: bool = False
    loading: bool = True
    error: str = ""

    @rx.event
    async def load(self) -> None:
        """The trial balance of the month that the address names, or of all time."""
        self.month = str(self.router.url.query_parameters.get("month", ""))[:7]
        await self._read()

    @rx.event
    async def refresh(self) -> None:
        """The same anew."""
        await self._read()

    @rx.event
    async def choose_month(self, month: str) -> None:
        """Another month, or all time."""
        self.month = str(month)[:7]
        await self._read()

    @rx.event
    async def recheck(self) -> Any:
        """Add everything up again."""
        actor = await self._actor()
        self.checking = True
        yield
        try:
            async with db.transaction() as session:
                found = await ledger.recheck(session, actor)
        finally:
            self.checking = False
        await self._read()
        tone = "good" if found.is_sound else "bad"
        yield NoticeState.tell(tone, found.summary if found.is_sound else f"The books are astray. {found.summary}")

    async def _read(self) -> None:
        actor = await self._actor()
        try:
            async with db.reading() as session:
                trial = await ledger.see_trial_balance(session, actor, self.month)
                months = await ledger.see_months(session, actor)
                check = await ledger.see_check(session, actor)
        except PorterError as refusal:
            self.error, self.loading = refusal.message, False
            return
        shown = trial.plain()
        self.rows = shown.pop("rows")
        self.trial = shown
        self.months = [one.plain() for one in months]
        self.choices = [ALL_TIME, *((one.month, one.month_text) for one in months)]
        self.check = check.plain() if check else {}
        self.astray = self.check.pop("astray", [])
        self.loading, self.error = False, ""


class CloseState(Identified, rx.State):
    """Closing a month."""

    __required_role__: ClassVar[RequiredRole] = CLOSERS

    month: str = ""
    month_text: str = ""
    error: str = ""

    @rx.event
    def ask(self, month: str, month_text: str) -> None:
        """Say what closing means, and ask."""
        self.month, self.month_text, self.error = str(month)[:7], str(month_text)[:40], ""

    @rx.event
    async def confirm(self) -> Any:
        """Close it."""
        actor = await self._actor()
        try:
            async with db.transaction() as session:
                await ledger.close_period(session, actor, self.month)
        except PorterError as refusal:
            self.error = refusal.message
            return None
        self.month = ""
        return [LedgerState.refresh, NoticeState.tell("good", f"The books of {self.month_text} are closed.")]

    @rx.event
    def dismiss(self) -> None:
        """Leave it open."""
        self.month = ""
