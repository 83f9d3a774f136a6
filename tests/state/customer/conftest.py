"""Asha and Nikhil as real customers of the demo city, each with a tab of their own."""

from uuid import UUID

import pytest
from reflex_base.event.processor import BaseStateEventProcessor

from porter.services.accounts import Actor
from tests import booking
from tests.servers import TestServers
from tests.state.tabs import Tab, cookie_of


@pytest.fixture
async def asha(database: TestServers) -> Actor:
    """A customer of the demo city."""
    await booking.demo_city()
    return await booking.customer()


@pytest.fixture
async def nikhil(asha: Actor) -> Actor:
    """Somebody else, who must not see what is Asha's."""
    return await booking.customer("Nikhil", "+919000000002")


@pytest.fixture
def tab(processor: BaseStateEventProcessor, sessions: dict[UUID, Actor], asha: Actor) -> Tab:
    """Asha's tab."""
    return Tab(processor, cookie_of(asha))


@pytest.fixture
def outsider(processor: BaseStateEventProcessor, sessions: dict[UUID, Actor], nikhil: Actor) -> Tab:
    """Nikhil's tab."""
    sessions[nikhil.id] = nikhil
    return Tab(processor, cookie_of(nikhil))
