"""What routes ask for: the person, the transaction, the caller's address."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Header, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.api.client import client_address
from porter.api.identity import bearer, who, who_as
from porter.core import db, language
from porter.core.errors import NotFound, Unauthenticated
from porter.core.pages import MAX_LIMIT
from porter.models.enums import Audience
from porter.services.accounts import Actor

_documented = HTTPBearer(auto_error=False, description="The `token` of `POST /auth/verify-otp`.")
"""Only for the schema: `identity` reads the header itself, and knows cookies as well."""
Documented = Annotated[HTTPAuthorizationCredentials | None, Depends(_documented)]


async def transaction() -> AsyncIterator[AsyncSession]:
    """One transaction around the route."""
    async with db.transaction() as session:
        yield session


async def reading() -> AsyncIterator[AsyncSession]:
    """A session to look things up with."""
    async with db.reading() as session:
        yield session


async def _customer(request: Request, _: Documented) -> Actor:
    return await _required(request, Audience.CUSTOMER)


async def _driver(request: Request, _: Documented) -> Actor:
    return await _required(request, Audience.DRIVER)


async def _staff(request: Request, _: Documented) -> Actor:
    return await _required(request, Audience.STAFF)


async def _anybody(request: Request, _: Documented) -> Actor:
    return _heard(await who(request.scope))


async def _rider(request: Request, _: Documented) -> Actor:
    actor = _heard(await who(request.scope))
    if actor.audience is Audience.STAFF:
        raise NotFound()
    return actor


async def _required(request: Request, audience: Audience) -> Actor:
    """Whose token is good, but of another app, does not find the address: signing in again would not help them.

    Cookies are of several apps in one browser: there it may help.
    """
    actor = await who_as(request.scope, audience)
    if actor is None and bearer(request.scope) and await who(request.scope):
        raise NotFound()
    return _heard(actor)


def _heard(actor: Actor | None) -> Actor:
    if actor is None:
        raise Unauthenticated()
    language.speak(actor.language)
    return actor


async def _address(request: Request) -> str:  # not `def`: FastAPI would send those to a thread
    return client_address(request.scope)


async def _documented_key(
    _: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            max_length=255,
            description="Send the same key again to get the same answer instead of doing it twice. Kept for a day.",
        ),
    ] = None,
) -> None:
    """Only for the schema: `idempotency` works in front of every POST."""


Customer = Annotated[Actor, Depends(_customer)]
Driver = Annotated[Actor, Depends(_driver)]
Staff = Annotated[Actor, Depends(_staff)]
AnyActor = Annotated[Actor, Depends(_anybody)]
Rider = Annotated[Actor, Depends(_rider)]
"""Whoever has orders of their own, as customer or as driver."""

# scope="function": committed before the answer leaves, so that nobody is told of what then fails to be kept.
Session = Annotated[AsyncSession, Depends(transaction, scope="function")]
Reading = Annotated[AsyncSession, Depends(reading, scope="function")]
ClientAddress = Annotated[str, Depends(_address)]
Cursor = Annotated[str, Query(max_length=500, description="`next_cursor` of the page before; empty for the first.")]
PageLimit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="How many a page.")]
IdempotencyKey = Depends(_documented_key)
