"""What operations are told about drivers on the road: that they stand, are off the way, or nothing is heard of them.

Here is no fact to follow, for who is silent says nothing: by the clock, the notices that are open are made to agree with
how things are. A round that was cut short, came late or came twice is made good by the next one.
"""

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from datetime import datetime
from uuid import UUID

from porter.core import clock, db
from porter.core.redis import UNREACHABLE
from porter.core.words import distance_text, duration_text
from porter.models import Order
from porter.models.enums import NotificationKind, OrderStatus
from porter.models.transitions import ACTIVE_ORDER
from porter.services import matching, notifications, tracking
from porter.services.notifications import DeskNotice
from porter.services.tracking import Astray, Look
from porter.tasks import queries

log = logging.getLogger(__name__)

WATCH_LOCK = 7_072_118
"""Advisory lock: one round at a time, so that what is told of in one is seen by the next."""

AT_ONCE = 500

_TITLES: Mapping[Astray, str] = {
    Astray.STANDING: "Standing still",
    Astray.OFF_WAY: "Off the way",
    Astray.SILENT: "Driver silent",
}

_OVER: Mapping[Astray, str] = {
    Astray.STANDING: "Moves on",
    Astray.OFF_WAY: "Back on the way",
    Astray.SILENT: "Heard of again",
}

_ENDINGS: Mapping[OrderStatus, str] = {
    OrderStatus.DELIVERED: "Delivered",
    OrderStatus.RETURNED: "The goods are back",
    OrderStatus.CANCELLED: "Cancelled",
    OrderStatus.NO_DRIVER: "No driver found",
    OrderStatus.SEARCHING_DRIVER: "Searching again",
}


async def watch() -> bool:
    """Go round once; False when another process is at it, or where drivers are cannot be asked."""
    async with db.transaction() as guard:
        if not await queries.hold_alone(guard, WATCH_LOCK):
            return False
        try:
            await _go_round()
        except UNREACHABLE:
            return False  # nothing is known of anybody: what was told stands until somebody can be asked
    return True


async def _go_round() -> None:
    async with db.reading() as session:
        told = await notifications.open_under(session, _PREFIX)
    after: UUID | None = None
    while looks := await tracking.look_round(after, AT_ONCE):
        after = looks[-1].held.order_id
        for look in looks:
            known = {one: told.pop(_matter(look.held.order_id, one), "") for one in Astray}
            await _alone(_agree(look, known), look.held.order_id)
    for matter in told:
        await _alone(_end(matter), _order_of(matter))


async def _alone(step: Awaitable[None], order_id: UUID) -> None:
    """The trouble of one order is logged, and keeps nobody from looking at the others."""
    (outcome,) = await asyncio.gather(step, return_exceptions=True)
    if isinstance(outcome, UNREACHABLE):
        raise outcome
    if isinstance(outcome, BaseException):
        log.error("order %s could not be watched", order_id, exc_info=outcome)


async def _agree(look: Look, told: Mapping[Astray, str]) -> None:
    """Tell what is new about an order, and take off what is no longer so. `told`: the open happening of each, if any."""
    held = look.held
    over = [one for one, dedupe in told.items() if dedupe and not _still(look, one, dedupe)]
    new = [one for one in look.since if not told[one] or one in over]
    if over or new:
        async with db.transaction() as session:
            order = await session.get_one(Order, held.order_id, with_for_update={"read": True})
            if order.status not in ACTIVE_ORDER or order.driver_id != held.driver_id:
                return  # it has moved on meanwhile: the next round sees it as it is then
            for one in over:
                outcome = _outcome(look, one, told[one])
                await notifications.resolve(session, [_matter(order.id, one)], outcome)
            for one in new:
                await notifications.tell_roles(session, matching.MAY_ASSIGN, _notice(look, one, look.since[one]))
    if Astray.SILENT in look.since and look.moving is not None and not held.is_delay_told:
        await tracking.hold_in_silence(held.order_id, look.moving.fix)


def _still(look: Look, one: Astray, dedupe: str) -> bool:
    """The same driver, and it is so, or nobody can tell."""
    is_same = dedupe.startswith(_happening(look, one))
    return is_same and (one in look.since or one in look.unknown)


def _outcome(look: Look, one: Astray, dedupe: str) -> str:
    if not dedupe.startswith(_happening(look, one)):
        return f"{look.held.driver_name or 'Another driver'} has it"
    if one is not Astray.SILENT and look.moving is not None and look.moving.going is None:
        return "At the stop"
    return _OVER[one]


async def _end(matter: str) -> None:
    """A notice of an order that no driver holds any more."""
    async with db.transaction() as session:
        order = await session.get_one(Order, _order_of(matter), with_for_update={"read": True})
        if order.status not in ACTIVE_ORDER:
            await notifications.resolve(session, [matter], _ENDINGS.get(order.status, "The order is over"))


def _notice(look: Look, one: Astray, since: datetime) -> DeskNotice:
    return DeskNotice(
        kind=NotificationKind.TRIP_PROBLEM,
        title=_TITLES[one],
        sentence=_sentence(look, one, since),
        href=f"/ops/orders?order={look.held.order_id}",
        at=clock.now(),
        dedupe=f"{_happening(look, one)}{since.isoformat()}",
        matter=_matter(look.held.order_id, one),
        order_id=look.held.order_id,
    )


def _sentence(look: Look, one: Astray, since: datetime) -> str:
    who, number = look.held.driver_name or "The driver", look.held.number
    lasted = duration_text(int((clock.now() - since).total_seconds()))
    if one is Astray.STANDING:
        return f"{who} has not moved for {lasted} with order {number}."
    if one is Astray.OFF_WAY:
        going = look.moving.going if look.moving else None
        return f"{who} is {distance_text(going.off_m if going else 0)} off the way with order {number}."
    return f"No position from {who} for {lasted}, who has order {number}."


_PREFIX = "astray:"


def _matter(order_id: UUID, one: Astray) -> str:
    return f"{_PREFIX}{order_id}:{one}"


def _order_of(matter: str) -> UUID:
    return UUID(matter.split(":")[1])


def _happening(look: Look, one: Astray) -> str:
    """One way of one driver with one order; the instant when it began makes it one happening."""
    return f"{one}:{look.held.order_id}:{look.held.driver_id}:"
