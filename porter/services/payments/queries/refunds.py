"""SQL of refunds."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, func, literal, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Account, LedgerAccount, LedgerEntry, Order, Payment, Posting, Refund
from porter.models.enums import LedgerAccountKind, Provider, RefundStatus
from porter.services import wallets
from porter.services.payments.inputs import RefundFilter
from porter.services.payments.queries.leases import lease
from porter.services.payments.queries.staff import Search, matches

_OPEN = (RefundStatus.REQUESTED, RefundStatus.APPROVED, RefundStatus.SENDING, RefundStatus.DONE)


async def locked(session: AsyncSession, refund_id: UUID) -> Refund | None:
    """A refund that nobody else changes; lock its payment first."""
    found = await session.exec(
        select(Refund).where(Refund.id == refund_id).with_for_update().execution_options(populate_existing=True)
    )
    return found.one_or_none()


async def get(session: AsyncSession, refund_id: UUID) -> Refund | None:
    """A refund by its id."""
    found = await session.exec(select(Refund).where(Refund.id == refund_id).execution_options(populate_existing=True))
    return found.one_or_none()


async def of_payments(session: AsyncSession, payment_ids: Sequence[UUID]) -> Sequence[Refund]:
    """Refunds of these payments, oldest first."""
    found = await session.exec(
        select(Refund)
        .where(col(Refund.payment_id).in_(payment_ids))
        .order_by(col(Refund.id))
        .execution_options(populate_existing=True)
    )
    return found.all()


async def given_back_minor(session: AsyncSession, payment_id: UUID, statuses: Collection[RefundStatus] = _OPEN) -> int:
    """What of a payment is asked for, on its way or given back, also into the wallet when the source did not take it."""
    in_wallet = literal("refund.failed:") + cast(col(Refund.id), String)
    booked = select(Posting.id).where(col(Posting.correlation) == in_wallet).exists()
    stuck = (
        (col(Refund.status) == RefundStatus.FAILED) & (col(Refund.reason) != wallets.WITHDRAWAL) & booked
    )  # a withdrawal that came back may be withdrawn again
    found = await session.exec(
        select(func.coalesce(func.sum(Refund.amount_minor), 0)).where(
            Refund.payment_id == payment_id, col(Refund.status).in_(statuses) | stuck
        )
    )
    return int(found.one())


async def gone_minor(session: AsyncSession, payment_id: UUID) -> int:
    """What of a payment has left us, in the books."""
    return await given_back_minor(session, payment_id, (RefundStatus.SENDING, RefundStatus.DONE))


async def by_vendor_minor(session: AsyncSession, payment_id: UUID) -> int:
    """What of a payment the vendor has given back, as far as we know."""
    found = await session.exec(
        select(func.coalesce(func.sum(Refund.amount_minor), 0)).where(
            Refund.payment_id == payment_id, Refund.status == RefundStatus.DONE, col(Refund.to_wallet).is_(False)
        )
    )
    return int(found.one())


async def alone_minor(session: AsyncSession, payment_id: UUID) -> int:
    """What of a payment operations has given back without a second person."""
    found = await session.exec(
        select(func.coalesce(func.sum(Refund.amount_minor), 0)).where(
            Refund.payment_id == payment_id,
            col(Refund.status).in_(
                (RefundStatus.APPROVED, RefundStatus.SENDING, RefundStatus.DONE, RefundStatus.FAILED)
            ),
            col(Refund.requested_by).is_not(None),
            col(Refund.approved_by).is_(None),
        )
    )
    return int(found.one())


async def booked_of_order_minor(session: AsyncSession, order_id: UUID, event: str) -> int:
    """What of a delivered order was booked as paid back so far."""
    found = await session.exec(
        select(func.coalesce(func.sum(LedgerEntry.amount_minor), 0))
        .join(Posting, col(Posting.id) == col(LedgerEntry.posting_id))
        .where(Posting.order_id == order_id, Posting.event == event, col(LedgerEntry.amount_minor) > 0)
    )
    return int(found.one())


async def tax_given_back_minor(session: AsyncSession, refund_id: UUID) -> int | None:
    """The tax in a refund of earned money; None when the refund gave back what was only kept."""
    found = await session.exec(
        select(LedgerAccount.kind, LedgerEntry.amount_minor)
        .select_from(Posting)
        .join(LedgerEntry, col(LedgerEntry.posting_id) == col(Posting.id))
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerEntry.account_id))
        .where(Posting.correlation == f"refund:{refund_id}", Posting.event == "refund.approved")
    )
    sides = found.all()
    return sum(minor for kind, minor in sides if kind == LedgerAccountKind.TAXES) if sides else None


async def is_settled(session: AsyncSession, order_id: UUID) -> bool:
    """Whether the order's money has been earned in the books."""
    names = [f"order.delivered:{order_id}", f"order.returned:{order_id}"]
    found = await session.exec(select(Posting.id).where(col(Posting.correlation).in_(names)))
    return found.first() is not None


async def by_provider(session: AsyncSession, provider: Provider, provider_refund: str) -> Refund | None:
    """The refund that a vendor speaks of."""
    found = await session.exec(
        select(Refund)
        .join(Payment, col(Payment.id) == col(Refund.payment_id))
        .where(Payment.provider == provider, Refund.provider_refund == provider_refund)
    )
    return found.first()


async def nameless(session: AsyncSession, payment_id: UUID, amount_minor: int, reference: str) -> Refund | None:
    """The refund whose vendor's id we do not know yet: ours by its reference, one from outside by its amount.

    Never ours by its amount: two refunds may be alike, and one of them may not have reached the vendor.
    """
    which: tuple[ColumnElement[bool] | bool, ...]
    if ours := _uuid(reference):
        which = (Refund.id == ours, col(Refund.status).in_((RefundStatus.SENDING, RefundStatus.DONE)))
    else:
        which = (Refund.amount_minor == amount_minor, Refund.status == RefundStatus.DONE)
    which = (*which, col(Refund.to_wallet).is_(False))
    found = await session.exec(
        select(Refund)
        .where(Refund.payment_id == payment_id, col(Refund.provider_refund).is_(None), *which)
        .order_by(col(Refund.id))
        .with_for_update()
    )
    return found.first()


async def claim_due(session: AsyncSession, now: datetime, lease_until: datetime, limit: int) -> Sequence[UUID]:
    """Refunds that have to be sent or asked about, leased to the caller."""
    return await lease(session, Refund, "due_at", now, lease_until, limit)


async def page(
    session: AsyncSession, what: RefundFilter, wanted: Search | None, after: tuple[bool, UUID] | None, limit: int
) -> Sequence[tuple[Any, ...]]:
    """Refunds for operations, the waiting first, then newest first: as `told`."""
    asked, approved = _people()
    waiting = (col(Refund.status) == RefundStatus.REQUESTED).label("waiting")
    query = _told(asked, approved).order_by(waiting.desc(), col(Refund.id).desc()).limit(limit)
    if what.status:
        query = query.where(col(Refund.status).in_(what.status))
    if wanted:
        query = query.where(matches(wanted))
    if after:
        query = query.where(tuple_(col(Refund.status) == RefundStatus.REQUESTED, col(Refund.id)) < after)
    rows: Sequence[tuple[Any, ...]] = (await session.exec(query)).all()
    return rows


def waits(refund: Refund) -> bool:
    """Whether it stands in the first part of the table."""
    return refund.status is RefundStatus.REQUESTED


async def told(session: AsyncSession, payment_id: UUID) -> Sequence[tuple[Any, ...]]:
    """The refunds of a payment, oldest first: refund, payment, order number, payer, who asked, who decided."""
    asked, approved = _people()
    query = _told(asked, approved).where(Refund.payment_id == payment_id).order_by(col(Refund.id))
    rows: Sequence[tuple[Any, ...]] = (await session.exec(query)).all()
    return rows


async def told_one(session: AsyncSession, refund_id: UUID) -> tuple[Any, ...] | None:
    """One refund, as `told`."""
    asked, approved = _people()
    row: tuple[Any, ...] | None = (
        await session.exec(_told(asked, approved).where(Refund.id == refund_id))
    ).one_or_none()
    return row


def _uuid(reference: str) -> UUID | None:
    try:
        return UUID(reference)
    except ValueError:
        return None


def _people() -> tuple[Any, Any]:
    table: Any = Account.__table__  # type: ignore[attr-defined]
    return table.alias("asked"), table.alias("approved")


def _told(asked: Any, approved: Any) -> Any:
    columns: tuple[Any, ...] = (Refund, Payment, Order.number, Account.name, asked.c.name, approved.c.name)
    return (
        select(*columns)
        .join(Payment, col(Payment.id) == col(Refund.payment_id))
        .join(Account, col(Account.id) == col(Payment.account_id))
        .outerjoin(Order, col(Order.id) == col(Refund.order_id))
        .outerjoin(asked, asked.c.id == Refund.requested_by)
        .outerjoin(approved, approved.c.id == Refund.approved_by)
        .execution_options(populate_existing=True)
    )
