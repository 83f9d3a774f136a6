"""Looking orders up."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.errors import NotFound
from porter.core.language import msg
from porter.core.pages import BadCursor, Page, decode_cursor, encode_cursor, hold_limit
from porter.models import Order, Stop
from porter.models.enums import OrderStatus, Party
from porter.models.transitions import LIVE_ORDER
from porter.services.accounts import Actor
from porter.services.orders import queries
from porter.services.orders.inputs import Scope
from porter.services.orders.present import order_card, order_view, timeline_view
from porter.services.orders.queries import who
from porter.services.orders.told import people_in
from porter.services.orders.views import OrderCard, OrderView, TimelineView
from porter.services.quotes import GoodsInput, StopInput, TripInput
from porter.services.receipts import ReceiptView, receipt_view

_ALL = frozenset(OrderStatus)
_SCOPES: dict[Scope, frozenset[OrderStatus]] = {"active": LIVE_ORDER, "past": _ALL - LIVE_ORDER, "all": _ALL}
_SEARCHED = frozenset({OrderStatus.SEARCHING_DRIVER, OrderStatus.NO_DRIVER})


async def get(session: AsyncSession, actor: Actor, order_id: UUID) -> OrderView:
    """One order as its viewer may see it. Raises NotFound."""
    known = await queries.known(session, actor, order_id)
    stops = await queries.stops(session, order_id)
    driven = await queries.driven(session, known.order)
    searched = await queries.searched(session, order_id) if known.order.status in _SEARCHED else None
    return order_view(known, stops, driven, searched, actor.party)


async def active(session: AsyncSession, actor: Actor) -> tuple[OrderCard, ...]:
    """A person's orders under way, newest first."""
    return (await history(session, actor, scope="active", limit=20)).items


async def history(
    session: AsyncSession, actor: Actor, *, scope: Scope = "all", cursor: str = "", limit: int = 20
) -> Page[OrderCard]:
    """A person's orders, newest first. Raises BadCursor."""
    size = hold_limit(limit)
    rows = await queries.own_page(session, actor, _SCOPES[scope], _position(cursor), size + 1)
    last = rows[size - 1][0] if len(rows) > size else None
    return Page[OrderCard](
        items=tuple(order_card(*row) for row in rows[:size]),
        next_cursor=encode_cursor(last.created_at.isoformat(), str(last.id)) if last else "",
    )


async def stops(session: AsyncSession, order_id: UUID) -> Sequence[Stop]:
    """The stops of an order in sequence, for other domains."""
    return await queries.stops(session, order_id)


async def timeline(session: AsyncSession, actor: Actor, order_id: UUID) -> tuple[TimelineView, ...]:
    """What happened to an order, oldest first. Raises NotFound."""
    known = await queries.known(session, actor, order_id)
    entries = await queries.timeline(session, order_id)
    names = await who.names(session, people_in(entries)) if actor.party is Party.STAFF else {}
    return tuple(timeline_view(entry, known, actor.party, names) for entry in entries)


async def receipt(session: AsyncSession, actor: Actor, order_id: UUID) -> ReceiptView:
    """The receipt of a delivered order. Raises NotFound, also while there is none yet."""
    known = await queries.known(session, actor, order_id)
    found = await queries.receipt(session, order_id)
    if found is None:
        raise NotFound(msg("There is no receipt yet. It comes when the order has been delivered."))
    return receipt_view(found, known.city.time_zone)


async def again(session: AsyncSession, actor: Actor, order_id: UUID) -> TripInput:
    """The same trip once more, to be quoted afresh. Raises NotFound."""
    known = await queries.known(session, actor, order_id)
    return trip_of(known.order, await queries.stops(session, order_id))


def trip_of(order: Order, stops: Sequence[Stop]) -> TripInput:
    """The trip that an order was made for; an e-way bill belongs to one consignment and is not repeated."""
    return TripInput(
        stops=tuple(StopInput.model_validate(stop.model_dump(include=set(StopInput.model_fields))) for stop in stops),
        service_type=order.service_type,
        goods=GoodsInput.model_validate({**order.goods, "eway_bill": ""}),
    )


def _position(cursor: str) -> tuple[datetime, UUID] | None:
    if not cursor:
        return None
    at, order_id = decode_cursor(cursor, str, str)
    try:
        return datetime.fromisoformat(at), UUID(order_id)
    except ValueError as error:
        raise BadCursor() from error
