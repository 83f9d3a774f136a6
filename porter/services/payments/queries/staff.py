"""SQL of the payments table of operations."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Account, Order, Payment
from porter.services.payments.inputs import PaymentFilter

_NEEDS_SOMEBODY = ("amount_mismatch", "capture_failed")


async def page(
    session: AsyncSession, what: PaymentFilter, after: UUID | None, limit: int
) -> Sequence[tuple[Payment, Account, str | None]]:
    """Payments with payer and order number, newest first."""
    query = _rows().order_by(col(Payment.id).desc()).limit(limit)
    for column, wanted in (
        (Payment.status, what.status),
        (Payment.purpose, what.purpose),
        (Payment.method, what.method),
    ):
        if wanted:
            query = query.where(col(column).in_(wanted))
    if what.order_id:
        query = query.where(Payment.order_id == what.order_id)
    if what.attention_only:
        query = query.where(col(Payment.failure_code).in_(_NEEDS_SOMEBODY))
    if what.text:
        query = query.where(_matches(what.text))
    if after:
        query = query.where(col(Payment.id) < after)
    rows: Sequence[tuple[Payment, Account, str | None]] = (await session.exec(query)).all()
    return rows


async def one(session: AsyncSession, payment_id: UUID) -> tuple[Payment, Account, str | None] | None:
    """A payment with payer and order number."""
    found = await session.exec(_rows().where(Payment.id == payment_id))
    row: tuple[Payment, Account, str | None] | None = found.one_or_none()
    return row


def _rows() -> Any:
    columns: tuple[Any, ...] = (Payment, Account, Order.number)
    return (
        select(*columns)
        .join(Account, col(Account.id) == col(Payment.account_id))
        .outerjoin(Order, col(Order.id) == col(Payment.order_id))
        .execution_options(populate_existing=True)
    )


def _matches(text: str) -> Any:
    bare = text.upper().removeprefix("#").removeprefix("PRT-")
    digits = "".join(sign for sign in text if sign.isdigit())
    ways = [
        col(Order.number).startswith(f"PRT-{bare}", autoescape=True),
        col(Payment.provider_order) == text,
        col(Payment.provider_payment) == text,
    ]
    if len(digits) >= 4:
        ways.append(col(Account.phone).endswith(digits, autoescape=True))
    return or_(*ways)
