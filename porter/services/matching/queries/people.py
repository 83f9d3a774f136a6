"""SQL of drivers as matching sees them: what the gates look at, who is free, who holds an order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_
from sqlalchemy import select as select_many
from sqlalchemy.orm import Mapped
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import (
    Account,
    Assignment,
    Driver,
    LedgerAccount,
    LedgerEntry,
    MatchingRound,
    Offer,
    Order,
    Rating,
    Vehicle,
    VehicleClass,
)
from porter.models.enums import LedgerAccountKind, OfferStatus, OrderStatus
from porter.models.transitions import ACTIVE_ORDER

BLOCKING_STARS = 1
"""A customer who gave a driver one star does not meet the driver again."""

DROP_OUT = "driver_dropped_out"
"""Why an assignment ended when the driver gave the order back."""


@dataclass(frozen=True, slots=True)
class DriverRow:
    """A driver with everything the gates look at, as the tables know it."""

    driver: Driver
    account: Account
    vehicle: Vehicle | None
    vehicle_class: VehicleClass | None
    has_job: bool
    has_offer: bool
    cash_in_hand_minor: int
    free_since: datetime | None
    is_blocked: bool
    dropped_out: bool
    best_asked_payout_minor: int | None


async def driver_rows(
    session: AsyncSession, order: Order, driver_ids: Iterable[UUID], search: int
) -> dict[UUID, DriverRow]:
    """What the gates need to know of each of these drivers for this order; one statement."""
    driver = col(Driver.id)
    query = (
        select_many(Driver, Account, Vehicle, VehicleClass)
        .add_columns(
            _has_job(driver),
            _has_offer(driver),
            _cash_in_hand(driver, order.currency),
            func.coalesce(col(Driver.idle_since), col(Driver.online_since)),
            _gave_one_star(driver, order.customer_id),
            _dropped_out(driver, order.id),
            _best_asked(driver, order.id, search),
        )
        .join(Account, col(Account.id) == driver)
        .outerjoin(Vehicle, (col(Vehicle.driver_id) == driver) & col(Vehicle.is_active))
        .outerjoin(VehicleClass, col(VehicleClass.code) == col(Vehicle.class_code))
        .where(driver.in_(list(driver_ids)))
        .execution_options(populate_existing=True)
    )
    rows = (await session.exec(query)).all()  # type: ignore[call-overload]
    return {row[0].id: DriverRow(*row) for row in rows}


async def hold_free_driver(session: AsyncSession, driver_id: UUID) -> bool:
    """Hold a driver who is online with nothing in hand and nothing asked; False when not so, or when held elsewhere.

    Never waits: two searches that want the same driver cannot deadlock, one of them asks the next driver.
    """
    driver = col(Driver.id)
    found = await session.exec(
        select(Driver.id)
        .where(driver == driver_id, col(Driver.is_online), ~_has_job(driver), ~_has_offer(driver))
        .with_for_update(key_share=True, skip_locked=True)
    )
    return found.first() is not None


async def lock_driver(session: AsyncSession, driver_id: UUID) -> None:
    """Hold a driver's row, so that no search asks the driver while an order is being given to them."""
    await session.exec(select(Driver.id).where(Driver.id == driver_id).with_for_update(key_share=True))


async def has_job(session: AsyncSession, driver_id: UUID) -> bool:
    """Whether the driver holds an order."""
    found = await session.exec(select(Driver.id).where(Driver.id == driver_id, _has_job(col(Driver.id))))
    return found.first() is not None


async def active_vehicle_id(session: AsyncSession, driver_id: UUID) -> UUID | None:
    """The vehicle that a driver drives now."""
    found = await session.exec(select(Vehicle.id).where(Vehicle.driver_id == driver_id, col(Vehicle.is_active)))
    return found.first()


async def end_assignment(session: AsyncSession, order_id: UUID, now: datetime, because: str) -> UUID | None:
    """Close the open assignment of an order; answers the driver who held it."""
    lower = func.lower(col(Assignment.during))
    ended = await session.exec(
        update(Assignment)
        .where(col(Assignment.order_id) == order_id, func.upper_inf(col(Assignment.during)))
        .values(during=func.tstzrange(lower, func.greatest(lower, now)), ended_because=because)
        .returning(col(Assignment.driver_id))
    )
    row = ended.first()
    return row[0] if row else None


def _has_job(driver: Mapped[UUID]) -> ColumnElement[bool]:
    holds = exists().where(col(Assignment.driver_id) == driver, func.upper_inf(col(Assignment.during)))
    active = exists().where(col(Order.driver_id) == driver, col(Order.status).in_(ACTIVE_ORDER))
    return or_(holds, active)


def _has_offer(driver: Mapped[UUID]) -> ColumnElement[bool]:
    """An offer of an order that looks for nobody any more binds nobody, though it may still stand for a moment."""
    return exists().where(
        col(Offer.driver_id) == driver,
        col(Offer.status) == OfferStatus.SENT,
        col(Order.id) == col(Offer.order_id),
        col(Order.status) == OrderStatus.SEARCHING_DRIVER,
    )


def _cash_in_hand(driver: Mapped[UUID], currency: str) -> ColumnElement[int]:
    return (
        select(func.coalesce(func.sum(col(LedgerEntry.amount_minor)), 0))
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerEntry.account_id))
        .where(
            LedgerAccount.kind == LedgerAccountKind.DRIVER_CASH_IN_HAND,
            col(LedgerAccount.owner_id) == driver,
            LedgerAccount.currency == currency,
        )
        .scalar_subquery()
    )


def _gave_one_star(driver: Mapped[UUID], customer_id: UUID) -> ColumnElement[bool]:
    return exists().where(
        col(Rating.driver_id) == driver, col(Rating.customer_id) == customer_id, col(Rating.stars) <= BLOCKING_STARS
    )


def _dropped_out(driver: Mapped[UUID], order_id: UUID) -> ColumnElement[bool]:
    return exists().where(
        col(Assignment.driver_id) == driver,
        col(Assignment.order_id) == order_id,
        col(Assignment.ended_because) == DROP_OUT,
    )


def _best_asked(driver: Mapped[UUID], order_id: UUID, search: int) -> ColumnElement[int]:
    return (
        select(func.max(col(Offer.payout_minor)))
        .join(MatchingRound, col(MatchingRound.id) == col(Offer.round_id))
        .where(
            col(Offer.driver_id) == driver,
            MatchingRound.order_id == order_id,
            MatchingRound.search == search,
            col(Offer.status).in_((OfferStatus.DECLINED, OfferStatus.EXPIRED)),
        )
        .scalar_subquery()
    )
