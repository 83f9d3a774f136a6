"""The second half of a story: a driver holds an order, moves, and takes the steps of the trip."""

from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from porter.core import clock, db, security
from porter.core.geo import Point
from porter.models import Assignment, Order, Stop, TimelineEntry, Trip
from porter.services import orders, tracking, trips
from porter.services.accounts import Actor
from porter.services.tracking import FixInput, LocationBatchInput, Recorded
from porter.services.trips import JobView, Whereabouts
from tests import booking

_batches = count(1)


async def takes(driver: Actor, order_id: UUID) -> Order:
    """The driver holds the order, and the trip has begun."""
    order = await booking.taken(order_id, driver)
    async with db.transaction() as session:
        query = select(Assignment).where(Assignment.order_id == order_id).order_by(col(Assignment.id).desc())
        assignment = (await session.exec(query)).first()
        assert assignment
        await trips.open(session, assignment)
    return order


async def stops_of(order_id: UUID) -> list[Stop]:
    """The stops of an order as they are now."""
    async with db.reading() as session:
        return list(await orders.stops(session, order_id))


async def order_of(order_id: UUID) -> Order:
    """The order as it is now."""
    async with db.reading() as session:
        return await session.get_one(Order, order_id)


async def trip_of(order_id: UUID) -> Trip:
    """The newest trip of an order."""
    async with db.reading() as session:
        rows = await session.exec(select(Trip).where(Trip.order_id == order_id).order_by(col(Trip.id).desc()))
        return rows.first() or _nothing()


async def events_of(order_id: UUID) -> list[str]:
    """The timeline of an order, by the names of what happened."""
    async with db.reading() as session:
        rows = await session.exec(
            select(TimelineEntry.event).where(TimelineEntry.order_id == order_id).order_by(col(TimelineEntry.id))
        )
        return list(rows.all())


async def arrives(driver: Actor, order_id: UUID, stop: Stop, away_m: float = 0, **more: Any) -> JobView:
    """The driver marks a stop as reached, from so far north of it."""
    async with db.transaction() as session:
        return await trips.arrive(session, driver, order_id, stop.id, north_of(stop, away_m), 5, **more)


async def loads(driver: Actor, order_id: UUID) -> JobView:
    """The driver begins to load."""
    async with db.transaction() as session:
        return await trips.start_loading(session, driver, order_id)


async def hands_over(
    driver: Actor, order_id: UUID, stop: Stop, code: str | None = None, away_m: float = 0, **more: Any
) -> JobView:
    """The driver enters a code, so far north of the stop; the right one when nothing else is said."""
    where = at(stop, away_m, more.pop("far_reason", None))
    async with db.transaction() as session:
        return await trips.hand_over(session, driver, order_id, stop.id, code or code_of(stop), where=where, **more)


async def fails(
    driver: Actor,
    order_id: UUID,
    stop: Stop,
    reason: str = "Nobody opened",
    away_m: float = 0,
    far_reason: str | None = None,
    **more: Any,
) -> JobView:
    """The driver gives up a drop, so far north of it."""
    where = at(stop, away_m, far_reason)
    async with db.transaction() as session:
        return await trips.fail_stop(session, driver, order_id, stop.id, reason, where=where, **more)


async def picks_up(driver: Actor, order_id: UUID) -> JobView:
    """Everything up to the goods being on the way."""
    pickup = (await stops_of(order_id))[0]
    await arrives(driver, order_id, pickup)
    await loads(driver, order_id)
    return await hands_over(driver, order_id, pickup)


async def drops(driver: Actor, order_id: UUID, sequence: int = 1) -> JobView:
    """Everything at one drop."""
    stop = (await stops_of(order_id))[sequence]
    await arrives(driver, order_id, stop)
    return await hands_over(driver, order_id, stop)


def code_of(stop: Stop) -> str:
    """What the customer reads on their screen."""
    return security.derived_code("stop-otp", str(stop.id), 4)


def wrong_code(stop: Stop) -> str:
    """Four other digits."""
    return f"{(int(code_of(stop)) + 1) % 10_000:04}"


def at(stop: Stop, away_m: float = 0, far_reason: str | None = None) -> Whereabouts:
    """So far north of a stop, by a good position."""
    return Whereabouts(north_of(stop, away_m), 5, far_reason)


def north_of(place: Stop | Point, away_m: float) -> Point:
    """A point so far north of a place."""
    return Point(place.lat + away_m / 111_195, place.lng)


def fix(at: Point, when: datetime | None = None, **more: Any) -> FixInput:
    """One position, of now when nothing else is said."""
    return FixInput(**{"lat": at.lat, "lng": at.lng, "accuracy_m": 5, "at": when or clock.now(), **more})


async def sends(driver: Actor, *fixes: FixInput, **more: Any) -> Recorded:
    """The driver's device sends a batch."""
    batch = {"batch_id": f"b{next(_batches)}", "fixes": fixes, **more}
    return await tracking.record(driver, LocationBatchInput(**batch))


def _nothing() -> Trip:
    raise AssertionError("this order has no trip")
