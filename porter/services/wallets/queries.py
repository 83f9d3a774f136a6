"""SQL of wallets: top-ups that money can go back to."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Payment, Refund
from porter.models.enums import PaymentPurpose, PaymentStatus, RefundStatus

_TAKEN = (PaymentStatus.CAPTURED, PaymentStatus.PARTIALLY_REFUNDED)
_UNDER_WAY = (RefundStatus.REQUESTED, RefundStatus.APPROVED, RefundStatus.SENDING)


@dataclass(frozen=True, slots=True)
class Source:
    """A top-up, and how much of it has not gone back."""

    payment_id: UUID
    left_minor: int


async def sources(session: AsyncSession, customer_id: UUID, currency: str, *, lock: bool = False) -> Sequence[Source]:
    """Top-ups of a customer, newest first; `lock` keeps their refunds in one hand until the commit."""
    query = (
        select(Payment)
        .where(
            Payment.account_id == customer_id,
            Payment.purpose == PaymentPurpose.TOP_UP,
            col(Payment.status).in_(_TAKEN),
            Payment.currency == currency,
        )
        .order_by(col(Payment.id).desc())
        .execution_options(populate_existing=True)
    )
    payments = (await session.exec(query.with_for_update() if lock else query)).all()
    going = await _under_way(session, [payment.id for payment in payments])
    return [
        Source(payment.id, payment.captured_minor - payment.refunded_minor - going.get(payment.id, 0))
        for payment in payments
    ]


async def sent_back(session: AsyncSession, customer_id: UUID, reason: str, limit: int) -> Sequence[Refund]:
    """What a customer has sent back out of the wallet, newest first."""
    found = await session.exec(
        select(Refund)
        .join(Payment, col(Payment.id) == col(Refund.payment_id))
        .where(Payment.account_id == customer_id, Refund.reason == reason)
        .order_by(col(Refund.id).desc())
        .limit(limit)
    )
    return found.all()


async def _under_way(session: AsyncSession, payment_ids: Sequence[UUID]) -> dict[UUID, int]:
    found = await session.exec(
        select(Refund.payment_id, func.sum(Refund.amount_minor))
        .where(col(Refund.payment_id).in_(payment_ids), col(Refund.status).in_(_UNDER_WAY))
        .group_by(col(Refund.payment_id))
    )
    return {payment_id: int(minor) for payment_id, minor in found.all()}
