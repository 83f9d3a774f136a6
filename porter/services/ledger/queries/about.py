"""SQL of postings about one thing: found by the names that its events give them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Posting

_NAMED_BY_ID = (
    "cash.overpaid",
    "cash.settled",
    "payment.prepaid",
    "payout.failed",
    "payout.paid",
    "payout.requested",
    "payout.reversed",
    "refund",
    "refund.failed",
    "refund.sent",
    "tip",
    "wallet.topped_up",
    "wallet.withdrawn",
)
"""Events whose correlation is the event and the id; others of an order carry the id further inside."""


async def postings_about(session: AsyncSession, ids: Sequence[UUID], order_id: UUID | None) -> Sequence[UUID]:
    """Postings of these payments, refunds or payouts, and what took them back, oldest first."""
    names = [f"{event}:{one}" for event in _NAMED_BY_ID for one in ids]
    ways: list[ColumnElement[bool]] = [col(Posting.correlation).in_(names)]
    if order_id:
        inside = or_(*(col(Posting.correlation).contains(str(one), autoescape=True) for one in ids))
        ways.append((col(Posting.order_id) == order_id) & inside)
    found = (await session.exec(select(Posting.id).where(or_(*ways)))).all()
    mended = (await session.exec(select(Posting.id).where(col(Posting.reverses_id).in_(found)))).all()
    return sorted([*found, *mended])
