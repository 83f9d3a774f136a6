"""Issuing a receipt: numbered without gaps per financial year, once per order and kind."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.models import Receipt
from porter.services.receipts import queries

PREFIX = "PRT"
"""With the year and six digits this makes 15 signs; tax law allows 16."""


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What is written on the receipt."""

    order_id: UUID
    customer_id: UUID
    lines: list[dict[str, Any]]
    total_minor: int
    tax_minor: int
    currency: str
    time_zone: str
    details: dict[str, str]


async def issue(session: AsyncSession, facts: ReceiptFacts, kind: str = "invoice") -> Receipt:
    """The receipt of an order; issued once, the same one ever after.

    Call it as the last step of a transaction: the row of the series is locked until the commit, so that a number is
    neither skipped nor given twice.
    """
    issued = await queries.of_order(session, facts.order_id, kind)
    if issued:
        return issued
    now = clock.now()
    year = financial_year(now, facts.time_zone)
    number = await queries.next_number(session, f"{PREFIX}/{year}")
    receipt = Receipt(
        number=f"{PREFIX}/{year}/{number:06}",
        order_id=facts.order_id,
        kind=kind,
        customer_id=facts.customer_id,
        lines=facts.lines,
        total_minor=facts.total_minor,
        tax_minor=facts.tax_minor,
        currency=facts.currency,
        details=dict(facts.details),
        issued_at=now,
    )
    session.add(receipt)
    await session.flush()
    return receipt


def financial_year(at: datetime, time_zone: str) -> str:
    """The Indian financial year, April to March, of an instant in local time: "2627" for 2026-27."""
    local = at.astimezone(ZoneInfo(time_zone))
    first = local.year if local.month >= 4 else local.year - 1
    return f"{first % 100:02}{(first + 1) % 100:02}"
