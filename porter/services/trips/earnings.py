"""What a driver has earned, from the books, with every line."""

from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.money import format_money
from porter.core.words import duration_text, local_text
from porter.models import Order, Posting
from porter.models.enums import PaymentMethod
from porter.services import drivers, zones
from porter.services.accounts import Actor
from porter.services.trips import queries
from porter.services.trips.views import EarningLine, EarningRow, EarningsView

Period = Literal["today", "week"]

_OTHER = {
    "order.cancelled": ("cancellation", "Share of the cancellation fee"),
    "tip": ("tip", "Tip"),
    "compensation": ("compensation", "Compensation"),
}
"""What an order brings beside its fare, by the event in the books."""


async def earnings(session: AsyncSession, actor: Actor, period: Period = "today") -> EarningsView:
    """What the day or the week (from Monday) brought, newest trip first."""
    me = await drivers.profile(session, actor)
    city = await zones.city(session, me.city_code) if me.city_code else None
    time_zone, currency = (city.time_zone, city.currency) if city else ("UTC", "INR")
    since = beginning(period, time_zone)
    found = await queries.earned(session, actor.id, since)
    total = sum(amount for _, _, amount in found)
    cash = sum(_cash(posting, order) for posting, order, _ in found)
    return EarningsView(
        period=period,
        since=since,
        total_minor=total,
        total=total,
        total_text=format_money(total, currency),
        trip_count=len(found),
        trips_text=drivers.trips_text(len(found)),
        trips=tuple(_row(posting, order, amount, time_zone) for posting, order, amount in found),
        cash_collected_text=format_money(cash, currency),
        cash_in_hand_minor=me.cash_in_hand_minor,
        cash_in_hand=me.cash_in_hand_minor,
        cash_in_hand_text=me.cash_in_hand_text,
        cash_limit_text=me.cash_limit_text,
        online_text=_online_text(me.online_since),
        currency=currency,
    )


def beginning(period: Period, time_zone: str) -> datetime:
    """The first instant of today, or of Monday, where the driver works."""
    local = clock.now().astimezone(ZoneInfo(time_zone))
    day = local.date() - timedelta(days=local.weekday() if period == "week" else 0)
    return datetime.combine(day, time(), tzinfo=ZoneInfo(time_zone)).astimezone(clock.now().tzinfo)


def _row(posting: Posting, order: Order, net_minor: int, time_zone: str) -> EarningRow:
    lines = _lines(posting, order, net_minor)
    amounts = {line.code: line.amount_text for line in lines}
    return EarningRow(
        order_id=order.id,
        order_number=order.number,
        at=posting.created_at,
        at_text=local_text(posting.created_at, time_zone),
        fare_text=amounts.get("fare", ""),
        commission_text=amounts.get("commission", ""),
        tax_text=amounts.get("tax", ""),
        cash_text=format_money(cash, order.currency) if (cash := _cash(posting, order)) else "",
        net_minor=net_minor,
        net=net_minor,
        net_text=format_money(net_minor, order.currency),
        lines=lines,
    )


def _lines(posting: Posting, order: Order, net_minor: int) -> tuple[EarningLine, ...]:
    """The parts of what was earned; they sum to it."""
    if posting.event != "order.delivered":
        code, label = _OTHER.get(posting.event, _OTHER["order.cancelled"])
        return (_line(code, label, net_minor, order.currency),)
    promotion = -sum(line["minor"] for line in order.lines if line["kind"] == "discount")
    commission = order.total_minor + promotion - order.tax_minor - net_minor
    parts = (
        ("fare", "Paid by the customer", order.total_minor),
        ("promotion", "Discount, paid by Porter", promotion),
        ("commission", "Commission", -commission),
        ("tax", "GST", -order.tax_minor),
    )
    return tuple(_line(code, label, minor, order.currency) for code, label, minor in parts if minor)


def _line(code: str, label: str, minor: int, currency: str) -> EarningLine:
    return EarningLine(
        code=code, label=label, amount_minor=minor, amount=minor, amount_text=format_money(minor, currency)
    )


def _cash(posting: Posting, order: Order) -> int:
    delivered = posting.event == "order.delivered"
    return order.total_minor if delivered and order.payment_method is PaymentMethod.CASH else 0


def _online_text(online_since: datetime | None) -> str:
    if online_since is None:
        return "Offline"
    return f"Online for {duration_text(int((clock.now() - online_since).total_seconds()))}"
