"""SQL of orders. Every query for a person's order takes the actor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, true, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.errors import NotFound
from porter.models import (
    Account,
    Assignment,
    CancellationRule,
    City,
    Driver,
    MatchingRound,
    Order,
    Rating,
    Receipt,
    Stop,
    TaxRegime,
    TimelineEntry,
    Vehicle,
    VehicleClass,
)
from porter.models.enums import Audience, OrderStatus
from porter.services.accounts import Actor


@dataclass(frozen=True, slots=True)
class Known:
    """An order with what every view of it needs."""

    order: Order
    vehicle: VehicleClass
    city: City
    stars: int | None
    receipt_number: str | None


@dataclass(frozen=True, slots=True)
class Driven:
    """The driver of an order."""

    account: Account
    driver: Driver
    vehicle: Vehicle | None
    vehicle_class: VehicleClass | None
    trips: int


@dataclass(frozen=True, slots=True)
class Searched:
    """How far the newest search has come."""

    asked: int
    round: int
    radius_m: int


def visible(actor: Actor) -> ColumnElement[bool]:
    """The orders that a person may see: their own, those they drive, or all for operations."""
    if actor.audience is Audience.STAFF:
        return true()
    if actor.audience is Audience.CUSTOMER:
        return col(Order.customer_id) == actor.id
    return col(Order.driver_id) == actor.id


async def move(
    session: AsyncSession, order_id: UUID, allowed: frozenset[OrderStatus], values: Mapping[str, Any]
) -> tuple[Order, OrderStatus] | None:
    """The conditional UPDATE of a status: the row as it is now and where it was, or None when it was elsewhere."""
    before = (
        select(Order.id, Order.status).where(Order.id == order_id).with_for_update(key_share=True).subquery("before")
    )
    done = await session.exec(
        update(Order)
        .where(col(Order.id) == before.c.id, col(Order.status).in_(allowed), before.c.status.in_(allowed))
        .values(**values)
        .returning(Order, before.c.status)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    row = done.one_or_none()
    return (row[0], row[1]) if row else None


async def known(session: AsyncSession, actor: Actor, order_id: UUID) -> Known:
    """An order for somebody's eyes. Raises NotFound."""
    columns: tuple[Any, ...] = (Order, VehicleClass, City, Rating.stars, Receipt.number)
    found = await session.exec(
        select(*columns)
        .join(VehicleClass, col(VehicleClass.code) == col(Order.class_code))
        .join(City, col(City.code) == col(Order.city_code))
        .outerjoin(Rating, col(Rating.order_id) == col(Order.id))
        .outerjoin(Receipt, (col(Receipt.order_id) == col(Order.id)) & (col(Receipt.kind) != "credit_note"))
        .where(Order.id == order_id, visible(actor))
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound("We could not find this order.")
    return Known(*row)


async def locked(session: AsyncSession, actor: Actor, order_id: UUID) -> Order:
    """An order that nobody else changes until this transaction ends. Raises NotFound."""
    found = await session.exec(
        select(Order)
        .where(Order.id == order_id, visible(actor))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    order = found.one_or_none()
    if order is None:
        raise NotFound("We could not find this order.")
    return order


async def stops(session: AsyncSession, order_id: UUID) -> Sequence[Stop]:
    """The stops of an order in sequence."""
    found = await session.exec(select(Stop).where(Stop.order_id == order_id).order_by(col(Stop.sequence)))
    return found.all()


async def timeline(session: AsyncSession, order_id: UUID) -> Sequence[TimelineEntry]:
    """What happened to an order, oldest first."""
    found = await session.exec(
        select(TimelineEntry)
        .where(TimelineEntry.order_id == order_id)
        .order_by(col(TimelineEntry.at), col(TimelineEntry.id))
    )
    return found.all()


async def driven(session: AsyncSession, order: Order) -> Driven | None:
    """The driver of an order with the vehicle of the assignment and how many orders they have delivered."""
    if order.driver_id is None:
        return None
    delivered = (
        select(func.count())
        .select_from(Order)
        .where(col(Order.driver_id) == col(Driver.id), col(Order.status) == OrderStatus.DELIVERED)
        .scalar_subquery()
    )
    columns: tuple[Any, ...] = (Account, Driver, Vehicle, VehicleClass, delivered)
    found = await session.exec(
        select(*columns)
        .join(Driver, col(Driver.id) == col(Account.id))
        .outerjoin(Assignment, (col(Assignment.driver_id) == col(Driver.id)) & (col(Assignment.order_id) == order.id))
        .outerjoin(Vehicle, col(Vehicle.id) == col(Assignment.vehicle_id))
        .outerjoin(VehicleClass, col(VehicleClass.code) == col(Vehicle.class_code))
        .where(Driver.id == order.driver_id)
        .order_by(func.lower(Assignment.during).desc().nulls_last())
        .limit(1)
    )
    row = found.first()
    return Driven(*row) if row else None


async def searched(session: AsyncSession, order_id: UUID) -> Searched:
    """The newest search of an order."""
    found = await session.exec(
        select(
            func.coalesce(func.sum(MatchingRound.asked), 0),
            func.coalesce(func.max(MatchingRound.number), 0),
            func.coalesce(func.max(MatchingRound.radius_m), 0),
        )
        .where(MatchingRound.order_id == order_id)
        .group_by(col(MatchingRound.search))
        .order_by(col(MatchingRound.search).desc())
        .limit(1)
    )
    row = found.first()
    return Searched(*(int(number) for number in row)) if row else Searched(0, 0, 0)


async def own_page(
    session: AsyncSession,
    actor: Actor,
    statuses: frozenset[OrderStatus],
    after: tuple[Any, UUID] | None,
    limit: int,
) -> Sequence[tuple[Order, VehicleClass, City, int]]:
    """A person's orders, newest first, with the number of their drops."""
    drops = select(func.count() - 1).select_from(Stop).where(col(Stop.order_id) == col(Order.id)).scalar_subquery()
    query = (
        select(Order, VehicleClass, City, drops)
        .join(VehicleClass, col(VehicleClass.code) == col(Order.class_code))
        .join(City, col(City.code) == col(Order.city_code))
        .where(visible(actor), col(Order.status).in_(statuses))
        .order_by(col(Order.created_at).desc(), col(Order.id).desc())
        .limit(limit)
    )
    if after:
        query = query.where(tuple_(col(Order.created_at), col(Order.id)) < after)
    return (await session.exec(query)).all()


async def cancellation_rules(session: AsyncSession, order: Order) -> Sequence[CancellationRule]:
    """The rows of the city's matrix for the order's state."""
    found = await session.exec(
        select(CancellationRule).where(
            CancellationRule.city_code == order.city_code, CancellationRule.order_status == order.status
        )
    )
    return found.all()


async def receipt(session: AsyncSession, order_id: UUID) -> Receipt | None:
    """The invoice of an order: of its fare, or of the fee for cancelling it."""
    found = await session.exec(select(Receipt).where(Receipt.order_id == order_id, Receipt.kind != "credit_note"))
    return found.one_or_none()


async def insert_rating(
    session: AsyncSession, order: Order, driver_id: UUID, stars: int, tags: Sequence[str], comment: str
) -> bool:
    """Whether this was the first rating of the order."""
    values = {
        "order_id": order.id,
        "driver_id": driver_id,
        "customer_id": order.customer_id,
        "stars": stars,
        "tags": list(tags),
        "comment": comment,
        "created_at": clock.now(),
    }
    done = await session.exec(
        insert(Rating)
        .values(values)
        .on_conflict_do_nothing(index_elements=["order_id"])
        .returning(col(Rating.order_id))
    )
    return done.scalar_one_or_none() is not None


async def add_to_driver_rating(session: AsyncSession, driver_id: UUID, stars: int) -> None:
    """Count one more rating."""
    await session.exec(
        update(Driver)
        .where(col(Driver.id) == driver_id)
        .values(rating_sum=Driver.rating_sum + stars, rating_count=Driver.rating_count + 1)
        .execution_options(synchronize_session=False)
    )


@dataclass(frozen=True, slots=True)
class ReceiptNames:
    """The names on a receipt."""

    city: City
    vehicle_name: str
    customer_name: str
    sac: str


async def receipt_names(session: AsyncSession, order: Order) -> ReceiptNames:
    """Who and what an order's receipt speaks of."""
    found = await session.exec(
        select(City, VehicleClass.name, Account.name, TaxRegime.sac)
        .select_from(City)
        .join(VehicleClass, col(VehicleClass.code) == order.class_code)
        .join(Account, col(Account.id) == order.customer_id)
        .outerjoin(
            TaxRegime,
            (col(TaxRegime.state_code) == col(City.state_code))
            & (col(TaxRegime.service_type) == order.service_type)
            & col(TaxRegime.valid).contains(order.created_at),
        )
        .where(City.code == order.city_code)
    )
    city, vehicle_name, customer_name, sac = found.one()
    return ReceiptNames(city, vehicle_name, customer_name, sac or "")
