"""Tabs, and people who are signed in. Reading tokens is the accounts domain's own business, tested there."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from reflex.istate.manager.memory import StateManagerMemory
from reflex_base.event.processor import BaseStateEventProcessor

from porter.porter import app
from porter.services import accounts
from porter.services.accounts import Actor


def person(audience: str, role: str, name: str) -> Actor:
    """Somebody with a session."""
    return Actor(id=uuid4(), audience=audience, role=role, name=name, session_id=uuid4())


@pytest.fixture
def asha() -> Actor:
    """A customer."""
    return person("customer", "customer", "Asha")


@pytest.fixture
def ravi() -> Actor:
    """A driver."""
    return person("driver", "driver", "Ravi")


@pytest.fixture
def meera() -> Actor:
    """Operations."""
    return person("staff", "dispatcher", "Meera")


@pytest.fixture
def sessions(monkeypatch: pytest.MonkeyPatch, asha: Actor, ravi: Actor, meera: Actor) -> dict[UUID, Actor]:
    """Live sessions; the cookie's value is the person's id. Remove somebody to suspend them."""
    live = {who.id: who for who in (asha, ravi, meera)}

    async def identify(token: str, audience: str) -> Actor | None:
        found = live.get(UUID(token))
        return found if found and found.audience == audience else None

    monkeypatch.setattr(accounts, "identify", identify)
    return live


@pytest.fixture
async def processor(sessions: dict[UUID, Actor]) -> AsyncIterator[BaseStateEventProcessor]:
    """Reflex's event processor with the product's app as its middleware."""
    made = BaseStateEventProcessor(middleware=app, backend_exception_handler=app.backend_exception_handler)
    made.configure(state_manager=StateManagerMemory())
    async with made:
        yield made
