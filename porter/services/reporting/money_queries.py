"""SQL of the day's money."""

from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Payment, Payout, Refund
from porter.models.enums import PaymentStatus, PayoutStatus, RefundStatus

_FAILED = (PayoutStatus.FAILED, PayoutStatus.REVERSED)
_UNDER_WAY = (PayoutStatus.REQUESTED, PayoutStatus.SENDING, PayoutStatus.PROCESSING)


async def payments_since(session: AsyncSession, since: datetime) -> tuple[int, int, int]:
    """How many were begun, what of them was collected, how many failed."""
    failed = func.count().filter(col(Payment.status) == PaymentStatus.FAILED)
    found = await session.exec(
        select(func.count(), func.coalesce(func.sum(Payment.captured_minor), 0), failed).where(
            col(Payment.created_at) >= since
        )
    )
    count, taken, lost = found.one()
    return int(count), int(taken), int(lost)


async def refunds_waiting(session: AsyncSession) -> tuple[int, datetime | None]:
    """How many wait for a second person, and since when the oldest does."""
    found = await session.exec(
        select(func.count(), func.min(Refund.created_at)).where(Refund.status == RefundStatus.REQUESTED)
    )
    count, oldest = found.one()
    return int(count), oldest


async def payouts_since(session: AsyncSession, since: datetime) -> tuple[int, int]:
    """How many failed or came back, and how many are under way."""
    status = col(Payout.status)
    found = await session.exec(
        select(func.count().filter(status.in_(_FAILED)), func.count().filter(status.in_(_UNDER_WAY))).where(
            col(Payout.created_at) >= since
        )
    )
    failed, under_way = found.one()
    return int(failed), int(under_way)
