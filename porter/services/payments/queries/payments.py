"""SQL of payments and their steps."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Account, Order, Payment, PaymentStep, Receipt
from porter.models.enums import Audience, OrderStatus, PaymentMethod, PaymentPurpose, PaymentStatus, Provider
from porter.services.accounts import Actor
from porter.services.payments.queries.leases import lease

_ENDED = (PaymentStatus.VOIDED, PaymentStatus.FAILED)
_FRESH = {"populate_existing": True}


async def locked_order(session: AsyncSession, order_id: UUID) -> Order | None:
    """An order that nobody else changes until this transaction ends. Orders are locked before their payments."""
    found = await session.exec(
        select(Order).where(Order.id == order_id).with_for_update(key_share=True).execution_options(**_FRESH)
    )
    return found.one_or_none()


async def own_order(session: AsyncSession, actor: Actor, order_id: UUID, *, lock: bool = True) -> Order | None:
    """The same, of the customer who asks."""
    if actor.audience is not Audience.CUSTOMER:
        return None
    query = select(Order).where(Order.id == order_id, Order.customer_id == actor.id)
    query = query.with_for_update() if lock else query
    return (await session.exec(query.execution_options(**_FRESH))).one_or_none()


async def locked(session: AsyncSession, payment_id: UUID) -> tuple[Order | None, Payment] | None:
    """A payment and its order, both locked, the order first."""
    found = await session.exec(select(Payment.order_id).where(Payment.id == payment_id))
    row = found.first()
    order = await locked_order(session, row) if row else None
    payment = (
        await session.exec(
            select(Payment).where(Payment.id == payment_id).with_for_update().execution_options(**_FRESH)
        )
    ).one_or_none()
    return None if payment is None else (order if payment.order_id else None, payment)


async def lock_payer(session: AsyncSession, account_id: UUID) -> None:
    """What this person begins now, they begin one after the other."""
    await session.exec(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True))


async def open_of(
    session: AsyncSession, account_id: UUID, purpose: PaymentPurpose, order_id: UUID | None
) -> Sequence[Payment]:
    """Payments of a kind that a person has begun, for this order or for none, without an end; locked, oldest first."""
    found = await session.exec(
        select(Payment)
        .where(
            Payment.account_id == account_id,
            Payment.purpose == purpose,
            col(Payment.order_id).is_not_distinct_from(order_id),
            Payment.status == PaymentStatus.CREATED,
        )
        .order_by(col(Payment.id))
        .with_for_update()
        .execution_options(**_FRESH)
    )
    return found.all()


async def order_of(session: AsyncSession, payment: Payment) -> Order | None:
    """The order that a payment is for."""
    return await session.get(Order, payment.order_id, populate_existing=True) if payment.order_id else None


async def of_order(session: AsyncSession, order_id: UUID, *, lock: bool = False) -> Sequence[Payment]:
    """The payments that bear an order, oldest first."""
    query = (
        select(Payment)
        .where(Payment.order_id == order_id, Payment.purpose == PaymentPurpose.ORDER)
        .order_by(col(Payment.id))
        .execution_options(**_FRESH)
    )
    return (await session.exec(query.with_for_update() if lock else query)).all()


async def get(session: AsyncSession, payment_id: UUID) -> Payment | None:
    """A payment by its id."""
    found = await session.exec(select(Payment).where(Payment.id == payment_id).execution_options(**_FRESH))
    return found.one_or_none()


async def own(session: AsyncSession, actor: Actor, payment_id: UUID) -> Payment | None:
    """A payment that this person made, or any for operations."""
    query = select(Payment).where(Payment.id == payment_id)
    if actor.audience is not Audience.STAFF:
        query = query.where(Payment.account_id == actor.id)
    return (await session.exec(query.execution_options(**_FRESH))).one_or_none()


async def by_provider(
    session: AsyncSession, provider: Provider, provider_order: str | None, provider_payment: str | None
) -> UUID | None:
    """The payment that a vendor speaks of: by its attempt when we know it, else by its order."""
    for column, value in ((Payment.provider_payment, provider_payment), (Payment.provider_order, provider_order)):
        if value:
            found = await session.exec(select(Payment.id).where(Payment.provider == provider, column == value))
            if payment_id := found.first():
                return payment_id
    return None


async def another_lives(session: AsyncSession, payment: Payment) -> bool:
    """Whether another payment of the order at the same provider is under way."""
    found = await session.exec(
        select(func.count())
        .select_from(Payment)
        .where(
            Payment.order_id == payment.order_id,
            Payment.provider == payment.provider,
            Payment.purpose == PaymentPurpose.ORDER,
            Payment.id != payment.id,
            col(Payment.status).not_in(_ENDED),
        )
    )
    return bool(found.one())


async def bears_fee(session: AsyncSession, account_id: UUID) -> bool:
    """Whether a payment of this person is about to bear the fee of a cancelled order."""
    found = await session.exec(
        select(func.count())
        .select_from(Payment)
        .join(Order, col(Order.id) == col(Payment.order_id))
        .where(
            Payment.account_id == account_id,
            Payment.purpose == PaymentPurpose.ORDER,
            col(Payment.status).in_((PaymentStatus.AUTHORIZED, PaymentStatus.CAPTURING)),
            Order.status == OrderStatus.CANCELLED,
            Order.cancel_fee_minor > 0,
        )
    )
    return bool(found.one())


async def insert_stray(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Keep an attempt that nobody needs, once."""
    await session.exec(
        insert(Payment).values(**values).on_conflict_do_nothing(index_elements=["provider", "provider_payment"])
    )


async def claim_due(session: AsyncSession, now: datetime, lease_until: datetime, limit: int) -> Sequence[UUID]:
    """Payments that somebody has to look at, leased to the caller."""
    return await lease(session, Payment, "due_at", now, lease_until, limit)


async def claim_comparisons(session: AsyncSession, now: datetime, lease_until: datetime, limit: int) -> Sequence[UUID]:
    """Payments that are to be compared with what their vendor says, leased to the caller."""
    return await lease(session, Payment, "compare_at", now, lease_until, limit)


async def set_comparison(session: AsyncSession, payment_id: UUID, at: datetime | None) -> None:
    """When a payment is compared again, or that it need not be."""
    await _set(session, payment_id, compare_at=at)


async def set_due(session: AsyncSession, payment_id: UUID, due_at: datetime | None) -> None:
    """When somebody has to look at it again."""
    await _set(session, payment_id, due_at=due_at)


async def _set(session: AsyncSession, payment_id: UUID, **values: datetime | None) -> None:
    await session.exec(
        update(Payment)
        .where(col(Payment.id) == payment_id)
        .values(**values)
        .execution_options(synchronize_session="fetch")
    )


async def unpaid_orders(session: AsyncSession, before: datetime, limit: int) -> Sequence[UUID]:
    """Orders that have waited for their money since before an instant."""
    found = await session.exec(
        select(Order.id)
        .where(Order.status == OrderStatus.PENDING, col(Order.created_at) < before)
        .order_by(col(Order.created_at))
        .limit(limit)
    )
    return found.all()


async def unfinished_orders(session: AsyncSession, before: datetime, limit: int) -> Sequence[UUID]:
    """Orders that are over, cost something, are paid otherwise than in cash and have no receipt yet."""
    receipted = select(Receipt.id).where(col(Receipt.order_id) == col(Order.id)).exists()
    found = await session.exec(
        select(Order.id)
        .where(
            col(Order.status).in_((OrderStatus.DELIVERED, OrderStatus.RETURNED)),
            Order.payment_method != PaymentMethod.CASH,
            Order.total_minor > 0,
            or_(col(Order.status) == OrderStatus.DELIVERED, col(Order.terms) != {}),
            col(Order.updated_at) < before,
            ~receipted,
        )
        .limit(limit)
    )
    return found.all()


async def payer(session: AsyncSession, account_id: UUID) -> Account:
    """Who pays."""
    return await session.get_one(Account, account_id)


async def steps(session: AsyncSession, payment_id: UUID) -> Sequence[PaymentStep]:
    """What happened to a payment, oldest first."""
    found = await session.exec(
        select(PaymentStep)
        .where(PaymentStep.payment_id == payment_id)
        .order_by(col(PaymentStep.at), col(PaymentStep.id))
    )
    return found.all()


async def own_page(
    session: AsyncSession, account_id: UUID, order_id: UUID | None, before: tuple[datetime, UUID] | None, limit: int
) -> Sequence[tuple[Payment, str | None]]:
    """A person's payments with the numbers of their orders, newest first."""
    query = (
        select(Payment, Order.number)
        .outerjoin(Order, col(Order.id) == col(Payment.order_id))
        .where(Payment.account_id == account_id)
        .order_by(col(Payment.created_at).desc(), col(Payment.id).desc())
        .limit(limit)
    )
    if order_id:
        query = query.where(Payment.order_id == order_id)
    if before:
        query = query.where(
            (col(Payment.created_at) < before[0])
            | ((col(Payment.created_at) == before[0]) & (col(Payment.id) < before[1]))
        )
    return (await session.exec(query)).all()
