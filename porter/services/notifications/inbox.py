"""Telling somebody something, once, and reading what one was told."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, live
from porter.core.ids import new_id
from porter.core.language import as_language, say
from porter.core.pages import BadCursor, Page, decode_cursor, encode_cursor, hold_limit
from porter.models import Notification
from porter.models.enums import NotificationKind
from porter.services.accounts import Actor
from porter.services.notifications import queries
from porter.services.notifications.views import NotificationView

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def notify(
    session: AsyncSession,
    account_id: UUID,
    kind: NotificationKind,
    title: str,
    body: str,
    *,
    dedupe: str,
    order_id: UUID | None = None,
    data: dict[str, Any] | None = None,
    values: Mapping[str, Any] | None = None,
    at: datetime | None = None,
    language: str = "",
) -> NotificationView | None:
    """Put a message into a person's inbox and on the open screens. None when `dedupe` says it was told before.

    Title and body are messages of the catalogue; they are written in the person's language, filled with `values`. Whoever
    knows that language says it, else it is looked up.
    `at` is when it happened, if not now: an inbox tells a story in its order, also when its messages were late.
    """
    language = as_language(language or await queries.language_of(session, account_id))
    said = values or {}
    row = await queries.add(
        session,
        {
            "id": new_id(),
            "account_id": account_id,
            "kind": kind,
            "title": say(language, title, **said)[:200],
            "body": say(language, body, **said).strip()[:1000],
            "dedupe": dedupe,
            "order_id": order_id,
            "data": data or {},
            "created_at": at or clock.now(),
        },
    )
    if row is None:
        return None
    view = NotificationView.of(row)
    live.notify(session, f"account:{account_id}", "notification:new", view.plain())
    return view


async def inbox(session: AsyncSession, actor: Actor, cursor: str = "", limit: int = 20) -> Page[NotificationView]:
    """What I was told, newest first. Raises BadCursor."""
    size = hold_limit(limit)
    rows = await queries.newest(session, actor, _place(cursor) if cursor else None, size + 1)
    items = tuple(NotificationView.of(row) for row in rows[:size])
    return Page(items=items, next_cursor=_cursor(rows[size - 1]) if len(rows) > size else "")


async def mark_read(session: AsyncSession, actor: Actor, ids: Sequence[UUID] | None = None) -> int:
    """Mark messages of mine as read, all without ids; how many were unread."""
    count = await queries.read(session, actor, ids)
    if count:
        unread = await queries.count_unread(session, actor)
        live.notify(session, f"account:{actor.id}", "notification:read", {"unread_count": unread})
    return count


async def unread_count(session: AsyncSession, actor: Actor) -> int:
    """How many I have not read."""
    return await queries.count_unread(session, actor)


def _cursor(row: Notification) -> str:
    return encode_cursor((row.created_at - _EPOCH) // timedelta(microseconds=1), str(row.id))


def _place(cursor: str) -> tuple[datetime, UUID]:
    micros, row_id = decode_cursor(cursor, int, str)
    try:
        return _EPOCH + timedelta(microseconds=micros), UUID(row_id)
    except (ValueError, OverflowError) as error:
        raise BadCursor() from error
