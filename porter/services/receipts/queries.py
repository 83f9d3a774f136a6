"""SQL of receipts."""

from uuid import UUID

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
