"""What operations are told about orders, and when each of it is over.

Who tells holds the order's row meanwhile: whatever ends a trouble comes after its notice, or before the look.
"""

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import db
from porter.models import Account, Order
from porter.models.enums import NotificationKind, OrderStatus, Party
from porter.models.transitions import ACTIVE_ORDER, LIVE_ORDER
from porter.services import matching, notifications, trips
from porter.services.notifications import DeskNotice
from porter.tasks.facts import Fact


class Trouble(StrEnum):
    """What can be the matter with an order."""

    NO_DRIVER = "no_driver"
    LATE = "late"
    DROPPED_OUT = "dropped_out"
    STOP_FAILED = "stop_failed"
    STOP_LOCKED = "stop_locked"


_LASTS: Mapping[Trouble, frozenset[OrderStatus]] = {
    Trouble.NO_DRIVER: frozenset({OrderStatus.NO_DRIVER}),
    Trouble.LATE: LIVE_ORDER,
    Trouble.DROPPED_OUT: frozenset({OrderStatus.SEARCHING_DRIVER, OrderStatus.NO_DRIVER}),
    Trouble.STOP_FAILED: ACTIVE_ORDER,
    Trouble.STOP_LOCKED: ACTIVE_ORDER,
}
"""In which states of an order a trouble is still one."""

_ENDINGS: Mapping[OrderStatus, str] = {
    OrderStatus.DELIVERED: "Delivered",
    OrderStatus.RETURNED: "The goods are back",
    OrderStatus.CANCELLED: "Cancelled",
    OrderStatus.NO_DRIVER: "No driver found",
}

_KINDS: Mapping[Trouble, tuple[NotificationKind, str]] = {
    Trouble.NO_DRIVER: (NotificationKind.NO_DRIVER, "No driver"),
    Trouble.LATE: (NotificationKind.DELAY, "Late"),
    Trouble.DROPPED_OUT: (NotificationKind.TRIP_PROBLEM, "Given back"),
    Trouble.STOP_FAILED: (NotificationKind.TRIP_PROBLEM, "Not handed over"),
    Trouble.STOP_LOCKED: (NotificationKind.TRIP_PROBLEM, "Code locked"),
}


async def no_driver(fact: Fact) -> None:
    """The search has ended without anybody."""
    await _tell(fact, Trouble.NO_DRIVER, "Nobody took order {number}: give it to a driver by hand.")


async def late(fact: Fact) -> None:
    """The arrival has slipped too far."""
    place, minutes = _place(fact), fact.payload["late_min"]
    await _tell(fact, Trouble.LATE, f"Order {{number}} will be {minutes} min late at {place}.")


async def dropped_out(fact: Fact) -> None:
    """A driver gave an order back before the pickup."""
    await _tell(fact, Trouble.DROPPED_OUT, "{driver} gave order {number} back{why}.")


async def stop_failed(fact: Fact) -> None:
    """A driver could not hand the goods over at a drop."""
    if fact.payload["actor"] == Party.DRIVER:
        place = _place(fact)
        await _tell(fact, Trouble.STOP_FAILED, f"{{driver}} could not hand over order {{number}} at {place}{{why}}.")


async def attention(fact: Fact) -> None:
    """A stop was locked by five wrong codes."""
    place = _place(fact)
    await _tell(fact, Trouble.STOP_LOCKED, f"Five wrong codes at {place} of order {{number}}: the handover is locked.")


async def settle(fact: Fact) -> None:
    """Something has changed about an order: what was the matter with it and is no longer, is done."""
    order_id = fact.uuid("order_id")
    async with db.transaction() as session:
        still = await notifications.open_matters(session, [_matter(order_id, trouble) for trouble in Trouble])
        if not still:
            return
        order = await session.get_one(Order, order_id)
        done: dict[str, list[str]] = defaultdict(list)
        for trouble in Trouble:
            if _matter(order_id, trouble) in still and not await _lasts(session, order, trouble):
                done[await _outcome(session, order, trouble)].append(_matter(order_id, trouble))
        for outcome, matters in done.items():
            await notifications.resolve(session, matters, outcome)


async def _tell(fact: Fact, trouble: Trouble, sentence: str) -> None:
    async with db.transaction() as session:
        order = await session.get_one(Order, fact.uuid("order_id"), with_for_update={"read": True})
        if not await _lasts(session, order, trouble):
            return
        kind, title = _KINDS[trouble]
        why = str(fact.payload.get("why") or "").strip(" .")
        words = {"number": order.number, "driver": await _driver(session, fact), "why": f": {why}" if why else ""}
        notice = DeskNotice(
            kind=kind,
            title=title,
            sentence=sentence.format(**words),
            href=f"/ops/orders?order={order.id}",
            at=fact.at,
            dedupe=f"{fact.name}:{fact.id}",
            matter=_matter(order.id, trouble),
            order_id=order.id,
        )
        await notifications.tell_roles(session, matching.MAY_ASSIGN, notice)


async def _lasts(session: AsyncSession, order: Order, trouble: Trouble) -> bool:
    if order.status not in _LASTS[trouble]:
        return False
    return trouble is not Trouble.STOP_LOCKED or await trips.is_locked(session, order.id)


async def _outcome(session: AsyncSession, order: Order, trouble: Trouble) -> str:
    if order.status in _ENDINGS:
        return _ENDINGS[order.status]
    if trouble is Trouble.STOP_LOCKED:
        return "No longer locked"
    if order.status is OrderStatus.SEARCHING_DRIVER:
        return "Searching again"
    driver = await session.get(Account, order.driver_id) if order.driver_id else None
    return f"{driver.name} has it" if driver and driver.name else "A driver has it"


async def _driver(session: AsyncSession, fact: Fact) -> str:
    account_id = fact.payload.get("actor_id")
    driver = await session.get(Account, UUID(account_id)) if account_id else None
    return driver.name if driver and driver.name else "The driver"


def _place(fact: Fact) -> str:
    sequence = fact.payload["sequence"]
    return f"drop {sequence}" if sequence else "the pickup"


def _matter(order_id: UUID, trouble: Trouble) -> str:
    return f"order:{order_id}:{trouble}"
