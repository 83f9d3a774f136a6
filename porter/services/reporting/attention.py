"""Orders that somebody should look at."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.redis import UNREACHABLE
from porter.core.words import distance_text, duration_text
from porter.models.enums import OrderStatus
from porter.models.transitions import ACTIVE_ORDER, LIVE_ORDER
from porter.services import orders, tracking
from porter.services.accounts import Actor
from porter.services.orders import OrderFilter, OrderRow
from porter.services.reporting.views import AttentionView, Reason
from porter.services.tracking import Movement

SEARCHING_LONG_S = 60
_LOOKED_AT = 100

_URGENCY = ("no_driver", "late", "silent", "standing", "off_way", "searching")


async def attention(session: AsyncSession, actor: Actor, limit: int = 20) -> tuple[AttentionView, ...]:
    """Orders without a driver, late ones, those whose driver is silent, stands or is off the way, long searches.

    Raises NotFound but for staff.
    """
    rows = await _live(session, actor)
    moving = await _moving({row.driver_id for row in rows if row.driver_id and row.status in ACTIVE_ORDER})
    found = [view for row in rows if (view := _reason(row, moving.get(row.driver_id) if row.driver_id else None))]
    return tuple(sorted(found, key=lambda view: (_URGENCY.index(view.reason), view.since))[:limit])


async def _live(session: AsyncSession, actor: Actor) -> list[OrderRow]:
    """Late ones first, then whatever has been in its state for longest; bounded, for a bad day has many."""
    late = await orders.table(session, actor, OrderFilter(late_only=True), "status_since", "", _LOOKED_AT)
    alive = await orders.table(
        session, actor, OrderFilter(status=tuple(sorted(LIVE_ORDER))), "status_since", "", _LOOKED_AT
    )
    return list({row.id: row for row in (*late.items, *alive.items)}.values())


async def _moving(driver_ids: Collection[UUID]) -> Mapping[UUID, Movement]:
    try:
        return await tracking.movements(driver_ids)
    except UNREACHABLE:
        return {}


def _reason(row: OrderRow, moving: Movement | None) -> AttentionView | None:
    """The one that says most, where several hold."""
    fix, going = (moving.fix, moving.going) if moving else (None, None)
    if row.status is OrderStatus.NO_DRIVER:
        return _view(row, "no_driver", "No driver found", row.status_since)
    if row.status is OrderStatus.SEARCHING_DRIVER:
        return _search(row)
    if row.status in ACTIVE_ORDER and going and going.order_id == row.id and going.is_standing:
        return _view(row, "standing", f"Has not moved for {duration_text(going.standing_s)}", going.since)
    if row.is_late:
        text = f"Late: {row.status_text.lower()} for {duration_text(row.in_status_s)}"
        return _view(row, "late", text, row.status_since)
    if row.status in ACTIVE_ORDER and (fix is None or fix.stale):
        silent = f"Driver silent for {duration_text(fix.age_s)}" if fix else "No position from the driver"
        return _view(row, "silent", silent, fix.at if fix else row.status_since)
    if row.status in ACTIVE_ORDER and going and going.order_id == row.id and going.off_since:
        return _view(row, "off_way", f"{distance_text(going.off_m)} off the way", going.off_since)
    return None


def _search(row: OrderRow) -> AttentionView | None:
    if row.is_late:
        waited_s = int((clock.now() - row.created_at).total_seconds())
        return _view(row, "late", f"No driver for {duration_text(waited_s)}", row.created_at)
    if row.in_status_s > SEARCHING_LONG_S:
        since = clock.now() - timedelta(seconds=row.in_status_s)
        return _view(row, "searching", f"Searching for {duration_text(row.in_status_s)}", since)
    return None


def _view(row: OrderRow, reason: Reason, text: str, since: datetime) -> AttentionView:
    return AttentionView(
        order_id=row.id,
        number=row.number,
        status=row.status.value,
        status_text=row.status_text,
        reason=reason,
        reason_text=text,
        since=since,
        customer_name=row.customer_name,
        driver_name=row.driver_name,
        pickup_address=row.pickup_address,
        drop_address=row.drop_address,
    )
