"""Signing in by e-mail and password: operations.

The accounts domain checks; what comes back is a one-time ticket, which the page's session bridge exchanges for cookies.
"""

from typing import Any

import reflex as rx

from porter.core.config import settings
from porter.core.errors import PorterError
from porter.services import accounts
from porter.services.accounts import CodeWrong, SecondStepView
from porter.state.session import identify, safe_next


class StaffSignInState(rx.State):
    """E-mail and password, then a code where two-step sign-in is on."""

    __required_role__ = "public"

    step: str = "password"
    error: str = ""
    busy: bool = False
    attempt: int = 0
    ticket: str = ""
    next_path: str = ""
    is_development: bool = False
    _waiting: str = ""

    @rx.event
    async def open(self) -> Any:
        """Start afresh, or where the second step is waited for; somebody who is signed in already goes straight on."""
        self.next_path = safe_next(self.router.url.query_parameters.get("next", ""), "staff")
        self.error, self.busy, self.ticket = "", False, ""
        if not self._waiting:
            self.step = "password"
        self.is_development = not settings().is_production
        if await identify(self, "staff"):
            return rx.redirect(self.next_path)
        return None

    @rx.event
    async def submit(self, form: dict[str, Any]) -> None:
        """Check e-mail and password; the password is not kept."""
        self.error, self.busy = "", True
        email, password = str(form.get("email", ""))[:254], str(form.get("password", ""))[:200]
        try:
            outcome = await accounts.sign_in_staff(email, password, client_address=self.router.session.client_ip)
        except PorterError as refusal:
            self.error, self.busy = refusal.message, False
            return
        if isinstance(outcome, SecondStepView):
            self._waiting, self.step, self.busy = outcome.token, "code", False
            return
        self.ticket = outcome.ticket

    @rx.event
    def turn_to(self, step: str) -> None:
        """Another way to prove it, or back to the beginning."""
        if step == "password":
            self._waiting = ""
        if step in ("code", "recovery", "password") and (self._waiting or step == "password"):
            self.step, self.error = step, ""

    @rx.event
    async def verify(self, code: str) -> None:
        """Check the code of the authenticator app."""
        await self._finish(code)

    @rx.event
    async def recover(self, form: dict[str, Any]) -> None:
        """Check a recovery code."""
        await self._finish(str(form.get("recovery", "")))

    @rx.event
    def ticket_failed(self, message: str) -> None:
        """The exchange for cookies did not work."""
        self.busy, self.ticket, self.error = False, "", str(message)[:200]
        self.step, self._waiting = "password", ""

    async def _finish(self, code: str) -> None:
        self.error, self.busy = "", True
        try:
            verified = await accounts.finish_sign_in(
                self._waiting, code[:40], client_address=self.router.session.client_ip
            )
        except PorterError as refusal:
            self.error, self.busy = _of_the_app(refusal), False
            self.attempt += 1
            if not isinstance(refusal, CodeWrong):
                self.step, self._waiting = "password", ""
            return
        self.ticket, self._waiting = verified.ticket, ""


def _of_the_app(refusal: PorterError) -> str:
    left = refusal.extra.get("tries_left")
    if left is None:
        return refusal.message
    return f"{refusal.message} One try is left." if left == 1 else f"{refusal.message} {left} tries are left."
