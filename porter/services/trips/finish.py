"""The end of a trip: delivered, or the goods go back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.language import here
from porter.core.money import format_money
from porter.models.enums import OrderStatus, PaymentMethod, StopKind, StopStatus, TripStatus
from porter.models.transitions import IllegalStep
from porter.services import drivers, orders, zones
from porter.services.accounts import Actor
from porter.services.trips import queries
from porter.services.trips.arrive import MAX_REASON, NOWHERE, Whereabouts, checked, checked_at_end, stop_of
from porter.services.trips.errors import CashFirst, NotArrived, PickupCannotFail, ReasonNeeded
from porter.services.trips.instants import happened_at
from porter.services.trips.job import held as held_by
from porter.services.trips.job import view
from porter.services.trips.queries import Held
from porter.services.trips.telling import refresh, tell
from porter.services.trips.views import JobView


async def fail_stop(
    session: AsyncSession,
    actor: Actor,
    order_id: UUID,
    stop_id: UUID,
    reason: str,
    device_time: datetime | None = None,
    where: Whereabouts = NOWHERE,
    collected_minor: int | None = None,
) -> JobView:
    """Give up a drop and go on to the next; when nothing could be handed over anywhere, the goods go back.

    `reason` says why the goods stay; `where.far_reason` why the driver is not at the drop when saying so.
    `collected_minor` is the cash for what was delivered before: giving up the last drop ends the order.
    Raises NotFound, JobEnded, ReasonNeeded, PickupCannotFail, NotArrived, IllegalStep for a stop that is done,
    TooFar and WhereAreYou unless a far reason is given, CashFirst while nobody has said that the cash was taken.
    """
    reason = reason.strip()[:MAX_REASON]
    if not reason:
        raise ReasonNeeded()
    held = await held_by(session, actor.id, order_id)
    stop = stop_of(held, stop_id)
    if stop.status is StopStatus.FAILED:
        return await view(session, held)
    if stop.kind is StopKind.PICKUP:
        raise PickupCannotFail()
    if stop.status is StopStatus.PENDING:
        raise NotArrived()
    if stop.status is StopStatus.DONE:
        raise IllegalStep()
    off_m = await checked_at_end(held, stop, actor.id, where)
    at = happened_at(device_time, stop.arrived_at)
    far = {"far_reason": where.reason} if where.reason else {}
    await queries.move_stop(session, stop, StopStatus.FAILED, actor.party, done_at=at, failed_reason=reason, **far)
    tell(session, held, actor, stop, "stop.failed", why=reason, off_m=off_m, **far)
    _check_cash(held, collected_minor)
    await finish_if_last(session, actor, held, why=reason, collected_minor=collected_minor)
    return await view(session, held)


def _check_cash(held: Held, collected_minor: int | None) -> None:
    """At a drop that is given up nobody has asked for the cash yet."""
    ends = held.next_stop is None and held.any_delivered
    if not ends or collected_minor is not None or held.order.payment_method is not PaymentMethod.CASH:
        return
    if amount_minor := orders.total_now(held.order, held.stops, zones.rules(held.city)):
        amount = format_money(amount_minor, held.order.currency)
        raise CashFirst(
            here("Take {amount} in cash for what was delivered before you mark this drop as failed.", amount=amount),
            cash_to_collect_minor=amount_minor,
        )


async def return_goods(
    session: AsyncSession,
    actor: Actor,
    order_id: UUID,
    where: Whereabouts,
    device_time: datetime | None = None,
    collected_minor: int | None = None,
) -> JobView:
    """The goods are back at the pickup; again is no change. `collected_minor` is the cash that was shown and taken.

    Raises NotFound, JobEnded, IllegalStep, TooFar, orders.CashDiffers.
    """
    held = await held_by(session, actor.id, order_id)
    if held.order.status is OrderStatus.RETURNED:
        return await view(session, held)
    if held.order.status is not OrderStatus.RETURNING:
        raise IllegalStep()
    off_m = await checked(held, held.pickup, actor.id, where)
    await _end(session, actor, held, "returned", happened_at(device_time, held.trip.departed_at))
    refresh(session, held)
    await orders.bring_back(
        session,
        held.order.id,
        party=actor.party,
        actor_id=actor.id,
        why=where.reason,
        data={"off_m": off_m},
        collected_minor=collected_minor,
    )
    return await view(session, held)


async def finish_if_last(
    session: AsyncSession, actor: Actor, held: Held, why: str = "", collected_minor: int | None = None
) -> None:
    """After a drop: go on while there are others; deliver when any was handed over, else turn back."""
    if held.next_stop is not None:
        return
    by: dict[str, Any] = {"party": actor.party, "actor_id": actor.id}
    if not held.any_delivered:
        await orders.move(session, held.order.id, OrderStatus.FAILED, event="order.failed", why=why, **by)
        await orders.move(session, held.order.id, OrderStatus.RETURNING, event="order.returning", why=why, **by)
        return
    await _end(session, actor, held, "delivered", clock.now())
    await orders.deliver(session, held.order.id, collected_minor=collected_minor, **by)


async def _end(session: AsyncSession, actor: Actor, held: Held, because: str, at: datetime) -> None:
    await queries.move_trip(session, held.trip, TripStatus.COMPLETED, actor.party, ended_at=at)
    await queries.end_assignment(session, held.trip.assignment_id, clock.now(), because)
    await drivers.mark_idle(session, held.trip.driver_id)
