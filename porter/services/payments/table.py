"""The tables of operations: payments, and refunds with those that wait for a second person first."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.money import format_money
from porter.core.pages import BadCursor, Page, decode_cursor, encode_cursor, hold_limit
from porter.core.words import local_text
from porter.models import Account, Payment
from porter.services.accounts import Actor, PhoneWrong, parse_phone
from porter.services.payments.inputs import PaymentFilter, PaymentSort, RefundFilter
from porter.services.payments.present import ZONE, attention_text, purpose_text, refund_view
from porter.services.payments.queries import refunds as refund_queries
from porter.services.payments.queries import staff as queries
from porter.services.payments.queries.staff import Search
from porter.services.payments.roles import check_staff
from porter.services.payments.views import PaymentRow, RefundView
from porter.services.payments.words import METHOD_TEXT, PROVIDER_TEXT, STATUS_TEXT


async def table(
    session: AsyncSession,
    actor: Actor,
    what: PaymentFilter,
    sort: PaymentSort = "-created_at",
    cursor: str = "",
    limit: int = 50,
) -> Page[PaymentRow]:
    """A page of payments for operations. Raises PaymentNotFound for anybody else, BadCursor."""
    check_staff(actor)
    size = hold_limit(limit)
    wanted = await _search(session, what.text)
    rows = await queries.page(session, what, wanted, sort, _position(sort, cursor), size + 1)
    last = rows[size - 1][0] if len(rows) > size else None
    after = encode_cursor(_key(sort, last), str(last.id)) if last else ""
    return Page[PaymentRow](items=tuple(_row(*row) for row in rows[:size]), next_cursor=after)


async def refunds(
    session: AsyncSession, actor: Actor, what: RefundFilter, cursor: str = "", limit: int = 50
) -> Page[RefundView]:
    """Refunds for operations, the waiting first, then newest first. Raises PaymentNotFound for others, BadCursor."""
    check_staff(actor)
    size = hold_limit(limit)
    wanted = await _search(session, what.text)
    rows = await refund_queries.page(session, what, wanted, _place(cursor), size + 1)
    items = tuple(refund_view(*row, actor=actor) for row in rows[:size])
    last = rows[size - 1][0] if len(rows) > size else None
    after = encode_cursor(int(refund_queries.waits(last)), str(last.id)) if last else ""
    return Page[RefundView](items=items, next_cursor=after)


async def _search(session: AsyncSession, text: str) -> Search | None:
    """What a search text can mean: the beginning of an order number, a paper's number, a phone, our id or a provider's."""
    if not text:
        return None
    bare = text.upper().removeprefix("#").removeprefix("PRT-").removeprefix("PRT")
    return await queries.search(session, text, f"PRT-{bare}", _phone(text))


def _phone(text: str) -> str:
    try:
        return parse_phone(text)
    except PhoneWrong:
        digits = "".join(sign for sign in text if sign.isdigit())
        is_phone = len(digits) >= 4 and not any(sign.isalpha() for sign in text)
        return digits if is_phone else ""


def _key(sort: PaymentSort, payment: Payment) -> str | int:
    return payment.amount_minor if sort.endswith("amount") else payment.created_at.isoformat()


def _position(sort: PaymentSort, cursor: str) -> tuple[datetime | int, UUID] | None:
    if not cursor:
        return None
    by_amount = sort.endswith("amount")
    key, payment_id = decode_cursor(cursor, int if by_amount else str, str)
    try:
        return key if by_amount else datetime.fromisoformat(key), UUID(payment_id)
    except ValueError as error:
        raise BadCursor() from error


def _place(cursor: str) -> tuple[bool, UUID] | None:
    if not cursor:
        return None
    waits, refund_id = decode_cursor(cursor, int, str)
    try:
        return bool(waits), UUID(refund_id)
    except ValueError as error:
        raise BadCursor() from error


def _row(payment: Payment, payer: Account, order_number: str | None) -> PaymentRow:
    why = attention_text(payment)
    return PaymentRow(
        id=payment.id,
        order_id=payment.order_id,
        order_number=order_number or "",
        payer_id=payer.id,
        payer_name=payer.name,
        payer_phone=payer.phone or "",
        purpose=payment.purpose,
        purpose_text=purpose_text(payment, order_number),
        method=payment.method,
        method_text=METHOD_TEXT[payment.method],
        provider=payment.provider,
        provider_text=PROVIDER_TEXT[payment.provider],
        status=payment.status,
        status_text=STATUS_TEXT[payment.status],
        amount_minor=payment.amount_minor,
        amount=payment.amount_minor,
        amount_text=format_money(payment.amount_minor, payment.currency),
        refunded_minor=payment.refunded_minor,
        refunded=payment.refunded_minor,
        refunded_text=format_money(payment.refunded_minor, payment.currency) if payment.refunded_minor else "",
        currency=payment.currency,
        created_at=payment.created_at,
        created_text=local_text(payment.created_at, ZONE),
        needs_attention=bool(why),
        attention_text=why,
    )
