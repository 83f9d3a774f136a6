"""Every look into the tables of drivers and vehicles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Account, City, Driver, Order, Vehicle, VehicleClass
from porter.models.enums import AccountStatus, OrderStatus, VehicleStatus
from porter.models.transitions import ACTIVE_ORDER
from porter.services.drivers.views import DriverFilter, FleetFilter


@dataclass(frozen=True, slots=True)
class Known:
    """A driver with everything that a profile shows."""

    driver: Driver
    account: Account
    city: City
    vehicle: Vehicle | None
    vehicle_class: VehicleClass | None


@dataclass(frozen=True, slots=True)
class OnMap:
    """A driver with what the fleet map shows."""

    driver: Driver
    account: Account
    vehicle: Vehicle | None
    vehicle_class: VehicleClass | None
    order_id: UUID | None
    order_number: str | None


async def known(session: AsyncSession, driver_id: UUID) -> Known | None:
    """A driver with account, city and active vehicle."""
    row = (
        await session.exec(
            select(Driver, Account, City, Vehicle, VehicleClass)  # type: ignore[call-overload]  # SQLModel types four
            .join(Account, col(Account.id) == col(Driver.id))
            .join(City, col(City.code) == col(Driver.city_code))
            .outerjoin(Vehicle, (col(Vehicle.driver_id) == col(Driver.id)) & col(Vehicle.is_active))
            .outerjoin(VehicleClass, col(VehicleClass.code) == col(Vehicle.class_code))
            .where(col(Driver.id) == driver_id)
        )
    ).first()
    return Known(*row) if row else None


async def garage(session: AsyncSession, driver_id: UUID) -> Sequence[tuple[Vehicle, VehicleClass]]:
    """A driver's vehicles, the active one first."""
    rows = await session.exec(
        select(Vehicle, VehicleClass)
        .join(VehicleClass, col(VehicleClass.code) == col(Vehicle.class_code))
        .where(col(Vehicle.driver_id) == driver_id)
        .order_by(col(Vehicle.is_active).desc(), col(Vehicle.created_at))
    )
    return rows.all()


async def vehicle_class(session: AsyncSession, code: str) -> VehicleClass | None:
    """A vehicle class that drivers may bring."""
    rows = await session.exec(select(VehicleClass).where(col(VehicleClass.code) == code, col(VehicleClass.is_active)))
    return rows.first()


async def plate_exists(session: AsyncSession, plate: str) -> bool:
    """Whether any vehicle has this plate."""
    return (await session.exec(select(Vehicle.id).where(col(Vehicle.plate) == plate))).first() is not None


async def licence_exists(session: AsyncSession, licence_number: str, *, besides: UUID) -> bool:
    """Whether another driver has this licence."""
    rows = await session.exec(
        select(Driver.id).where(col(Driver.licence_number) == licence_number, col(Driver.id) != besides)
    )
    return rows.first() is not None


async def has_open_job(session: AsyncSession, driver_id: UUID) -> bool:
    """Whether the driver holds an order."""
    rows = await session.exec(
        select(Order.id).where(col(Order.driver_id) == driver_id, col(Order.status).in_(ACTIVE_ORDER))
    )
    return rows.first() is not None


async def delivered_count(session: AsyncSession, driver_id: UUID) -> int:
    """How many orders the driver has delivered."""
    rows = await session.exec(
        select(func.count())
        .select_from(Order)
        .where(col(Order.driver_id) == driver_id, col(Order.status) == OrderStatus.DELIVERED)
    )
    return rows.one()


async def lock(session: AsyncSession, driver_id: UUID) -> Driver | None:
    """A driver's row, held until the end of the transaction."""
    rows = await session.exec(select(Driver).where(col(Driver.id) == driver_id).with_for_update())
    return rows.first()


async def activate(session: AsyncSession, driver_id: UUID, vehicle_id: UUID) -> bool:
    """Make one of a driver's vehicles the active one; False when it is not theirs or in maintenance."""
    mine = col(Vehicle.driver_id) == driver_id
    usable = mine & (col(Vehicle.id) == vehicle_id) & (col(Vehicle.status) != VehicleStatus.MAINTENANCE)
    if (await session.exec(select(Vehicle.id).where(usable))).first() is None:
        return False
    # Two statements: the unique index on the active vehicle is checked row by row.
    await session.exec(update(Vehicle).where(mine, col(Vehicle.is_active)).values(is_active=False))
    await session.exec(update(Vehicle).where(mine, col(Vehicle.id) == vehicle_id).values(is_active=True))
    return True


async def fleet(session: AsyncSession, wanted: FleetFilter) -> list[OnMap]:
    """Drivers for the map: online or on a trip, unless offline ones are asked for."""
    rows = await session.exec(_fleet_query(wanted))
    return [OnMap(*row) for row in rows.all()]


def _fleet_query(wanted: FleetFilter) -> Any:
    query = (
        select(Driver, Account, Vehicle, VehicleClass, Order.id, Order.number)  # type: ignore[call-overload]
        .join(Account, col(Account.id) == col(Driver.id))
        .outerjoin(Vehicle, (col(Vehicle.driver_id) == col(Driver.id)) & col(Vehicle.is_active))
        .outerjoin(VehicleClass, col(VehicleClass.code) == col(Vehicle.class_code))
        .outerjoin(Order, (col(Order.driver_id) == col(Driver.id)) & col(Order.status).in_(ACTIVE_ORDER))
        .where(col(Account.status) == AccountStatus.ACTIVE, or_(*_fleet_states(wanted)))
        .order_by(col(Driver.id))
        .limit(5000)
    )
    if wanted.city_code:
        query = query.where(col(Driver.city_code) == wanted.city_code)
    if wanted.class_code:
        query = query.where(col(Vehicle.class_code).in_(wanted.class_code))
    if wanted.text:
        query = query.where(_resembles(wanted.text))
    return query


def _fleet_states(wanted: FleetFilter) -> list[ColumnElement[bool]]:
    statuses = wanted.status or ("idle", "on_trip")
    on_trip = col(Order.id).is_not(None)
    tests: dict[str, ColumnElement[bool]] = {
        "idle": col(Driver.is_online) & ~on_trip,
        "on_trip": on_trip,
        "offline": ~col(Driver.is_online) & ~on_trip,
    }
    return [tests[status] for status in statuses]


async def listed(
    session: AsyncSession, wanted: DriverFilter, *, after: UUID | None, limit: int
) -> Sequence[tuple[Driver, Account, Vehicle | None, VehicleClass | None]]:
    """Drivers for the list, newest first; one more than asked tells whether there are more."""
    query = (
        select(Driver, Account, Vehicle, VehicleClass)
        .join(Account, col(Account.id) == col(Driver.id))
        .outerjoin(Vehicle, (col(Vehicle.driver_id) == col(Driver.id)) & col(Vehicle.is_active))
        .outerjoin(VehicleClass, col(VehicleClass.code) == col(Vehicle.class_code))
        .order_by(col(Driver.id).desc())
        .limit(limit + 1)
    )
    if after is not None:
        query = query.where(col(Driver.id) < after)
    if wanted.verification:
        query = query.where(col(Driver.verification).in_(wanted.verification))
    if wanted.online is not None:
        query = query.where(col(Driver.is_online) == wanted.online)
    if wanted.text:
        query = query.where(_resembles(wanted.text))
    return (await session.exec(query)).all()


def _resembles(text: str) -> ColumnElement[bool]:
    bare = "".join(text.split())  # people write phones and plates in groups
    return or_(
        col(Account.name).icontains(text, autoescape=True),
        col(Account.phone).contains(bare, autoescape=True),
        col(Vehicle.plate).icontains(bare, autoescape=True),
    )
