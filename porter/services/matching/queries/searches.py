"""SQL of searches: orders that look for a driver, their rounds, who was considered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, exists, func, or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Candidate, City, MatchingRound, Offer, Order, VehicleClass
from porter.models.enums import OfferStatus, OrderStatus, RoundStatus


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest round; how many rounds of its search asked at this payout or more; its offers without an answer."""

    round: MatchingRound
    rounds_at_payout: int
    open_offers: int


# Built once: every look of every search runs them, and to build one costs more than PostgreSQL needs to run it.
_LOCK = (
    select(Order)
    .where(Order.id == bindparam("the_order"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_ORDER_WHERE_WHAT = (
    select(Order, City, VehicleClass)
    .join(City, col(City.code) == col(Order.city_code))
    .join(VehicleClass, col(VehicleClass.code) == col(Order.class_code))
    .where(Order.id == bindparam("the_order"))
)
_SAME = aliased(MatchingRound)
_ROUNDS_AT_PAYOUT = (
    select(func.count(func.distinct(col(Offer.round_id))).filter(col(Offer.payout_minor) >= bindparam("payout")))
    .join(_SAME, col(_SAME.id) == col(Offer.round_id))
    .where(col(_SAME.order_id) == col(MatchingRound.order_id), col(_SAME.search) == col(MatchingRound.search))
    .correlate(MatchingRound)
)
_WAITING = (
    select(func.count())
    .select_from(Offer)
    .where(col(Offer.round_id) == col(MatchingRound.id), col(Offer.status) == OfferStatus.SENT)
)
_NEWEST = (
    select(MatchingRound, _ROUNDS_AT_PAYOUT.scalar_subquery(), _WAITING.scalar_subquery())
    .where(MatchingRound.order_id == bindparam("the_order"))
    .order_by(col(MatchingRound.search).desc(), col(MatchingRound.number).desc())
    .limit(1)
    .execution_options(populate_existing=True)
)


async def lock_order(session: AsyncSession, order_id: UUID) -> Order | None:
    """The order, held until the end of the transaction: whoever changes a search takes this lock first."""
    return (await session.exec(_LOCK, params={"the_order": order_id})).first()


async def newest_round(session: AsyncSession, order_id: UUID, payout_minor: int) -> Newest | None:
    """The newest round of an order, of whichever search, with the counts of its search; one statement."""
    row = (await session.exec(_NEWEST, params={"the_order": order_id, "payout": payout_minor})).first()
    return Newest(*row) if row else None


async def asked_in_search(session: AsyncSession, order_id: UUID, search: int) -> int:
    """How many drivers have been asked in a search."""
    found = await session.exec(
        select(func.count(func.distinct(col(Offer.driver_id))))
        .join(MatchingRound, col(MatchingRound.id) == col(Offer.round_id))
        .where(MatchingRound.order_id == order_id, MatchingRound.search == search)
    )
    return found.one()


async def order_where_what(session: AsyncSession, order_id: UUID) -> tuple[Order, City, VehicleClass] | None:
    """An order, not held; where it is and what it asks for."""
    return (await session.exec(_ORDER_WHERE_WHAT, params={"the_order": order_id})).first()


async def close_round(session: AsyncSession, order_id: UUID, now: datetime) -> None:
    """End the open round of an order, if there is one."""
    await session.exec(
        update(MatchingRound)
        .where(col(MatchingRound.order_id) == order_id, col(MatchingRound.status) == RoundStatus.OPEN)
        .values(status=RoundStatus.CLOSED, closed_at=now)
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


def _all_answered() -> ColumnElement[bool]:
    still_asked = exists().where(col(Offer.round_id) == col(MatchingRound.id), col(Offer.status) == OfferStatus.SENT)
    return (col(MatchingRound.asked) > 0) & ~still_asked
