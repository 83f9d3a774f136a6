"""Tips: what a customer gives the driver of a delivered order. All of it is the driver's."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import db
from porter.core.errors import NotFound
from porter.models import Order, Payment
from porter.models.enums import OrderStatus, PaymentMethod, PaymentPurpose, PaymentStatus
from porter.services import ledger, wallets, zones
from porter.services.accounts import Actor
from porter.services.payments.beginning import amount_choice, at_gateway, begun, check_between, new_payment
from porter.services.payments.errors import TipRefused, WalletTooLow
from porter.services.payments.opening import open_at_gateway
from porter.services.payments.present import checkout_view
from porter.services.payments.queries import payments as queries
from porter.services.payments.steps import move
from porter.services.payments.views import AmountChoiceView, CheckoutView

LEAST_MINOR = 100
_SUGGESTED_MINOR = (2_000, 5_000, 10_000)


async def tip_choice(session: AsyncSession, actor: Actor, order_id: UUID) -> AmountChoiceView:
    """What can be given at once for an order. Raises NotFound, TipRefused."""
    order = await _delivered(session, actor, order_id, lock=False)
    return amount_choice(LEAST_MINOR, await _most(session, order), _SUGGESTED_MINOR, order.currency)


async def start_tip(
    actor: Actor, order_id: UUID, amount_minor: int, method: PaymentMethod = PaymentMethod.UPI
) -> CheckoutView:
    """Give the driver of a delivered order something; from the wallet at once, else with a checkout.

    The same amount again gives the checkout that is open. Raises NotFound, TipRefused, AmountRefused, WalletTooLow,
    GatewayUnavailable.
    """
    is_wallet = method is PaymentMethod.WALLET
    async with db.transaction() as session:
        order = await _delivered(session, actor, order_id)
        check_between(amount_minor, LEAST_MINOR, await _most(session, order), order.currency)
        method = method if is_wallet else at_gateway(method)
        payment = new_payment(actor.id, PaymentPurpose.TIP, method, amount_minor, order.currency, order.id)
        payment = (None if is_wallet else await begun(session, payment)) or payment
        session.add(payment)
        await session.flush()
        if is_wallet:
            await _from_wallet(session, order, payment)
    if not is_wallet:
        payment = await open_at_gateway(payment, f"Tip for order {order.number}")
    return checkout_view(order, payment, 0)


async def _delivered(session: AsyncSession, actor: Actor, order_id: UUID, *, lock: bool = True) -> Order:
    order = await queries.own_order(session, actor, order_id, lock=lock)
    if order is None:
        raise NotFound("We could not find this order.")
    if order.status is not OrderStatus.DELIVERED or order.driver_id is None:
        raise TipRefused()
    return order


async def _most(session: AsyncSession, order: Order) -> int:
    return zones.rules(await zones.city(session, order.city_code)).tip_max_minor


async def _from_wallet(session: AsyncSession, order: Order, payment: Payment) -> None:
    if order.driver_id is None:
        raise TipRefused()
    try:
        await wallets.tip(
            session,
            order.customer_id,
            order.driver_id,
            payment.amount_minor,
            key=payment.id,
            order_id=order.id,
            currency=order.currency,
            memo=order.number,
        )
    except ledger.Overdrawn as error:
        raise WalletTooLow() from error
    payment.captured_minor = payment.amount_minor
    move(session, order, payment, PaymentStatus.CAPTURED, "wallet")
