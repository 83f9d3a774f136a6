"""Rows whose time has come, each given to one process at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Payment, Refund


async def lease(
    session: AsyncSession, table: type[Payment | Refund], column: str, now: datetime, until: datetime, limit: int
) -> Sequence[UUID]:
    """The rows whose instant in `column` has passed, oldest first; nobody else gets them before `until`."""
    instant: Any = getattr(table, column)
    wanted = select(table.id).where(instant <= now).order_by(instant).limit(limit).with_for_update(skip_locked=True)
    due = wanted.cte("due")  # run once: inside of IN () PostgreSQL may run it anew for every row that it looks at
    done = await session.exec(
        update(table)
        .where(col(table.id).in_(select(due.c.id)))
        .values({column: until})
        .returning(col(table.id))
        .execution_options(synchronize_session=False)
    )
    return [row[0] for row in done.all()]
