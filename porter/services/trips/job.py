"""The job as the driver sees it: one next stop, one thing to do."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.errors import NotFound
from porter.core.language import here, msg
from porter.core.money import format_money
from porter.core.words import distance_text
from porter.models import Stop
from porter.models.enums import OrderStatus, Party, PaymentMethod, StopKind, StopStatus, TripStatus, VehicleKind
from porter.services import orders, zones
from porter.services.accounts import Actor
from porter.services.trips import queries
from porter.services.trips.errors import JobEnded
from porter.services.trips.queries import MAX_TRIES, Held
from porter.services.trips.views import JobView, Step

_RETURNING = frozenset({OrderStatus.FAILED, OrderStatus.RETURNING})
_LABELS: dict[Step, str] = {
    "go_to_pickup": msg("I have arrived at the pickup"),
    "arrived_pickup": msg("Start loading"),
    "loading": msg("Take a photo of the goods"),
    "pickup_otp": msg("Enter the pickup code"),
    "go_to_drop": msg("I have arrived at the drop"),
    "arrived_drop": msg("Take a photo of the delivery"),
    "drop_otp": msg("Enter the delivery code"),
    "return_goods": msg("Goods are back at the pickup"),
    "done": msg("Done"),
}


async def current(session: AsyncSession, actor: Actor) -> JobView | None:
    """The job that the driver has in hand, or nothing."""
    order_id = await queries.current_order_id(session, actor.id)
    return None if order_id is None else await job(session, actor, order_id)


async def job(session: AsyncSession, actor: Actor, order_id: UUID) -> JobView:
    """One job of the driver, also when it is done. Raises NotFound, JobEnded when somebody else has it now."""
    return await view(session, await held(session, actor.id, order_id, lock=False))


async def held(session: AsyncSession, driver_id: UUID, order_id: UUID, *, lock: bool = True) -> Held:
    """The order in this driver's hands. Raises NotFound, JobEnded when it was taken out of them."""
    found = await queries.held(session, driver_id, order_id, lock=lock)
    if found is None:
        raise NotFound(here("We could not find this job."))
    if found.order.status is OrderStatus.CANCELLED:
        raise JobEnded("This order was cancelled. Your next job will come to you.")
    if found.trip.status is TripStatus.ABORTED or found.order.driver_id != driver_id:
        raise JobEnded()
    return found


async def view(session: AsyncSession, held: Held) -> JobView:
    """The job in words."""
    order, stop = held.order, target(held)
    photos = await queries.photos(session, stop.id) if stop else ()
    step = step_of(held, has_photo=bool(photos))
    is_cash = order.payment_method is PaymentMethod.CASH
    cash_minor = orders.total_now(order, held.stops, zones.rules(held.city)) if is_cash else 0
    return JobView(
        order_id=order.id,
        number=order.number,
        status=order.status.value,
        step=step,
        step_label=_label(step, held, stop),
        next_stop=_stop_view(held, stop) if stop else None,
        stops=tuple(_stop_view(held, each) for each in held.stops),
        pickup_otp_needed=step == "pickup_otp",
        otp_tries_left=max(0, MAX_TRIES - stop.otp_attempts) if stop else 0,
        photo_required=stop is not None and photo_required(held, stop),
        photo_at_drop=zones.rules(held.city).photo_at_drop,
        photos=tuple(photos),
        cash_to_collect_minor=cash_minor,
        cash_to_collect=cash_minor,
        cash_to_collect_text=format_money(cash_minor, order.currency) if cash_minor else "",
        payout_minor=order.driver_payout_minor,
        payout=order.driver_payout_minor,
        payout_text=format_money(order.driver_payout_minor, order.currency),
        currency=order.currency,
        distance_text=distance_text(order.distance_m),
        polyline=order.polyline,
        navigate_url=_navigate_url(held, stop) if stop else "",
        waiting_since=stop.arrived_at if stop and stop.status is StopStatus.ARRIVED else None,
        waiting=orders.waiting_view(order, held.stops, held.city),
        note=order.note,
        goods_text=orders.goods_text(order.goods),
        vehicle_name=here(held.vehicle_class.name),
    )


def target(held: Held) -> Stop | None:
    """Where the driver has to be next."""
    if held.order.status in _RETURNING:
        return held.pickup
    return held.next_stop if held.trip.ended_at is None else None


def step_of(held: Held, *, has_photo: bool) -> Step:
    """The one thing to do now. Pure."""
    stop = target(held)
    if stop is None:
        return "done"
    if held.order.status in _RETURNING:
        return "return_goods"
    waiting_for_photo = photo_required(held, stop) and not has_photo
    if stop.kind is StopKind.PICKUP:
        if stop.status is StopStatus.PENDING:
            return "go_to_pickup"
        if held.trip.status is TripStatus.TO_PICKUP:
            return "arrived_pickup"
        return "loading" if waiting_for_photo else "pickup_otp"
    if stop.status is StopStatus.PENDING:
        return "go_to_drop"
    return "arrived_drop" if waiting_for_photo else "drop_otp"


def photo_required(held: Held, stop: Stop) -> bool:
    """Whether the city wants a photo before the handover at this stop."""
    rules = zones.rules(held.city)
    return rules.photo_at_pickup if stop.kind is StopKind.PICKUP else rules.photo_at_drop


def by_place(held: Held, stop: Stop, pickup: str, drop: str, numbered: str) -> str:
    """The message for a stop: at the pickup, at the only drop, at one of several (`{place}` is its number)."""
    if stop.kind is StopKind.PICKUP:
        return pickup
    return numbered if len(held.stops) > 2 else drop


def _label(step: Step, held: Held, stop: Stop | None) -> str:
    if step == "go_to_drop" and stop is not None:
        several = len(held.stops) > 2
        return here("I have arrived at drop {number}", number=stop.sequence) if several else here(_LABELS[step])
    return here(_LABELS[step])


def _stop_view(held: Held, stop: Stop) -> orders.StopView:
    return orders.stop_view(stop, held.order.status, Party.DRIVER)


def _navigate_url(held: Held, stop: Stop) -> str:
    mode = "two-wheeler" if held.vehicle_class.kind is VehicleKind.TWO_WHEELER else "driving"
    return f"https://www.google.com/maps/dir/?api=1&destination={stop.lat:.6f},{stop.lng:.6f}&travelmode={mode}"
