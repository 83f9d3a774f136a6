"""Looking payments and refunds up."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.pages import BadCursor, Page, decode_cursor, encode_cursor, hold_limit
from porter.models.enums import Audience
from porter.services import orders, wallets
from porter.services.accounts import Actor
from porter.services.payments.errors import PaymentNotFound
from porter.services.payments.offers import method_view
from porter.services.payments.present import payment_view
from porter.services.payments.queries import payments as queries
from porter.services.payments.queries import refunds as refund_queries
from porter.services.payments.queries import staff as staff_queries
from porter.services.payments.views import MethodView, PaymentView


async def methods(
    session: AsyncSession, actor: Actor, total_minor: int = 0, *, kept_minor: int = 0
) -> tuple[MethodView, ...]:
    """The ways of paying that a customer can choose, with what the wallet holds and could bear beside them.

    `kept_minor` is wallet money that is kept for the very order that is paid: it can be spent on it, too.
    """
    wallet = await wallets.balance(session, actor) if actor.audience is Audience.CUSTOMER else None
    held = kept_minor + wallet.balance_minor if wallet else 0
    return tuple(method_view(offered, held, total_minor) for offered in orders.payment_methods())


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


def _position(cursor: str) -> tuple[datetime, UUID] | None:
    if not cursor:
        return None
    at, payment_id = decode_cursor(cursor, str, str)
    try:
        return datetime.fromisoformat(at), UUID(payment_id)
    except ValueError as error:
        raise BadCursor() from error
