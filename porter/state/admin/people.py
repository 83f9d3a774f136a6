"""Keeping somebody out and letting them back in, with a reason, at once."""

from typing import Any, ClassVar

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.core.ids import claimed_id
from porter.services import accounts
from porter.state.notices import NoticeState
from porter.state.session import Identified, RequiredRole

SUSPENDERS = frozenset({"admin", "support", "delivery_manager"})


class SuspendState(Identified, rx.State):
    """One dialog for customers, drivers and colleagues."""

    __required_role__: ClassVar[RequiredRole] = SUSPENDERS

    asking: str = ""
    account_id: str = ""
    name: str = ""
    reason: str = ""
    busy: bool = False
    error: str = ""
    done: int = 0

    @rx.event
    def ask(self, what: str, account_id: str, name: str) -> None:
        """Open the dialog: to `suspend` or to `reinstate`."""
        self.asking = what if what in ("suspend", "reinstate") else ""
        self.account_id, self.name = str(account_id)[:40], str(name)[:100]
        self.reason, self.error = "", ""

    @rx.event
    def say(self, reason: str) -> None:
        """The reason."""
        self.reason = str(reason)[:300]

    @rx.event
    async def confirm(self) -> Any:
        """Do it."""
        actor = await self._actor()
        verb = accounts.suspend if self.asking == "suspend" else accounts.reinstate
        try:
            async with db.transaction() as session:
                await verb(session, actor, claimed_id(self.account_id, "We could not find that person."), self.reason)
        except PorterError as refusal:
            self.error = refusal.message
            return None
        words = "signed out everywhere and refused" if self.asking == "suspend" else "may sign in again"
        self.asking, self.done = "", self.done + 1
        return NoticeState.tell("good", f"{self.name or 'This person'}: {words}.")

    @rx.event
    def dismiss(self) -> None:
        """Leave it."""
        self.asking = ""
