"""What a driver has earned, from the books, with every line: by trip, by day, by week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.language import date_text, here, spoken
from porter.core.money import format_money
from porter.core.pages import BadCursor, Page, decode_cursor, encode_cursor, hold_limit
from porter.core.words import duration_text, local_text
from porter.models import Order
from porter.services import drivers, ledger, receipts, zones
from porter.services.accounts import Actor
from porter.services.drivers import DriverView
from porter.services.trips import earnings_queries as queries
from porter.services.trips.earned import Bundle, Earned, Part, bundles, by_day, parts_of_all, share_pct
from porter.services.trips.views import EarningDay, EarningLine, EarningRow, EarningsView

Period = Literal["today", "day", "week"]

FIRST_DAY = date(2020, 1, 1)
"""Nobody looks further back."""


@dataclass(frozen=True, slots=True)
class _Span:
    """A day or a week where the driver works."""

    period: Period
    first: date
    today: date
    time_zone: str

    @property
    def days(self) -> int:
        return 7 if self.period == "week" else 1

    @property
    def since(self) -> datetime:
        return _midnight(self.first, self.time_zone)

    @property
    def until(self) -> datetime:
        return _midnight(self.first + timedelta(days=self.days), self.time_zone)

    @property
    def after(self) -> date | None:
        following = self.first + timedelta(days=self.days)
        return following if following <= self.today else None


async def earnings(
    session: AsyncSession, actor: Actor, period: Period = "today", day: date | None = None
) -> EarningsView:
    """What a day, or the week from Monday around it, brought; today's when no day is named. Newest trip first."""
    me = await drivers.profile(session, actor)
    time_zone, currency = await _home(session, me)
    span = span_of(period, day, time_zone)
    found = await queries.between(session, actor.id, currency, span.since, span.until)
    total = sum(one.net_minor for one in found)
    together = bundles(found)
    trip_count = sum(bundle.is_trip for bundle in together)
    return EarningsView(
        period=period,
        title=_title(span),
        since=span.since,
        day=span.first,
        before=span.first - timedelta(days=span.days),
        after=span.after,
        total_minor=total,
        total=total,
        total_text=format_money(total, currency),
        lines=_lines(parts_of_all(found), currency),
        trip_count=trip_count,
        trips_text=drivers.trips_text(trip_count),
        days=_days(found, span, currency) if period == "week" else (),
        trips=tuple(_row(bundle, currency, time_zone) for bundle in together),
        cash_collected_text=format_money(sum(one.cash_minor for one in found), currency),
        cash_in_hand_minor=me.cash_in_hand_minor,
        cash_in_hand=me.cash_in_hand_minor,
        cash_in_hand_text=me.cash_in_hand_text,
        cash_limit_text=me.cash_limit_text,
        online_text=_online_text(me.online_since),
        currency=currency,
    )


async def recent_trips(session: AsyncSession, actor: Actor, cursor: str = "", limit: int = 20) -> Page[EarningRow]:
    """Trips with all that each brought, tips and corrections of later days with it; newest first. Raises BadCursor."""
    time_zone, currency = await _home(session, await drivers.profile(session, actor))
    limit = hold_limit(limit)
    orders = await queries.newest_orders(session, actor.id, currency, _before(cursor), limit)
    wanted = [order_id for order_id, _ in orders[:limit]]
    found = await queries.of_orders(session, actor.id, currency, wanted) if wanted else ()
    last_id, last_at = orders[limit - 1] if len(orders) > limit else (None, None)
    return Page(
        items=tuple(_row(bundle, currency, time_zone) for bundle in bundles(found)),
        next_cursor=encode_cursor(last_at.isoformat(), str(last_id)) if last_at else "",
    )


def span_of(period: Period, day: date | None, time_zone: str) -> _Span:
    """The day or the week of a day; never one that has not begun."""
    today = clock.now().astimezone(ZoneInfo(time_zone)).date()
    first = today if day is None or period == "today" else min(max(day, FIRST_DAY), today)
    if period == "week":
        first -= timedelta(days=first.weekday())
    return _Span(period, first, today, time_zone)


def _midnight(day: date, time_zone: str) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(time_zone)).astimezone(clock.now().tzinfo)


async def _home(session: AsyncSession, me: DriverView) -> tuple[str, str]:
    city = await zones.city(session, me.city_code) if me.city_code else None
    return (city.time_zone, city.currency) if city else ("UTC", "INR")


def _title(span: _Span) -> str:
    if span.period != "week":
        ago = (span.today - span.first).days
        if ago in (0, 1):
            return here("Yesterday") if ago else here("Today")
        return date_text(spoken(), span.first, "EEE d MMM y")
    last = span.first + timedelta(days=6)
    begin = date_text(spoken(), span.first, "d" if span.first.month == last.month else "d MMM")
    return f"{begin}–{date_text(spoken(), last, 'd MMM y')}"


def _days(found: Iterable[Earned], span: _Span, currency: str) -> tuple[EarningDay, ...]:
    sums = {
        day: (sum(one.net_minor for one in booked), bundles(booked))
        for day, booked in by_day(found, span.first, span.time_zone).items()
    }
    best = max(total for total, _ in sums.values())
    return tuple(
        EarningDay(
            day=day,
            label=date_text(spoken(), day, "EEE d"),
            total_minor=total,
            total=total,
            total_text=format_money(total, currency, trim=True),
            trips_text=drivers.trips_text(sum(bundle.is_trip for bundle in together)),
            share_pct=share_pct(total, best),
            is_today=day == span.today,
            is_ahead=day > span.today,
        )
        for day, (total, together) in sums.items()
    )


def _row(bundle: Bundle, currency: str, time_zone: str) -> EarningRow:
    lines = _lines(parts_of_all(bundle.postings), currency)
    amounts = {line.code: line.amount_text for line in lines}
    order = bundle.order
    return EarningRow(
        key=bundle.key,
        title=order.number if order else ledger.event_text(bundle.postings[0].event),
        order_id=order.id if order else None,
        order_number=order.number if order else "",
        at=bundle.at,
        at_text=local_text(bundle.at, time_zone),
        fare=_fare(order) if order and bundle.is_trip else (),
        fare_text=amounts.get("fare", ""),
        commission_text=amounts.get("commission", ""),
        tax_text=amounts.get("tax", ""),
        cash_text=format_money(bundle.cash_minor, currency) if bundle.cash_minor else "",
        net_minor=bundle.net_minor,
        net=bundle.net_minor,
        net_text=format_money(bundle.net_minor, currency),
        lines=lines,
    )


def _fare(order: Order) -> tuple[EarningLine, ...]:
    """What the customer's fare was made of, as it was frozen."""
    return _lines(
        [Part(line["code"], receipts.said_label(line["label"]), line["minor"]) for line in order.lines], order.currency
    )


def _lines(parts: Sequence[Part], currency: str) -> tuple[EarningLine, ...]:
    return tuple(
        EarningLine(
            code=part.code,
            label=part.label,
            amount_minor=part.minor,
            amount=part.minor,
            amount_text=format_money(part.minor, currency),
        )
        for part in parts
    )


def _online_text(online_since: datetime | None) -> str:
    if online_since is None:
        return here("Offline")
    return here("Online for {time}", time=duration_text(int((clock.now() - online_since).total_seconds())))


def _before(cursor: str) -> tuple[datetime, UUID] | None:
    if not cursor:
        return None
    at, order_id = decode_cursor(cursor, str, str)
    try:
        return datetime.fromisoformat(at).astimezone(clock.now().tzinfo), UUID(order_id)
    except (ValueError, OverflowError) as error:
        raise BadCursor() from error
