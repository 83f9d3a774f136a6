"""Closing a month: after it, nothing is booked into it any more."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.errors import Conflict, Forbidden, Refused
from porter.core.words import local_text
from porter.models import LedgerPeriod
from porter.services.accounts import Actor
from porter.services.ledger import queries
from porter.services.ledger.read import COMPANY_ZONE, trial_balance
from porter.services.ledger.roles import MAY_CLOSE
from porter.services.ledger.views import MonthView, PeriodView, TrialBalanceView

GRACE = timedelta(hours=1)
"""A posting takes its instant before it is written: a month is closed only when none of it can still be under way."""


class PeriodNotOver(Refused):
    """The month is not over yet."""

    code = "period_not_over"
    default_message = "This month can be closed one hour after it has ended."


class PeriodClosed(Conflict):
    """It was closed before."""

    code = "period_closed"
    default_message = "The books of this month are closed already."


class BooksAstray(Conflict):
    """The books do not agree with themselves; nothing is closed over that."""

    code = "books_astray"
    default_message = "The books do not balance. Please look at the trial balance first."


async def close_period(session: AsyncSession, actor: Actor, month: str) -> PeriodView:
    """Close a month ("2026-11") and keep its trial balance. Raises Forbidden, Refused, PeriodNotOver, PeriodClosed."""
    if actor.role not in MAY_CLOSE:
        raise Forbidden()
    from_at, to_at = span(month)
    if clock.now() < to_at + GRACE:
        raise PeriodNotOver()
    if any(closed.month == month for closed in await queries.periods(session)):
        raise PeriodClosed()
    trial = await trial_balance(session, since=from_at, until=to_at)
    if not trial.is_balanced or trial.astray_count:
        raise BooksAstray()
    closed = LedgerPeriod(
        month=month,
        from_at=from_at,
        to_at=to_at,
        closed_at=clock.now(),
        closed_by=actor.id,
        trial_balance=[row.plain() for row in trial.rows],
    )
    session.add(closed)
    await session.flush()
    return _view(closed)


async def periods(session: AsyncSession) -> tuple[PeriodView, ...]:
    """Closed months, newest first."""
    return tuple(_view(closed) for closed in await queries.periods(session))


async def months(session: AsyncSession) -> tuple[MonthView, ...]:
    """Every month since the books began, newest first, with what can be done about it."""
    closed = {period.month: period for period in await queries.periods(session)}
    closers = await queries.people(session, {period.closed_by for period in closed.values() if period.closed_by})
    begun = await queries.first_posting_at(session)
    return tuple(_month(month, closed.get(month), closers) for month in _since(begun or clock.now()))


async def trial_balance_of(session: AsyncSession, month: str, *, currency: str = "INR") -> TrialBalanceView:
    """The trial balance of one month. Raises Refused."""
    from_at, to_at = span(month)
    return await trial_balance(session, currency=currency, since=from_at, until=to_at)


def span(month: str) -> tuple[datetime, datetime]:
    """First instant of a month and of the next, by the company's clock. Raises Refused."""
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", month):
        raise Refused('A month is written like "2026-11".')
    year, number = int(month[:4]), int(month[5:])
    zone = ZoneInfo(COMPANY_ZONE)
    following = (year + 1, 1) if number == 12 else (year, number + 1)
    utc = clock.now().tzinfo
    return (
        datetime(year, number, 1, tzinfo=zone).astimezone(utc),
        datetime(*following, 1, tzinfo=zone).astimezone(utc),
    )


def _since(begun: datetime) -> list[str]:
    zone = ZoneInfo(COMPANY_ZONE)
    first, now = begun.astimezone(zone), clock.now().astimezone(zone)
    count = (now.year - first.year) * 12 + now.month - first.month
    numbers = [now.year * 12 + now.month - 1 - back for back in range(max(0, count) + 1)]
    return [f"{number // 12}-{number % 12 + 1:02}" for number in numbers]


def _month(month: str, closed: LedgerPeriod | None, closers: Mapping[UUID, str]) -> MonthView:
    from_at, to_at = span(month)
    return MonthView(
        month=month,
        month_text=f"{from_at.astimezone(ZoneInfo(COMPANY_ZONE)):%B %Y}",
        state_text=_state_text(closed, closers, is_over=clock.now() >= to_at + GRACE),
        is_closed=closed is not None,
        can_close=closed is None and clock.now() >= to_at + GRACE,
    )


def _state_text(closed: LedgerPeriod | None, closers: Mapping[UUID, str], *, is_over: bool) -> str:
    if closed is None:
        return "Over, open for bookings" if is_over else "Running"
    name = closers.get(closed.closed_by, "") if closed.closed_by else ""
    return f"Closed {local_text(closed.closed_at, COMPANY_ZONE)}" + (f" by {name}" if name else "")


def _view(closed: LedgerPeriod) -> PeriodView:
    return PeriodView(
        month=closed.month,
        from_at=closed.from_at,
        to_at=closed.to_at,
        closed_at=closed.closed_at,
        closed_text=local_text(closed.closed_at, COMPANY_ZONE),
    )
