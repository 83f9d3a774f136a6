"""Every look into the tables of movement."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Result, Row, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import load_only
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.geo import Point
from porter.core.ids import new_id
from porter.models import Account, City, LocationBatch, Order, Position, Stop, Trip, VehicleClass
from porter.models.enums import OrderStatus, StopStatus
from porter.models.transitions import ACTIVE_ORDER
from porter.services.drivers import Fix
from porter.services.tracking.progress import Job, StopAt

_HELD: tuple[Any, ...] = (Order.number, Order.driver_id, Order.assigned_at, Order.delay_told_at)

_PARTITION = "position_p"
_PARTITIONS_LOCK = 7_072_117

_ACTIVE = ", ".join(f"'{status}'" for status in sorted(ACTIVE_ORDER))

_TAKE_IN = text(
    f"""
    WITH taken AS (
        INSERT INTO location_batch (id, driver_id, batch_id, created_at)
        SELECT :id, driver.id, :batch_id, :now FROM driver WHERE driver.id = :driver_id
        ON CONFLICT (driver_id, batch_id) DO NOTHING
        RETURNING id
    )
    SELECT EXISTS (SELECT 1 FROM taken) AS fresh, d.city_code, d.is_online, c.rules, c.time_zone, v.class_code, k.speed_kmh,
           o.id AS order_id, o.number, o.status, o.customer_id, o.polyline, o.distance_m, o.duration_s, o.assigned_at,
           o.delay_told_at, t.id AS trip_id,
           (SELECT json_agg(json_build_array(s.id, s.sequence, s.status, s.lat, s.lng, s.promised_at) ORDER BY s.sequence)
            FROM stop s WHERE s.order_id = o.id) AS stops
    FROM driver d
    JOIN city c ON c.code = d.city_code
    LEFT JOIN vehicle v ON v.driver_id = d.id AND v.is_active
    LEFT JOIN vehicle_class k ON k.code = v.class_code
    LEFT JOIN orders o ON o.driver_id = d.id AND o.status IN ({_ACTIVE})
    LEFT JOIN trip t ON t.driver_id = d.id AND t.order_id = o.id AND t.status IN ('to_pickup', 'loading', 'in_transit')
    WHERE d.id = :driver_id
    """  # noqa: S608 - the words come from our own enumeration
).columns(stops=JSON(), rules=JSON())


@dataclass(frozen=True, slots=True)
class Situation:
    """What the driver is doing when a batch comes in; `fresh` is false when this batch was taken in before."""

    fresh: bool
    city_code: str
    city_rules: dict[str, Any]
    is_online: bool
    class_code: str
    job: Job | None
    job_since: datetime | None
    trip_id: UUID | None


@dataclass(frozen=True, slots=True)
class Held:
    """An order that a driver holds."""

    order_id: UUID
    number: str
    driver_id: UUID
    driver_name: str
    assigned_at: datetime
    is_delay_told: bool


async def take_in(session: AsyncSession, driver_id: UUID, batch_id: str) -> Situation | None:
    """Claim a batch and look up the driver's situation in one round trip; nothing for who is no driver."""
    values = {"id": new_id(), "driver_id": driver_id, "batch_id": batch_id, "now": clock.now()}
    row = (await (await session.connection()).execute(_TAKE_IN, values)).first()
    return _situation(row) if row else None


async def keep(session: AsyncSession, driver_id: UUID, fixes: Sequence[Fix], situation: Situation) -> None:
    """Append to the trail; a fix that is there already stays as it is."""
    rows = [_position(driver_id, fix, situation) for fix in fixes]
    await (await session.connection()).execute(insert(Position).on_conflict_do_nothing(), rows)


async def add_driven(session: AsyncSession, trip_id: UUID, metres: int) -> None:
    """Add to the way that a trip has taken."""
    await session.exec(update(Trip).where(col(Trip.id) == trip_id).values(driven_m=col(Trip.driven_m) + metres))


async def order_with_stops(session: AsyncSession, order_id: UUID) -> tuple[Order, Job, City] | None:
    """An order as tracking sees it, and the city whose rules hold."""
    row = (
        await session.exec(
            select(Order, VehicleClass.speed_kmh, City)
            .join(VehicleClass, col(VehicleClass.code) == col(Order.class_code))
            .join(City, col(City.code) == col(Order.city_code))
            .where(col(Order.id) == order_id)
        )
    ).first()
    if row is None:
        return None
    order, speed_kmh, city = row
    stops = (await session.exec(select(Stop).where(col(Stop.order_id) == order_id).order_by(col(Stop.sequence)))).all()
    return order, _job_of(order, speed_kmh, stops, city.time_zone), city


async def keep_promise(session: AsyncSession, stop_id: UUID, promised_at: datetime) -> None:
    """Remember the first arrival that was told for a stop."""
    await session.exec(
        update(Stop).where(col(Stop.id) == stop_id, col(Stop.promised_at).is_(None)).values(promised_at=promised_at)
    )


async def claim_delay(session: AsyncSession, order_id: UUID, at: datetime) -> bool:
    """Whether the caller is the one to tell that an order is late: one per order while a driver holds it, whoever else notices it."""
    told = await session.exec(
        update(Order)
        .where(col(Order.id) == order_id, col(Order.delay_told_at).is_(None), col(Order.status).in_(ACTIVE_ORDER))
        .values(delay_told_at=at)
        .returning(col(Order.id))
    )
    return told.first() is not None


async def held(session: AsyncSession, after: UUID | None, limit: int) -> Sequence[Held]:
    """Orders that drivers hold, by id, from behind one of them."""
    query = (
        select(Order, Account.name)
        .join(Account, col(Account.id) == col(Order.driver_id))
        .where(col(Order.status).in_(ACTIVE_ORDER), col(Order.assigned_at).is_not(None))
        .order_by(col(Order.id))
        .limit(limit)
        .options(load_only(*_HELD))
    )
    rows = await session.exec(query.where(col(Order.id) > after) if after else query)
    return [
        Held(order.id, order.number, order.driver_id, name, order.assigned_at, order.delay_told_at is not None)
        for order, name in rows.all()
        if order.driver_id and order.assigned_at
    ]


async def heard_since(session: AsyncSession, driver_ids: Collection[UUID], at: datetime) -> frozenset[UUID]:
    """Of which of these drivers a batch came in after an instant."""
    if not driver_ids:
        return frozenset()
    batches = select(LocationBatch.driver_id).where(
        col(LocationBatch.created_at) > at, col(LocationBatch.driver_id).in_(driver_ids)
    )
    return frozenset((await session.exec(batches.distinct())).all())


async def lock_partitions(session: AsyncSession) -> None:
    """One at a time makes and drops partitions."""
    await _run(session, "SELECT pg_advisory_xact_lock(:key)", key=_PARTITIONS_LOCK)


async def partitions(session: AsyncSession) -> set[str]:
    """The names of the daily partitions that exist."""
    rows = await _run(
        session,
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
        " WHERE i.inhparent = 'position'::regclass",
    )
    return {name for (name,) in rows if len(name) == len(_PARTITION) + 8}


def partition_of(day: date) -> str:
    """The name of a day's partition."""
    return f"{_PARTITION}{day:%Y%m%d}"


async def create_partition(session: AsyncSession, day: date, start: datetime, end: datetime) -> None:
    """Make a day's partition; what the default partition caught of that day moves into it."""
    # A fix on its way into the default partition would be refused the moment the day has one of its own: it waits instead.
    await _run(session, "LOCK TABLE position IN SHARE ROW EXCLUSIVE MODE")
    name = partition_of(day)
    await _run(session, f"CREATE TABLE {name} (LIKE position INCLUDING ALL)")
    await _run(
        session,
        f"WITH moved AS (DELETE FROM {_PARTITION}0 WHERE at >= :start AND at < :end RETURNING *)"  # noqa: S608
        f" INSERT INTO {name} SELECT * FROM moved",
        start=start,
        end=end,
    )
    span = f"FROM ('{start.isoformat()}') TO ('{end.isoformat()}')"
    await _run(session, f"ALTER TABLE position ATTACH PARTITION {name} FOR VALUES {span}")


async def drop_partition(session: AsyncSession, name: str) -> None:
    """Drop a day of the trail."""
    await _run(session, f"DROP TABLE {name}")


async def forget(session: AsyncSession, positions_before: datetime, batches_before: datetime) -> None:
    """Delete what the default partition holds of dropped days, and batches that can no longer be replayed."""
    await _run(session, f"DELETE FROM {_PARTITION}0 WHERE at < :before", before=positions_before)  # noqa: S608
    await _run(session, "DELETE FROM location_batch WHERE created_at < :before", before=batches_before)


async def _run(session: AsyncSession, sql: str, **values: Any) -> Result[Any]:
    return await (await session.connection()).execute(text(sql), values)


def _situation(row: Row[Any]) -> Situation:
    return Situation(
        fresh=row.fresh,
        city_code=row.city_code,
        city_rules=row.rules,
        is_online=row.is_online,
        class_code=row.class_code or "",
        job=_job(row) if row.order_id else None,
        job_since=row.assigned_at,
        trip_id=row.trip_id,
    )


def _job(row: Row[Any]) -> Job:
    return Job(
        order_id=row.order_id,
        number=row.number,
        status=OrderStatus(row.status),
        customer_id=row.customer_id,
        polyline=row.polyline,
        distance_m=row.distance_m,
        duration_s=row.duration_s,
        speed_kmh=row.speed_kmh or 0,
        stops=tuple(
            StopAt(UUID(stop_id), sequence, StopStatus(status), Point(lat, lng), _instant(promised_at))
            for stop_id, sequence, status, lat, lng, promised_at in row.stops or ()
        ),
        is_delay_told=row.delay_told_at is not None,
        time_zone=row.time_zone,
    )


def _instant(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None


def _job_of(order: Order, speed_kmh: int, stops: Sequence[Stop], time_zone: str) -> Job:
    return Job(
        order_id=order.id,
        number=order.number,
        status=order.status,
        customer_id=order.customer_id,
        polyline=order.polyline,
        distance_m=order.distance_m,
        duration_s=order.duration_s,
        speed_kmh=speed_kmh,
        stops=tuple(
            StopAt(stop.id, stop.sequence, stop.status, Point(stop.lat, stop.lng), stop.promised_at) for stop in stops
        ),
        is_delay_told=order.delay_told_at is not None,
        time_zone=time_zone,
    )


def _position(driver_id: UUID, fix: Fix, situation: Situation) -> dict[str, Any]:
    on_job = situation.job is not None and situation.job_since is not None and fix.at >= situation.job_since
    return {
        "driver_id": driver_id,
        "at": fix.at,
        "order_id": situation.job.order_id if on_job and situation.job else None,
        "lat": fix.lat,
        "lng": fix.lng,
        "heading_deg": fix.heading,
        "speed_kmh": fix.speed_kmh,
        "accuracy_m": fix.accuracy_m,
        "received_at": fix.received_at,
    }
