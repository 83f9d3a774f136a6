"""What the customer thought of it."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import live, outbox
from porter.core.errors import NotFound, Refused
from porter.core.language import msg
from porter.models.enums import Audience, OrderStatus
from porter.services.accounts import Actor
from porter.services.orders import queries
from porter.services.orders.errors import AlreadyRated, NotRateable
from porter.services.orders.read import get
from porter.services.orders.views import OrderView

MAX_TAGS = 10
MAX_TAG_LENGTH = 40


async def rate(
    session: AsyncSession, actor: Actor, order_id: UUID, stars: int, tags: Sequence[str] = (), comment: str = ""
) -> OrderView:
    """One to five stars, once per delivered order. Raises NotFound, Refused, NotRateable, AlreadyRated."""
    if actor.audience is not Audience.CUSTOMER:
        raise NotFound("We could not find this order.")
    if not 1 <= stars <= 5:
        raise Refused(msg("Please give one to five stars."))
    if len(tags) > MAX_TAGS or any(len(tag) > MAX_TAG_LENGTH for tag in tags) or len(comment) > 500:
        raise Refused(msg("That is a little long. Please shorten it."))
    order = await queries.locked(session, actor, order_id)
    if order.status is not OrderStatus.DELIVERED or order.driver_id is None:
        raise NotRateable()
    if not await queries.insert_rating(session, order, order.driver_id, stars, tags, comment):
        raise AlreadyRated()
    await queries.add_to_driver_rating(session, order.driver_id, stars)
    outbox.emit(session, "order.rated", {"order_id": str(order.id), "driver_id": str(order.driver_id), "stars": stars})
    live.notify(session, f"order:{order.id}", "order:updated", {"order_id": str(order.id)})
    return await get(session, actor, order_id)
