"""Refunds that people decide on: asked for by one, above a limit approved by another, then sent."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, outbox
from porter.core.config import settings
from porter.core.money import format_money
from porter.models import Order, Payment, Refund
from porter.models.enums import Party, Provider, RefundStatus
from porter.services import zones
from porter.services.accounts import Actor
from porter.services.payments.errors import (
    AmountRefused,
    NotRefundable,
    NotToWallet,
    PaymentNotFound,
    RefundDecided,
    RefundTooLarge,
    SecondPersonNeeded,
)
from porter.services.payments.inputs import RefundInput, RefundTo
from porter.services.payments.machine import wallet_is_choice
from porter.services.payments.outside import set_status
from porter.services.payments.present import refund_view
from porter.services.payments.queries import payments as payment_queries
from porter.services.payments.queries import refunds as queries
from porter.services.payments.roles import check_asks, check_decides, why_not_refundable
from porter.services.payments.steps import announce, announce_refund, note
from porter.services.payments.views import RefundView


async def request_refund(session: AsyncSession, actor: Actor, payment_id: UUID, what: RefundInput) -> RefundView:
    """Ask for money to go back; up to the city's limit it is approved at once, above it a second person decides.

    Raises PaymentNotFound, Forbidden, NotRefundable, RefundTooLarge, NotToWallet.
    """
    check_asks(actor)
    found = await payment_queries.locked(session, payment_id)
    if found is None:
        raise PaymentNotFound()
    order, payment = found
    await check_refundable(session, order, payment, what.amount_minor, what.to)
    refund = Refund(
        payment_id=payment.id,
        order_id=payment.order_id,
        amount_minor=what.amount_minor,
        currency=payment.currency,
        reason=what.reason.value,
        note=what.note,
        to_wallet=what.to is RefundTo.WALLET and wallet_is_choice(payment),
        requested_by=actor.id,
    )
    session.add(refund)
    _note(session, payment, refund, "asked", actor)
    if what.amount_minor <= await alone_limit_minor(session, order, payment):
        _approve(session, refund, Party.SYSTEM)
    else:
        announce_refund(session, refund)
        outbox.emit(session, "refund.requested", {"refund_id": str(refund.id)})
    await session.flush()
    return await _shown(session, actor, payment, refund)


async def approve_refund(session: AsyncSession, actor: Actor, refund_id: UUID) -> RefundView:
    """The second person says yes. Raises PaymentNotFound, Forbidden, SecondPersonNeeded, RefundDecided."""
    payment, refund = await _to_decide(session, actor, refund_id)
    refund.approved_by = actor.id
    _approve(session, refund, Party.STAFF)
    _note(session, payment, refund, "approved", actor)
    await session.flush()
    return await _shown(session, actor, payment, refund)


async def reject_refund(session: AsyncSession, actor: Actor, refund_id: UUID, why: str) -> RefundView:
    """The second person says no. Raises PaymentNotFound, Forbidden, SecondPersonNeeded, RefundDecided."""
    payment, refund = await _to_decide(session, actor, refund_id)
    set_status(session, refund, RefundStatus.REJECTED, Party.STAFF)
    refund.approved_by, refund.failure_text = actor.id, why.strip()[:300]
    session.add(refund)
    _note(session, payment, refund, "rejected", actor)
    outbox.emit(session, "refund.rejected", {"refund_id": str(refund.id)})
    await session.flush()
    return await _shown(session, actor, payment, refund)


async def check_refundable(
    session: AsyncSession, order: Order | None, payment: Payment, amount_minor: int, to: RefundTo
) -> None:
    """Raises NotRefundable, RefundTooLarge, AmountRefused, NotToWallet."""
    left = payment.captured_minor - await queries.given_back_minor(session, payment.id)
    if why := why_not_refundable(order, payment, left):
        raise NotRefundable(why)
    if amount_minor <= 0:
        raise AmountRefused()
    if amount_minor > left:
        raise RefundTooLarge(f"At most {format_money(left, payment.currency)} can still be given back.")
    if to is RefundTo.WALLET and payment.provider is not Provider.WALLET and not wallet_is_choice(payment):
        raise NotToWallet()


async def alone_limit_minor(session: AsyncSession, order: Order | None, payment: Payment) -> int:
    """What one person may still give back of a payment: many small refunds count like a large one."""
    code = order.city_code if order else settings().default_city
    limit = zones.rules(await zones.city(session, code)).refund_alone_max_minor
    return max(0, limit - await queries.alone_minor(session, payment.id))


def _approve(session: AsyncSession, refund: Refund, party: Party) -> None:
    set_status(session, refund, RefundStatus.APPROVED, party)
    refund.due_at = clock.now()
    session.add(refund)
    outbox.emit(session, "refund.approved", {"refund_id": str(refund.id)})


def _note(session: AsyncSession, payment: Payment, refund: Refund, what: str, actor: Actor) -> None:
    data = {"refund_id": str(refund.id), what: refund.amount_minor, "by": actor.name, "to_wallet": refund.to_wallet}
    note(
        session,
        payment,
        "refund",
        payment.status,
        None,
        data | ({"why": refund.failure_text} if refund.failure_text else {}),
    )


async def _to_decide(session: AsyncSession, actor: Actor, refund_id: UUID) -> tuple[Payment, Refund]:
    check_decides(actor)
    known = await queries.get(session, refund_id)
    found = await payment_queries.locked(session, known.payment_id) if known else None
    refund = await queries.locked(session, refund_id)
    if found is None or refund is None:
        raise PaymentNotFound("We could not find this refund.")
    if refund.status is not RefundStatus.REQUESTED:
        raise RefundDecided()
    if refund.requested_by == actor.id:
        raise SecondPersonNeeded()
    return found[1], refund


async def _shown(session: AsyncSession, actor: Actor, payment: Payment, refund: Refund) -> RefundView:
    announce(session, payment)
    row = await queries.told_one(session, refund.id)
    if row is None:
        raise PaymentNotFound("We could not find this refund.")
    return refund_view(*row, actor=actor)
