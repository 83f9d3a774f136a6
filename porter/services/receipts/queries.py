"""SQL of receipts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Receipt, ReceiptSeries


async def of_order(session: AsyncSession, order_id: UUID, kind: str) -> Receipt | None:
    """The receipt that was issued."""
    found = await session.exec(select(Receipt).where(Receipt.order_id == order_id, Receipt.kind == kind))
    return found.one_or_none()


async def next_number(session: AsyncSession, series: str) -> int:
    """One more than the last number of the series; held until the transaction ends."""
    done = await session.exec(
        insert(ReceiptSeries)
        .values(series=series, last_number=1)
        .on_conflict_do_update(index_elements=["series"], set_={"last_number": ReceiptSeries.last_number + 1})
        .returning(col(ReceiptSeries.last_number))
    )
    return int(done.scalar_one())


async def of_refund(session: AsyncSession, refund_id: UUID) -> Receipt | None:
    """The credit note of a refund."""
    return (await session.exec(select(Receipt).where(Receipt.refund_id == refund_id))).one_or_none()


async def invoice(session: AsyncSession, order_id: UUID) -> Receipt | None:
    """The invoice of an order, of its delivery or of its cancellation; held, so that its corrections come one by one."""
    # An advisory lock, because the row itself refuses to be changed and needs no other guard.
    await (await session.connection()).execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"invoice:{order_id}"}
    )
    found = await session.exec(select(Receipt).where(Receipt.order_id == order_id, Receipt.kind != "credit_note"))
    return found.first()


async def credited_minor(session: AsyncSession, invoice_id: UUID) -> int:
    """What credit notes have given back of an invoice."""
    found = await session.exec(
        select(func.coalesce(func.sum(Receipt.total_minor), 0)).where(Receipt.corrects_id == invoice_id)
    )
    return int(found.one())


async def all_of_order(session: AsyncSession, order_id: UUID) -> Sequence[Receipt]:
    """Every document of an order, oldest first."""
    found = await session.exec(select(Receipt).where(Receipt.order_id == order_id).order_by(col(Receipt.issued_at)))
    return found.all()


async def of_customer(
    session: AsyncSession, customer_id: UUID, before: tuple[datetime, UUID] | None, limit: int
) -> Sequence[Receipt]:
    """Every document of a customer, newest first."""
    query = (
        select(Receipt)
        .where(Receipt.customer_id == customer_id)
        .order_by(col(Receipt.issued_at).desc(), col(Receipt.id).desc())
        .limit(limit)
    )
    if before:
        query = query.where(
            (col(Receipt.issued_at) < before[0])
            | ((col(Receipt.issued_at) == before[0]) & (col(Receipt.id) < before[1]))
        )
    return (await session.exec(query)).all()
