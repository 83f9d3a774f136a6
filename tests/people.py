"""The people of the tests: Asha the customer, Ravi the driver, Meera of operations, Nikhil the outsider.

`signed_in(ASHA)` opens a session and returns an API client that acts as that person; `actor(ASHA)` gives the `Actor` that services take.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from porter.api.app import create_api
from porter.core import db, security
from porter.integrations import sms
from porter.models.enums import Audience, Role
from porter.services import accounts
from porter.services.accounts import Actor, AlreadyStaff, Tokens, queries
from porter.services.accounts.tickets import issue_ticket

ORIGIN = "http://localhost:8000"
PASSWORD = "seven green autos in the rain"


@dataclass(frozen=True)
class Person:
    """Somebody in a story."""

    name: str
    audience: Audience
    phone: str = ""
    email: str = ""
    role: Role = Role.CUSTOMER
    address: str = field(default="198.51.100.1")


ASHA = Person("Asha", Audience.CUSTOMER, phone="+919000000001", address="198.51.100.1")
NIKHIL = Person("Nikhil", Audience.CUSTOMER, phone="+919000000002", address="198.51.100.2")
RAVI = Person("Ravi", Audience.DRIVER, phone="+919000000101", role=Role.DRIVER, address="198.51.100.3")
MEERA = Person("Meera", Audience.STAFF, email="meera@porter.example", role=Role.ADMIN, address="198.51.100.4")


def staff(name: str, role: Role) -> Person:
    """Somebody else of operations."""
    return Person(name, Audience.STAFF, email=f"{name.lower()}@porter.example", role=role, address="198.51.100.5")


def person(name: str, phone: str, audience: Audience = Audience.CUSTOMER) -> Person:
    """Somebody else with a phone; an address of their own, so that limits do not meet."""
    role = Role.DRIVER if audience is Audience.DRIVER else Role.CUSTOMER
    return Person(name, audience, phone=phone, role=role, address=f"203.0.113.{int(phone[-3:]) % 250}")


async def newest_code(phone: str) -> str:
    """The code of the newest message to a phone."""
    found = re.match(r"\d{6}", (await sms.inbox(phone))[0].text)
    assert found, "the newest message holds no code"
    return found[0]


async def tokens(who: Person) -> Tokens:
    """Sign somebody in."""
    verified = await (_by_password(who) if who.audience is Audience.STAFF else _by_phone(who))
    return await accounts.redeem_ticket(verified.ticket, f"{who.name}'s device")


async def actor(who: Person) -> Actor:
    """Sign somebody in, and be that person."""
    keys = await tokens(who)
    found = await accounts.identify(keys.access, who.audience)
    assert found
    return found


@asynccontextmanager
async def signed_in(who: Person) -> AsyncIterator[AsyncClient]:
    """An API client that acts as this person with a bearer token."""
    keys = await tokens(who)
    async with client(who.address) as api:
        api.headers["authorization"] = f"Bearer {keys.access}"
        yield api


@asynccontextmanager
async def client(address: str = "192.0.2.1", app: FastAPI | None = None) -> AsyncIterator[AsyncClient]:
    """An API client of somebody who has not signed in. Unexpected errors answer 500, as they do over the network."""
    transport = ASGITransport(app or api_app(), raise_app_exceptions=False, client=(address, 50_000))
    async with AsyncClient(transport=transport, base_url=ORIGIN) as api:
        yield api


@lru_cache(maxsize=1)
def api_app() -> FastAPI:
    """One API for all tests: it holds nothing between requests."""
    return create_api()


async def _by_phone(who: Person) -> accounts.Verified:
    # Behind the code, so that a story may sign somebody in as often as it likes; test_sign_in.py goes through the code.
    async with db.transaction() as session:
        account, is_new = await queries.ensure_account(session, who.audience, who.role, who.phone)
        account.name = account.name or who.name
        session.add(account)
        return accounts.Verified(account_id=account.id, is_new=is_new, ticket=issue_ticket(session, account.id))


async def _by_password(who: Person) -> accounts.Verified:
    with suppress(AlreadyStaff):
        async with db.transaction() as session:
            await accounts.enrol_staff(session, who.email, who.role, who.name, _hash())
    verified = await accounts.sign_in_staff(who.email, PASSWORD, client_address=who.address)
    assert isinstance(verified, accounts.Verified), "two-step sign-in is on"
    return verified


@lru_cache(maxsize=1)
def _hash() -> str:
    return security.hash_password(PASSWORD)
