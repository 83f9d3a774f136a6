"""SQL of the payouts table of operations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, tuple_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Account, Payout, PayoutDestination
from porter.models.enums import PayoutStatus
from porter.services.payouts.inputs import PayoutFilter, PayoutSort
from porter.services.payouts.queries import _UNDER_WAY as UNDER_WAY

FAILED = (PayoutStatus.FAILED, PayoutStatus.REVERSED)
_MOST = 200

_IS_FAILED = col(Payout.status).in_(FAILED)
_SORTED_BY: dict[str, Any] = {
    "created_at": col(Payout.created_at),
    "amount": col(Payout.amount_minor),
    "failed": _IS_FAILED,
}

Row = tuple[Payout, PayoutDestination, Account]


async def is_paid_since(session: AsyncSession, account_id: UUID, at: datetime) -> bool:
    """Whether a payout that a driver asked for later has arrived."""
    rows = await session.exec(
        select(Payout.id)
        .where(Payout.account_id == account_id, Payout.status == PayoutStatus.PAID, col(Payout.created_at) > at)
        .limit(1)
    )
    return rows.first() is not None


async def page(
    session: AsyncSession,
    what: PayoutFilter,
    phone: str,
    sort: PayoutSort,
    after: tuple[datetime | int | bool, UUID] | None,
    limit: int,
) -> Sequence[Row]:
    """Payouts with destination and driver, in the order asked for, the id deciding between equals."""
    found = await _people(session, what.text, phone) if what.text else ()
    conditions = [*_filters(what), *([_matches(what.text, found)] if what.text else []), *_after(sort, after)]
    columns = (_SORTED_BY[sort.removeprefix("-")], col(Payout.id))
    order = [column.desc() if sort.startswith("-") else column.asc() for column in columns]
    rows: Sequence[Row] = (await session.exec(_rows().where(*conditions).order_by(*order).limit(limit))).all()
    return rows


async def one(session: AsyncSession, payout_id: UUID) -> Row | None:
    """A payout with destination and driver."""
    row: Row | None = (await session.exec(_rows().where(Payout.id == payout_id))).one_or_none()
    return row


async def hurry(session: AsyncSession, payout_id: UUID, now: datetime) -> bool:
    """Make a payout that is under way due now; answers whether it was one."""
    done = await session.exec(
        update(Payout)
        .where(col(Payout.id) == payout_id, col(Payout.status).in_(UNDER_WAY))
        .values(due_at=now)
        .returning(col(Payout.id))
        .execution_options(synchronize_session="fetch")
    )
    return done.first() is not None


async def _people(session: AsyncSession, text: str, phone: str) -> Sequence[UUID]:
    fits: list[ColumnElement[bool]] = [col(Account.name).icontains(text, autoescape=True)]
    if phone.startswith("+"):
        fits.append(col(Account.phone) == phone)
    elif phone:
        fits.append(col(Account.phone).contains(phone, autoescape=True))
    return (await session.exec(select(Account.id).where(or_(*fits)).limit(_MOST))).all()


def _matches(text: str, people: Sequence[UUID]) -> ColumnElement[bool]:
    try:
        ours = [UUID(text)]
    except ValueError:
        ours = []
    return or_(col(Payout.account_id).in_(people), col(Payout.provider_payout) == text, col(Payout.id).in_(ours))


def _filters(what: PayoutFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if what.status:
        conditions.append(col(Payout.status).in_(what.status))
    if what.provider:
        conditions.append(col(Payout.provider).in_(what.provider))
    if what.from_at:
        conditions.append(col(Payout.created_at) >= what.from_at)
    if what.to_at:
        conditions.append(col(Payout.created_at) < what.to_at)
    return conditions


def _after(sort: PayoutSort, after: tuple[datetime | int | bool, UUID] | None) -> list[ColumnElement[bool]]:
    if after is None:
        return []
    here = tuple_(_SORTED_BY[sort.removeprefix("-")], col(Payout.id))
    return [here < after if sort.startswith("-") else here > after]


def _rows() -> Any:
    columns: tuple[Any, ...] = (Payout, PayoutDestination, Account)
    return (
        select(*columns)
        .join(PayoutDestination, col(PayoutDestination.id) == col(Payout.destination_id))
        .join(Account, col(Account.id) == col(Payout.account_id))
        .execution_options(populate_existing=True)
    )
