"""The guarded setter: one conditional UPDATE, a timeline, a fact, a push."""

import asyncio
import json
from datetime import timedelta
from itertools import product

import pytest
from sqlmodel import select

from porter.core import clock, db
from porter.core.outbox import OutboxEvent
from porter.core.redis import bus
from porter.models import TimelineEntry
from porter.models.enums import OrderStatus, Party
from porter.models.transitions import ORDER, IllegalStep
from porter.services import orders
from porter.services.orders import DriverBusy
from tests import booking

pytestmark = pytest.mark.usefixtures("database")


async def test_a_move_is_written_told_and_pushed() -> None:
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    order = await booking.booked(asha)
    moved = await booking.taken(order.id, ravi)
    assert (moved.status, moved.driver_id) == (OrderStatus.ASSIGNED, ravi.id)
    assert moved.assigned_at
    async with db.reading() as session:
        entries = (await session.exec(select(TimelineEntry).where(TimelineEntry.order_id == order.id))).all()
        facts = (await session.exec(select(OutboxEvent).where(OutboxEvent.name == "driver.assigned"))).all()
    assert [(entry.event, entry.from_status, entry.to_status, entry.actor) for entry in entries] == [
        ("order.placed", None, "searching_driver", Party.CUSTOMER),
        ("driver.assigned", "searching_driver", "assigned", Party.DRIVER),
    ]
    assert facts[0].payload["driver_id"] == str(ravi.id)
    pushed = [json.loads(fields["m"]) for _, fields in await bus().xrange(f"live:order:{order.id}")]
    assert [message["kind"] for message in pushed][-2:] == ["order:status_changed", "driver:assigned"]
    assert pushed[-1]["data"]["status"] == "assigned"


async def test_nothing_is_told_of_a_move_that_is_rolled_back() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    order = await booking.booked(asha)
    before = await bus().xlen(f"live:order:{order.id}")
    with pytest.raises(RuntimeError, match="never mind"):
        async with db.transaction() as session:
            await orders.move(
                session,
                order.id,
                OrderStatus.NO_DRIVER,
                party=Party.SYSTEM,
                actor_id=None,
                event="order.no_driver",
            )
            raise RuntimeError("never mind")
    assert await bus().xlen(f"live:order:{order.id}") == before
    async with db.reading() as session:
        assert (await orders.get(session, asha, order.id)).status is OrderStatus.SEARCHING_DRIVER


async def test_two_drivers_at_once_have_one_winner() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    people = [await booking.driver(f"Driver {n}", f"+9190000002{n:02}", plate=f"KA01AB10{n:02}") for n in range(5)]
    order = await booking.booked(asha)
    done = await asyncio.gather(*(booking.taken(order.id, one) for one in people), return_exceptions=True)
    lost = [error for error in done if isinstance(error, BaseException)]
    assert len(lost) == 4
    assert all(isinstance(error, IllegalStep) for error in lost)


async def test_one_driver_never_holds_two_orders() -> None:
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    first, second = await booking.booked(asha), await booking.booked(asha)
    await booking.taken(first.id, ravi)
    with pytest.raises(DriverBusy):
        await booking.taken(second.id, ravi)


async def test_only_edges_of_the_table_can_be_taken() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    order = await booking.booked(asha)
    legal = {(to, party) for (start, to), parties in ORDER.items() for party in parties if start is order.status}
    for to, party in set(product(OrderStatus, Party)) - legal:
        with pytest.raises(IllegalStep):
            async with db.transaction() as session:
                await orders.move(session, order.id, to, party=party, actor_id=None, event="x")


async def test_a_dropped_order_forgets_its_driver() -> None:
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    order = await booking.booked(asha)
    await booking.taken(order.id, ravi)
    with clock.travel(timedelta(minutes=1)):
        async with db.transaction() as session:
            again = await orders.move(
                session,
                order.id,
                OrderStatus.SEARCHING_DRIVER,
                party=Party.DRIVER,
                actor_id=ravi.id,
                event="driver.dropped_out",
                why="Flat tyre",
            )
    assert (again.driver_id, again.assigned_at) == (None, None)
    async with db.reading() as session:
        assert (await orders.get(session, asha, order.id)).driver is None
        shown = (await orders.timeline(session, asha, order.id))[-1]
        told = (await orders.timeline(session, await booking.operations(), order.id))[-1]
    assert (shown.why, told.why) == ("", "Flat tyre")
