"""The town, for every story of matching."""

import pytest

from tests.servers import TestServers
from tests.services.matching import town as towns
from tests.services.matching.town import Town


@pytest.fixture
async def town(database: TestServers) -> Town:
    """An empty town."""
    return await towns.build()
