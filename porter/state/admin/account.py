"""My account: who I am to Porter, and my two-step sign-in."""

from typing import Any, ClassVar

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.services import accounts
from porter.services.accounts import CodeWrong
from porter.state.notices import NoticeState
from porter.state.session import RequiredRole, StaffOnly


class MyAccountState(StaffOnly, rx.State):
    """Name, e-mail, role; two-step sign-in on or off."""

    __required_role__: ClassVar[RequiredRole] = "staff"

    email: str = ""
    name: str = ""
    role_text: str = ""
    two_step: bool = False
    since: str = ""
    codes_left: int = 0
    loading: bool = True
    error: str = ""

    @rx.event
    async def load(self) -> Any:
        """Everything anew; what was shown once is gone."""
        await self._read()
        return TwoStepState.dismiss

    @rx.event
    async def refresh(self) -> None:
        """After a change."""
        await self._read()

    async def _read(self) -> None:
        actor = await self._actor()
        try:
            async with db.reading() as session:
                me = await accounts.profile(session, actor)
                standing = await accounts.two_step(session, actor)
        except PorterError as refusal:
            self.error, self.loading = refusal.message, False
            return
        self.name, self.email, self.role_text = me.name, me.email, me.role.replace("_", " ").capitalize()
        self.two_step, self.codes_left = standing.on, standing.codes_left
        self.since = standing.since.isoformat() if standing.since else ""
        self.loading, self.error = False, ""


class TwoStepState(StaffOnly, rx.State):
    """One dialog: scan and confirm, see the recovery codes, prove before switching off or before new codes."""

    __required_role__: ClassVar[RequiredRole] = "staff"

    step: str = ""
    qr: str = ""
    key: str = ""
    key_text: str = ""
    codes: list[str] = []
    error: str = ""
    attempt: int = 0

    @rx.event
    async def begin(self) -> Any:
        """Show a secret for the app."""
        actor = await self._actor()
        try:
            async with db.transaction() as session:
                shown = await accounts.begin_two_step(session, actor)
        except PorterError as refusal:
            return [MyAccountState.refresh, NoticeState.tell("bad", refusal.message)]
        self.qr, self.key, self.key_text = shown.qr, shown.secret, shown.secret_text
        self.step, self.error = "scan", ""
        return None

    @rx.event
    async def confirm(self, code: str) -> Any:
        """Switch it on with a code of the app; the recovery codes are shown now and never again."""
        actor = await self._actor()
        try:
            async with db.transaction() as session:
                made = await accounts.confirm_two_step(session, actor, code)
        except PorterError as refusal:
            return self._refuse(refusal)
        self._show(made.codes)
        return MyAccountState.refresh

    @rx.event
    def ask(self, what: str) -> None:
        """Ask for a code before going on: to switch `off`, or for new `codes`."""
        self._clear()
        self.step = {"off": "prove-off", "codes": "prove-codes"}.get(what, "")

    @rx.event
    async def prove(self, form: dict[str, Any]) -> Any:
        """Do what was asked, with a code of either kind."""
        code = str(form.get("proof", ""))
        if self.step == "prove-codes":
            return await self._renew(code)
        if self.step == "prove-off":
            return await self._stop(code)
        return None

    @rx.event
    def dismiss(self) -> None:
        """Close; nothing secret stays on the page."""
        self._clear()

    async def _renew(self, code: str) -> Any:
        actor = await self._actor()
        try:
            async with db.transaction() as session:
                made = await accounts.renew_recovery_codes(session, actor, code)
        except PorterError as refusal:
            return self._refuse(refusal)
        self._show(made.codes)
        return MyAccountState.refresh

    async def _stop(self, code: str) -> Any:
        actor = await self._actor()
        try:
            async with db.transaction() as session:
                await accounts.stop_two_step(session, actor, code)
        except PorterError as refusal:
            return self._refuse(refusal)
        self._clear()
        told = NoticeState.tell("good", "Two-step sign-in is off. Your password is enough to sign in.")
        return [MyAccountState.refresh, told]

    def _show(self, codes: tuple[str, ...]) -> None:
        self._clear()
        self.codes, self.step = list(codes), "codes"

    def _refuse(self, refusal: PorterError) -> Any:
        self.error, self.attempt = refusal.message, self.attempt + 1
        return None if isinstance(refusal, CodeWrong) else MyAccountState.refresh

    def _clear(self) -> None:
        self.step, self.qr, self.key, self.key_text, self.error = "", "", "", "", ""
        self.codes = []
