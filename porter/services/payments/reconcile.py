"""What the clock asks of payments: webhooks that no hint has reached, payments and refunds that are due, unpaid orders."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from uuid import UUID

from porter.core import clock, db
from porter.models.enums import OrderStatus, PaymentStatus
from porter.services import orders
from porter.services.payments.compare import compare
from porter.services.payments.follow import follow_order
from porter.services.payments.inbox import process_due
from porter.services.payments.look import GIVE_UP_AFTER
from porter.services.payments.queries import payments as queries
from porter.services.payments.queries import refunds as refund_queries
from porter.services.payments.send import send_refund
from porter.services.payments.take import LEASE, attend

log = logging.getLogger(__name__)

BATCH = 50
AT_ONCE = 4
COMPARED_AT_ONCE = 5
"""Nobody waits for a comparison: the sweep has more urgent things to do."""

SETTLE_AFTER = timedelta(minutes=2)
NOT_PAID = "The payment was not completed in time"


async def reconcile() -> int:
    """Do everything about payments that is due; answers how much that was. Safe to run twice and side by side."""
    done = await process_due()
    now = clock.now()
    async with db.transaction() as session:
        payments = await queries.claim_due(session, now, now + LEASE, BATCH)
        refunds = await refund_queries.claim_due(session, now, now + LEASE, BATCH)
        compared = await queries.claim_comparisons(session, now, now + LEASE, COMPARED_AT_ONCE)
    await _side_by_side(payments, lambda payment_id: attend(payment_id, is_mine=True))
    await _side_by_side(refunds, send_refund)
    await _side_by_side(compared, compare)
    return done + len(payments) + len(refunds) + len(compared) + await _end_unpaid_orders() + await _settle_late()


async def _end_unpaid_orders() -> int:
    """Orders that nobody paid in time are over, so that they do not stand in a list for ever."""
    async with db.reading() as session:
        waiting = await queries.unpaid_orders(session, clock.now() - GIVE_UP_AFTER, BATCH)
    return sum([await _end_unpaid(order_id) for order_id in waiting])


async def _end_unpaid(order_id: UUID) -> bool:
    async with db.transaction() as session:
        order = await queries.locked_order(session, order_id)
        payments = await queries.of_order(session, order_id, lock=True)
        open_still = any(payment.status is PaymentStatus.CREATED and payment.due_at for payment in payments)
        if order is None or order.status is not OrderStatus.PENDING or open_still:
            return False
        await orders.give_up_unpaid(session, order_id, NOT_PAID)
        await follow_order(session, order_id)
    return True


async def _settle_late() -> int:
    """Delivered orders that a lost hint left without their books."""
    async with db.reading() as session:
        late = await queries.unfinished_orders(session, clock.now() - SETTLE_AFTER, BATCH)
    for order_id in late:
        async with db.transaction() as session:
            await follow_order(session, order_id)
    return 0


async def _side_by_side(ids: Sequence[UUID], work: Callable[[UUID], Awaitable[None]]) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(thing_id: UUID) -> None:
        async with gate:
            await work(thing_id)

    outcomes = await asyncio.gather(*(one(thing_id) for thing_id in ids), return_exceptions=True)
    for thing_id, outcome in zip(ids, outcomes, strict=True):
        if outcome is not None:
            log.error("payment or refund %s failed, will try again", thing_id, exc_info=outcome)
