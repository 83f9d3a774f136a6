"""Who works here: invite, list, suspend. Administrators only."""

from typing import Any, ClassVar

import reflex as rx
from pydantic import Field, ValidationError

from porter.core import db
from porter.core.errors import PorterError
from porter.core.ids import claimed_id
from porter.core.views import Input
from porter.models.enums import STAFF_ROLES, Role
from porter.services import accounts, reporting
from porter.services.accounts import Email
from porter.state.notices import NoticeState
from porter.state.session import Identified, RequiredRole

ROLES = tuple((role.value, role.value.replace("_", " ").capitalize()) for role in Role if role in STAFF_ROLES)


class InviteInput(Input):
    """Whom, and as what."""

    email: Email
    role: Role = Field(default=Role.DISPATCHER)


class StaffState(Identified, rx.State):
    """Colleagues and open invitations."""

    __required_role__: ClassVar[RequiredRole] = frozenset({"admin"})

    rows: list[dict[str, Any]] = []
    invited: list[dict[str, Any]] = []
    asking: bool = False
    link: str = ""
    sent_to: str = ""
    form_error: str = ""
    resetting: str = ""
    reset_name: str = ""
    loading: bool = True
    error: str = ""

    @rx.event
    async def load(self) -> None:
        """Everybody."""
        self.asking, self.link, self.resetting = False, "", ""
        await self._read()

    @rx.event
    async def refresh(self) -> None:
        """Everybody anew."""
        await self._read()

    @rx.event
    def ask(self) -> None:
        """Open the form."""
        self.asking, self.link, self.form_error = True, "", ""

    @rx.event
    def dismiss(self) -> None:
        """Close the form; the link is not shown again."""
        self.asking, self.link = False, ""

    @rx.event
    async def invite(self, form: dict[str, Any]) -> None:
        """Invite somebody and show the link once."""
        actor = await self._actor()
        self.form_error = ""
        try:
            wanted = InviteInput(email=str(form.get("email", "")), role=form.get("role", ""))
            made = await accounts.invite_staff(actor, wanted.email, wanted.role)
        except ValidationError:
            self.form_error = "Please enter an e-mail address and choose a role."
            return
        except PorterError as refusal:
            self.form_error = refusal.message
            return
        self.link, self.sent_to = made.link, made.email
        await self._read()

    @rx.event
    async def withdraw(self, invitation_id: str) -> Any:
        """End an open invitation: its link works no longer."""
        actor = await self._actor()
        try:
            async with db.transaction() as session:
                wanted = claimed_id(invitation_id, "We could not find this invitation.")
                email = await accounts.withdraw_invitation(session, actor, wanted)
        except PorterError as refusal:
            await self._read()
            return NoticeState.tell("warn", refusal.message)
        await self._read()
        return NoticeState.tell("good", f"The invitation of {email} has been withdrawn.")

    @rx.event
    def ask_reset(self, account_id: str, name: str) -> None:
        """Ask before a colleague's two-step sign-in is switched off; without an id, leave it."""
        self.resetting, self.reset_name, self.form_error = str(account_id)[:40], str(name)[:100], ""

    @rx.event
    async def reset_two_step(self) -> Any:
        """Switch a colleague's two-step sign-in off; they are signed out everywhere."""
        actor = await self._actor()
        try:
            async with db.transaction() as session:
                colleague = claimed_id(self.resetting, "We could not find that person.")
                await accounts.reset_two_step(session, actor, colleague)
        except PorterError as refusal:
            self.form_error = refusal.message
            return None
        self.resetting = ""
        await self._read()
        return NoticeState.tell("good", f"{self.reset_name}: signed out everywhere, and the password alone is enough.")

    async def _read(self) -> None:
        actor = await self._actor()
        try:
            async with db.reading() as session:
                people = await reporting.staff(session, actor)
                invited = await reporting.invitations(session, actor)
        except PorterError as refusal:
            self.error, self.loading = refusal.message, False
            return
        self.rows = [one.plain() | {"is_me": one.id == actor.id} for one in people]
        self.invited = [one.plain() for one in invited]
        self.loading, self.error = False, ""
