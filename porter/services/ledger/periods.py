"""Closing a month: after it, nothing is booked into it any more."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.errors import Conflict, Forbidden, Refused
from porter.core.words import local_text
from porter.models import LedgerPeriod
from porter.models.enums import Role
from porter.services.accounts import Actor
from porter.services.ledger import queries
from porter.services.ledger.read import COMPANY_ZONE, trial_balance
from porter.services.ledger.views import PeriodView, TrialBalanceView

MAY_CLOSE = frozenset({Role.FINANCE, Role.ADMIN})

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


def _view(closed: LedgerPeriod) -> PeriodView:
    return PeriodView(
        month=closed.month,
        from_at=closed.from_at,
        to_at=closed.to_at,
        closed_at=closed.closed_at,
        closed_text=local_text(closed.closed_at, COMPANY_ZONE),
    )
