"""Looking payments and refunds up."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.config import settings
from porter.core.money import format_money
from porter.core.pages import BadCursor, Page, decode_cursor, encode_cursor, hold_limit
from porter.core.words import local_text
from porter.models import Account, Payment
from porter.models.enums import Audience, PaymentMethod, RefundStatus
from porter.services import orders, wallets, zones
from porter.services.accounts import Actor
from porter.services.payments.errors import PaymentNotFound
from porter.services.payments.inputs import PaymentFilter, RefundReason
from porter.services.payments.present import ZONE, attention_text, payment_view, purpose_text, refund_view, step_view
from porter.services.payments.queries import payments as queries
from porter.services.payments.queries import refunds as refund_queries
from porter.services.payments.queries import staff as staff_queries
from porter.services.payments.roles import may_decide, why_no_refund
from porter.services.payments.views import MethodView, PaymentPanelView, PaymentRow, PaymentView, RefundView
from porter.services.payments.words import METHOD_TEXT, REASON_TEXT, STATUS_TEXT


async def methods(session: AsyncSession, actor: Actor, total_minor: int = 0) -> tuple[MethodView, ...]:
    """The ways of paying that a customer can choose, with what the wallet holds."""
    wallet = await wallets.balance(session, actor) if actor.audience is Audience.CUSTOMER else None
    held = wallet.balance_minor if wallet else 0
    return tuple(
        MethodView(
            method=offered.method,
            name=offered.name,
            hint=_wallet_hint(held, total_minor) if offered.method is PaymentMethod.WALLET else offered.hint,
            is_enough=offered.method is not PaymentMethod.WALLET or held >= total_minor,
            balance_minor=held if offered.method is PaymentMethod.WALLET else 0,
            balance=held if offered.method is PaymentMethod.WALLET else 0,
            balance_text=format_money(held) if offered.method is PaymentMethod.WALLET else "",
        )
        for offered in orders.payment_methods()
    )


async def get(session: AsyncSession, actor: Actor, payment_id: UUID) -> PaymentView:
    """One payment of this person, or any for operations. Raises PaymentNotFound."""
    payment = await queries.own(session, actor, payment_id)
    if payment is None:
        raise PaymentNotFound()
    told = await refund_queries.told(session, payment_id)
    found = await staff_queries.one(session, payment_id)
    return payment_view(payment, found[2] if found else None, told, actor)


async def history(
    session: AsyncSession, actor: Actor, *, order_id: UUID | None = None, cursor: str = "", limit: int = 20
) -> Page[PaymentView]:
    """A person's payments, newest first. Raises BadCursor."""
    size = hold_limit(limit)
    rows = await queries.own_page(session, actor.id, order_id, _position(cursor), size + 1)
    items = [
        payment_view(payment, number, await refund_queries.told(session, payment.id), actor)
        for payment, number in rows[:size]
    ]
    last = rows[size - 1][0] if len(rows) > size else None
    after = encode_cursor(last.created_at.isoformat(), str(last.id)) if last else ""
    return Page[PaymentView](items=tuple(items), next_cursor=after)


async def table(
    session: AsyncSession, actor: Actor, what: PaymentFilter, cursor: str = "", limit: int = 50
) -> Page[PaymentRow]:
    """A page of payments for operations. Raises PaymentNotFound for anybody else, BadCursor."""
    _check_staff(actor)
    size = hold_limit(limit)
    rows = await staff_queries.page(session, what, _after(cursor), size + 1)
    after = encode_cursor(str(rows[size - 1][0].id)) if len(rows) > size else ""
    return Page[PaymentRow](items=tuple(_row(*row) for row in rows[:size]), next_cursor=after)


async def panel(session: AsyncSession, actor: Actor, payment_id: UUID) -> PaymentPanelView:
    """One payment with its history, and what may be given back. Raises PaymentNotFound."""
    _check_staff(actor)
    found = await staff_queries.one(session, payment_id)
    if found is None:
        raise PaymentNotFound()
    payment, payer, number = found
    left = payment.captured_minor - await refund_queries.given_back_minor(session, payment_id)
    why_not = why_no_refund(actor, payment, left)
    limit = zones.rules(await zones.city(session, settings().default_city)).refund_alone_max_minor
    return PaymentPanelView(
        payment=payment_view(payment, number, await refund_queries.told(session, payment_id), actor),
        payer_id=payer.id,
        payer_name=payer.name,
        payer_phone=payer.phone or "",
        provider_order=payment.provider_order or "",
        provider_payment=payment.provider_payment or "",
        attention_text=attention_text(payment),
        steps=tuple(step_view(step) for step in await queries.steps(session, payment_id)),
        refundable_minor=left,
        refundable=left,
        refundable_text=format_money(left, payment.currency),
        can_refund=not why_not,
        why_not=why_not,
        reasons=tuple((reason.value, REASON_TEXT[reason]) for reason in RefundReason),
        alone_limit_minor=limit,
        alone_limit_text=format_money(limit, payment.currency, trim=True),
    )


async def refunds(
    session: AsyncSession,
    actor: Actor,
    *,
    statuses: tuple[RefundStatus, ...] = (),
    cursor: str = "",
    limit: int = 50,
) -> Page[RefundView]:
    """Refunds for operations, newest first. Raises PaymentNotFound for anybody else, BadCursor."""
    _check_staff(actor)
    size = hold_limit(limit)
    rows = await refund_queries.page(session, statuses, _after(cursor), size + 1)
    decides = may_decide(actor)
    items = tuple(refund_view(*row, actor=actor, may_decide=decides) for row in rows[:size])
    after = encode_cursor(str(rows[size - 1][0].id)) if len(rows) > size else ""
    return Page[RefundView](items=items, next_cursor=after)


def _row(payment: Payment, payer: Account, order_number: str | None) -> PaymentRow:
    why = attention_text(payment)
    return PaymentRow(
        id=payment.id,
        order_id=payment.order_id,
        order_number=order_number or "",
        payer_id=payer.id,
        payer_name=payer.name,
        payer_phone=payer.phone or "",
        purpose_text=purpose_text(payment, order_number),
        method_text=METHOD_TEXT[payment.method],
        provider=payment.provider,
        status=payment.status,
        status_text=STATUS_TEXT[payment.status],
        amount_minor=payment.amount_minor,
        amount=payment.amount_minor,
        amount_text=format_money(payment.amount_minor, payment.currency),
        refunded_minor=payment.refunded_minor,
        refunded_text=format_money(payment.refunded_minor, payment.currency) if payment.refunded_minor else "",
        currency=payment.currency,
        created_at=payment.created_at,
        created_text=local_text(payment.created_at, ZONE),
        needs_attention=bool(why),
        attention_text=why,
    )


def _check_staff(actor: Actor) -> None:
    if actor.audience is not Audience.STAFF:
        raise PaymentNotFound()


def _wallet_hint(held_minor: int, total_minor: int) -> str:
    there = format_money(held_minor)
    if held_minor >= total_minor:
        return f"You have {there}"
    return f"You have {there}; the rest can be paid by UPI or card" if held_minor else "Empty. Add money first"


def _position(cursor: str) -> tuple[datetime, UUID] | None:
    if not cursor:
        return None
    at, payment_id = decode_cursor(cursor, str, str)
    try:
        return datetime.fromisoformat(at), UUID(payment_id)
    except ValueError as error:
        raise BadCursor() from error


def _after(cursor: str) -> UUID | None:
    if not cursor:
        return None
    try:
        return UUID(decode_cursor(cursor, str)[0])
    except ValueError as error:
        raise BadCursor() from error
