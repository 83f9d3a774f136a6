"""SQL of saved views."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete as delete_from
from sqlalchemy import func, or_, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.ids import new_id
from porter.models import Account, SavedView


async def one_at_a_time(session: AsyncSession, owner_id: UUID) -> None:
    """Counting and writing of one person do not overlap, until the end of the transaction."""
    await session.exec(  # type: ignore[call-overload]
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), params={"name": f"saved_view:{owner_id}"}
    )


async def visible(session: AsyncSession, actor_id: UUID, table: str) -> Sequence[tuple[SavedView, str]]:
    """One's own views by name, then those that are shared."""
    mine = col(SavedView.owner_id) == actor_id
    found = await session.exec(
        select(SavedView, Account.name)
        .join(Account, col(Account.id) == col(SavedView.owner_id))
        .where(SavedView.table_name == table, or_(mine, col(SavedView.is_shared)))
        .order_by(mine.desc(), func.lower(SavedView.name), col(SavedView.id))
    )
    return found.all()


async def one_visible(session: AsyncSession, actor_id: UUID, view_id: UUID) -> tuple[SavedView, str] | None:
    """A view that is one's own or shared."""
    found = await session.exec(
        select(SavedView, Account.name)
        .join(Account, col(Account.id) == col(SavedView.owner_id))
        .where(col(SavedView.id) == view_id, or_(col(SavedView.owner_id) == actor_id, col(SavedView.is_shared)))
    )
    return found.one_or_none()


async def names_of(session: AsyncSession, owner_id: UUID, table: str) -> Sequence[str]:
    """How somebody's views of a table are called."""
    found = await session.exec(
        select(SavedView.name).where(col(SavedView.owner_id) == owner_id, SavedView.table_name == table)
    )
    return found.all()


async def write(
    session: AsyncSession, owner_id: UUID, table: str, name: str, content: dict[str, Any], *, shared: bool
) -> UUID:
    """Keep a view, over the one of the same name."""
    now = clock.now()
    changed = {"content": content, "is_shared": shared, "updated_at": now}
    new = {"id": new_id(), "owner_id": owner_id, "table_name": table, "name": name, "created_at": now}
    written = await session.exec(
        insert(SavedView)
        .values(**new, **changed)
        .on_conflict_do_update(index_elements=["owner_id", "table_name", "name"], set_=changed)
        .returning(col(SavedView.id))
    )
    session.expire_all()
    view_id: UUID = written.scalar_one()
    return view_id


async def set_shared(session: AsyncSession, owner_id: UUID, view_id: UUID, *, shared: bool) -> bool:
    """Share or not; False when there is no such view of this person."""
    done = await session.exec(
        update(SavedView)
        .where(col(SavedView.id) == view_id, col(SavedView.owner_id) == owner_id)
        .values(is_shared=shared, updated_at=clock.now())
    )
    return bool(done.rowcount)


async def delete(session: AsyncSession, owner_id: UUID, view_id: UUID) -> bool:
    """Delete; False when there is no such view of this person."""
    done = await session.exec(
        delete_from(SavedView).where(col(SavedView.id) == view_id, col(SavedView.owner_id) == owner_id)
    )
    return bool(done.rowcount)
