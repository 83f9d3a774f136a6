"""SQL of the payments table of operations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Account, Order, Payment, Receipt, Refund
from porter.models.enums import Provider
from porter.services.payments.inputs import PaymentFilter, PaymentSort

_NEEDS_SOMEBODY = ("amount_mismatch", "capture_failed", "refunded_beyond", "differs")
_MOST = 200
"""A text that fits more orders or people than this is too short to search by."""

_SORTED_BY = {"created_at": col(Payment.created_at), "amount": col(Payment.amount_minor)}


@dataclass(frozen=True, slots=True)
class Search:
    """What a search text was understood as."""

    text: str
    orders: Sequence[UUID]
    people: Sequence[UUID]
    ours: Sequence[UUID]
    """Our own id of a payment or a refund."""


async def search(session: AsyncSession, text: str, number: str, phone: str) -> Search:
    """Orders whose number begins so or that have this paper, people with this phone or these digits in it, our own ids."""
    begins = col(Order.number).startswith(number, autoescape=True)
    orders = (await session.exec(select(Order.id).where(begins).limit(_MOST))).all()
    papers = (await session.exec(select(Receipt.order_id).where(Receipt.number == text.upper()))).all()
    return Search(text, [*orders, *papers], await _people(session, phone), _ours(text))


async def _people(session: AsyncSession, phone: str) -> Sequence[UUID]:
    if not phone:
        return ()
    fits = col(Account.phone) == phone if phone.startswith("+") else col(Account.phone).contains(phone, autoescape=True)
    return (await session.exec(select(Account.id).where(fits).limit(_MOST))).all()


def _ours(text: str) -> Sequence[UUID]:
    try:
        return [UUID(text)]
    except ValueError:
        return ()


async def page(
    session: AsyncSession,
    what: PaymentFilter,
    wanted: Search | None,
    sort: PaymentSort,
    after: tuple[datetime | int, UUID] | None,
    limit: int,
) -> Sequence[tuple[Payment, Account, str | None]]:
    """Payments with payer and order number, in the order asked for, the id deciding between equals."""
    conditions = [*_filters(what), *([matches(wanted)] if wanted else []), *_after(sort, after)]
    columns = (_SORTED_BY[sort.removeprefix("-")], col(Payment.id))
    order = [column.desc() if sort.startswith("-") else column.asc() for column in columns]
    rows: Sequence[tuple[Payment, Account, str | None]] = (
        await session.exec(_rows().where(*conditions).order_by(*order).limit(limit))
    ).all()
    return rows


async def one(session: AsyncSession, payment_id: UUID) -> tuple[Payment, Account, str | None] | None:
    """A payment with payer and order number."""
    found = await session.exec(_rows().where(Payment.id == payment_id))
    row: tuple[Payment, Account, str | None] | None = found.one_or_none()
    return row


def matches(wanted: Search) -> ColumnElement[bool]:
    """Payments that a search text means: each way of fitting has an index, which PostgreSQL joins by bitmap."""
    references = [(provider, wanted.text) for provider in Provider]
    by_refund = select(Refund.payment_id).where(
        or_(col(Refund.provider_refund) == wanted.text, col(Refund.id).in_(wanted.ours))
    )
    return or_(
        col(Payment.id).in_(wanted.ours),
        col(Payment.order_id).in_(wanted.orders),
        col(Payment.account_id).in_(wanted.people),
        tuple_(Payment.provider, Payment.provider_order).in_(references),
        tuple_(Payment.provider, Payment.provider_payment).in_(references),
        col(Payment.id).in_(by_refund),
    )


def _filters(what: PaymentFilter) -> list[ColumnElement[bool]]:
    chosen = (
        (Payment.status, what.status),
        (Payment.purpose, what.purpose),
        (Payment.method, what.method),
        (Payment.provider, what.provider),
    )
    conditions: list[ColumnElement[bool]] = [col(column).in_(wanted) for column, wanted in chosen if wanted]
    if what.order_id:
        conditions.append(col(Payment.order_id) == what.order_id)
    if what.attention_only:
        conditions.append(col(Payment.failure_code).in_(_NEEDS_SOMEBODY))
    if what.from_at:
        conditions.append(col(Payment.created_at) >= what.from_at)
    if what.to_at:
        conditions.append(col(Payment.created_at) < what.to_at)
    return conditions


def _after(sort: PaymentSort, after: tuple[datetime | int, UUID] | None) -> list[ColumnElement[bool]]:
    if after is None:
        return []
    here = tuple_(_SORTED_BY[sort.removeprefix("-")], col(Payment.id))
    return [here < after if sort.startswith("-") else here > after]


def _rows() -> Any:
    columns: tuple[Any, ...] = (Payment, Account, Order.number)
    return (
        select(*columns)
        .join(Account, col(Account.id) == col(Payment.account_id))
        .outerjoin(Order, col(Order.id) == col(Payment.order_id))
        .execution_options(populate_existing=True)
    )
