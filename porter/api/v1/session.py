"""Sessions of our own pages: HttpOnly cookies, one pair per app, so that three tabs can be three people."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import Field

from porter.api.answers import answer, done, shape
from porter.api.client import is_same_origin
from porter.api.identity import cookie, who_as
from porter.api.v1.auth import device_of
from porter.core.config import settings
from porter.core.errors import Forbidden, Unauthenticated
from porter.core.views import Input, View
from porter.models.enums import Audience
from porter.services import accounts
from porter.services.accounts import SessionEnded, Tokens

REFRESH_PATH = "/api/v1/auth"
DRIVER_ID = "porter_driver_id"
"""Which driver's cookies these are, for the phone's own queue: it keeps work of several people apart. It opens nothing."""


class ForeignPage(Forbidden):
    """Not one of our pages."""

    code = "foreign_page"
    default_message = "Only Porter's own pages may do this."


async def _own_page(request: Request) -> None:
    if not is_same_origin(request.scope):
        raise ForeignPage()


router = APIRouter(prefix="/auth/session", tags=["auth"], dependencies=[Depends(_own_page)])


class TicketInput(Input):
    """The ticket that the sign-in page got."""

    ticket: str = Field(min_length=1, max_length=200, examples=["Vn3mQk0Xq9s2hT7uYb1cWd4eRf6gZj8a"])


class AudienceInput(Input):
    """Which app's session."""

    audience: Audience = Field(examples=["customer"])


class SessionView(View):
    """Who is signed in now; the keys are in cookies that scripts cannot read."""

    audience: Audience = Field(examples=["customer"])
    name: str
    role: str


@router.post("", response_model=shape("session", SessionView), summary="Turn a ticket into cookies")
async def open_session(body: TicketInput, request: Request) -> Response:
    """Works once, within a minute of signing in; only from our own pages."""
    tokens = await accounts.redeem_ticket(body.ticket, device_of(request))
    return _with_cookies(tokens)


@router.post("/refresh", response_model=shape("session", SessionView), summary="Renew the cookies")
async def refresh_session(body: AudienceInput, request: Request) -> Response:
    """Uses the refresh cookie of this app."""
    token = cookie(request.scope, _refresh_name(body.audience))
    if not token:
        raise SessionEnded()
    return _with_cookies(await accounts.refresh(token))


@router.get("", response_model=shape("session", SessionView), summary="Who is signed in")
async def present_session(audience: Annotated[Audience, Query()], request: Request) -> Response:
    """Also names the driver to the phone again, should that cookie be missing."""
    actor = await who_as(request.scope, audience)
    if actor is None:
        raise Unauthenticated()
    answered = answer("session", SessionView(audience=actor.audience, name=actor.name, role=actor.role))
    _name_driver(answered, audience, actor.id, int(accounts.REFRESH_LIVES.total_seconds()))
    return answered


@router.delete("", summary="Sign out of one app")
async def close_session(audience: Annotated[Audience, Query()], request: Request) -> Response:
    """Ends the session everywhere and removes its cookies."""
    for name in (_access_name(audience), _refresh_name(audience)):
        if token := cookie(request.scope, name):
            await accounts.logout(token)
    answered = done()
    answered.delete_cookie(_access_name(audience), path="/", **_attributes("lax"))
    answered.delete_cookie(_refresh_name(audience), path=REFRESH_PATH, **_attributes("strict"))
    if audience is Audience.DRIVER:
        answered.delete_cookie(DRIVER_ID, path="/", **_attributes("lax", readable=True))
    return answered


def _with_cookies(tokens: Tokens) -> Response:
    account = tokens.account
    view = SessionView(audience=account.audience, name=account.name, role=account.role)
    answered = answer("session", view)
    answered.set_cookie(
        _access_name(account.audience), tokens.access, max_age=tokens.access_lives_s, path="/", **_attributes("lax")
    )
    answered.set_cookie(
        _refresh_name(account.audience),
        tokens.refresh,
        max_age=tokens.refresh_lives_s,
        path=REFRESH_PATH,
        **_attributes("strict"),
    )
    _name_driver(answered, account.audience, account.id, tokens.refresh_lives_s)
    return answered


def _name_driver(answered: Response, audience: Audience, account_id: UUID, lives_s: int) -> None:
    """In the same answer as the session's cookies, so that a page never takes one person for another."""
    if audience is Audience.DRIVER:
        answered.set_cookie(DRIVER_ID, str(account_id), max_age=lives_s, path="/", **_attributes("lax", readable=True))


def _attributes(same_site: str, *, readable: bool = False) -> dict[str, Any]:
    return {"httponly": not readable, "samesite": same_site, "secure": settings().origin.startswith("https://")}


def _access_name(audience: Audience) -> str:
    return f"porter_{audience}"


def _refresh_name(audience: Audience) -> str:
    return f"porter_{audience}_refresh"
