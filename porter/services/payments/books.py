"""Payments in the books: what was taken, what goes back."""

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Order, Payment, Refund
from porter.models.enums import LedgerAccountKind, PaymentPurpose, Provider
from porter.services import ledger, receipts, wallets
from porter.services.ledger import Entry
from porter.services.payments.machine import goes_to_wallet
from porter.services.payments.queries import refunds as queries
from porter.services.payments.words import REASON_TEXT

EARNED_BACK = "refund.approved"
"""The event of refunds of money that an order has earned; others give back what was only kept."""


async def book_capture(session: AsyncSession, order: Order | None, payment: Payment) -> None:
    """The gateway has taken the money: kept for the order, or whose it is. Wallet money was kept when it was promised."""
    if payment.provider is Provider.WALLET:
        return
    event, entries = _captured(order, payment)
    is_new = await ledger.post(
        session,
        f"{event}:{payment.id}",
        event,
        entries,
        payment.order_id,
        order.number if order else "",
        currency=payment.currency,
    )
    if is_new and payment.purpose is PaymentPurpose.CASH_SETTLEMENT:
        await _book_overpaid(session, payment)


async def _book_overpaid(session: AsyncSession, payment: Payment) -> None:
    """The cash was set against earnings, or handed in by another payment, while this one was on its way.

    The posting before holds the account's balance until the commit: nothing comes between the look and the booking.
    """
    driver_id, currency = payment.account_id, payment.currency
    in_hand = await ledger.balance(session, LedgerAccountKind.DRIVER_CASH_IN_HAND, driver_id, currency=currency)
    if in_hand < 0:
        entries = ledger.rules.cash_overpaid(driver_id, min(-in_hand, payment.captured_minor))
        await ledger.post(session, f"cash.overpaid:{payment.id}", "cash.overpaid", entries, currency=currency)


async def book_leaving(session: AsyncSession, order: Order | None, payment: Payment, refund: Refund) -> None:
    """Money leaves for the customer: to the gateway it is on its way, into the wallet it has arrived.

    Raises Overdrawn when money of a top-up has been spent.
    """
    if refund.reason == wallets.WITHDRAWAL:
        return  # booked when the customer asked for it
    is_earned = order is not None and await queries.is_settled(session, order.id)
    event = EARNED_BACK if is_earned else "payment.returned"
    entries = (
        await _earned_back(session, order, payment, refund) if order and is_earned else _held_back(payment, refund)
    )
    await ledger.post(
        session,
        f"refund:{refund.id}",
        event,
        entries,
        payment.order_id,
        order.number if order else "",
        currency=refund.currency,
    )


async def book_arrived(session: AsyncSession, payment: Payment, refund: Refund) -> None:
    """The gateway has paid it out."""
    if not goes_to_wallet(payment, refund):
        entries = ledger.rules.refund_sent(payment.account_id, refund.amount_minor)
        await _finish(session, payment, refund, "refund.sent", entries)


async def book_stuck(session: AsyncSession, payment: Payment, refund: Refund) -> None:
    """The gateway could not pay it out: the customer has it in the wallet."""
    entries = ledger.rules.refund_failed(payment.account_id, refund.amount_minor)
    await _finish(session, payment, refund, "refund.failed", entries)


async def share_of(session: AsyncSession, order: Order, amount_minor: int) -> ledger.rules.RefundShare:
    """Who bears a refund of a delivered order, after those that were booked before. Raises ValueError above the rest."""
    return ledger.rules.refund_share(
        amount_minor,
        total_minor=order.total_minor,
        tax_minor=order.tax_minor,
        commission_minor=order.commission_minor,
        refunded_before_minor=await queries.booked_of_order_minor(session, order.id, EARNED_BACK),
    )


async def credit(session: AsyncSession, refund: Refund) -> None:
    """The credit note of a refund of earned money. Make it the last step of the transaction."""
    tax_minor = await queries.tax_given_back_minor(session, refund.id)
    if tax_minor is None or refund.order_id is None:
        return
    await receipts.issue_credit_note(
        session,
        refund.order_id,
        refund_id=refund.id,
        amount_minor=refund.amount_minor,
        tax_minor=tax_minor,
        reason=REASON_TEXT.get(refund.reason, refund.reason) + (", put into the wallet" if refund.to_wallet else ""),
    )


async def _finish(
    session: AsyncSession, payment: Payment, refund: Refund, event: str, entries: tuple[Entry, ...]
) -> None:
    await ledger.post(
        session, f"{event}:{refund.id}", event, entries, payment.order_id, refund.reason, currency=refund.currency
    )


def _captured(order: Order | None, payment: Payment) -> tuple[str, tuple[Entry, ...]]:
    amount = payment.captured_minor
    if payment.purpose is PaymentPurpose.TOP_UP:
        return "wallet.topped_up", ledger.rules.topped_up(payment.account_id, amount)
    if payment.purpose is PaymentPurpose.CASH_SETTLEMENT:
        return "cash.settled", ledger.rules.cash_settled(payment.account_id, amount)
    if payment.purpose is PaymentPurpose.TIP and order is not None and order.driver_id is not None:
        return "tip", ledger.rules.tip_captured(order.driver_id, amount)
    return "payment.prepaid", ledger.rules.prepaid(payment.account_id, amount)


async def _earned_back(session: AsyncSession, order: Order, payment: Payment, refund: Refund) -> tuple[Entry, ...]:
    share = await share_of(session, order, refund.amount_minor)
    return ledger.rules.refunded(payment.account_id, share, to=_target(payment, refund))


def _held_back(payment: Payment, refund: Refund) -> tuple[Entry, ...]:
    if payment.purpose is PaymentPurpose.TOP_UP:
        return ledger.rules.withdrawn(payment.account_id, refund.amount_minor)
    if goes_to_wallet(payment, refund):
        return ledger.rules.released(payment.account_id, refund.amount_minor)
    return ledger.rules.prepayment_refunded(payment.account_id, refund.amount_minor)


def _target(payment: Payment, refund: Refund) -> LedgerAccountKind:
    is_wallet = goes_to_wallet(payment, refund)
    return LedgerAccountKind.CUSTOMER_WALLET if is_wallet else LedgerAccountKind.REFUNDS_IN_TRANSIT
