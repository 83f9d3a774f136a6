"""Ravi on the road, with and without an order."""

import pytest

from porter.services.accounts import Actor
from tests import booking
from tests.servers import TestServers
from tests.services.trips.conftest import Story, held_order


@pytest.fixture
async def ravi(database: TestServers) -> Actor:
    """A driver who is online and has nothing to do."""
    await booking.demo_city()
    return await booking.driver()


@pytest.fixture
async def story(database: TestServers) -> Story:
    """Ravi holds Asha's order from Koramangala to Indiranagar."""
    return await held_order()
