"""Sending offers and taking them back: rows in the caller's transaction, screens after its commit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.ids import new_id
from porter.core.live import notify
from porter.models import MatchingRound, Offer, Order
from porter.services.matching import queries
from porter.services.matching.gates import DriverFacts, Gate
from porter.services.matching.money import cash_minor, payout_minor
from porter.services.matching.offer_views import offer_views
from porter.services.matching.pool import Pool
from porter.services.matching.ranking import Ranked

__all__ = ["ask", "expire_offers", "lift_offers", "stop_asking", "tell_withdrawn", "write_trace"]


async def ask(
    session: AsyncSession, order: Order, round_: MatchingRound, pool: Pool, *, at_most: int, ends_at: datetime
) -> list[Offer]:
    """Offer the order to the best drivers who are still free, and tell their screens after the commit."""
    offers: list[Offer] = []
    for each in pool.ranked:
        if len(offers) == at_most:
            break
        if await queries.hold_free_driver(session, each.contender.driver.driver_id):
            offers.append(_offer(order, round_, each, ends_at))
    if offers:
        # An order that was cancelled a moment ago may still ask one of them, and nobody is asked for two at once.
        stale = await queries.end_stale_offers(session, [offer.driver_id for offer in offers], clock.now())
        tell_withdrawn(session, stale, "cancelled")
    session.add_all(offers)
    await session.flush()
    for offer, view in zip(offers, await offer_views(session, order, offers), strict=True):
        notify(session, f"driver:{offer.driver_id}", "job:new", {"offer": view})
    return offers


async def write_trace(session: AsyncSession, round_: MatchingRound, pool: Pool) -> None:
    """Keep why each driver was or was not asked."""
    rows = [_row(round_, driver, gate=gate) for driver, gate in pool.stopped]
    rows += [_row(round_, driver) for driver in pool.unranked]
    rows += [_ranked_row(round_, each) for each in pool.ranked]
    await queries.write_candidates(session, rows)


async def stop_asking(session: AsyncSession, order_id: UUID, reason: str) -> None:
    """Withdraw every open offer of an order and close its round; the screens hear why."""
    now = clock.now()
    tell_withdrawn(session, await queries.withdraw_offers(session, order_id, now), reason)
    await queries.close_round(session, order_id, now)


async def expire_offers(session: AsyncSession) -> set[UUID]:
    """End the offers whose time is over; answers the orders they were for."""
    ended = await queries.expire_due_offers(session, clock.now())
    tell_withdrawn(session, [(offer_id, driver_id) for offer_id, driver_id, _ in ended], "expired")
    return {order_id for _, _, order_id in ended}


async def lift_offers(session: AsyncSession, order: Order) -> None:
    """Bring a raised payout to the screens that are looking at the offer now."""
    lifted = await queries.reprice_offers(session, order.id, payout_minor(order), cash_minor(order))
    for offer, view in zip(lifted, await offer_views(session, order, lifted), strict=True):
        notify(session, f"driver:{offer.driver_id}", "job:new", {"offer": view})


def tell_withdrawn(session: AsyncSession, ended: Sequence[tuple[UUID, UUID]], reason: str) -> None:
    """Tell drivers after the commit that an offer is no longer there; takes (offer, driver)."""
    for offer_id, driver_id in ended:
        notify(session, f"driver:{driver_id}", "job:withdrawn", {"offer_id": str(offer_id), "reason": reason})


def _offer(order: Order, round_: MatchingRound, ranked: Ranked, ends_at: datetime) -> Offer:
    return Offer(
        round_id=round_.id,
        order_id=order.id,
        driver_id=ranked.contender.driver.driver_id,
        payout_minor=payout_minor(order),
        cash_minor=cash_minor(order),
        currency=order.currency,
        pickup_distance_m=ranked.contender.road_m,
        pickup_eta_s=ranked.contender.eta_s,
        expires_at=ends_at,
    )


def _ranked_row(round_: MatchingRound, ranked: Ranked) -> dict[str, Any]:
    row = _row(round_, ranked.contender.driver)
    return row | {"rank": ranked.rank, "score": ranked.score, "parts": ranked.parts, "eta_s": ranked.contender.eta_s}


def _row(round_: MatchingRound, driver: DriverFacts, *, gate: Gate | None = None) -> dict[str, Any]:
    return {
        "id": new_id(),
        "round_id": round_.id,
        "order_id": round_.order_id,
        "driver_id": driver.driver_id,
        "gate": gate,
        "rank": None,
        "score": None,
        "parts": {},
        "distance_m": driver.distance_m,
        "eta_s": None,
        "created_at": clock.now(),
    }
