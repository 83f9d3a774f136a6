"""Sending a refund: marked and booked first, then the vendor, then written down. Any step may be repeated."""

import logging
from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db
from porter.core.errors import GatewayRefused, GatewayUnavailable
from porter.integrations.payments import ProviderRefund, RefundState, gateway
from porter.models import Payment, Refund
from porter.models.enums import Party, RefundStatus
from porter.services import wallets
from porter.services.ledger import Overdrawn
from porter.services.payments.books import book_leaving, book_stuck
from porter.services.payments.machine import TAKEN, goes_to_wallet
from porter.services.payments.outside import fail, finish, set_status, take_word
from porter.services.payments.queries import payments as payment_queries
from porter.services.payments.queries import refunds as queries

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
ASK_AGAIN = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(hours=1)

_OPEN = frozenset({RefundStatus.APPROVED, RefundStatus.SENDING})


async def send_refund(refund_id: UUID) -> None:
    """Give an approved refund back, once, to where it came from or into the wallet. A vendor that does not answer is asked again later."""
    async with db.transaction() as session:
        begun = await _begin(session, refund_id)
    if begun is None:
        return
    payment, refund = begun
    try:
        seen = await _ask(payment, refund)
    except GatewayUnavailable as error:
        log.warning("gateway did not answer for refund %s: %s", refund_id, error.message)
        await _put_off(refund)
    except GatewayRefused as error:
        await _refused(payment, refund, error.message)
    else:
        await _write_down(refund_id, seen)


async def _begin(session: AsyncSession, refund_id: UUID) -> tuple[Payment, Refund] | None:
    """Mark it as being sent and book that the money leaves; wallet money arrives in the same moment."""
    known = await queries.get(session, refund_id)
    found = await payment_queries.locked(session, known.payment_id) if known else None
    refund = await queries.locked(session, refund_id)
    if found is None or refund is None or refund.status not in _OPEN:
        return None
    order, payment = found
    refund.attempts += 1
    refund.due_at = clock.now() + LEASE
    if refund.status is RefundStatus.APPROVED:
        set_status(session, refund, RefundStatus.SENDING, Party.SYSTEM)
        session.add(refund)
        await session.flush()
        if not await _leaves(session, payment, refund):
            if refund.reason == wallets.WITHDRAWAL:  # it had left the wallet when the customer asked
                await book_stuck(session, payment, refund)
            return None
        await book_leaving(session, order, payment, refund)
    if goes_to_wallet(payment, refund):
        await finish(session, order, payment, refund, "wallet")
        return None
    session.add(refund)
    return payment, refund


async def _leaves(session: AsyncSession, payment: Payment, refund: Refund) -> bool:
    """Whether there still is so much to give back; the vendor's own desk may have been faster."""
    others = [one for one in await queries.of_payments(session, [payment.id]) if one.id != refund.id]
    gone = sum(one.amount_minor for one in others if one.status in {RefundStatus.SENDING, RefundStatus.DONE})
    if payment.status in TAKEN and gone + refund.amount_minor <= payment.captured_minor:
        return True
    set_status(session, refund, RefundStatus.FAILED, Party.SYSTEM)
    refund.due_at, refund.failure_text = None, "There is not so much left to give back."
    return False


async def _ask(payment: Payment, refund: Refund) -> ProviderRefund:
    vendor = gateway(payment.provider)
    if refund.provider_refund:
        return await vendor.fetch_refund(refund.provider_refund)
    return await vendor.refund(payment.provider_payment or "", refund.amount_minor, str(refund.id))


async def _write_down(refund_id: UUID, seen: ProviderRefund) -> None:
    async with db.transaction() as session:
        known = await queries.get(session, refund_id)
        found = await payment_queries.locked(session, known.payment_id) if known else None
        refund = await queries.locked(session, refund_id)
        if found is None or refund is None:
            return
        if refund.status is RefundStatus.SENDING:
            refund.due_at = clock.now() + ASK_AGAIN
        await take_word(session, *found, refund, seen, "refund")


async def _put_off(refund: Refund) -> None:
    pause = min(timedelta(seconds=15 * 2 ** min(refund.attempts, 8)), LONGEST_PAUSE)
    async with db.transaction() as session:
        mine = await queries.locked(session, refund.id)
        if mine is not None and mine.status is RefundStatus.SENDING:
            mine.due_at = clock.now() + pause
            session.add(mine)


async def _refused(payment: Payment, refund: Refund, why: str) -> None:
    """The vendor says no: it may have given the money back already, else the customer gets it in the wallet."""
    try:
        provider_order = payment.provider_order or payment.checkout.get("provider_order", "")
        seen = await gateway(payment.provider).fetch(provider_order, payment.provider_payment)
    except (GatewayUnavailable, GatewayRefused):
        await _put_off(refund)
        return
    async with db.transaction() as session:
        found = await payment_queries.locked(session, payment.id)
        mine = await queries.locked(session, refund.id)
        if found is None or mine is None or mine.status is not RefundStatus.SENDING:
            return
        order, now = found
        if seen.refunded_minor >= await queries.by_vendor_minor(session, now.id) + mine.amount_minor:
            await finish(session, order, now, mine, "refund")
        else:
            await fail(session, now, mine, why, "refund")


__all__ = ["Overdrawn", "RefundState", "send_refund"]
