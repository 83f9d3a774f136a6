"""Whether the vendor still says what our books say: asked a day after money has moved, and again until both agree.

Only an answer to a question counts, never a word that somebody sent: those come late and in any order. And only where
the payment has not moved since the question, else the vendor answered about yesterday.
"""

import logging
from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db, outbox
from porter.core.errors import GatewayRefused, GatewayUnavailable
from porter.core.money import format_money
from porter.integrations.payments import PaymentState, ProviderPayment, gateway
from porter.models import Payment
from porter.models.enums import PaymentStatus
from porter.services.payments.machine import AT_NO_VENDOR, TAKEN
from porter.services.payments.queries import payments as queries
from porter.services.payments.queries import refunds as refund_queries
from porter.services.payments.record import record
from porter.services.payments.steps import announce, note

log = logging.getLogger(__name__)

DIFFERS = "differs"
"""The failure code of payments that stand otherwise at the vendor than in our books."""

MISMATCH = "amount_mismatch"

AGAIN_AFTER = timedelta(hours=6)
_SAYS_NOTHING = frozenset({PaymentState.PENDING})
_STANDS = {
    PaymentState.AUTHORIZED: "only promised",
    PaymentState.FAILED: "failed",
    PaymentState.VOIDED: "let go",
}


def difference(payment: Payment, seen: ProviderPayment, given_back_minor: int) -> str:
    """What the vendor says otherwise about a payment that we have taken, in words; "" when both agree.

    `given_back_minor`: what it has paid out as far as our books know. More than that is no difference: it is booked.
    """
    if (seen.amount_minor, seen.currency) != (payment.amount_minor, payment.currency):
        return "The provider names another amount than we asked for"
    if seen.status in _STANDS:
        return f"We have it as taken, for the provider it is {_STANDS[seen.status]}"
    pairs = (
        ("taken", seen.captured_minor, payment.captured_minor),
        ("given back", min(seen.refunded_minor, given_back_minor), given_back_minor),
    )
    said = (
        f"The provider has {format_money(theirs, seen.currency)} as {what}, we have {format_money(ours, payment.currency)}"
        for what, theirs, ours in pairs
        if theirs != ours
    )
    return next(said, "")


async def compare(payment_id: UUID) -> None:
    """Ask the vendor how a payment stands that it has moved money for, and say so when it stands otherwise here."""
    async with db.reading() as session:
        asked = await queries.get(session, payment_id)
    if asked is None:
        return
    if asked.status not in TAKEN or asked.provider in AT_NO_VENDOR or not asked.provider_payment:
        async with db.transaction() as session:
            await queries.set_comparison(session, payment_id, None)
        return
    provider_order = asked.provider_order or asked.checkout.get("provider_order", "")
    try:
        seen = await gateway(asked.provider).fetch(provider_order, asked.provider_payment)
    except (GatewayUnavailable, GatewayRefused) as error:
        log.warning("payment %s could not be compared: %s", payment_id, error.message)
        async with db.transaction() as session:
            await queries.set_comparison(session, payment_id, clock.now() + AGAIN_AFTER)
        return
    async with db.transaction() as session:
        await _judge(session, asked, seen)


async def _judge(session: AsyncSession, asked: Payment, seen: ProviderPayment) -> None:
    found = await queries.locked(session, asked.id)
    if found is None:
        return
    if _standing(found[1]) != _standing(asked) or seen.status in _SAYS_NOTHING:
        found[1].compare_at = clock.now() + AGAIN_AFTER
        session.add(found[1])
        return
    payment = await record(session, asked.id, seen, "compare")
    why = difference(payment, seen, await refund_queries.by_vendor_minor(session, payment.id))
    if why and payment.failure_code in {None, DIFFERS}:
        _differs(session, payment, why)
    elif not why and payment.failure_code in {DIFFERS, MISMATCH}:
        _agrees(session, payment)
    payment.compare_at = clock.now() + AGAIN_AFTER if payment.failure_code in {DIFFERS, MISMATCH} else None
    session.add(payment)


def _standing(payment: Payment) -> tuple[PaymentStatus, int, int]:
    return payment.status, payment.captured_minor, payment.refunded_minor


def _differs(session: AsyncSession, payment: Payment, why: str) -> None:
    """Finance hears of it once; the words on the payment follow the figures."""
    is_new, is_other = payment.failure_code != DIFFERS, payment.failure_text != why
    payment.failure_code, payment.failure_text = DIFFERS, why
    if is_other:
        note(session, payment, "compare", payment.status, None, {"why": why})
        announce(session, payment)
    if is_new:
        outbox.emit(session, "payment.differs", {"payment_id": str(payment.id), "why": why})


def _agrees(session: AsyncSession, payment: Payment) -> None:
    payment.failure_code = payment.failure_text = None
    note(session, payment, "compare", payment.status, None, {"why": "The provider and our books agree again"})
    announce(session, payment)
    outbox.emit(session, "payment.agrees", {"payment_id": str(payment.id)})
