"""Keeping views, sharing them with the team, letting them go. Only their owner changes them."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.errors import Conflict, NotFound
from porter.models import SavedView
from porter.models.enums import Audience
from porter.services.accounts import Actor
from porter.services.saved_views import queries
from porter.services.saved_views.views import KeepInput, SavedViewView, Table, ViewContent

MOST = 50
"""Views of one person for one table."""


class TooManyViews(Conflict):
    """There is a limit."""

    code = "too_many_views"
    default_message = f"You have {MOST} views of this table. Please remove one first."


async def views(session: AsyncSession, actor: Actor, table: Table) -> tuple[SavedViewView, ...]:
    """One's own views of a table, then those that colleagues share. Raises NotFound for anybody but staff."""
    _staff_only(actor)
    found = await queries.visible(session, actor.id, table)
    return tuple(_view(saved, owner, actor) for saved, owner in found)


async def keep(session: AsyncSession, actor: Actor, table: Table, wanted: KeepInput) -> SavedViewView:
    """Keep a view, over the one of the same name. Raises NotFound for anybody but staff, TooManyViews."""
    _staff_only(actor)
    await queries.one_at_a_time(session, actor.id)
    names = await queries.names_of(session, actor.id, table)
    if wanted.name not in names and len(names) >= MOST:
        raise TooManyViews()
    content = wanted.content.model_dump(mode="json")
    view_id = await queries.write(session, actor.id, table, wanted.name, content, shared=wanted.shared)
    return await read(session, actor, view_id)


async def read(session: AsyncSession, actor: Actor, view_id: UUID) -> SavedViewView:
    """One view. Raises NotFound when it is neither one's own nor shared."""
    _staff_only(actor)
    found = await queries.one_visible(session, actor.id, view_id)
    if found is None:
        raise NotFound("This view is gone, or is not shared with you.")
    return _view(*found, actor)


async def share(session: AsyncSession, actor: Actor, view_id: UUID, *, shared: bool) -> None:
    """Share one's own view with the team, or keep it to oneself. Raises NotFound."""
    _staff_only(actor)
    if not await queries.set_shared(session, actor.id, view_id, shared=shared):
        raise NotFound("This view is gone, or is not yours.")


async def remove(session: AsyncSession, actor: Actor, view_id: UUID) -> None:
    """Let one's own view go. Raises NotFound."""
    _staff_only(actor)
    if not await queries.delete(session, actor.id, view_id):
        raise NotFound("This view is gone, or is not yours.")


def _staff_only(actor: Actor) -> None:
    if actor.audience is not Audience.STAFF:
        raise NotFound()


def _view(saved: SavedView, owner: str, actor: Actor) -> SavedViewView:
    return SavedViewView(
        id=saved.id,
        name=saved.name,
        is_mine=saved.owner_id == actor.id,
        is_shared=saved.is_shared,
        owner_name=owner,
        content=ViewContent.model_validate(saved.content),
    )
