"""A town with one customer, one driver and one order that the driver has taken."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from porter.core.geo import Point
from porter.models import Stop
from porter.services.accounts import Actor
from tests import booking, driving
from tests.servers import TestServers


@dataclass
class Story:
    """Ravi holds Asha's order."""

    asha: Actor
    ravi: Actor
    order_id: UUID
    stops: list[Stop]

    @property
    def pickup(self) -> Stop:
        """Where the goods are."""
        return self.stops[0]

    @property
    def pickup_point(self) -> Point:
        """The pickup, on the map."""
        return Point(self.pickup.lat, self.pickup.lng)

    @property
    def drop(self) -> Stop:
        """Where they go."""
        return self.stops[1]


@pytest.fixture
async def story(database: TestServers) -> Story:
    """Ravi holds Asha's order from Koramangala to Indiranagar."""
    return await held_order()


@pytest.fixture
async def two_drops(database: TestServers) -> Story:
    """Ravi holds Asha's order with a second drop in Hebbal."""
    return await held_order(booking.KORAMANGALA, booking.INDIRANAGAR, booking.HEBBAL)


async def held_order(*stops: booking.StopInput) -> Story:
    """An order that Ravi has taken."""
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    order = await booking.booked(asha, booking.trip(*stops))
    await driving.takes(ravi, order.id)
    return Story(asha, ravi, order.id, await driving.stops_of(order.id))
