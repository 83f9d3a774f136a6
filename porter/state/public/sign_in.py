"""Signing in by phone and code: customers and drivers.

The accounts domain checks; what comes back is a one-time ticket, which the page's session bridge exchanges for cookies.
"""

from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

import reflex as rx

from porter.core import clock
from porter.core.config import settings
from porter.core.errors import Gone, PorterError, RateLimited
from porter.core.language import Language, as_language, msg, say, say_count
from porter.services import accounts, notifications
from porter.state.session import Audience, identify, safe_next


class PhoneSignInBase(rx.State, mixin=True):
    """A phone number, then the code that was sent to it."""

    step: str = "phone"
    phone: str = ""
    sent_to: str = ""
    error: str = ""
    busy: bool = False
    attempt: int = 0
    resend_at: str = ""
    server_now: str = ""
    may_resend: bool = False
    ticket: str = ""
    next_path: str = ""
    is_development: bool = False
    development_code: str = ""
    _otp_id: str = ""
    _code_ends_at: str = ""

    @rx.event
    async def open(self) -> Any:
        """Start afresh; somebody who is signed in already goes straight on.

        A code that was sent and not used is still asked for: phones forget pages while their people read the message,
        and who is quicker than a slow connection has asked for it before this comes.
        """
        audience = type(self).__audience__  # type: ignore[attr-defined]
        self.next_path = safe_next(self.router.url.query_parameters.get("next", ""), audience)
        if self.step != "code" or not self._otp_id or clock.now().isoformat() >= self._code_ends_at:
            self.step = "phone"
        self.error, self.busy, self.ticket = "", False, ""
        self.is_development = not settings().is_production
        if await identify(self, audience):
            return rx.redirect(self.next_path)
        return None

    @rx.event
    async def send(self, form: dict[str, Any]) -> None:
        """Send a code to the phone in the form."""
        self.phone = str(form.get("phone", ""))[:32]
        await self._send()

    @rx.event
    async def send_to(self, phone: str) -> None:
        """Send a code to one of the demo people."""
        self.phone = str(phone)[:32]
        await self._send()

    @rx.event
    async def resend(self) -> None:
        """Send another code to the same phone."""
        await self._send()

    @rx.event
    def allow_resend(self) -> None:
        """The minute between two codes is over."""
        self.may_resend = True

    @rx.event
    def change_phone(self) -> None:
        """Back to the first step, with the number kept."""
        self.step, self.error = "phone", ""

    @rx.event
    async def verify(self, code: str) -> None:
        """Check the code; a ticket makes the page sign in."""
        if not self._otp_id:
            self.step, self.error = "phone", self._say(msg("Please ask for a code first."))
            return
        self.error, self.busy = "", True
        try:
            verified = await accounts.verify_otp(
                UUID(self._otp_id), self.phone, str(code)[:12], language=self._language()
            )
        except PorterError as refusal:
            self._refuse(refusal)
            return
        self.ticket, self._otp_id = verified.ticket, ""

    @rx.event
    def ticket_failed(self, message: str) -> None:
        """The exchange for cookies did not work."""
        self.step, self.busy, self.ticket, self.error = "phone", False, "", self._say(str(message)[:200])

    async def _send(self) -> None:
        self.error, self.busy = "", True
        address = self.router.session.client_ip
        audience = type(self).__audience__  # type: ignore[attr-defined]
        try:
            sent = await accounts.send_otp(self.phone, audience, client_address=address, language=self._language())
        except PorterError as refusal:
            self.error, self.busy = self._say(refusal.message), False
            return
        now = clock.now()
        self._otp_id, self.phone, self.sent_to = str(sent.otp_id), sent.phone, accounts.display_phone(sent.phone)
        self.server_now = now.isoformat()
        self._code_ends_at = (now + timedelta(seconds=sent.expires_in_s)).isoformat()
        self.resend_at = (now + timedelta(seconds=sent.resend_in_s)).isoformat()
        self.development_code = await _development_code(sent.phone) if self.is_development else ""
        self.step, self.busy, self.may_resend = "code", False, False
        self.attempt += 1

    def _refuse(self, refusal: PorterError) -> None:
        self.error, self.busy = self._in_words(refusal), False
        self.attempt += 1
        if isinstance(refusal, Gone | RateLimited):
            self.may_resend = True

    def _in_words(self, refusal: PorterError) -> str:
        left = refusal.extra.get("tries_left")
        if left is None:
            return self._say(refusal.message)
        return say_count(
            self._language(),
            "That code is not right. Please check the message again. One try is left.",
            "That code is not right. Please check the message again. {count} tries are left.",
            int(left),
        )

    def _say(self, text: str) -> str:
        return say(self._language(), text)

    def _language(self) -> Language:
        """The language of the page: its address begins with it."""
        return as_language(self.router.url.path.strip("/").split("/", 1)[0])


async def _development_code(phone: str) -> str:
    """What the newest message to this phone begins with; the inbox does not exist in production mode."""
    sent = (message.text for message in await notifications.development_inbox() if message.phone == phone)
    return next(sent, "").partition(" ")[0]


class CustomerSignInState(PhoneSignInBase, rx.State):
    """The customer's way in."""

    __required_role__ = "public"
    __audience__: ClassVar[Audience] = "customer"


class DriverSignInState(PhoneSignInBase, rx.State):
    """The driver's way in."""

    __required_role__ = "public"
    __audience__: ClassVar[Audience] = "driver"
