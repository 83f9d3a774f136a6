"""SQL of payouts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, text, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Account, Payout, PayoutDestination
from porter.models.enums import PayoutStatus, Provider

_UNDER_WAY = (PayoutStatus.REQUESTED, PayoutStatus.SENDING, PayoutStatus.PROCESSING)


async def destinations(session: AsyncSession, driver_id: UUID, *, lock: bool = False) -> Sequence[PayoutDestination]:
    """What is not removed, the usual one first; `lock` lets one change at a time."""
    if lock:
        await session.exec(select(Account.id).where(Account.id == driver_id).with_for_update())
    found = await session.exec(
        select(PayoutDestination)
        .where(PayoutDestination.account_id == driver_id, col(PayoutDestination.removed_at).is_(None))
        .order_by(col(PayoutDestination.is_default).desc(), col(PayoutDestination.id).desc())
        .execution_options(populate_existing=True)
    )
    return found.all()


async def set_default(session: AsyncSession, driver_id: UUID, destination_id: UUID) -> None:
    """Make one the usual one."""
    here = col(PayoutDestination.account_id) == driver_id
    await session.exec(update(PayoutDestination).where(here).values(is_default=False))
    await session.exec(
        update(PayoutDestination).where(here, col(PayoutDestination.id) == destination_id).values(is_default=True)
    )


async def own(session: AsyncSession, driver_id: UUID, payout_id: UUID) -> tuple[Payout, str] | None:
    """A payout of this driver, with the label of its destination."""
    found = await session.exec(
        select(Payout, PayoutDestination.label)
        .join(PayoutDestination, col(PayoutDestination.id) == col(Payout.destination_id))
        .where(Payout.id == payout_id, Payout.account_id == driver_id)
    )
    return found.one_or_none()


async def under_way(session: AsyncSession, driver_id: UUID) -> int:
    """How many payouts have no end yet."""
    found = await session.exec(
        select(func.count()).where(col(Payout.account_id) == driver_id, col(Payout.status).in_(_UNDER_WAY))
    )
    return found.one()


async def due(session: AsyncSession, now: datetime, limit: int) -> Sequence[UUID]:
    """Payouts that somebody has to look at, longest waiting first."""
    found = await session.exec(
        select(Payout.id).where(col(Payout.due_at) <= now).order_by(col(Payout.due_at)).limit(limit)
    )
    return found.all()


async def claim(session: AsyncSession, payout_id: UUID, now: datetime, until: datetime) -> Payout | None:
    """Take a due payout into one hand; asked for becomes sending. None when it is not due or somebody has it."""
    status = col(Payout.status)
    done = await session.exec(
        update(Payout)
        .where(col(Payout.id) == payout_id, col(Payout.due_at) <= now, status.in_(_UNDER_WAY))
        .values(
            status=text("CASE WHEN status = 'requested' THEN 'sending' ELSE status END"),
            attempts=Payout.attempts + 1,
            due_at=until,
        )
        .returning(Payout)
        .execution_options(populate_existing=True)
    )
    found: Payout | None = done.scalar_one_or_none()
    return found


async def postpone(session: AsyncSession, payout_id: UUID, due_at: datetime, why: str) -> None:
    """Look again later."""
    await session.exec(
        update(Payout)
        .where(col(Payout.id) == payout_id, col(Payout.status).in_(_UNDER_WAY))
        .values(due_at=due_at, failure_text=why[:500])
    )


async def locked(session: AsyncSession, payout_id: UUID) -> Payout | None:
    """A payout, held until the transaction ends."""
    found = await session.exec(
        select(Payout).where(Payout.id == payout_id).with_for_update().execution_options(populate_existing=True)
    )
    return found.one_or_none()


async def known_as(session: AsyncSession, provider: Provider, provider_payout: str, reference: str) -> UUID | None:
    """Our payout behind a gateway's id or our own reference."""
    try:
        ours = UUID(reference)
    except ValueError:
        ours = None
    found = await session.exec(
        select(Payout.id).where(
            Payout.provider == provider,
            or_(col(Payout.provider_payout) == provider_payout, col(Payout.id) == ours),
        )
    )
    return found.first()


async def phone(session: AsyncSession, account_id: UUID) -> str:
    """The phone of an account."""
    return (await session.exec(select(func.coalesce(Account.phone, "")).where(Account.id == account_id))).one()


async def payouts(
    session: AsyncSession,
    before: UUID | None,
    limit: int,
    *,
    driver_id: UUID | None = None,
    status: PayoutStatus | None = None,
) -> Sequence[tuple[Payout, str, str]]:
    """Payouts with destination and driver's name, newest first, one more than asked."""
    wanted = [
        *([col(Payout.account_id) == driver_id] if driver_id else []),
        *([col(Payout.status) == status] if status else []),
        *([col(Payout.id) < before] if before else []),
    ]
    found = await session.exec(
        select(Payout, PayoutDestination.label, Account.name)
        .join(PayoutDestination, col(PayoutDestination.id) == col(Payout.destination_id))
        .join(Account, col(Account.id) == col(Payout.account_id))
        .where(*wanted)
        .order_by(col(Payout.id).desc())
        .limit(limit + 1)
        .execution_options(populate_existing=True)
    )
    return found.all()
