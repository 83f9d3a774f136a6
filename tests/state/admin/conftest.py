"""Operations at their screens, over the real services."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from reflex_base.event.processor import BaseStateEventProcessor

from porter.models.enums import Role
from porter.services.accounts import Actor
from tests import booking
from tests.state.tabs import Tab, cookie_of

OpenDesk = Callable[..., Awaitable[Tab]]


@pytest.fixture(autouse=True)
async def _city(database: object) -> None:
    await booking.demo_city()


@pytest.fixture
def desk(processor: BaseStateEventProcessor, sessions: dict[UUID, Actor]) -> OpenDesk:
    """Open a tab of somebody of operations with a role."""

    async def open_tab(role: Role = Role.DISPATCHER, name: str = "Meera") -> Tab:
        somebody = await booking.operations(role, name)
        sessions[somebody.id] = somebody
        return Tab(processor, cookie_of(somebody))

    return open_tab
