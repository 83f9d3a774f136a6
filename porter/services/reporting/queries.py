"""SQL of reporting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Account, Authenticator, Driver, Invitation, Order
from porter.models.enums import AccountStatus, Audience, OrderStatus, Verification
from porter.models.transitions import LIVE_ORDER
from porter.services.reporting.views import CustomerSort

_LONGEST_LIFE = timedelta(days=3)
"""An order that ends today was placed since then: lets the index on `created_at` bound every count."""

_DAY = timedelta(days=1)

Fate = Literal["placed", "delivered", "cancelled", "unfulfilled"]

_FATES: dict[Fate, tuple[Any, ...]] = {
    "placed": (col(Order.created_at),),
    "delivered": (col(Order.delivered_at),),
    "cancelled": (col(Order.cancelled_at),),
    "unfulfilled": (
        col(Order.created_at),
        col(Order.status).in_((OrderStatus.NO_DRIVER, OrderStatus.CANCELLED)),
        col(Order.assigned_at).is_(None),
    ),
}
"""When each happens to an order, and to which orders."""


@dataclass(frozen=True, slots=True)
class Hour:
    """What fell into one hour counted from yesterday's midnight; `early` means before this time of yesterday."""

    hour: int
    early: bool
    count: int
    total_minor: int


@dataclass(frozen=True, slots=True)
class Waits:
    """Median seconds from order to driver, of today and of yesterday until this time."""

    today_s: float | None
    yesterday_s: float | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people a list shows; `digits` are those of the text when they may be of a phone."""

    status: Sequence[AccountStatus]
    text: str
    digits: str


_SORTED_BY: dict[str, Any] = {"created_at": col(Account.created_at), "name": col(Account.name)}


async def by_hour(session: AsyncSession, fate: Fate, midnight: datetime, now: datetime) -> list[Hour]:
    """Orders by the hour in which this happened to them, from yesterday's midnight until now."""
    since = midnight - _DAY
    at, *conditions = _FATES[fate]
    hour = func.floor(func.extract("epoch", at - since) / 3600).label("hour")
    early = (at < now - _DAY).label("early")
    rows = await session.exec(
        select(hour, early, func.count(), func.coalesce(func.sum(Order.total_minor), 0))
        .where(col(Order.created_at) >= since - _LONGEST_LIFE, at >= since, at <= now, *conditions)
        .group_by(hour, early)
    )
    return [Hour(int(row[0]), bool(row[1]), int(row[2]), int(row[3])) for row in rows.all()]


async def waits(session: AsyncSession, midnight: datetime, now: datetime) -> Waits:
    """How long customers waited for a driver."""
    created = col(Order.created_at)
    seconds = func.extract("epoch", col(Order.assigned_at) - created)
    median = func.percentile_cont(0.5).within_group(seconds)
    rows = await session.exec(
        select(median.filter(created >= midnight), median.filter(created < now - _DAY)).where(
            created >= midnight - _DAY, col(Order.assigned_at).is_not(None)
        )
    )
    today, yesterday = rows.one()
    return Waits(None if today is None else float(today), None if yesterday is None else float(yesterday))


async def live_orders(session: AsyncSession) -> dict[OrderStatus, tuple[int, datetime]]:
    """How many orders are in each living state, and when the one that waits longest was placed."""
    rows = await session.exec(
        select(Order.status, func.count(), func.min(Order.created_at))
        .where(col(Order.status).in_(LIVE_ORDER))
        .group_by(Order.status)
    )
    return {OrderStatus(status): (int(count), oldest) for status, count, oldest in rows.all()}


async def drivers_online(session: AsyncSession) -> tuple[int, int]:
    """Drivers online, and drivers who may work."""
    online = await session.exec(select(func.count()).select_from(Driver).where(col(Driver.is_online)))
    approved = await session.exec(
        select(func.count()).select_from(Driver).where(Driver.verification == Verification.APPROVED)
    )
    return int(online.one()), int(approved.one())


async def customers(
    session: AsyncSession, wanted: Wanted, sort: CustomerSort, after: tuple[Any, UUID] | None, limit: int
) -> list[tuple[Account, int, datetime | None]]:
    """Customers after a place in the order asked for, with how many orders they have placed and when the last one."""
    falls = sort.startswith("-")
    key = _SORTED_BY[sort.removeprefix("-")]
    placed = select(func.count()).where(col(Order.customer_id) == col(Account.id)).scalar_subquery()
    last = select(func.max(Order.created_at)).where(col(Order.customer_id) == col(Account.id)).scalar_subquery()
    query = (
        select(Account, placed, last)
        .where(Account.audience == Audience.CUSTOMER, *_people(wanted))
        .order_by(*(column.desc() if falls else column.asc() for column in (key, col(Account.id))))
        .limit(limit)
    )
    if after is not None:
        here = tuple_(key, col(Account.id))
        query = query.where(here < after if falls else here > after)
    return [(row[0], int(row[1]), row[2]) for row in (await session.exec(query)).all()]


async def staff(session: AsyncSession) -> Sequence[tuple[Account, datetime | None]]:
    """Everybody of operations, and since when a code is asked for at sign-in."""
    rows = await session.exec(
        select(Account, Authenticator.confirmed_at)
        .outerjoin(Authenticator, col(Authenticator.account_id) == Account.id)
        .where(Account.audience == Audience.STAFF, Account.status != AccountStatus.DELETED)
        .order_by(func.lower(Account.name), col(Account.id))
    )
    return rows.all()


async def open_invitations(session: AsyncSession, now: datetime) -> Sequence[Invitation]:
    """Invitations that can still be accepted, the newest first."""
    rows = await session.exec(
        select(Invitation)
        .where(col(Invitation.accepted_at).is_(None), Invitation.expires_at > now)
        .order_by(col(Invitation.created_at).desc())
    )
    return rows.all()


def _people(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [col(Account.status) != AccountStatus.DELETED]
    if wanted.status:
        conditions.append(col(Account.status).in_(wanted.status))
    if wanted.text:
        fits = [col(Account.name).icontains(wanted.text, autoescape=True)]
        if wanted.digits:
            fits.append(col(Account.phone).contains(wanted.digits))
        conditions.append(or_(*fits))
    return conditions
