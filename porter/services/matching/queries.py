"""Every look into the tables of matching while a search runs. What operations reads afterwards is in trace_queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_
from sqlalchemy import select as select_many
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import (
    Account,
    Assignment,
    Candidate,
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
from porter.models.enums import LedgerAccountKind, OfferStatus, OrderStatus, Party, RoundStatus
from porter.models.transitions import ACTIVE_ORDER, OFFER, sources

ACCEPTANCE_WINDOW = timedelta(days=7)
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


async def lock_order(session: AsyncSession, order_id: UUID) -> Order | None:
    """The order, held until the end of the transaction: whoever changes a search takes this lock first."""
    found = await session.exec(
        select(Order).where(Order.id == order_id).with_for_update().execution_options(populate_existing=True)
    )
    return found.first()


async def last_round(session: AsyncSession, order_id: UUID) -> MatchingRound | None:
    """The newest round of an order, of whichever search."""
    found = await session.exec(
        select(MatchingRound)
        .where(MatchingRound.order_id == order_id)
        .order_by(col(MatchingRound.search).desc(), col(MatchingRound.number).desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return found.first()


async def rounds_at_payout(session: AsyncSession, order_id: UUID, search: int, payout_minor: int) -> int:
    """How many rounds of a search asked somebody at this payout or a higher one."""
    found = await session.exec(
        select(func.count(func.distinct(col(Offer.round_id))))
        .join(MatchingRound, col(MatchingRound.id) == col(Offer.round_id))
        .where(
            MatchingRound.order_id == order_id,
            MatchingRound.search == search,
            col(Offer.payout_minor) >= payout_minor,
        )
    )
    return found.one()


async def open_offers_of_round(session: AsyncSession, round_id: UUID) -> int:
    """How many offers of a round still wait for an answer."""
    found = await session.exec(
        select(func.count()).select_from(Offer).where(Offer.round_id == round_id, Offer.status == OfferStatus.SENT)
    )
    return found.one()


async def asked_in_search(session: AsyncSession, order_id: UUID, search: int) -> int:
    """How many drivers have been asked in a search."""
    found = await session.exec(
        select(func.count(func.distinct(col(Offer.driver_id))))
        .join(MatchingRound, col(MatchingRound.id) == col(Offer.round_id))
        .where(MatchingRound.order_id == order_id, MatchingRound.search == search)
    )
    return found.one()


async def hurry_empty_round(session: AsyncSession, order_id: UUID, now: datetime) -> None:
    """Let an open round that has asked nobody look again at once."""
    await session.exec(
        update(MatchingRound)
        .where(
            col(MatchingRound.order_id) == order_id,
            col(MatchingRound.status) == RoundStatus.OPEN,
            col(MatchingRound.asked) == 0,
            col(MatchingRound.due_at) > now,
        )
        .values(due_at=now)
    )


async def close_round(session: AsyncSession, order_id: UUID, now: datetime) -> None:
    """End the open round of an order, if there is one."""
    await session.exec(
        update(MatchingRound)
        .where(col(MatchingRound.order_id) == order_id, col(MatchingRound.status) == RoundStatus.OPEN)
        .values(status=RoundStatus.CLOSED, closed_at=now)
    )


async def withdraw_offers(session: AsyncSession, order_id: UUID, now: datetime) -> list[tuple[UUID, UUID]]:
    """Withdraw what is still asked for an order; answers (offer, driver)."""
    return await _end_offers(session, col(Offer.order_id) == order_id, OfferStatus.WITHDRAWN, now)


async def withdraw_offers_of_driver(session: AsyncSession, driver_id: UUID, now: datetime) -> list[tuple[UUID, UUID]]:
    """Withdraw what a driver is asked; answers (offer, order)."""
    ended = await session.exec(
        update(Offer)
        .where(col(Offer.driver_id) == driver_id, col(Offer.status) == OfferStatus.SENT)
        .values(status=OfferStatus.WITHDRAWN, answered_at=now)
        .returning(col(Offer.id), col(Offer.order_id))
    )
    return [(row[0], row[1]) for row in ended.all()]


async def expire_due_offers(session: AsyncSession, now: datetime) -> list[tuple[UUID, UUID, UUID]]:
    """End every offer whose time is over; answers (offer, driver, order). Skips rows that somebody is answering now."""
    due = (
        select(Offer.id)
        .where(Offer.status == OfferStatus.SENT, col(Offer.expires_at) <= now)
        .order_by(col(Offer.id))
        .limit(500)
        .with_for_update(skip_locked=True)
    )
    ended = await session.exec(
        update(Offer)
        .where(col(Offer.id).in_(due))
        .values(status=OfferStatus.EXPIRED)
        .returning(col(Offer.id), col(Offer.driver_id), col(Offer.order_id))
    )
    return [(row[0], row[1], row[2]) for row in ended.all()]


async def answer_offer(
    session: AsyncSession, offer_id: UUID, status: OfferStatus, now: datetime, *, reason: str | None = None
) -> bool:
    """Answer an offer that is still open and whose time is not over."""
    changed = await session.exec(
        update(Offer)
        .where(
            col(Offer.id) == offer_id,
            col(Offer.status).in_(sources(OFFER, status, Party.DRIVER)),
            col(Offer.expires_at) > now,
        )
        .values(status=status, answered_at=now, decline_reason=reason)
    )
    return bool(changed.rowcount)


async def reprice_offers(session: AsyncSession, order_id: UUID, payout_minor: int, cash_minor: int) -> list[Offer]:
    """Lift what is still asked for an order to a higher payout; answers the offers that changed."""
    changed = await session.exec(
        update(Offer)
        .where(
            col(Offer.order_id) == order_id,
            col(Offer.status) == OfferStatus.SENT,
            col(Offer.payout_minor) < payout_minor,
        )
        .values(payout_minor=payout_minor, cash_minor=cash_minor)
        .returning(Offer)
    )
    return list(changed.scalars().all())


async def offer_of_driver(session: AsyncSession, driver_id: UUID, offer_or_order_id: UUID) -> Offer | None:
    """A driver's offer by its id, or the driver's newest offer of an order."""
    found = await session.exec(
        select(Offer)
        .where(
            Offer.driver_id == driver_id,
            or_(col(Offer.id) == offer_or_order_id, col(Offer.order_id) == offer_or_order_id),
        )
        .order_by(col(Offer.sent_at).desc(), col(Offer.id).desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return found.first()


async def open_offers_of_driver(session: AsyncSession, driver_id: UUID, now: datetime) -> Sequence[Offer]:
    """What a driver may answer now, newest first."""
    found = await session.exec(
        select(Offer)
        .where(Offer.driver_id == driver_id, Offer.status == OfferStatus.SENT, col(Offer.expires_at) > now)
        .order_by(col(Offer.sent_at).desc())
    )
    return found.all()


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


async def acceptance(session: AsyncSession, driver_ids: Iterable[UUID], now: datetime) -> dict[UUID, tuple[int, int]]:
    """Recent offers per driver: (answered or missed, accepted). Withdrawn ones say nothing about the driver."""
    told = (OfferStatus.ACCEPTED, OfferStatus.DECLINED, OfferStatus.EXPIRED)
    found = await session.exec(
        select(Offer.driver_id, func.count(), func.count().filter(col(Offer.status) == OfferStatus.ACCEPTED))
        .where(
            col(Offer.driver_id).in_(list(driver_ids)),
            col(Offer.sent_at) > now - ACCEPTANCE_WINDOW,
            col(Offer.status).in_(told),
        )
        .group_by(col(Offer.driver_id))
    )
    return {driver_id: (answered, accepted) for driver_id, answered, accepted in found.all()}


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


async def has_job(session: AsyncSession, driver_id: UUID) -> bool:
    """Whether the driver holds an order."""
    found = await session.exec(select(Driver.id).where(Driver.id == driver_id, _has_job(col(Driver.id))))
    return found.first() is not None


async def lock_driver(session: AsyncSession, driver_id: UUID) -> None:
    """Hold a driver's row, so that no search asks the driver while an order is being given to them."""
    await session.exec(select(Driver.id).where(Driver.id == driver_id).with_for_update(key_share=True))


async def write_candidates(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Record who was considered in a round; a later look of the same round replaces the earlier one."""
    if not rows:
        return
    statement = insert(Candidate).values(list(rows))
    kept = ("gate", "rank", "score", "parts", "distance_m", "eta_s", "created_at")
    await session.exec(
        statement.on_conflict_do_update(
            index_elements=["round_id", "driver_id"], set_={name: statement.excluded[name] for name in kept}
        )
    )


async def orders_to_drive(session: AsyncSession, now: datetime, limit: int) -> Sequence[UUID]:
    """Searching orders with something due: a round, the end of the search, or no round although one should be."""
    open_round = exists().where(
        col(MatchingRound.order_id) == col(Order.id), col(MatchingRound.status) == RoundStatus.OPEN
    )
    round_due = exists().where(
        col(MatchingRound.order_id) == col(Order.id),
        col(MatchingRound.status) == RoundStatus.OPEN,
        or_(col(MatchingRound.due_at) <= now, _all_answered()),
    )
    found = await session.exec(
        select(Order.id)
        .where(
            Order.status == OrderStatus.SEARCHING_DRIVER,
            or_(round_due, ~open_round, col(Order.search_ends_at) <= now),
        )
        .order_by(col(Order.searching_since))
        .limit(limit)
    )
    return found.all()


async def open_assignment(session: AsyncSession, order_id: UUID) -> Assignment | None:
    """Who holds an order now."""
    found = await session.exec(
        select(Assignment).where(Assignment.order_id == order_id, func.upper_inf(col(Assignment.during)))
    )
    return found.first()


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


async def _end_offers(
    session: AsyncSession, which: ColumnElement[bool], status: OfferStatus, now: datetime
) -> list[tuple[UUID, UUID]]:
    ended = await session.exec(
        update(Offer)
        .where(which, col(Offer.status) == OfferStatus.SENT)
        .values(status=status, answered_at=now)
        .returning(col(Offer.id), col(Offer.driver_id))
    )
    return [(row[0], row[1]) for row in ended.all()]


def _all_answered() -> ColumnElement[bool]:
    still_asked = exists().where(col(Offer.round_id) == col(MatchingRound.id), col(Offer.status) == OfferStatus.SENT)
    return (col(MatchingRound.asked) > 0) & ~still_asked


def _has_job(driver: Mapped[UUID]) -> ColumnElement[bool]:
    holds = exists().where(col(Assignment.driver_id) == driver, func.upper_inf(col(Assignment.during)))
    active = exists().where(col(Order.driver_id) == driver, col(Order.status).in_(ACTIVE_ORDER))
    return or_(holds, active)


def _has_offer(driver: Mapped[UUID]) -> ColumnElement[bool]:
    return exists().where(col(Offer.driver_id) == driver, col(Offer.status) == OfferStatus.SENT)


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
