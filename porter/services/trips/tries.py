"""Tries of a handover code. They are counted before the code is looked at, and stay counted whatever happens after."""

from porter.core import db, outbox
from porter.core.errors import PorterError
from porter.models import Stop
from porter.models.enums import NotificationKind, Party
from porter.services import notifications, orders
from porter.services.trips import queries
from porter.services.trips.errors import CodeWrong, StopLocked
from porter.services.trips.job import place_name
from porter.services.trips.queries import MAX_TRIES, Held
from porter.services.trips.telling import refresh


async def count_try(stop: Stop) -> int:
    """Spend a try in a transaction of its own; how many are left. Raises StopLocked when there was none."""
    async with db.transaction() as session:
        made = await queries.spend_try(session, stop.id)
    if made is None:
        raise StopLocked()
    return MAX_TRIES - made


async def wrong(held: Held, stop: Stop, tries_left: int) -> PorterError:
    """What to say to a wrong code; with the last try gone, customer and operations are told."""
    if tries_left > 0:
        times = "once" if tries_left == 1 else f"{tries_left} times"
        return CodeWrong(
            f"This code is wrong. You can try {times} more. Please ask the person at the stop for the four digits.",
            tries_left=tries_left,
        )
    await _lock(held, stop)
    return StopLocked()


async def _lock(held: Held, stop: Stop) -> None:
    order, place = held.order, place_name(held, stop)
    data = {"stop_id": str(stop.id), "sequence": stop.sequence}
    async with db.transaction() as session:
        orders.record(session, order, party=Party.SYSTEM, actor_id=None, event="stop.locked", data=data)
        outbox.emit(session, "ops.attention", {"order_id": str(order.id), "reason": "stop_locked", **data})
        await notifications.notify(
            session,
            order.customer_id,
            NotificationKind.DELAY,
            "Wrong code five times",
            f"Somebody entered a wrong code five times at the {place} of order {order.number}. We are looking into it.",
            dedupe=f"locked:{held.trip.id}:{stop.id}",
            order_id=order.id,
        )
        refresh(session, held)
