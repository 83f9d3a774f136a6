"""Every look into the tables of trips. A driver's job is found only through a trip of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Assignment, City, Order, Proof, Stop, Trip, VehicleClass
from porter.models.enums import Party, StopKind, StopStatus, TripStatus
from porter.models.transitions import ACTIVE_ORDER, STOP, TRIP, IllegalStep, sources

MAX_TRIES = 5
"""Wrong handover codes before a stop is locked."""

_OPEN_STOP = frozenset({StopStatus.PENDING, StopStatus.ARRIVED})
_OPEN_TRIP = frozenset({TripStatus.TO_PICKUP, TripStatus.LOADING, TripStatus.IN_TRANSIT})


@dataclass(frozen=True, slots=True)
class Held:
    """An order in a driver's hands, with all that a step needs."""

    order: Order
    trip: Trip
    city: City
    vehicle_class: VehicleClass
    stops: Sequence[Stop]

    @property
    def pickup(self) -> Stop:
        """Where the goods come from."""
        return next(stop for stop in self.stops if stop.kind is StopKind.PICKUP)

    @property
    def next_stop(self) -> Stop | None:
        """The first stop that is not dealt with."""
        return next((stop for stop in self.stops if stop.status in _OPEN_STOP), None)

    @property
    def any_delivered(self) -> bool:
        """Whether goods were handed over at a drop."""
        return any(stop.kind is StopKind.DROP and stop.status is StopStatus.DONE for stop in self.stops)


async def held(session: AsyncSession, driver_id: UUID, order_id: UUID, *, lock: bool) -> Held | None:
    """The order through the driver's newest trip with it; locked, nobody else changes it until the end."""
    query = (
        select(Order, Trip, City, VehicleClass)
        .join(Trip, col(Trip.order_id) == col(Order.id))
        .join(City, col(City.code) == col(Order.city_code))
        .join(VehicleClass, col(VehicleClass.code) == col(Order.class_code))
        .where(col(Order.id) == order_id, col(Trip.driver_id) == driver_id)
        .order_by(col(Trip.id).desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    if lock:
        query = query.with_for_update(of=Order, key_share=True)
    row = (await session.exec(query)).first()
    return Held(*row, stops=await _stops(session, order_id)) if row else None


async def holder(session: AsyncSession, order_id: UUID) -> UUID | None:
    """Who drives the newest trip of an order."""
    query = select(Trip.driver_id).where(col(Trip.order_id) == order_id).order_by(col(Trip.id).desc()).limit(1)
    return (await session.exec(query)).first()


async def current_order_id(session: AsyncSession, driver_id: UUID) -> UUID | None:
    """The order that the driver holds now."""
    rows = await session.exec(
        select(Order.id)
        .join(Trip, (col(Trip.order_id) == col(Order.id)) & (col(Trip.driver_id) == col(Order.driver_id)))
        .where(col(Order.driver_id) == driver_id, col(Order.status).in_(ACTIVE_ORDER), col(Trip.status).in_(_OPEN_TRIP))
    )
    return rows.first()


async def move_stop(session: AsyncSession, stop: Stop, to: StopStatus, party: Party, **values: Any) -> None:
    """Take an edge of a stop. Raises IllegalStep."""
    changed = await session.exec(
        update(Stop)
        .where(col(Stop.id) == stop.id, col(Stop.status).in_(sources(STOP, to, party)))
        .values(status=to, **values)
        .execution_options(synchronize_session=False)
    )
    if not changed.rowcount:
        raise IllegalStep()
    await session.refresh(stop)


async def move_trip(session: AsyncSession, trip: Trip, to: TripStatus, party: Party, **values: Any) -> None:
    """Take an edge of a trip. Raises IllegalStep."""
    changed = await session.exec(
        update(Trip)
        .where(col(Trip.id) == trip.id, col(Trip.status).in_(sources(TRIP, to, party)))
        .values(status=to, **values)
        .execution_options(synchronize_session=False)
    )
    if not changed.rowcount:
        raise IllegalStep()
    await session.refresh(trip)


async def open_trip(session: AsyncSession, order_id: UUID) -> Trip | None:
    """The trip that is under way for an order."""
    rows = await session.exec(select(Trip).where(col(Trip.order_id) == order_id, col(Trip.status).in_(_OPEN_TRIP)))
    return rows.first()


async def reset_arrivals(session: AsyncSession, order_id: UUID) -> None:
    """A new trip begins: where the driver before stood waiting counts no more."""
    await session.exec(
        update(Stop)
        .where(col(Stop.order_id) == order_id, col(Stop.status) == StopStatus.ARRIVED)
        .values(
            status=StopStatus.PENDING,
            arrived_at=None,
            reached_at=None,
            arrived_off_m=None,
            far_reason=None,
            otp_attempts=0,
        )
    )
    await session.exec(update(Stop).where(col(Stop.order_id) == order_id).values(promised_at=None))


async def end_assignment(session: AsyncSession, assignment_id: UUID, at: datetime, because: str) -> None:
    """The driver holds the order no longer."""
    lower = func.lower(col(Assignment.during))
    await session.exec(
        update(Assignment)
        .where(col(Assignment.id) == assignment_id, func.upper_inf(col(Assignment.during)))
        .values(during=func.tstzrange(lower, func.greatest(lower, at)), ended_because=because)
        .execution_options(synchronize_session=False)
    )


async def spend_try(session: AsyncSession, stop: Stop) -> int:
    """Count a wrong code; how many there were. The order's lock keeps guesses one after the other."""
    rows = await session.exec(
        update(Stop)
        .where(col(Stop.id) == stop.id)
        .values(otp_attempts=col(Stop.otp_attempts) + 1)
        .returning(col(Stop.otp_attempts))
    )
    return int(rows.scalar_one())


async def unlock(session: AsyncSession, stop_id: UUID) -> None:
    """Give a stop its tries back."""
    await session.exec(update(Stop).where(col(Stop.id) == stop_id).values(otp_attempts=0))


async def is_locked(session: AsyncSession, order_id: UUID) -> bool:
    """Whether a stop that is still to be handed over has no tries left."""
    open_stop = col(Stop.status).in_((StopStatus.PENDING, StopStatus.ARRIVED))
    rows = await session.exec(
        select(Stop.id).where(Stop.order_id == order_id, col(Stop.otp_attempts) >= MAX_TRIES, open_stop).limit(1)
    )
    return rows.first() is not None


async def stop_and_order(session: AsyncSession, order_id: UUID, stop_id: UUID) -> tuple[Stop, Order] | None:
    """A stop of an order, and the order."""
    rows = await session.exec(
        select(Stop, Order)
        .join(Order, col(Order.id) == col(Stop.order_id))
        .where(col(Stop.id) == stop_id, col(Order.id) == order_id)
    )
    return rows.first()


async def photos(session: AsyncSession, stop_id: UUID) -> Sequence[UUID]:
    """The photos of a stop, oldest first."""
    return (await session.exec(select(Proof.id).where(col(Proof.stop_id) == stop_id).order_by(col(Proof.id)))).all()


async def proof_by_bytes(session: AsyncSession, stop_id: UUID, sha256: str) -> Proof | None:
    """The proof that these bytes made at this stop before."""
    rows = await session.exec(select(Proof).where(col(Proof.stop_id) == stop_id, col(Proof.sha256) == sha256))
    return rows.first()


async def add_proof(session: AsyncSession, proof: Proof) -> Proof | None:
    """Write a proof; nothing when the same bytes came in at the same time by another way."""
    rows = await session.exec(
        insert(Proof)
        .values(proof.model_dump())
        .on_conflict_do_nothing(index_elements=["stop_id", "sha256"])
        .returning(col(Proof.id))
    )
    return proof if rows.scalar_one_or_none() else None


async def proof_and_order(session: AsyncSession, proof_id: UUID) -> tuple[Proof, Order] | None:
    """A proof and the order that it belongs to."""
    rows = await session.exec(
        select(Proof, Order).join(Order, col(Order.id) == col(Proof.order_id)).where(col(Proof.id) == proof_id)
    )
    return rows.first()


async def _stops(session: AsyncSession, order_id: UUID) -> Sequence[Stop]:
    rows = await session.exec(
        select(Stop)
        .where(col(Stop.order_id) == order_id)
        .order_by(col(Stop.sequence))
        .execution_options(populate_existing=True)
    )
    return rows.all()
