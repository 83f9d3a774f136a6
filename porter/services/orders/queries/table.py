"""SQL of the orders table of operations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Account, City, Order, Receipt, Stop, Vehicle, VehicleClass
from porter.models.enums import OrderStatus
from porter.models.transitions import ACTIVE_ORDER
from porter.services.orders.inputs import OrderFilter, Sort

_PEOPLE = 200
"""A name that fits more people than this is too short to search by."""

_SEARCH_LATE = timedelta(minutes=3)
_TRIP_LATE = timedelta(minutes=15)

_SORTED_BY = {
    "created_at": col(Order.created_at),
    "status_since": col(Order.updated_at),
    "total": col(Order.total_minor),
    "number": col(Order.number),
    "status": col(Order.status),
}

_CUSTOMER = aliased(Account, name="customer")
_DRIVER = aliased(Account, name="driver_account")


@dataclass(frozen=True, slots=True)
class Search:
    """What a search text was understood as."""

    number: str
    people: Sequence[UUID]
    receipted: Sequence[UUID]
    """Orders with this paper."""


@dataclass(frozen=True, slots=True)
class Found:
    """One row of the table."""

    order: Order
    customer_name: str
    customer_phone: str | None
    driver_name: str | None
    vehicle_name: str
    time_zone: str
    drops: int
    is_late: bool


async def people(session: AsyncSession, name: str, phone: str) -> Sequence[UUID]:
    """Accounts whose name contains a text, or whose phone is or contains these digits."""
    fits: list[ColumnElement[bool]] = [col(Account.name).icontains(name, autoescape=True)]
    if phone.startswith("+"):
        fits.append(col(Account.phone) == phone)
    elif phone:
        fits.append(col(Account.phone).contains(phone))
    found = await session.exec(select(Account.id).where(or_(*fits)).limit(_PEOPLE))
    return found.all()


async def drives(session: AsyncSession, plate: str) -> Sequence[UUID]:
    """Whoever has a vehicle with this plate."""
    return (await session.exec(select(Vehicle.driver_id).where(Vehicle.plate == plate))).all()


async def with_receipt(session: AsyncSession, number: str) -> Sequence[UUID]:
    """The order that an invoice or a credit note of this number belongs to."""
    return (await session.exec(select(Receipt.order_id).where(Receipt.number == number))).all()


async def page(
    session: AsyncSession,
    what: OrderFilter,
    search: Search | None,
    sort: Sort,
    after: tuple[Any, UUID] | None,
    limit: int,
    now: datetime,
) -> list[Found]:
    """A page of orders in the order asked for, the id deciding between equals."""
    late = _is_late(now)
    conditions = [*_filters(what, late), *_searched(search), *_after(sort, after)]
    query = _columns(late).where(*conditions).order_by(*_order_by(sort)).limit(limit)
    return [Found(*row) for row in (await session.exec(query)).all()]


def _columns(late: ColumnElement[bool]) -> Any:
    drops = select(func.count() - 1).select_from(Stop).where(col(Stop.order_id) == col(Order.id)).scalar_subquery()
    columns: tuple[Any, ...] = (
        Order,
        _CUSTOMER.name,
        _CUSTOMER.phone,
        _DRIVER.name,
        VehicleClass.name,
        City.time_zone,
        drops,
        late,
    )
    query: Select[tuple[Any, ...]] = (
        select(*columns)
        .join(_CUSTOMER, col(_CUSTOMER.id) == col(Order.customer_id))
        .outerjoin(_DRIVER, col(_DRIVER.id) == col(Order.driver_id))
        .join(VehicleClass, col(VehicleClass.code) == col(Order.class_code))
        .join(City, col(City.code) == col(Order.city_code))
    )
    return query


def _filters(what: OrderFilter, late: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if what.status:
        conditions.append(col(Order.status).in_(what.status))
    if what.class_code:
        conditions.append(col(Order.class_code).in_(what.class_code))
    if what.from_at:
        conditions.append(col(Order.created_at) >= what.from_at)
    if what.to_at:
        conditions.append(col(Order.created_at) < what.to_at)
    return [*conditions, late] if what.late_only else conditions


def _searched(search: Search | None) -> list[ColumnElement[bool]]:
    """Each way of fitting has an index of its own, which PostgreSQL joins by bitmap."""
    if search is None:
        return []
    fits: list[ColumnElement[bool]] = [col(Order.number).startswith(search.number, autoescape=True)]
    if search.people:
        fits += [col(Order.customer_id).in_(search.people), col(Order.driver_id).in_(search.people)]
    if search.receipted:
        fits.append(col(Order.id).in_(search.receipted))
    return [or_(*fits)]


def _after(sort: Sort, after: tuple[Any, UUID] | None) -> list[ColumnElement[bool]]:
    if after is None:
        return []
    here = tuple_(_SORTED_BY[sort.removeprefix("-")], col(Order.id))
    return [here < after if sort.startswith("-") else here > after]


def _order_by(sort: Sort) -> list[ColumnElement[Any]]:
    columns = (_SORTED_BY[sort.removeprefix("-")], col(Order.id))
    return [column.desc() if sort.startswith("-") else column.asc() for column in columns]


def _is_late(now: datetime) -> ColumnElement[bool]:
    """Nobody found after three minutes, or a quarter of an hour over the promised time."""
    waiting = and_(
        col(Order.status).in_([OrderStatus.SEARCHING_DRIVER, OrderStatus.NO_DRIVER]),
        col(Order.created_at) < now - _SEARCH_LATE,
    )
    promised = func.coalesce(Order.picked_up_at, Order.assigned_at) + func.make_interval(
        0, 0, 0, 0, 0, 0, col(Order.duration_s)
    )
    driving = and_(col(Order.status).in_(ACTIVE_ORDER), promised < now - _TRIP_LATE)
    return or_(waiting, driving).label("is_late")
