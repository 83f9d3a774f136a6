"""The inbox of whoever is signed in."""

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

from porter.api.answers import Done, done, plain, shape
from porter.api.deps import AnyActor, Cursor, IdempotencyKey, PageLimit, Reading, Session
from porter.core.views import Id, Input
from porter.services import notifications
from porter.services.notifications import NotificationView

router = APIRouter(prefix="/notifications", tags=["notifications"])


class ReadInput(Input):
    """Which ones were read; without ids, all of them."""

    ids: tuple[Id, ...] | None = Field(None, max_length=100)


@router.get(
    "",
    response_model=shape(
        "notifications", tuple[NotificationView, ...], ("next_cursor", (str, "")), ("unread_count", (int, 0))
    ),
    summary="My inbox",
)
async def inbox(actor: AnyActor, session: Reading, cursor: Cursor = "", limit: PageLimit = 20) -> Response:
    """Newest first."""
    page = await notifications.inbox(session, actor, cursor, limit)
    unread = await notifications.unread_count(session, actor)
    return plain({"notifications": page.items, "next_cursor": page.next_cursor, "unread_count": unread})


@router.post("/read", response_model=Done, dependencies=[IdempotencyKey], summary="Mark as read")
async def mark_read(body: ReadInput, actor: AnyActor, session: Session) -> Response:
    """Other people's ids are passed over."""
    await notifications.mark_read(session, actor, body.ids)
    return done()
