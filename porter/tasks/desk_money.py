"""What operations are told about money, and when each of it is over.

Who tells holds the row meanwhile: whatever ends a matter comes after its notice, or before the look.
"""

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import db
from porter.core.money import format_money
from porter.models import Account, Order, Payment, Payout, Refund
from porter.models.enums import NotificationKind, PayoutStatus, RefundStatus
from porter.services import ledger, notifications, payments, payouts
from porter.services.notifications import DeskNotice
from porter.tasks.facts import Fact

_BOOKS = "books"
_DIFFERS, _AGREES = "payment.differs", "payment.agrees"


async def refund_waits(fact: Fact) -> None:
    """A refund needs a second person: everybody who may decide, but whoever asked for it."""
    async with db.transaction() as session:
        refund = await session.get_one(Refund, fact.uuid("refund_id"), with_for_update={"read": True})
        if refund.status is not RefundStatus.REQUESTED:
            return
        amount = format_money(refund.amount_minor, refund.currency)
        who = await _name(session, refund.requested_by, "A colleague")
        notice = DeskNotice(
            kind=NotificationKind.REFUND,
            title="Refund to decide",
            sentence=f"{who} asks to give back {amount}{await _of_order(session, refund.order_id)}.",
            href=f"/ops/refunds?refund={refund.id}",
            at=fact.at,
            dedupe=f"refund.requested:{refund.id}",
            matter=f"refund:{refund.id}",
        )
        await notifications.tell_roles(session, payments.MAY_DECIDE, notice, besides=refund.requested_by)


async def refund_decided(fact: Fact) -> None:
    """Somebody has decided."""
    async with db.transaction() as session:
        refund = await session.get_one(Refund, fact.uuid("refund_id"))
        who = await _name(session, refund.approved_by, "a colleague")
        word = "Rejected" if refund.status is RefundStatus.REJECTED else "Approved"
        await notifications.resolve(session, [f"refund:{refund.id}"], f"{word} by {who}")


async def payout_came_back(fact: Fact) -> None:
    """A payout failed, or the bank returned it: the driver has the money in the balance and not in the account."""
    async with db.transaction() as session:
        payout = await session.get_one(Payout, fact.uuid("payout_id"), with_for_update={"read": True})
        if await payouts.is_paid_since(session, payout):
            return
        amount = format_money(payout.amount_minor, payout.currency)
        who = await _name(session, payout.account_id, "a driver")
        returned = payout.status is PayoutStatus.REVERSED
        why = (payout.failure_text or "").strip(" .")
        what = "was returned by the bank" if returned else "failed"
        notice = DeskNotice(
            kind=NotificationKind.PAYOUT,
            title="Payout returned" if returned else "Payout failed",
            sentence=f"The payout of {amount} to {who} {what}{f': {why}' if why else ''}.",
            href=f"/ops/payouts?payout={payout.id}",
            at=fact.at,
            dedupe=f"{fact.name}:{payout.id}",
            matter=f"payouts:{payout.account_id}",
        )
        await notifications.tell_roles(session, payouts.MAY_HURRY, notice)


async def payout_paid(fact: Fact) -> None:
    """The driver has been paid: what failed before is no matter any more."""
    async with db.transaction() as session:
        payout = await session.get_one(Payout, fact.uuid("payout_id"))
        if payout.status is PayoutStatus.PAID:
            await notifications.resolve(session, [f"payouts:{payout.account_id}"], "Paid since")


async def payment_attention(fact: Fact) -> None:
    """A vendor names another amount, does not let us collect what it promised, or has other figures than our books."""
    async with db.transaction() as session:
        payment = await session.get_one(Payment, fact.uuid("payment_id"), with_for_update={"read": True})
        why = payments.needs_somebody(payment)
        if not why:
            return
        amount = format_money(payment.amount_minor, payment.currency)
        notice = DeskNotice(
            kind=NotificationKind.PAYMENT_ATTENTION,
            title="Payment to look at",
            sentence=f"{amount}{await _of_order(session, payment.order_id)}: {why[0].lower()}{why[1:]}.",
            href=f"/ops/payments?payment={payment.id}",
            at=fact.at,
            dedupe=f"{fact.name}:{fact.id if fact.name == _DIFFERS else f'{payment.id}:{payment.failure_code}'}",
            matter=f"payment:{payment.id}",
        )
        await notifications.tell_roles(session, payouts.MAY_HURRY, notice)


async def payment_moved(fact: Fact) -> None:
    """A payment has gone on: perhaps nobody has to look at it any more."""
    matter = f"payment:{fact.uuid('payment_id')}"
    async with db.transaction() as session:
        if not await notifications.open_matters(session, [matter]):
            return
        payment = await session.get_one(Payment, fact.uuid("payment_id"))
        if not payments.needs_somebody(payment):
            stands = f"The payment is {payment.status.replace('_', ' ')}"
            await notifications.resolve(session, [matter], "The provider agrees" if fact.name == _AGREES else stands)


async def books_checked(fact: Fact) -> None:
    """The books were added up: once they do not agree, finance hears of it; once they agree again, it is over."""
    async with db.transaction() as session:
        first = await ledger.unsound_since(session)
        if first is None:
            await notifications.resolve(session, [_BOOKS], "The books agree again")
            return
        notice = DeskNotice(
            kind=NotificationKind.BOOKS,
            title="Books astray",
            sentence=f"The books do not agree with themselves. {first.summary}",
            href="/ops/ledger",
            at=fact.at,
            dedupe=f"books:{first.checked_at.isoformat()}",
            matter=_BOOKS,
        )
        await notifications.tell_roles(session, ledger.MAY_CORRECT, notice)


async def _name(session: AsyncSession, account_id: object, otherwise: str) -> str:
    account = await session.get(Account, account_id) if account_id else None
    return account.name if account and account.name else otherwise


async def _of_order(session: AsyncSession, order_id: object) -> str:
    order = await session.get(Order, order_id) if order_id else None
    return f" of order {order.number}" if order else ""
