"""Ravi as a real driver in a small town, and somebody else who must not see what is his."""

from uuid import UUID

import pytest
from reflex_base.event.processor import BaseStateEventProcessor

from porter.services.accounts import Actor
from tests.servers import TestServers
from tests.services.matching import town as towns
from tests.services.matching.town import Town
from tests.state.tabs import Tab, cookie_of


@pytest.fixture
async def town(database: TestServers) -> Town:
    """One city, no orders yet."""
    return await towns.build()


@pytest.fixture
async def ravi(town: Town) -> Actor:
    """An approved driver, online, half a kilometre from the pickup."""
    return await town.driver("Ravi")


@pytest.fixture
async def kiran(town: Town) -> Actor:
    """Another driver, offline, so that nobody asks them."""
    return await town.driver("Kiran", online=False)


@pytest.fixture
def tab(processor: BaseStateEventProcessor, sessions: dict[UUID, Actor], ravi: Actor) -> Tab:
    """Ravi's tab."""
    return Tab(processor, cookie_of(ravi))


@pytest.fixture
def outsider(processor: BaseStateEventProcessor, sessions: dict[UUID, Actor], kiran: Actor) -> Tab:
    """Kiran's tab."""
    sessions[kiran.id] = kiran
    return Tab(processor, cookie_of(kiran))
