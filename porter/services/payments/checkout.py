"""Paying for an order: from the wallet at once, or at a gateway that the browser is sent to, or both."""

import logging
from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db
from porter.core.errors import GatewayRefused, GatewayUnavailable, NotFound
from porter.core.language import msg
from porter.integrations.payments import default_gateway
from porter.models import Order, Payment
from porter.models.enums import OrderStatus, PaymentMethod, PaymentPurpose, PaymentStatus, Provider
from porter.services import orders
from porter.services.accounts import Actor
from porter.services.orders import BookInput, MethodNotOffered, OrderView
from porter.services.payments.errors import CardNotFound, NothingToPay
from porter.services.payments.follow import follow_order
from porter.services.payments.machine import PROMISED, TAKEN
from porter.services.payments.opening import open_at_gateway
from porter.services.payments.present import REPLACED, checkout_view
from porter.services.payments.queries import cards as card_queries
from porter.services.payments.queries import payments as queries
from porter.services.payments.steps import move
from porter.services.payments.views import CheckoutView
from porter.services.payments.wallet import hold, share_minor, take_or_release, wallet_minor

log = logging.getLogger(__name__)

_UNPAID = frozenset({PaymentStatus.CREATED, PaymentStatus.FAILED})


async def start_checkout(
    actor: Actor,
    order_id: UUID,
    *,
    method: PaymentMethod | None = None,
    use_wallet: bool = False,
    card_id: UUID | None = None,
) -> CheckoutView:
    """Pay for a waiting order, or go on where paying stopped; another method may be chosen, cash as well.

    `use_wallet` takes what the wallet holds and leaves the rest to the method; `card_id` is a saved card. Again gives the
    same checkout. Raises NotFound, CardNotFound, NothingToPay, WalletTooLow, MethodNotOffered, GatewayUnavailable.
    """
    async with db.transaction() as session:
        order = await queries.own_order(session, actor, order_id)
        if order is None:
            raise NotFound(msg("We could not find this order."))
        chosen = method or order.payment_method
        payment, wallet_part = await _prepare(session, order, chosen, use_wallet, card_id)
    return checkout_view(order, await _opened(order, payment), wallet_part)


async def raise_offer(session: AsyncSession, actor: Actor, order_id: UUID, add_minor: int) -> OrderView:
    """Raise the offer of an order; what is not paid in cash is kept from the wallet at once.

    Raises what `orders.raise_offer` raises, and WalletTooLow.
    """
    order = await queries.own_order(session, actor, order_id)
    if order is None or order.payment_method is PaymentMethod.CASH:
        return await orders.raise_offer(session, actor, order_id, add_minor)
    raised = await orders.raise_offer(session, actor, order_id, add_minor, is_covered=True)
    payments = await queries.of_order(session, order_id, lock=True)
    await hold(session, order, add_minor, _held(payments))
    return raised


async def pay_from_wallet(order_id: UUID) -> None:
    """Keep the wallet's money for an order that waits for it; without enough it goes on waiting for its customer."""
    async with db.transaction() as session:
        order = await queries.locked_order(session, order_id)
        if order is None or order.status is not OrderStatus.PENDING or order.payment_method is not PaymentMethod.WALLET:
            return
        if await wallet_minor(session, order) >= order.total_minor:
            await _prepare(session, order, PaymentMethod.WALLET, use_wallet=True)


async def book(
    actor: Actor, what: BookInput, *, use_wallet: bool = False, card_id: UUID | None = None
) -> tuple[OrderView, CheckoutView | None]:
    """Book, and start paying when it is not cash. A wallet that is too low books nothing.

    Without a checkout the order is paid in cash, or its gateway does not answer: `start_checkout` tries again.
    Raises what `orders.book` raises, WalletTooLow, CardNotFound.
    """
    begun: list[tuple[Order, Payment | None, int]] = []

    async def fund(session: AsyncSession, order_id: UUID) -> None:
        order = await queries.own_order(session, actor, order_id)
        if order is not None and order.payment_method is not PaymentMethod.CASH:
            begun.append((order, *await _prepare(session, order, order.payment_method, use_wallet, card_id)))

    placed = await orders.book(actor, what, within=fund)
    if not begun:
        return placed, None
    order, payment, wallet_part = begun[0]
    try:
        return placed, checkout_view(order, await _opened(order, payment), wallet_part)
    except (GatewayUnavailable, GatewayRefused) as error:
        log.warning("order %s waits for a gateway: %s", order.id, error.message)
        return placed, None


async def _opened(order: Order, payment: Payment | None) -> Payment | None:
    if payment is None or payment.provider is Provider.WALLET or payment.status not in _UNPAID:
        return payment
    return await open_at_gateway(payment, f"Order {order.number}")


async def _prepare(
    session: AsyncSession, order: Order, method: PaymentMethod, use_wallet: bool, card_id: UUID | None = None
) -> tuple[Payment | None, int]:
    """The payment to be made for the order, and what the wallet bears; all in the caller's transaction."""
    payments = await queries.of_order(session, order.id, lock=True)
    if order.status is not OrderStatus.PENDING:
        return _secured(order, payments)
    if method not in {offered.method for offered in orders.payment_methods()}:
        raise MethodNotOffered()
    if order.payment_method is not method:
        await orders.pay_by(session, order, method)
    if method is PaymentMethod.CASH:
        await _leave(session, order, payments)
        await orders.start_searching(session, order.id)
        await follow_order(session, order.id)
        return None, 0
    wallet_part = await _wallet_part(session, order, method, payments, use_wallet)
    rest = order.total_minor - wallet_part
    if rest == 0:
        await _leave(session, order, payments)
        await follow_order(session, order.id)
        return _held(await queries.of_order(session, order.id)), wallet_part
    payment = await _at_gateway(session, order, method, payments, rest)
    await _by_card(session, payment, card_id)
    return payment, wallet_part


def _secured(order: Order, payments: Sequence[Payment]) -> tuple[Payment | None, int]:
    """The payment that the order has; a cash order needs none, and an order that is over takes none."""
    held = _held(payments)
    live = [payment for payment in payments if payment.status in PROMISED | TAKEN]
    if not live and order.payment_method is not PaymentMethod.CASH:
        raise NothingToPay()
    if order.status is OrderStatus.CANCELLED:
        raise NothingToPay(msg("This order was cancelled. There is nothing to pay."))
    first = next((payment for payment in live if payment.provider is not Provider.WALLET), held)
    return first, held.amount_minor if held else 0


async def _wallet_part(
    session: AsyncSession, order: Order, method: PaymentMethod, payments: Sequence[Payment], use_wallet: bool
) -> int:
    """Keep what the wallet is to bear; let go of what it need not bear any more."""
    held = _held(payments)
    there = held.amount_minor if held else 0
    if method is PaymentMethod.WALLET:
        if missing := order.total_minor - there:
            await hold(session, order, missing, held)
        return order.total_minor
    if not use_wallet:
        if held:
            await take_or_release(session, order, held, 0)
        return 0
    more = share_minor(order.total_minor - there, await wallet_minor(session, order))
    if more:
        await hold(session, order, more, held)
    return there + more


async def _at_gateway(
    session: AsyncSession, order: Order, method: PaymentMethod, payments: Sequence[Payment], rest_minor: int
) -> Payment:
    """The payment of the rest: the one that was begun when it fits, so that nobody pays twice, else a new one."""
    provider = default_gateway(order.currency)
    fitting = [one for one in payments if one.provider is provider and one.status in _UNPAID]
    known = next((one for one in reversed(fitting) if one.amount_minor == rest_minor), None)
    await _leave(session, order, payments, but=known)
    payment = known or Payment(
        account_id=order.customer_id,
        order_id=order.id,
        purpose=PaymentPurpose.ORDER,
        provider=provider,
        method=method,
        amount_minor=rest_minor,
        currency=order.currency,
        created_at=clock.now(),
    )
    payment.method = method
    if payment.failure_code == REPLACED:
        payment.failure_code = payment.failure_text = None
    session.add(payment)
    await session.flush()
    return payment


async def _by_card(session: AsyncSession, payment: Payment, card_id: UUID | None) -> None:
    """The saved card that this try is made with, or none; whose it is was never the browser's to say."""
    card = await card_queries.one(session, payment.account_id, card_id) if card_id else None
    if card_id and (card is None or card.provider is not payment.provider or payment.method is not PaymentMethod.CARD):
        raise CardNotFound()
    payment.checkout = {**payment.checkout, "card": card.token if card else None}
    session.add(payment)


async def _leave(session: AsyncSession, order: Order, payments: Sequence[Payment], but: Payment | None = None) -> None:
    """Give up checkouts that nobody will finish. Should one be paid all the same, its money goes back."""
    for payment in payments:
        if payment is not but and payment.status is PaymentStatus.CREATED:
            payment.failure_code, payment.failure_text = REPLACED, msg("Another way of paying was chosen.")
            move(session, None, payment, PaymentStatus.FAILED, "checkout")
    await session.flush()


def _held(payments: Sequence[Payment]) -> Payment | None:
    for payment in payments:
        if payment.provider is Provider.WALLET and payment.status in PROMISED | TAKEN:
            return payment
    return None
