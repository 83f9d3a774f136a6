"""Tries of a handover code. A wrong one stays counted: its error keeps what the transaction has written."""

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import outbox
from porter.core.errors import PorterError
from porter.core.language import here_count, msg
from porter.models import Stop
from porter.models.enums import NotificationKind, Party
from porter.services import notifications, orders
from porter.services.trips import queries
from porter.services.trips.errors import CodeWrong, StopLocked
from porter.services.trips.job import by_place
from porter.services.trips.queries import MAX_TRIES, Held
from porter.services.trips.telling import refresh


async def wrong(session: AsyncSession, held: Held, stop: Stop) -> PorterError:
    """Count a wrong code, and what to say to it; with the last try gone, customer and operations are told."""
    tries_left = MAX_TRIES - await queries.spend_try(session, stop)
    if tries_left > 0:
        words = here_count(
            "This code is wrong. You can try once more. Please ask the person at the stop for the four digits.",
            "This code is wrong. You can try {count} times more. Please ask the person at the stop for the four digits.",
            tries_left,
        )
        return CodeWrong(words, tries_left=tries_left)
    await _lock(session, held, stop)
    return StopLocked()


async def _lock(session: AsyncSession, held: Held, stop: Stop) -> None:
    order = held.order
    data = {"stop_id": str(stop.id), "sequence": stop.sequence}
    orders.record(session, order, party=Party.SYSTEM, actor_id=None, event="stop.locked", data=data)
    outbox.emit(session, "ops.attention", {"order_id": str(order.id), "reason": "stop_locked", **data})
    await notifications.notify(
        session,
        order.customer_id,
        NotificationKind.DELAY,
        msg("Wrong code five times"),
        by_place(
            held,
            stop,
            msg("A wrong code was entered five times at the pickup of order {number}. We are looking into it."),
            msg("A wrong code was entered five times at the drop of order {number}. We are looking into it."),
            msg("A wrong code was entered five times at drop {place} of order {number}. We are looking into it."),
        ),
        values={"number": order.number, "place": stop.sequence},
        dedupe=f"locked:{held.trip.id}:{stop.id}",
        order_id=order.id,
    )
    refresh(session, held)
