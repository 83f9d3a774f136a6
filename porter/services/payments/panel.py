"""One payment or one refund as operations opens it: its story, its books, what may be done."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.money import format_money
from porter.models import Order, Payment, Refund
from porter.models.enums import RefundStatus
from porter.services import ledger
from porter.services.accounts import Actor
from porter.services.ledger import PostingView
from porter.services.payments.deciding import alone_limit_minor
from porter.services.payments.errors import PaymentNotFound
from porter.services.payments.inputs import RefundReason
from porter.services.payments.machine import wallet_is_choice
from porter.services.payments.present import attention_text, payment_view, purpose_text, refund_view
from porter.services.payments.preview import effect_of
from porter.services.payments.queries import payments as queries
from porter.services.payments.queries import refunds as refund_queries
from porter.services.payments.queries import staff as staff_queries
from porter.services.payments.roles import check_staff, why_no_refund
from porter.services.payments.story import next_of_payment, next_of_refund, step_view
from porter.services.payments.views import PaymentPanelView, RefundPanelView
from porter.services.payments.words import METHOD_TEXT, PROVIDER_TEXT, REASON_TEXT


async def panel(session: AsyncSession, actor: Actor, payment_id: UUID) -> PaymentPanelView:
    """One payment with its history, and what may be given back. Raises PaymentNotFound."""
    check_staff(actor)
    found = await staff_queries.one(session, payment_id)
    if found is None:
        raise PaymentNotFound()
    payment, payer, number = found
    order = await queries.order_of(session, payment)
    told = await refund_queries.told(session, payment_id)
    left = payment.captured_minor - await refund_queries.given_back_minor(session, payment_id)
    why_not = why_no_refund(actor, order, payment, left)
    limit = await alone_limit_minor(session, order, payment)
    return PaymentPanelView(
        payment=payment_view(payment, number, told, actor),
        payer_id=payer.id,
        payer_name=payer.name,
        payer_phone=payer.phone or "",
        provider_text=PROVIDER_TEXT[payment.provider],
        provider_order=payment.provider_order or "",
        provider_payment=payment.provider_payment or "",
        attention_text=attention_text(payment),
        next_text=next_of_payment(order, payment, sum(row[0].status is RefundStatus.REQUESTED for row in told)),
        attempts=payment.attempts,
        steps=tuple(step_view(step, payment.currency) for step in await queries.steps(session, payment_id)),
        postings=await _postings(session, actor, order, [payment_id, *(row[0].id for row in told)]),
        refundable_minor=left,
        refundable=left,
        refundable_text=format_money(left, payment.currency),
        can_refund=not why_not,
        can_go_to_wallet=not why_not and wallet_is_choice(payment),
        why_not=why_not,
        reasons=tuple((reason.value, REASON_TEXT[reason]) for reason in RefundReason),
        alone_limit_minor=limit,
        alone_limit=limit,
        alone_limit_text=format_money(limit, payment.currency, trim=True),
    )


async def refund_panel(session: AsyncSession, actor: Actor, refund_id: UUID) -> RefundPanelView:
    """One refund with its effect and its books. Raises PaymentNotFound."""
    check_staff(actor)
    row = await refund_queries.told_one(session, refund_id)
    if row is None:
        raise PaymentNotFound("We could not find this refund.")
    refund: Refund = row[0]
    payment: Payment = row[1]
    order = await queries.order_of(session, payment)
    return RefundPanelView(
        refund=refund_view(*row, actor=actor),
        purpose_text=purpose_text(payment, row[2]),
        method_text=METHOD_TEXT[payment.method],
        paid_text=format_money(payment.captured_minor, payment.currency),
        provider_text=PROVIDER_TEXT[payment.provider],
        provider_refund=refund.provider_refund or "",
        attempts=refund.attempts,
        next_text=next_of_refund(payment, refund),
        effect=await effect_of(session, order, payment, refund.amount_minor, to_wallet=refund.to_wallet)
        if refund_queries.waits(refund)
        else (),
        postings=await _postings(session, actor, order, [refund_id]),
    )


async def _postings(
    session: AsyncSession, actor: Actor, order: Order | None, ids: Sequence[UUID]
) -> tuple[PostingView, ...]:
    return await ledger.see_postings_of(session, actor, ids, order.id if order else None)
