"""Payments beside orders: money into the wallet, a tip, cash that a driver hands in."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db
from porter.core.config import settings
from porter.core.errors import Forbidden, NotFound
from porter.core.money import format_money
from porter.integrations.payments import default_gateway
from porter.models import City, Order, Payment
from porter.models.enums import (
    Audience,
    LedgerAccountKind,
    OrderStatus,
    PaymentMethod,
    PaymentPurpose,
    PaymentStatus,
    Provider,
)
from porter.services import ledger, wallets, zones
from porter.services.accounts import Actor
from porter.services.payments.errors import AmountRefused, TipRefused, WalletTooLow
from porter.services.payments.look import GIVE_UP_AFTER
from porter.services.payments.opening import open_at_gateway
from porter.services.payments.present import checkout_view
from porter.services.payments.queries import payments as queries
from porter.services.payments.steps import move
from porter.services.payments.views import CheckoutView, TopUpView

_AT_GATEWAY = frozenset({PaymentMethod.UPI, PaymentMethod.CARD})
_SUGGESTED_MINOR = (20_000, 50_000, 100_000, 200_000)


async def start_top_up(actor: Actor, amount_minor: int, method: PaymentMethod = PaymentMethod.UPI) -> CheckoutView:
    """Add money to the wallet. Raises Forbidden for anybody but customers, AmountRefused, GatewayUnavailable."""
    if actor.audience is not Audience.CUSTOMER:
        raise Forbidden()
    async with db.transaction() as session:
        city = await _home(session)
        rules = zones.rules(city)
        _check_between(amount_minor, rules.top_up_min_minor, rules.top_up_max_minor, city.currency)
        payment = _payment(actor.id, PaymentPurpose.TOP_UP, _checked(method), amount_minor, city.currency)
        session.add(payment)
    return checkout_view(None, await open_at_gateway(payment, "Money for the wallet"), 0)


async def top_up_choice(session: AsyncSession) -> TopUpView:
    """What can be added to a wallet at once."""
    city = await _home(session)
    rules = zones.rules(city)
    least, most = rules.top_up_min_minor, rules.top_up_max_minor
    low, high = (format_money(minor, city.currency, trim=True) for minor in (least, most))
    fitting = [minor for minor in _SUGGESTED_MINOR if least <= minor <= most]
    return TopUpView(
        least_minor=least,
        most_minor=most,
        limits_text=f"From {low} to {high} at a time.",
        suggestions=tuple((minor, format_money(minor, city.currency, trim=True)) for minor in fitting),
        currency=city.currency,
    )


async def start_tip(
    actor: Actor, order_id: UUID, amount_minor: int, method: PaymentMethod = PaymentMethod.UPI
) -> CheckoutView:
    """Give the driver of a delivered order something. All of it is the driver's.

    Raises NotFound, TipRefused, AmountRefused, WalletTooLow, GatewayUnavailable.
    """
    async with db.transaction() as session:
        order = await queries.own_order(session, actor, order_id)
        if order is None:
            raise NotFound("We could not find this order.")
        if order.status is not OrderStatus.DELIVERED or order.driver_id is None:
            raise TipRefused()
        rules = zones.rules(await zones.city(session, order.city_code))
        _check_between(amount_minor, 100, rules.tip_max_minor, order.currency)
        is_wallet = method is PaymentMethod.WALLET
        payment = _payment(
            actor.id,
            PaymentPurpose.TIP,
            method if is_wallet else _checked(method),
            amount_minor,
            order.currency,
            order.id,
        )
        session.add(payment)
        await session.flush()
        if is_wallet:
            await _tip_from_wallet(session, order, order.driver_id, payment)
    if not is_wallet:
        payment = await open_at_gateway(payment, f"Tip for order {order.number}")
    return checkout_view(order, payment, 0)


async def start_cash_settlement(actor: Actor, amount_minor: int | None = None) -> CheckoutView:
    """Hand in cash by UPI: all that is in hand, or a part. Again gives the same checkout, so that nobody pays twice.

    Raises Forbidden, AmountRefused, GatewayUnavailable.
    """
    if actor.audience is not Audience.DRIVER:
        raise Forbidden()
    async with db.transaction() as session:
        city = await _home(session)
        await queries.lock_payer(session, actor.id)
        kind = LedgerAccountKind.DRIVER_CASH_IN_HAND
        in_hand = await ledger.balance(session, kind, actor.id, currency=city.currency)
        if in_hand <= 0:
            raise AmountRefused("There is no cash to hand in.")
        amount = in_hand if amount_minor is None else amount_minor
        _check_between(amount, min(100, in_hand), in_hand, city.currency)
        wanted = _payment(actor.id, PaymentPurpose.CASH_SETTLEMENT, PaymentMethod.UPI, amount, city.currency)
        payment = await _begun(session, wanted) or wanted
        session.add(payment)
    return checkout_view(None, await open_at_gateway(payment, "Cash handed in"), 0)


async def _begun(session: AsyncSession, wanted: Payment) -> Payment | None:
    """The same settlement, when its checkout is open; another one that is open is given up."""
    found = None
    for payment in await queries.open_settlements(session, wanted.account_id):
        fits = payment.amount_minor == wanted.amount_minor and payment.provider is wanted.provider
        if fits and clock.now() < payment.created_at + GIVE_UP_AFTER:
            found = payment
        else:
            payment.failure_code, payment.failure_text = "replaced", "Another amount was chosen."
            move(session, None, payment, PaymentStatus.FAILED, "checkout")
    return found


async def _tip_from_wallet(session: AsyncSession, order: Order, driver_id: UUID, payment: Payment) -> None:
    try:
        await wallets.tip(
            session,
            order.customer_id,
            driver_id,
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


async def _home(session: AsyncSession) -> City:
    return await zones.city(session, settings().default_city)


def _payment(
    account_id: UUID,
    purpose: PaymentPurpose,
    method: PaymentMethod,
    amount_minor: int,
    currency: str,
    order_id: UUID | None = None,
) -> Payment:
    return Payment(
        account_id=account_id,
        order_id=order_id,
        purpose=purpose,
        provider=Provider.WALLET if method is PaymentMethod.WALLET else default_gateway(currency),
        method=method,
        amount_minor=amount_minor,
        currency=currency,
        created_at=clock.now(),
    )


def _checked(method: PaymentMethod) -> PaymentMethod:
    if method not in _AT_GATEWAY:
        raise AmountRefused("Please choose UPI or a card.")
    return method


def _check_between(amount_minor: int, least: int, most: int, currency: str) -> None:
    if not least <= amount_minor <= most:
        low, high = format_money(least, currency, trim=True), format_money(most, currency, trim=True)
        raise AmountRefused(f"Please choose an amount between {low} and {high}.")
