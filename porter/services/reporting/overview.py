"""The city in numbers."""

from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.config import settings
from porter.core.errors import NotFound
from porter.core.money import format_money
from porter.core.words import duration_text
from porter.models.enums import Audience, OrderStatus
from porter.models.transitions import ACTIVE_ORDER
from porter.services import zones
from porter.services.accounts import Actor
from porter.services.reporting import queries
from porter.services.reporting.money import money_stats
from porter.services.reporting.queries import Hour, Waits
from porter.services.reporting.views import NOW_LABELS, TODAY_LABELS, OverviewView, StatView, Tone

_HOURS = 24
_OF_TODAY = {
    "orders": (),
    "delivered": (OrderStatus.DELIVERED,),
    "cancelled": (OrderStatus.CANCELLED,),
    "unfulfilled": (OrderStatus.NO_DRIVER, OrderStatus.CANCELLED),
}
"""The statuses that an order behind a number of today has now: whoever gives up a search that found nobody has cancelled it."""


async def overview(session: AsyncSession, actor: Actor) -> OverviewView:
    """What goes on now and how today compares with the same time yesterday. Raises NotFound for anybody but staff."""
    if actor.audience is not Audience.STAFF:
        raise NotFound()
    city = await zones.city(session, settings().default_city)
    now = clock.now()
    midnight = _midnight(now, city.time_zone)
    return OverviewView(
        as_of=now,
        now=await _now(session, now),
        today=await _today(session, midnight, now, city.currency),
        money=await money_stats(session, actor, midnight, now, city.currency),
    )


def _midnight(now: datetime, time_zone: str) -> datetime:
    return now.astimezone(ZoneInfo(time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)


async def _now(session: AsyncSession, now: datetime) -> tuple[StatView, ...]:
    live = await queries.live_orders(session)
    online, approved = await queries.drivers_online(session)
    searching, oldest = live.get(OrderStatus.SEARCHING_DRIVER, (0, now))
    without, _ = live.get(OrderStatus.NO_DRIVER, (0, now))
    active = sum(count for status, (count, _) in live.items() if status in ACTIVE_ORDER)
    longest = f"longest {duration_text(int((now - oldest).total_seconds()))}" if searching else "nobody waits"
    return (
        StatView(
            key="searching", label=NOW_LABELS["searching"], value_text=str(searching), note=longest,
            href=_orders("all", OrderStatus.SEARCHING_DRIVER),
        ),
        StatView(
            key="active", label=NOW_LABELS["active"], value_text=str(active), note=f"{without} without a driver",
            href=_orders("all", *ACTIVE_ORDER),
        ),
        StatView(
            key="online", label=NOW_LABELS["online"], value_text=str(online), note=f"of {approved} approved", href="/ops/fleet"
        ),
    )  # fmt: skip


def _orders(when: str, *statuses: OrderStatus) -> str:
    """The orders table, showing these."""
    return "/ops/orders?" + urlencode({"status": ",".join(sorted(statuses)), "when": when})


async def _today(session: AsyncSession, midnight: datetime, now: datetime, currency: str) -> tuple[StatView, ...]:
    placed = await queries.by_hour(session, "placed", midnight, now)
    delivered = await queries.by_hour(session, "delivered", midnight, now)
    cancelled = await queries.by_hour(session, "cancelled", midnight, now)
    unfulfilled = await queries.by_hour(session, "unfulfilled", midnight, now)
    return (
        _counted("orders", placed, midnight, now, more_is="good"),
        _counted("delivered", delivered, midnight, now, more_is="good"),
        _counted("cancelled", cancelled, midnight, now, more_is="bad"),
        _counted("unfulfilled", unfulfilled, midnight, now, more_is="bad"),
        _wait(await queries.waits(session, midnight, now)),
        _revenue(delivered, midnight, now, currency),
    )


def _counted(key: str, hours: Sequence[Hour], midnight: datetime, now: datetime, *, more_is: Tone) -> StatView:
    today, yesterday = _sums(hours, lambda hour: hour.count)
    trend, tone = _trend(today, yesterday, more_is)
    series = _series(hours, lambda hour: hour.count, midnight, now)
    return StatView(
        key=key, label=TODAY_LABELS[key], value_text=f"{today:,}", trend_text=trend, trend_tone=tone, note=_before(yesterday),
        series=series, href=_orders("today", *_OF_TODAY[key]),
    )  # fmt: skip


def _revenue(hours: Sequence[Hour], midnight: datetime, now: datetime, currency: str) -> StatView:
    today, yesterday = _sums(hours, lambda hour: hour.total_minor)
    trend, tone = _trend(today, yesterday, "good")
    return StatView(
        key="revenue",
        label=TODAY_LABELS["revenue"],
        value_text=format_money(today, currency, trim=True),
        trend_text=trend,
        trend_tone=tone,
        note="delivered, with tax",
        series=_series(hours, lambda hour: hour.total_minor, midnight, now),
    )


def _wait(waits: Waits) -> StatView:
    if waits.today_s is None:
        return StatView(key="wait", label=TODAY_LABELS["wait"], value_text="–", note="no driver assigned yet")
    trend, tone = _trend(round(waits.today_s), round(waits.yesterday_s or 0), "bad")
    return StatView(
        key="wait", label=TODAY_LABELS["wait"], value_text=_seconds(waits.today_s), trend_text=trend, trend_tone=tone, note="median"
    )  # fmt: skip


def _seconds(seconds: float) -> str:
    return f"{round(seconds)} s" if seconds < 90 else duration_text(round(seconds))


def _sums(hours: Sequence[Hour], value: Callable[[Hour], int]) -> tuple[int, int]:
    """Of today, and of yesterday until this time."""
    today = sum(value(hour) for hour in hours if hour.hour >= _HOURS)
    return today, sum(value(hour) for hour in hours if hour.hour < _HOURS and hour.early)


def _series(hours: Sequence[Hour], value: Callable[[Hour], int], midnight: datetime, now: datetime) -> tuple[int, ...]:
    """The hours of today until now; the first one stands for the night before, so that a line needs no morning."""
    last = int((now - midnight).total_seconds() // 3600)
    first = min(0, last - 11)
    return tuple(sum(value(hour) for hour in hours if hour.hour == _HOURS + n) for n in range(first, last + 1))


def _trend(today: int, yesterday: int, more_is: Tone) -> tuple[str, Tone]:
    if not yesterday:
        return "", "neutral"
    percent = round((today - yesterday) * 100 / yesterday)
    if percent == 0:
        return "±0 %", "neutral"
    good = (percent > 0) == (more_is == "good")
    return f"{percent:+d} %".replace("-", "−"), "good" if good else "bad"


def _before(yesterday: int) -> str:
    return f"{yesterday:,} by now yesterday" if yesterday else "none by now yesterday"
