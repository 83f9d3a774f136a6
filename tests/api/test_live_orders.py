"""The room of an order: its own people, the positions of its own driver, and nobody else's."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from porter.core import db, live
from porter.models.enums import OrderStatus, Party
from porter.services import orders
from tests import booking
from tests.api.sockets import LiveClient, live_as
from tests.people import ASHA, MEERA, NIKHIL, RAVI

pytestmark = pytest.mark.usefixtures("database")


async def _hear(live_client: LiveClient, event: str) -> dict[str, Any]:
    while True:
        message = await live_client.hear()
        if message.get("event") == event:
            return message


async def _position(driver_id: UUID, order_id: UUID | None, lat: float) -> None:
    data = {"driver_id": str(driver_id), "order_id": str(order_id) if order_id else None, "lat": lat}
    await live.publish_position(f"drv:{driver_id}", data)


async def _follows(live_client: LiveClient, driver_id: UUID, order_id: UUID) -> None:
    """Return when positions of the driver arrive: the socket joins the driver's channel after it heard of the driver."""
    async with asyncio.timeout(10):
        while not await _hears_position(live_client, driver_id, order_id):
            pass


async def _hears_position(live_client: LiveClient, driver_id: UUID, order_id: UUID) -> bool:
    await _position(driver_id, order_id, 0)
    await live_client.say(type="ping")
    seen = False
    while (message := await live_client.hear())["type"] != "pong":
        seen = seen or message.get("event") == "driver:location"
    return seen


async def test_a_customer_follows_an_order_from_search_to_the_driver_on_the_road() -> None:
    await booking.demo_city()
    who, ravi = await booking.customer(), await booking.driver()
    order = await booking.booked(who)
    async with live_as(ASHA) as asha:
        assert (await asha.subscribe(f"order:{order.id}"))["type"] == "subscribed"
        await booking.taken(order.id, ravi)
        assert (await _hear(asha, "driver:assigned"))["data"]["status"] == "assigned"
        await _follows(asha, ravi.id, order.id)
        await _position(ravi.id, None, 1)
        await _position(ravi.id, ravi.id, 2)
        await _position(ravi.id, order.id, 3)
        while (heard := await _hear(asha, "driver:location"))["data"]["lat"] == 0:
            pass
        assert heard["data"]["lat"] == 3


async def test_a_driver_who_gives_the_order_back_hears_no_more_of_it() -> None:
    await booking.demo_city()
    who, ravi = await booking.customer(), await booking.driver()
    order = await booking.booked(who)
    await booking.taken(order.id, ravi)
    async with live_as(RAVI) as driver:
        assert (await driver.subscribe(f"order:{order.id}"))["type"] == "subscribed"
        async with db.transaction() as session:
            await orders.move(
                session,
                order.id,
                OrderStatus.SEARCHING_DRIVER,
                party=Party.DRIVER,
                actor_id=ravi.id,
                event="driver.dropped_out",
                driver_id=None,
            )
        while (message := await driver.hear())["type"] != "left":
            assert message["type"] == "event"
        assert message == {"type": "left", "room": f"order:{order.id}"}


async def test_an_outsider_does_not_find_the_order_and_operations_do() -> None:
    await booking.demo_city()
    order = await booking.booked(await booking.customer())
    async with live_as(NIKHIL) as nikhil, live_as(RAVI) as ravi, live_as(MEERA) as meera:
        for outsider in (nikhil, ravi):
            assert (await outsider.subscribe(f"order:{order.id}"))["code"] == "not_found"
        assert (await meera.subscribe(f"order:{order.id}"))["type"] == "subscribed"
