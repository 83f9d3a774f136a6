"""Who is at the screen. Identity is the HttpOnly cookie of the websocket's handshake, read anew in every handler.

Each audience has a cookie of its own, so three tabs of one browser can be three people. A state that needs a person
is declared `class OrdersState(CustomerOnly, rx.State)` and calls `actor = await self._actor()`.
"""

from typing import Any, ClassVar, Literal

import reflex as rx

from porter.core import language
from porter.core.errors import Forbidden, Unauthenticated
from porter.services import accounts
from porter.services.accounts import Actor
from porter.state.hub import hub

Audience = Literal["customer", "driver", "staff"]
AUDIENCES: tuple[Audience, ...] = ("customer", "driver", "staff")
SIGN_IN_PATHS: dict[Audience, str] = {"customer": "/sign-in", "driver": "/driver/sign-in", "staff": "/ops/sign-in"}
HOME_PATHS: dict[Audience, str] = {"customer": "/home", "driver": "/driver", "staff": "/ops"}

RequiredRole = Audience | Literal["public"] | frozenset[str]
"""Who may call the handlers of a state: anybody, one audience, or staff who hold one of these roles."""


def audience_of(required: RequiredRole) -> Audience | None:
    """The audience whose cookie is looked at; None for public."""
    if isinstance(required, frozenset):
        return "staff"
    return None if required == "public" else required


def cookie_value(header: str, name: str) -> str:
    """One cookie out of a Cookie header, or nothing."""
    for part in header.split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value
    return ""


def safe_next(path: str, audience: Audience) -> str:
    """Where to go after signing in: a path of ours, never another site."""
    harmless = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if harmless and "sign-in" not in path else HOME_PATHS[audience]


async def identify(state: rx.State, audience: Audience) -> Actor | None:
    """The person of this audience who opened this socket; None when nobody is, or is no longer, signed in."""
    token = cookie_value(state.router.headers.cookie, f"porter_{audience}")
    return await accounts.identify(token, audience) if token else None


class Identified:
    """What every state with a person behind it can do."""

    __required_role__: ClassVar[RequiredRole]

    async def _actor(self) -> Actor:
        """The signed-in person. Raises Unauthenticated when the session has ended, Forbidden for another role."""
        required = self.__class__.__required_role__  # of the state itself, also behind a background event's proxy
        audience = audience_of(required)
        actor = await identify(self, audience) if audience else None  # type: ignore[arg-type]
        if actor is None:
            raise Unauthenticated()
        language.speak(actor.language)
        if isinstance(required, frozenset) and actor.role not in required:
            raise Forbidden()
        return actor


class CustomerOnly(Identified):
    """Mixin: the handlers of this state need a signed-in customer."""

    __required_role__ = "customer"


class DriverOnly(Identified):
    """Mixin: the handlers of this state need a signed-in driver."""

    __required_role__ = "driver"


class StaffOnly(Identified):
    """Mixin: the handlers of this state need somebody of operations; narrow it with a frozenset of roles."""

    __required_role__ = "staff"


class SessionBase(rx.State, mixin=True):
    """What the shell of an audience knows about the session."""

    signed_in: bool = False
    name: str = ""
    role: str = ""
    language: str = ""
    needs_refresh: bool = False
    leaving: bool = False

    @rx.event
    async def check(self) -> None:
        """First step of every page: forget the live channels of the page before, find out who is here."""
        hub.leave(self.router.session.client_token)
        actor = await identify(self, type(self).__audience__)  # type: ignore[attr-defined]
        self.signed_in = actor is not None
        self.name = actor.name if actor else ""
        self.role = actor.role if actor else ""
        self.language = actor.language if actor else ""
        self.needs_refresh = actor is None
        self.leaving = False

    @rx.event
    def ended(self) -> None:
        """The guard refused an event for want of a session: the page renews it or asks the person to sign in."""
        self.signed_in = False
        self.needs_refresh = True

    @rx.event
    def sign_out(self) -> None:
        """Ask the page to end the session."""
        self.leaving = True


class CustomerSession(SessionBase, rx.State):
    """The session of a customer's tab."""

    __required_role__ = "public"
    __audience__: ClassVar[Audience] = "customer"


class DriverSession(SessionBase, rx.State):
    """The session of a driver's tab."""

    __required_role__ = "public"
    __audience__: ClassVar[Audience] = "driver"


class StaffSession(SessionBase, rx.State):
    """The session of an operations tab."""

    __required_role__ = "public"
    __audience__: ClassVar[Audience] = "staff"


SESSIONS: dict[Audience, Any] = {"customer": CustomerSession, "driver": DriverSession, "staff": StaffSession}
