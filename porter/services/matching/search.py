"""The search for a driver: one step at a time, from any worker, any number of times.

What is due stands in Postgres. Each step looks, decides by a pure rule, finds drivers, and decides again with the order
locked; then it leaves the next due time behind: a worker that dies in the middle leaves either the step before or the step after.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db, live
from porter.models import MatchingRound, Offer, Order, VehicleClass
from porter.models.enums import OrderStatus, Party, RoundStatus
from porter.services import orders, zones
from porter.services.matching import queries
from porter.services.matching.asking import ask, expire_offers, lift_offers, stop_asking, write_trace
from porter.services.matching.money import payout_minor
from porter.services.matching.pool import NOBODY, Pool, gather, near_pickup
from porter.services.matching.rounds import (
    LOOK_AGAIN_S,
    Ask,
    Exhausted,
    OpenRound,
    Over,
    Search,
    Wait,
    decide_round,
    ends_of_offers,
    plan,
)
from porter.services.zones import CityRules

log = logging.getLogger(__name__)

AT_ONCE = 8
"""Orders that one sweep drives side by side."""

SWEEP_LIMIT = 200


@dataclass(frozen=True, slots=True)
class _Standing:
    """The present search of an order: its number (from 1), its beginning, its newest round, what the decision needs."""

    number: int
    since: datetime
    newest: MatchingRound | None
    search: Search


@dataclass(frozen=True, slots=True)
class _Step:
    """A decision about a search, with what is needed to carry it out."""

    order: Order
    vehicle_class: VehicleClass
    rules: CityRules
    at_once: bool
    search: int
    decision: Over | Exhausted | Ask


async def bring_raise(session: AsyncSession, order_id: UUID) -> None:
    """Bring a raised payout to the screens of those who are being asked; nothing when the order is not searching."""
    order = await queries.lock_order(session, order_id)
    if order is not None and order.status is OrderStatus.SEARCHING_DRIVER:
        await lift_offers(session, order)


async def run_round(order_id: UUID, *, at_once: bool = False) -> None:
    """Take the next step of a search if one is due: ask drivers, look again, or end it. Safe to call at any time.

    `at_once` does not wait for the time at which a round that asked nobody looks again.
    """
    await _run_round(order_id, at_once=at_once)


async def sweep() -> int:
    """Drive every search that has something due; answers how many. One that fails is logged and tried again."""
    async with db.transaction() as session:
        await expire_offers(session)
    async with db.reading() as session:
        due = await queries.orders_to_drive(session, clock.now(), SWEEP_LIMIT)
    gate = asyncio.Semaphore(AT_ONCE)

    async def drive(order_id: UUID) -> None:
        async with gate:
            await _run_round(order_id, is_swept=True)

    outcomes = await asyncio.gather(*(drive(order_id) for order_id in due), return_exceptions=True)
    for order_id, outcome in zip(due, outcomes, strict=True):
        if isinstance(outcome, BaseException):
            log.error("search of order %s failed", order_id, exc_info=outcome)
    return len(due)


async def _run_round(order_id: UUID, *, at_once: bool = False, is_swept: bool = False) -> None:
    async with db.reading() as session:
        step = await _look(session, order_id, at_once=at_once)
    if step is None:
        return
    pool = await _pool(step, step.decision, is_swept=is_swept) if isinstance(step.decision, Ask) else NOBODY
    async with db.transaction() as session:
        await _carry_out(session, step, pool)


async def _look(session: AsyncSession, order_id: UUID, *, at_once: bool) -> _Step | None:
    """What there is to do, without holding anybody up: it is decided again with the order in hand."""
    found = await queries.order_where_what(session, order_id)
    if found is None:
        return None
    order, city, vehicle_class = found
    rules = zones.rules(city)
    standing = await _standing(session, order, at_once=at_once)
    decision = decide_round(standing.search, plan(rules), clock.now())
    if isinstance(decision, Wait):
        return None
    return _Step(order, vehicle_class, rules, at_once, standing.number, decision)


async def _pool(step: _Step, decision: Ask, *, is_swept: bool) -> Pool:
    around = await near_pickup(step.order, decision.radius_m)
    if around and not is_swept:  # a sweep has just done it
        async with db.transaction() as session:
            await expire_offers(session)  # whoever let an offer go by may be asked again
    return await gather(
        step.order, step.vehicle_class, step.rules, around, search=step.search, batch=decision.batch_size
    )


async def _standing(session: AsyncSession, order: Order, *, at_once: bool) -> _Standing:
    found = await queries.newest_round(session, order.id, payout_minor(order))
    since, ends_at = order.searching_since or order.created_at, order.search_ends_at or order.created_at
    if found is None or found.round.started_at < since:
        number = found.round.search + 1 if found else 1
        return _Standing(number, since, None, Search(order.status, ends_at, 0, 0, 0, None))
    newest = found.round
    under_way = None
    if newest.status is RoundStatus.OPEN:
        under_way = _open_round(newest, found.open_offers, at_once=at_once)
    search = Search(order.status, ends_at, newest.number, newest.radius_m, found.rounds_at_payout, under_way)
    return _Standing(newest.search, since, newest, search)


def _open_round(newest: MatchingRound, waiting: int, *, at_once: bool) -> OpenRound:
    hurries = at_once and newest.asked == 0
    due_at = min(newest.due_at, clock.now()) if hurries else newest.due_at
    return OpenRound(newest.number, newest.radius_m, newest.asked, waiting, due_at)


async def _carry_out(session: AsyncSession, step: _Step, pool: Pool) -> None:
    order = await queries.lock_order(session, step.order.id)
    if order is None:
        return
    standing = await _standing(session, order, at_once=step.at_once)
    decision = decide_round(standing.search, plan(step.rules), clock.now())
    if standing.number != step.search or decision != step.decision:
        return  # somebody was faster, or the order has moved on
    if isinstance(decision, Over):
        await stop_asking(session, order.id, "taken" if order.driver_id else "cancelled")
    elif isinstance(decision, Exhausted):
        await _give_up(session, order, decision.why)
    elif isinstance(decision, Ask):
        await _ask(session, order, step, standing, decision, pool)


async def _give_up(session: AsyncSession, order: Order, why: str) -> None:
    await stop_asking(session, order.id, "expired")
    await orders.move(
        session, order.id, OrderStatus.NO_DRIVER, party=Party.SYSTEM, actor_id=None, event="order.no_driver", why=why
    )


async def _ask(
    session: AsyncSession, order: Order, step: _Step, standing: _Standing, decision: Ask, pool: Pool
) -> None:
    newest = standing.newest
    is_first = newest is None or (newest.number == 1 and newest.asked == 0)
    round_ = await _round_of(session, order, standing, decision)
    ends_at = ends_of_offers(standing.search, plan(step.rules), clock.now())
    offers: list[Offer] = []
    if pool.considered:
        await session.flush()  # offers and the trace refer to the round
        offers = await ask(session, order, round_, pool, at_most=decision.batch_size, ends_at=ends_at)
        await write_trace(session, round_, pool)
    round_.radius_m, round_.considered, round_.asked = decision.radius_m, pool.considered, len(offers)
    round_.due_at = ends_at if offers else clock.now() + timedelta(seconds=LOOK_AGAIN_S)
    asked = 0 if is_first and not offers else await queries.asked_in_search(session, order.id, standing.number)
    progress = {"asked": asked, "round": round_.number, "radius_m": round_.radius_m}
    live.notify(session, f"order:{order.id}", "matching:progress", progress)


async def _round_of(session: AsyncSession, order: Order, standing: _Standing, decision: Ask) -> MatchingRound:
    """The round that looks once more, else a new one; what it found is written into it before it is flushed."""
    if decision.again and standing.newest is not None:
        return standing.newest
    if standing.newest or standing.number > 1:
        await queries.close_round(session, order.id, clock.now())
    row = MatchingRound(
        order_id=order.id,
        search=standing.number,
        number=decision.number,
        radius_m=decision.radius_m,
        # Clocks of two machines differ: a round never seems older than the search that it belongs to.
        started_at=max(clock.now(), standing.since),
        due_at=clock.now(),
    )
    session.add(row)
    return row
