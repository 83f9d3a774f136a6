"""An invitation to operations, accepted by the person it was sent to."""

from typing import Any

import reflex as rx

from porter.core.errors import PorterError
from porter.services import accounts


class InvitationState(rx.State):
    """Somebody was invited to operations and chooses a name and a password."""

    __required_role__ = "public"

    email: str = ""
    role_text: str = ""
    gone: str = ""
    error: str = ""
    busy: bool = False
    ticket: str = ""

    @rx.event
    async def open(self) -> None:
        """Look the invitation up."""
        self.error, self.gone, self.busy, self.ticket = "", "", False, ""
        try:
            invitation = await accounts.invitation(self._token())
        except PorterError as refusal:
            self.gone = refusal.message
            return
        self.email = invitation.email
        self.role_text = str(invitation.role).replace("_", " ")

    @rx.event
    async def accept(self, form: dict[str, Any]) -> None:
        """Make the account and sign in."""
        self.error, self.busy = "", True
        name, password = str(form.get("name", ""))[:100], str(form.get("password", ""))[:200]
        try:
            verified = await accounts.accept_invitation(self._token(), name, password)
        except PorterError as refusal:
            self.error, self.busy = refusal.message, False
            return
        self.ticket = verified.ticket

    @rx.event
    def ticket_failed(self, message: str) -> None:
        """The exchange for cookies did not work."""
        self.busy, self.ticket, self.error = False, "", str(message)[:200]

    def _token(self) -> str:
        return self.router.url.path.rstrip("/").rsplit("/", 1)[-1]
