"""What a vendor says about a payment, written down: forward only, however often and in whatever order it is said."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.ids import new_id
from porter.core.language import msg
from porter.integrations.payments import PaymentState, ProviderPayment
from porter.models import Order, Payment
from porter.models.enums import PaymentPurpose, PaymentStatus
from porter.services.payments.books import book_capture
from porter.services.payments.errors import PaymentNotFound
from porter.services.payments.follow import follow, mark_due
from porter.services.payments.machine import MOVES_MONEY, PROMISED, TAKEN, is_for_order, reached
from porter.services.payments.outside import note_refunds
from porter.services.payments.queries import payments as queries
from porter.services.payments.steps import announce, ask_somebody, move, note
from porter.services.payments.wallet import collect_owed

WATCH = timedelta(hours=6)
"""How often an authorisation is looked at while the order is under way: banks let go of old ones."""


async def record(session: AsyncSession, payment_id: UUID, seen: ProviderPayment, source: str) -> Payment:
    """Take a vendor's word for a payment and let the order follow. Raises PaymentNotFound."""
    found = await queries.locked(session, payment_id)
    if found is None:
        raise PaymentNotFound()
    order, payment = found
    if _is_another_attempt(payment, seen):
        if seen.status in MOVES_MONEY:
            await _keep_stray(session, payment, seen, source)
        return payment
    if _fits(payment, seen):
        await _take_word(session, order, payment, seen, source)
    else:
        _mark_wrong(session, payment, seen, source)
    await _go_on(session, payment)
    return payment


async def _go_on(session: AsyncSession, payment: Payment) -> None:
    if is_for_order(payment):
        await follow(session, payment)
    elif payment.status is PaymentStatus.AUTHORIZED:
        mark_due(session, payment)


async def _take_word(
    session: AsyncSession, order: Order | None, payment: Payment, seen: ProviderPayment, source: str
) -> None:
    to = reached(payment.status, seen.status)
    if to is not None:
        if to in PROMISED | TAKEN:
            await _come_alive(session, payment, seen)
        if to is PaymentStatus.CAPTURED:
            payment.captured_minor = seen.captured_minor or payment.amount_minor
        payment.failure_code, payment.failure_text = seen.failure_code, seen.failure_text
        payment.due_at = _next_look(payment, to)
        move(session, order if payment.order_id else None, payment, to, source, _data(seen))
        await session.flush()
        if to is PaymentStatus.CAPTURED:
            await book_capture(session, order, payment)
            if payment.purpose is PaymentPurpose.TOP_UP:
                await collect_owed(session, payment.account_id, key=payment.id, currency=payment.currency)
    if payment.status in TAKEN and (seen.refunded_minor or seen.status is PaymentState.REFUNDED):
        await follow(session, payment)  # what was earned is booked before what is given back
        await note_refunds(session, payment, seen.refunded_minor or payment.captured_minor, source)


def _next_look(payment: Payment, to: PaymentStatus) -> datetime | None:
    if to is PaymentStatus.AUTHORIZED:
        return clock.now() + WATCH
    return None if to in {*TAKEN, PaymentStatus.VOIDED} else payment.due_at


async def _come_alive(session: AsyncSession, payment: Payment, seen: ProviderPayment) -> None:
    """The attempt that succeeded gives the payment its name. A second live one for the order belongs to no order."""
    payment.provider_payment = seen.provider_payment or payment.provider_payment
    if payment.status is PaymentStatus.FAILED and payment.order_id and await queries.another_lives(session, payment):
        payment.order_id = None


async def _keep_stray(session: AsyncSession, payment: Payment, seen: ProviderPayment, source: str) -> None:
    """Somebody paid twice: the second attempt becomes a payment that no order needs, and goes back."""
    values = {
        "id": new_id(),
        "account_id": payment.account_id,
        "order_id": None,
        "purpose": PaymentPurpose.ORDER,
        "provider": payment.provider,
        "method": seen.method or payment.method,
        "status": PaymentStatus.CREATED,
        "amount_minor": seen.amount_minor,
        "captured_minor": 0,
        "refunded_minor": 0,
        "currency": seen.currency,
        "provider_order": None,
        "provider_payment": seen.provider_payment,
        "checkout": {"stray_of": str(payment.id), "provider_order": seen.provider_order},
        "attempts": 0,
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    await queries.insert_stray(session, values)
    stray_id = await queries.by_provider(session, payment.provider, None, seen.provider_payment)
    if stray_id is not None and stray_id != payment.id:
        await record(session, stray_id, seen, source)


def _is_another_attempt(payment: Payment, seen: ProviderPayment) -> bool:
    alive = payment.status not in {PaymentStatus.CREATED, PaymentStatus.FAILED}
    return bool(
        alive
        and payment.provider_payment
        and seen.provider_payment
        and seen.provider_payment != payment.provider_payment
    )


def _fits(payment: Payment, seen: ProviderPayment) -> bool:
    """Whether the vendor speaks of the money that we asked for."""
    if seen.status not in MOVES_MONEY:
        return True
    right = seen.amount_minor == payment.amount_minor and seen.currency == payment.currency
    return right and seen.captured_minor <= payment.amount_minor and seen.refunded_minor <= payment.amount_minor


def _mark_wrong(session: AsyncSession, payment: Payment, seen: ProviderPayment, source: str) -> None:
    """Another amount or currency than we asked for is never success: operations look at it."""
    if payment.failure_code != "amount_mismatch":
        payment.failure_code = "amount_mismatch"
        payment.failure_text = msg("The provider names another amount. Operations will look at it.")
        session.add(payment)
        note(session, payment, source, payment.status, None, {"mismatch": _data(seen)})
        announce(session, payment)
        ask_somebody(session, payment)


def _data(seen: ProviderPayment) -> dict[str, Any]:
    return seen.model_dump(mode="json", exclude_none=True)
