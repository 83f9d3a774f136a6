"""A step on the road, told to whoever has the order open and written into its timeline."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import live
from porter.models import Stop
from porter.services import orders
from porter.services.accounts import Actor
from porter.services.trips.queries import Held


def tell(
    session: AsyncSession, held: Held, actor: Actor, stop: Stop, event: str, *, why: str = "", **data: Any
) -> None:
    """Append to the timeline, emit the fact, and let open screens look again."""
    about = {"stop_id": str(stop.id), "sequence": stop.sequence, **data}
    orders.record(session, held.order, party=actor.party, actor_id=actor.id, event=event, why=why, data=about)
    refresh(session, held)


def refresh(session: AsyncSession, held: Held) -> None:
    """Let the screens of customer, driver and operations look again."""
    data = {"order_id": str(held.order.id), "number": held.order.number, "status": held.order.status.value}
    for channel in (f"order:{held.order.id}", "ops:orders"):
        live.notify(session, channel, "order:updated", data)
    live.notify(session, f"driver:{held.trip.driver_id}", "job:updated", data)
