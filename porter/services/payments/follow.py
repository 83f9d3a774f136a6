"""The order follows its money, and the money follows the order. Looks at where both stand, so it may be asked any time."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, outbox
from porter.core.language import msg
from porter.core.money import format_money
from porter.models import Order, Payment
from porter.models.enums import LedgerAccountKind, NotificationKind, OrderStatus, PaymentMethod, PaymentStatus, Provider
from porter.services import ledger, notifications, orders
from porter.services.payments.machine import OVER, PROMISED, TAKEN, due_minor, held_minor, kept_of_each, secured_minor
from porter.services.payments.queries import payments as queries
from porter.services.payments.queries import refunds as refund_queries
from porter.services.payments.wallet import collect_owed, hold, take_or_release, wallet_minor

_WAITING = frozenset({OrderStatus.PENDING, OrderStatus.SEARCHING_DRIVER, OrderStatus.NO_DRIVER})
_CHARGED = frozenset({OrderStatus.DELIVERED, OrderStatus.RETURNED})
CAPTURE_FAILED = "capture_failed"


async def follow(session: AsyncSession, payment: Payment) -> None:
    """Do what the standing of a payment asks for now: of its order, or of itself when no order needs it."""
    await session.flush()
    if payment.order_id is not None:
        await follow_order(session, payment.order_id)
    elif payment.status in PROMISED or held_minor(payment) > 0:
        mark_due(session, payment)


async def follow_order(session: AsyncSession, order_id: UUID) -> None:
    """Let an order search once its money is secured, end it when the money is gone, and settle it when it is over."""
    order = await queries.locked_order(session, order_id)
    if order is None:
        return
    payments = await queries.of_order(session, order_id, lock=True)
    await _secure(session, order, payments)
    if await _cover_rest(session, order, payments):
        payments = await queries.of_order(session, order_id, lock=True)
    kept = kept_of_each(order, payments)
    for payment in payments:
        await _attend(session, order, payment, kept[payment.id])
    await session.flush()
    if order.status in OVER:
        await _finish(session, order, payments, kept)


def mark_due(session: AsyncSession, payment: Payment) -> None:
    """Somebody has to look at this payment now: the sweeper will, and a hint makes it quick."""
    now = clock.now()
    if payment.due_at is None or payment.due_at > now:
        payment.due_at = now
        session.add(payment)
        outbox.emit(session, "payment.due", {"payment_id": str(payment.id)})


async def _secure(session: AsyncSession, order: Order, payments: Sequence[Payment]) -> None:
    if order.payment_method is PaymentMethod.CASH or order.status not in _WAITING:
        return
    enough = secured_minor(payments) >= order.total_minor
    if enough and order.status is OrderStatus.PENDING:
        await orders.start_searching(session, order.id)
    elif not enough and order.status is not OrderStatus.PENDING:
        await orders.give_up_unpaid(session, order.id, "The payment was taken back")


async def _attend(session: AsyncSession, order: Order, payment: Payment, kept_minor: int) -> None:
    is_over = order.status in OVER
    if payment.provider is Provider.WALLET:
        if payment.status is PaymentStatus.AUTHORIZED and (is_over or kept_minor == 0):
            await take_or_release(session, order, payment, kept_minor)
    elif payment.status is PaymentStatus.AUTHORIZED and (is_over or kept_minor == 0):
        mark_due(session, payment)
    if payment.status in TAKEN and (is_over or kept_minor == 0):
        gone = await refund_queries.given_back_minor(session, payment.id)
        if payment.captured_minor - kept_minor - gone > 0:
            mark_due(session, payment)


async def _cover_rest(session: AsyncSession, order: Order, payments: Sequence[Payment]) -> bool:
    """What was authorised may be less than the final fare: the wallet bears the rest as far as it goes.

    Answers whether it bears more than before. What it cannot bear is booked as owed.
    """
    rest = due_minor(order) - secured_minor(payments)
    held = next((one for one in payments if one.provider is Provider.WALLET and one.status in PROMISED | TAKEN), None)
    if order.status not in _CHARGED or rest <= 0 or (held is not None and held.status in TAKEN):
        return False
    if await refund_queries.is_settled(session, order.id):
        return False
    more = min(rest, await wallet_minor(session, order))
    if more > 0:
        await hold(session, order, more, held)
    return more > 0


async def _finish(session: AsyncSession, order: Order, payments: Sequence[Payment], kept: Mapping[UUID, int]) -> None:
    """Book what the order has earned, once everything that it needs has been taken or can no longer come."""
    if order.payment_method is PaymentMethod.CASH:
        await collect_owed(session, order.customer_id, key=order.id, currency=order.currency)
    if not due_minor(order):
        return
    if any(payment.status in PROMISED and payment.failure_code != CAPTURE_FAILED for payment in payments):
        return
    taken = sum(kept[payment.id] for payment in payments if payment.status in TAKEN)
    if order.status in _CHARGED and not await refund_queries.is_settled(session, order.id):
        if taken < order.total_minor:
            await _tell_owed(session, order, order.total_minor - taken)
        await orders.settle(session, order, kept_minor=min(taken, order.total_minor))
    elif order.status is OrderStatus.CANCELLED and taken:
        await _keep_fee(session, order, taken)


async def _tell_owed(session: AsyncSession, order: Order, rest_minor: int) -> None:
    await notifications.notify(
        session,
        order.customer_id,
        NotificationKind.PAYMENT_FAILED,
        msg("{rest} still to pay"),
        msg("Order {number} came to more than was paid. Add {rest} to your wallet: it is taken from there by itself."),
        values={"number": order.number, "rest": format_money(rest_minor, order.currency)},
        dedupe=f"owed:{order.id}",
        order_id=order.id,
    )


async def _keep_fee(session: AsyncSession, order: Order, taken_minor: int) -> None:
    """The fee that cancelling booked as owed is paid out of what was kept."""
    entries = ledger.rules.cancellation_kept(
        order.customer_id,
        fee_minor=min(taken_minor, order.cancel_fee_minor),
        paid_from=LedgerAccountKind.WALLET_HOLDS,
    )
    await ledger.post(
        session,
        f"cancellation.kept:{order.id}",
        "cancellation.kept",
        entries,
        order.id,
        order.number,
        currency=order.currency,
    )
