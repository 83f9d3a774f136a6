"""Every SQL statement of kept answers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.ids import new_id
from porter.models import StoredAnswer


async def claim_new(session: AsyncSession, scope: str, key: str, request_hash: str, until: datetime) -> UUID | None:
    """The id of a new row for this key, or None when there is one already."""
    rows = await session.exec(
        insert(StoredAnswer)
        .values(
            id=new_id(),
            scope=scope,
            idempotency_key=key,
            request_hash=request_hash,
            headers={},
            created_at=clock.now(),
            locked_until=until,
        )
        .on_conflict_do_nothing(index_elements=["scope", "idempotency_key"])
        .returning(col(StoredAnswer.id))
    )
    return rows.scalar_one_or_none()


async def find(session: AsyncSession, scope: str, key: str) -> StoredAnswer | None:
    """The row of a key."""
    rows = await session.exec(
        select(StoredAnswer).where(StoredAnswer.scope == scope, StoredAnswer.idempotency_key == key)
    )
    return rows.first()


async def take_over(session: AsyncSession, answer_id: UUID, until: datetime) -> bool:
    """Take the place of a process that died while answering; one winner."""
    rows = await session.exec(
        update(StoredAnswer)
        .where(
            col(StoredAnswer.id) == answer_id,
            col(StoredAnswer.status_code).is_(None),
            col(StoredAnswer.locked_until) <= clock.now(),
        )
        .values(locked_until=until)
        .returning(col(StoredAnswer.id))
    )
    return rows.first() is not None


async def write(session: AsyncSession, answer_id: UUID, status: int, body: bytes) -> None:
    """Keep an answer."""
    await session.exec(
        update(StoredAnswer).where(col(StoredAnswer.id) == answer_id).values(status_code=status, body=body)
    )


async def remove(session: AsyncSession, answer_id: UUID) -> None:
    """Let the key go."""
    await session.exec(delete(StoredAnswer).where(col(StoredAnswer.id) == answer_id))


async def remove_older(session: AsyncSession, before: datetime) -> int:
    """Delete old answers; how many went."""
    rows = await session.exec(
        delete(StoredAnswer).where(col(StoredAnswer.created_at) < before).returning(col(StoredAnswer.id))
    )
    return len(rows.all())
