"""Orders that somebody should look at: which, why, and what comes first."""

from datetime import timedelta

import pytest

from porter.core import clock, db
from porter.core.geo import Point
from porter.core.redis import bus
from porter.services import orders, reporting
from porter.services.accounts import Actor
from tests import booking, driving

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
async def meera(database: object) -> Actor:
    """Operations of the demo city."""
    await booking.demo_city()
    return await booking.operations()


async def told(meera: Actor) -> list[tuple[str, str]]:
    """Reason and words of each, the most urgent first."""
    async with db.reading() as session:
        return [(view.reason, view.reason_text) for view in await reporting.attention(session, meera)]


async def on_the_way() -> tuple[Actor, orders.OrderView]:
    """Ravi has Asha's goods on board and drives to the drop."""
    asha, ravi = await booking.customer(), await booking.driver()
    order = await booking.booked(asha)
    await driving.takes(ravi, order.id)
    await driving.picks_up(ravi, order.id)
    return ravi, order


def middle(order: orders.OrderView) -> Point:
    """Between pickup and drop, as the crow flies."""
    first, last = order.stops[0], order.stops[-1]
    return Point((first.lat + last.lat) / 2, (first.lng + last.lng) / 2)


def start(order: orders.OrderView) -> Point:
    return Point(order.stops[0].lat, order.stops[0].lng)


async def test_nobody_looks_at_an_order_that_gets_on(meera: Actor) -> None:
    ravi, order = await on_the_way()
    await driving.sends(ravi, driving.fix(start(order)))
    assert await told(meera) == []


async def test_a_driver_who_stands_for_half_an_hour(meera: Actor) -> None:
    """A phone that lies still sways by metres: that is no moving. Getting on ends it."""
    ravi, order = await on_the_way()
    for minute in range(0, 32, 4):
        with clock.travel(minute * MINUTE):
            await driving.sends(ravi, driving.fix(driving.north_of(start(order), 8 * (minute % 3))))
    with clock.travel(29 * MINUTE):
        assert "standing" not in dict(await told(meera))
    with clock.travel(32 * MINUTE):
        await driving.sends(ravi, driving.fix(start(order)))
        assert await told(meera) == [("standing", "Has not moved for 32 min")]
        await driving.sends(ravi, driving.fix(driving.north_of(start(order), 90), clock.now() + timedelta(seconds=9)))
        assert "standing" not in dict(await told(meera))


async def test_waiting_at_a_stop_is_no_standing(meera: Actor) -> None:
    ravi, order = await on_the_way()
    with clock.travel(MINUTE):
        await driving.sends(ravi, driving.fix(start(order)))
        await driving.arrives(ravi, order.id, (await driving.stops_of(order.id))[1])
    for minute in (20, 34):
        with clock.travel(minute * MINUTE):
            await driving.sends(ravi, driving.fix(start(order)))
    with clock.travel(34 * MINUTE):
        assert "standing" not in dict(await told(meera))


async def test_half_a_kilometre_off_the_way(meera: Actor) -> None:
    ravi, order = await on_the_way()
    far = Point(middle(order).lat + 0.03, middle(order).lng - 0.03)
    await driving.sends(ravi, driving.fix(far))
    ((reason, words),) = await told(meera)
    assert reason == "off_way" and words.endswith("off the way")
    with clock.travel(30 * MINUTE):
        await driving.sends(ravi, driving.fix(start(order)))
        assert "off_way" not in dict(await told(meera))


async def test_on_the_way_to_the_pickup_there_is_no_way_to_be_off(meera: Actor) -> None:
    asha, ravi = await booking.customer(), await booking.driver()
    order = await booking.booked(asha)
    await booking.taken(order.id, ravi)
    await driving.sends(ravi, driving.fix(Point(start(order).lat + 0.05, start(order).lng)))
    assert await told(meera) == []


async def test_a_silent_driver(meera: Actor) -> None:
    ravi, order = await on_the_way()
    await driving.sends(ravi, driving.fix(start(order)))
    with clock.travel(2 * MINUTE):
        assert await told(meera) == [("silent", "Driver silent for 2 min")]


async def test_where_drivers_are_is_asked_once(meera: Actor) -> None:
    """The fix and how the driver gets on lie in one hash: one look finds both."""
    ravi, order = await on_the_way()
    await driving.sends(ravi, driving.fix(start(order)))
    before = await _hash_reads()
    await told(meera)
    assert await _hash_reads() - before == 1


async def _hash_reads() -> int:
    """How often Redis was asked for a hash, or a part of one, since it started."""
    calls = await bus().info("commandstats")
    return sum(calls.get(f"cmdstat_{name}", {"calls": 0})["calls"] for name in ("hgetall", "hget", "hmget"))
