"""SQL of offers: sent, answered, ended."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, or_
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Offer, Order
from porter.models.enums import OfferStatus, OrderStatus, Party
from porter.models.transitions import OFFER, sources

ACCEPTANCE_WINDOW = timedelta(days=7)

_DUE = (
    select(Offer.id)
    .where(Offer.status == OfferStatus.SENT, col(Offer.expires_at) <= bindparam("now"))
    .order_by(col(Offer.id))
    .limit(500)
    .with_for_update(skip_locked=True)
    .cte("due")  # run once: inside of IN () PostgreSQL may run it anew for every row that it looks at
)
_EXPIRE: Any = (
    update(Offer)
    .where(col(Offer.id).in_(select(_DUE.c.id)))
    .values(status=OfferStatus.EXPIRED)
    .returning(col(Offer.id), col(Offer.driver_id), col(Offer.order_id))
    .execution_options(synchronize_session=False)
)
"""Built once, because every step of every search begins with it."""


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


async def end_stale_offers(session: AsyncSession, driver_ids: Sequence[UUID], now: datetime) -> list[tuple[UUID, UUID]]:
    """Withdraw what these drivers are asked for orders that look for nobody any more; answers (offer, driver)."""
    ended = await session.exec(
        update(Offer)
        .where(
            col(Offer.driver_id).in_(driver_ids),
            col(Offer.status) == OfferStatus.SENT,
            col(Order.id) == col(Offer.order_id),
            col(Order.status) != OrderStatus.SEARCHING_DRIVER,
        )
        .values(status=OfferStatus.WITHDRAWN, answered_at=now)
        .returning(col(Offer.id), col(Offer.driver_id))
        .execution_options(synchronize_session=False)
    )
    return [(row[0], row[1]) for row in ended.all()]


async def expire_due_offers(session: AsyncSession, now: datetime) -> list[tuple[UUID, UUID, UUID]]:
    """End every offer whose time is over; answers (offer, driver, order). Skips rows that somebody is answering now."""
    ended = await session.exec(_EXPIRE, params={"now": now})
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
