"""Doing what a payment asks for: look, capture, let go, give back. The vendor is asked outside every transaction.

A worker may die between any two steps: what was begun stands in the row with a due time, and the same key is sent again.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db
from porter.core.errors import GatewayRefused, GatewayUnavailable
from porter.integrations.payments import ProviderIds, ProviderPayment, gateway
from porter.models import Order, Payment, Refund
from porter.models.enums import PaymentStatus, RefundStatus
from porter.services.payments.follow import CAPTURE_FAILED, follow_order
from porter.services.payments.look import look
from porter.services.payments.machine import AT_NO_VENDOR, OVER, Do, Plan, is_for_order, kept_of_each, plan
from porter.services.payments.queries import payments as queries
from porter.services.payments.queries import refunds as refund_queries
from porter.services.payments.record import record
from porter.services.payments.send import send_refund
from porter.services.payments.steps import ask_somebody, move

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
"""Longer than any call of a vendor: while it lasts, nobody else works on the payment."""

LONGEST_PAUSE = timedelta(hours=1)
MOST_REFUSALS = 5
NOT_NEEDED = "not_needed"
"""The reason of refunds that the system makes: the order does not need the money."""


@dataclass(frozen=True, slots=True)
class _Job:
    """A payment that is ours for a while, and what is to be done about it."""

    payment: Payment
    plan: Plan
    is_again: bool = False
    refund_id: UUID | None = None


async def finish_order(order_id: UUID) -> None:
    """An order is over or has lost its need of money: take what it owes, let go of the rest. Safe at any time."""
    async with db.transaction() as session:
        await follow_order(session, order_id)
    async with db.reading() as session:
        payments = await queries.of_order(session, order_id)
    for payment in payments:
        if payment.due_at is not None and payment.due_at <= clock.now():
            await attend(payment.id)


async def capture(payment_id: UUID) -> None:
    """Take what a payment owes, exactly once; the same as `attend`, by its most common name."""
    await attend(payment_id)


async def attend(payment_id: UUID, *, is_mine: bool = False) -> None:
    """Do what a payment asks for now. A vendor that does not answer is asked again later.

    `is_mine`: the caller has leased the payment. Others leave a capture alone that somebody is at.
    """
    async with db.transaction() as session:
        job = await _begin(session, payment_id, is_mine)
    if job is None:
        return
    try:
        await _do(job)
    except GatewayUnavailable as error:
        log.warning("gateway did not answer for payment %s: %s", payment_id, error.message)
        await _put_off(job)
    except GatewayRefused as error:
        await _refused(job, error.message)


async def _begin(session: AsyncSession, payment_id: UUID, is_mine: bool) -> _Job | None:
    found = await queries.locked(session, payment_id)
    if found is None or found[1].provider in AT_NO_VENDOR:
        return None
    order, payment = found
    is_again = payment.status is PaymentStatus.CAPTURING
    if is_again and not is_mine and (payment.due_at is None or payment.due_at > clock.now()):
        return None
    given_back = await refund_queries.given_back_minor(session, payment.id)
    kept, is_over = await _needed(session, order, payment)
    capabilities = gateway(payment.provider).capabilities
    todo = plan(payment, capabilities, kept_minor=kept, is_over=is_over, given_back_minor=given_back)
    payment.due_at = None if todo.do is Do.NOTHING else clock.now() + LEASE
    session.add(payment)
    if todo.do is Do.NOTHING:
        return None
    if todo.do is Do.GIVE_BACK:
        return _Job(payment, todo, refund_id=await _order_refund(session, payment, todo.amount_minor))
    if todo.do is Do.CAPTURE and not is_again:
        payment.checkout = {**payment.checkout, "capture_minor": todo.amount_minor}
        move(session, None, payment, PaymentStatus.CAPTURING, "capture", {"amount_minor": todo.amount_minor})
    payment.attempts += todo.do is not Do.LOOK
    return _Job(payment, todo, is_again)


async def _needed(session: AsyncSession, order: Order | None, payment: Payment) -> tuple[int, bool]:
    """How much of a payment is needed, and whether that is known for good."""
    if not is_for_order(payment):
        return payment.amount_minor, True
    if order is None or payment.order_id is None:
        return 0, True
    payments = await queries.of_order(session, order.id, lock=True)
    return kept_of_each(order, payments)[payment.id], order.status in OVER


async def _order_refund(session: AsyncSession, payment: Payment, amount_minor: int) -> UUID:
    refund = Refund(
        payment_id=payment.id,
        order_id=payment.order_id,
        amount_minor=amount_minor,
        currency=payment.currency,
        reason=NOT_NEEDED,
        status=RefundStatus.APPROVED,
        due_at=clock.now(),
    )
    session.add(refund)
    payment.due_at = None
    await session.flush()
    return refund.id


async def _do(job: _Job) -> None:
    payment = job.payment
    if job.refund_id is not None:
        await send_refund(job.refund_id)
    elif job.plan.do is Do.LOOK or (job.is_again and not await _still_open(payment)):
        await look(payment.id)
    elif job.plan.do is Do.VOID:
        seen = await gateway(payment.provider).void(_ids(payment), f"void-{payment.id}")
        await _write_down(payment.id, seen, "void")
    else:
        seen = await gateway(payment.provider).capture(_ids(payment), job.plan.amount_minor, f"capture-{payment.id}")
        await _write_down(payment.id, seen, "capture")


async def _still_open(payment: Payment) -> bool:
    """A capture that was begun before may have happened: the vendor is asked before it is told again."""
    await look(payment.id)
    async with db.reading() as session:
        now = await queries.get(session, payment.id)
    return now is not None and now.status is PaymentStatus.CAPTURING


async def _write_down(payment_id: UUID, seen: ProviderPayment, source: str) -> None:
    async with db.transaction() as session:
        await record(session, payment_id, seen, source)
    await _give_back_excess(payment_id)


async def _give_back_excess(payment_id: UUID) -> None:
    async with db.reading() as session:
        payment = await queries.get(session, payment_id)
    if payment is not None and payment.due_at is not None and payment.due_at <= clock.now():
        await attend(payment_id)


async def _put_off(job: _Job) -> None:
    pause = min(timedelta(seconds=15 * 2 ** min(job.payment.attempts, 8)), LONGEST_PAUSE)
    async with db.transaction() as session:
        await queries.set_due(session, job.payment.id, clock.now() + pause)


async def _refused(job: _Job, why: str) -> None:
    """The vendor says no: perhaps because it is done already, so it is asked how things stand."""
    await look_quietly(job.payment.id)
    async with db.transaction() as session:
        found = await queries.locked(session, job.payment.id)
        if found is None or found[1].status not in {PaymentStatus.CAPTURING, PaymentStatus.AUTHORIZED}:
            return
        payment = found[1]
        payment.failure_text = why[:300]
        payment.due_at = clock.now() + LONGEST_PAUSE
        if payment.attempts >= MOST_REFUSALS:
            payment.failure_code, payment.due_at = CAPTURE_FAILED, None
            ask_somebody(session, payment)
        session.add(payment)
        await session.flush()
        if payment.order_id:
            await follow_order(session, payment.order_id)


async def look_quietly(payment_id: UUID) -> None:
    """Look at the vendor, and leave it for later when the vendor does not answer or does not know it."""
    try:
        await look(payment_id)
    except (GatewayRefused, GatewayUnavailable) as error:
        log.warning("payment %s could not be looked at: %s", payment_id, error.message)


def _ids(payment: Payment) -> ProviderIds:
    stray_of = payment.checkout.get("provider_order", "")
    return ProviderIds(
        provider_order=payment.provider_order or stray_of, provider_payment=payment.provider_payment or ""
    )
