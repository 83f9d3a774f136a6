"""Where the driver of an order is, for those who may know."""

from uuid import UUID

from porter.core import clock, db, language
from porter.core.errors import NotFound
from porter.core.geo import Point
from porter.core.redis import UNREACHABLE
from porter.core.words import distance_text, duration_text
from porter.models import Order
from porter.models.enums import Audience
from porter.models.transitions import ACTIVE_ORDER
from porter.services import drivers
from porter.services.accounts import Actor
from porter.services.drivers import Fix
from porter.services.tracking import queries
from porter.services.tracking.memory import recall_guide
from porter.services.tracking.progress import Job, Progress, later
from porter.services.tracking.promise import hold_promise
from porter.services.tracking.reroute import look_ahead
from porter.services.tracking.views import TrackingView


async def view(actor: Actor, order_id: UUID) -> TrackingView:
    """Where the driver is and how far it still is; the position only while the driver holds the order.

    Raises NotFound, also for somebody else's order.
    """
    async with db.reading() as session:
        found = await queries.order_with_stops(session, order_id)
    if found is None or not _may_see(actor, found[0]):
        raise NotFound()
    order, job, _ = found
    if order.driver_id is None or order.status not in ACTIVE_ORDER:
        return _view(order, job, None, None)
    fix = await _last_fix(order.driver_id)
    ahead = await _ahead(order, job, fix.point) if fix else None
    return _view(order, job, fix, ahead)


async def promise(order_id: UUID) -> None:
    """A driver has just been found: find the way to the next stop, and remember what arrival that promises."""
    async with db.reading() as session:
        found = await queries.order_with_stops(session, order_id)
    if found is None or found[0].driver_id is None or found[0].status not in ACTIVE_ORDER:
        return
    order, job, city = found
    fix = await _last_fix(found[0].driver_id)
    ahead = await _ahead(order, job, fix.point) if fix and not fix.stale else None
    if ahead is not None:
        await hold_promise(job, city.rules, ahead.eta_s)


def seen_text(age_s: int | None) -> str:
    """How old a position is: "live", "last seen 1 min ago"."""
    if age_s is None:
        return language.here("Position not known yet")
    if age_s <= drivers.STALE_S:
        return language.here("Live")
    return language.here("Last seen {time} ago", time=duration_text(age_s))


def _may_see(actor: Actor, order: Order) -> bool:
    if actor.audience is Audience.STAFF:
        return True
    return actor.id == (order.customer_id if actor.audience is Audience.CUSTOMER else order.driver_id)


async def _ahead(order: Order, job: Job, here: Point) -> Progress | None:
    if order.driver_id is None:
        return None
    return await look_ahead(order.driver_id, job, order.class_code, here, await recall_guide(order.driver_id))


async def _last_fix(driver_id: UUID) -> Fix | None:
    try:
        return await drivers.last_fix(driver_id)
    except UNREACHABLE:
        return None


def _view(order: Order, job: Job, fix: Fix | None, ahead: Progress | None) -> TrackingView:
    held = order.status in ACTIVE_ORDER
    stop = job.next_stop if held else None
    way = ahead.polyline if ahead else ""
    age_s = max(0, int((clock.now() - fix.at).total_seconds())) if fix else None
    return TrackingView(
        order_id=order.id,
        status=order.status.value,
        driver_id=order.driver_id if held else None,
        lat=fix.lat if fix else None,
        lng=fix.lng if fix else None,
        heading=fix.heading if fix else None,
        fix_at=fix.at if fix else None,
        fix_age_s=age_s,
        stale=age_s is None or age_s > drivers.STALE_S,
        seen_text=seen_text(age_s) if held else "",
        eta_s=ahead.eta_s if ahead else None,
        eta_text=duration_text(ahead.eta_s) if ahead else "",
        distance_left_m=ahead.left_m if ahead else None,
        distance_left_text=distance_text(ahead.left_m) if ahead else "",
        next_stop_sequence=stop.sequence if stop else None,
        polyline=way or order.polyline,
        polyline_later=later(job) if way else "",
    )
