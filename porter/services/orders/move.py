"""The guarded setter: every status change of an order passes here, and the timeline and the world learn of it."""

from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, live, outbox
from porter.core.language import speaking
from porter.models import Order, TimelineEntry
from porter.models.enums import OrderStatus, Party
from porter.models.transitions import ORDER, IllegalStep, sources
from porter.services.orders import queries
from porter.services.orders.errors import DriverBusy
from porter.services.orders.words import status_text

_STAMPS = {
    OrderStatus.ASSIGNED: "assigned_at",
    OrderStatus.PICKED_UP: "picked_up_at",
    OrderStatus.DELIVERED: "delivered_at",
    OrderStatus.CANCELLED: "cancelled_at",
}
_DRIVERLESS = frozenset({OrderStatus.SEARCHING_DRIVER, OrderStatus.NO_DRIVER})
_SPECIAL_KINDS = {OrderStatus.ASSIGNED: "driver:assigned", OrderStatus.DELIVERED: "order:delivered"}


async def move(
    session: AsyncSession,
    order_id: UUID,
    to: OrderStatus,
    *,
    party: Party,
    actor_id: UUID | None,
    event: str,
    why: str = "",
    data: dict[str, Any] | None = None,
    **columns: Any,
) -> Order:
    """Take an edge of the transition table by one conditional UPDATE; `columns` are set with it.

    Writes the timeline, emits `event` to the outbox, and pushes to `order:{id}`, the customer and `ops:orders`.
    Raises IllegalStep when the order is not where this party may take it from, DriverBusy when the driver has another.
    """
    try:
        moved = await queries.move(session, order_id, sources(ORDER, to, party), _values(to, columns))
    except IntegrityError as error:
        if "uq_orders_driver_busy" in str(error.orig):
            raise DriverBusy() from error
        raise
    if moved is None:
        raise IllegalStep()
    order, before = moved
    record(session, order, party=party, actor_id=actor_id, event=event, why=why, data=data, before=before)
    announce(session, order, before)
    return order


def record(
    session: AsyncSession,
    order: Order,
    *,
    party: Party,
    actor_id: UUID | None,
    event: str,
    why: str = "",
    data: dict[str, Any] | None = None,
    before: OrderStatus | None = None,
) -> None:
    """Append to the timeline and emit the fact, also for what changes no status (`before` is None then)."""
    after = order.status if before is not None or event == "order.placed" else None
    session.add(
        TimelineEntry(
            order_id=order.id,
            actor=party,
            actor_id=actor_id,
            event=event,
            from_status=before,
            to_status=after,
            why=why,
            data=data or {},
        )
    )
    outbox.emit(session, event, {**_fact(order, party, actor_id, before, why), **(data or {})})


def announce(session: AsyncSession, order: Order, before: OrderStatus | None) -> None:
    """Push a change of status to whoever has the order open."""
    with speaking("en"):  # several people listen, in several languages; their screens ask for their own words
        text = status_text(order.status)
    data = {
        "order_id": str(order.id),
        "number": order.number,
        "status": order.status.value,
        "status_text": text,
        "from": before.value if before else "",
    }
    if before is not None:  # nobody can have a new order open
        live.notify(session, f"order:{order.id}", "order:status_changed", data)
    for channel in (f"account:{order.customer_id}", "ops:orders"):
        live.notify(session, channel, "order:status_changed", data)
    if special := _SPECIAL_KINDS.get(order.status):
        live.notify(session, f"order:{order.id}", special, data)


def _values(to: OrderStatus, columns: dict[str, Any]) -> dict[str, Any]:
    now = clock.now()
    values: dict[str, Any] = {"status": to, "updated_at": now}
    if to in _STAMPS:
        values[_STAMPS[to]] = now
    if to in _DRIVERLESS:
        values |= {"driver_id": None, "assigned_at": None}
    return values | columns


def _fact(order: Order, party: Party, actor_id: UUID | None, before: OrderStatus | None, why: str) -> dict[str, Any]:
    return {
        "order_id": str(order.id),
        "number": order.number,
        "customer_id": str(order.customer_id),
        "driver_id": str(order.driver_id) if order.driver_id else None,
        "city_code": order.city_code,
        "status": order.status.value,
        "from": before.value if before else None,
        "payment_method": order.payment_method.value,
        "actor": party.value,
        "actor_id": str(actor_id) if actor_id else None,
        "why": why,
    }
