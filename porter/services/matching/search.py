"""The search for a driver: one step at a time, from any worker, any number of times.

What is due stands in Postgres. Each step locks the order, decides by a pure rule, and leaves the next due time behind:
a worker that dies in the middle leaves either the step before or the step after.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db, live
from porter.models import MatchingRound, Order, VehicleClass
from porter.models.enums import OrderStatus, Party, RoundStatus
from porter.services import orders, zones
from porter.services.matching import queries
from porter.services.matching.asking import ask, expire_offers, lift_offers, stop_asking, write_trace
from porter.services.matching.money import payout_minor
from porter.services.matching.pool import Pool, gather
from porter.services.matching.rounds import (
    LOOK_AGAIN_S,
    Ask,
    Exhausted,
    OpenRound,
    Over,
    Search,
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
    """A decision to ask, with what is needed to carry it out outside the transaction."""

    order: Order
    vehicle_class: VehicleClass
    rules: CityRules
    search: int
    decision: Ask


async def start_search(session: AsyncSession, order_id: UUID) -> None:
    """Make a searching order due now, and bring a raised payout to those who are being asked.

    Changes nothing for an order that is not searching, or when called again.
    """
    order = await queries.lock_order(session, order_id)
    if order is None or order.status is not OrderStatus.SEARCHING_DRIVER:
        return
    if order.raise_minor:
        await lift_offers(session, order)
    await queries.hurry_empty_round(session, order_id, clock.now())


async def run_round(order_id: UUID, *, at_once: bool = False) -> None:
    """Take the next step of a search if one is due: ask drivers, look again, or end it. Safe to call at any time.

    `at_once` is `start_search` before that, in the same transaction.
    """
    async with db.transaction() as session:
        await expire_offers(session)
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
            await _run_round(order_id)

    outcomes = await asyncio.gather(*(drive(order_id) for order_id in due), return_exceptions=True)
    for order_id, outcome in zip(due, outcomes, strict=True):
        if isinstance(outcome, BaseException):
            log.error("search of order %s failed", order_id, exc_info=outcome)
    return len(due)


async def _run_round(order_id: UUID, *, at_once: bool = False) -> None:
    async with db.transaction() as session:
        if at_once:
            await start_search(session, order_id)
        step = await _decide(session, order_id)
    if step is None:
        return
    pool = await gather(
        step.order,
        step.vehicle_class,
        step.rules,
        search=step.search,
        radius_m=step.decision.radius_m,
        by_road=step.decision.batch_size > 0,
    )
    async with db.transaction() as session:
        await _carry_out(session, step, pool)


async def _decide(session: AsyncSession, order_id: UUID) -> _Step | None:
    order = await queries.lock_order(session, order_id)
    if order is None:
        return None
    city, vehicle_class = await queries.city_and_class(session, order)
    rules = zones.rules(city)
    standing = await _standing(session, order)
    decision = decide_round(standing.search, plan(rules), clock.now())
    if isinstance(decision, Over):
        await stop_asking(session, order_id, "taken" if order.driver_id else "cancelled")
    if isinstance(decision, Exhausted):
        await _give_up(session, order, decision.why)
    if not isinstance(decision, Ask):
        return None
    if not decision.again and (standing.newest or standing.number > 1):
        await queries.close_round(session, order_id, clock.now())
    return _Step(order, vehicle_class, rules, standing.number, decision)


async def _standing(session: AsyncSession, order: Order) -> _Standing:
    found = await queries.newest_round(session, order.id, payout_minor(order))
    since, ends_at = order.searching_since or order.created_at, order.search_ends_at or order.created_at
    if found is None or found.round.started_at < since:
        number = found.round.search + 1 if found else 1
        return _Standing(number, since, None, Search(order.status, ends_at, 0, 0, 0, None))
    newest = found.round
    under_way = _open_round(newest, found.open_offers) if newest.status is RoundStatus.OPEN else None
    search = Search(order.status, ends_at, newest.number, newest.radius_m, found.rounds_at_payout, under_way)
    return _Standing(newest.search, since, newest, search)


def _open_round(newest: MatchingRound, waiting: int) -> OpenRound:
    return OpenRound(newest.number, newest.radius_m, newest.asked, waiting, newest.due_at)


async def _give_up(session: AsyncSession, order: Order, why: str) -> None:
    await stop_asking(session, order.id, "expired")
    await orders.move(
        session, order.id, OrderStatus.NO_DRIVER, party=Party.SYSTEM, actor_id=None, event="order.no_driver", why=why
    )


async def _carry_out(session: AsyncSession, step: _Step, pool: Pool) -> None:
    order = await queries.lock_order(session, step.order.id)
    if order is None:
        return
    standing, numbers = await _standing(session, order), plan(step.rules)
    if standing.number != step.search or decide_round(standing.search, numbers, clock.now()) != step.decision:
        return  # somebody was faster, or the order has moved on
    round_ = await _round_row(session, step, standing)
    ends_at = ends_of_offers(standing.search, numbers, clock.now())
    offers = await ask(session, order, round_, pool, at_most=step.decision.batch_size, ends_at=ends_at)
    round_.radius_m, round_.considered, round_.asked = step.decision.radius_m, pool.considered, len(offers)
    round_.due_at = ends_at if offers else clock.now() + timedelta(seconds=LOOK_AGAIN_S)
    await write_trace(session, round_, pool)
    asked = await queries.asked_in_search(session, order.id, standing.number) if offers or standing.newest else 0
    progress = {"asked": asked, "round": round_.number, "radius_m": round_.radius_m}
    live.notify(session, f"order:{order.id}", "matching:progress", progress)


async def _round_row(session: AsyncSession, step: _Step, standing: _Standing) -> MatchingRound:
    if step.decision.again and standing.newest is not None:
        return standing.newest
    row = MatchingRound(
        order_id=step.order.id,
        search=step.search,
        number=step.decision.number,
        radius_m=step.decision.radius_m,
        # Clocks of two machines differ: a round never seems older than the search that it belongs to.
        started_at=max(clock.now(), standing.since),
        due_at=clock.now(),
    )
    session.add(row)
    await session.flush()
    return row
