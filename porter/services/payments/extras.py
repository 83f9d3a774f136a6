"""Payments beside orders: money into the wallet, and cash that a driver hands in."""

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import db
from porter.core.config import settings
from porter.core.errors import Forbidden
from porter.core.language import msg
from porter.models import City
from porter.models.enums import Audience, LedgerAccountKind, PaymentMethod, PaymentPurpose
from porter.services import ledger, zones
from porter.services.accounts import Actor
from porter.services.payments.beginning import amount_choice, at_gateway, begun, check_between, new_payment
from porter.services.payments.errors import AmountRefused
from porter.services.payments.opening import open_at_gateway
from porter.services.payments.present import checkout_view
from porter.services.payments.queries import payments as queries
from porter.services.payments.views import AmountChoiceView, CheckoutView

_SUGGESTED_MINOR = (20_000, 50_000, 100_000, 200_000)


async def start_top_up(actor: Actor, amount_minor: int, method: PaymentMethod = PaymentMethod.UPI) -> CheckoutView:
    """Add money to the wallet. Raises Forbidden for anybody but customers, AmountRefused, GatewayUnavailable."""
    if actor.audience is not Audience.CUSTOMER:
        raise Forbidden()
    async with db.transaction() as session:
        city = await _home(session)
        rules = zones.rules(city)
        check_between(amount_minor, rules.top_up_min_minor, rules.top_up_max_minor, city.currency)
        payment = new_payment(actor.id, PaymentPurpose.TOP_UP, at_gateway(method), amount_minor, city.currency)
        session.add(payment)
    return checkout_view(None, await open_at_gateway(payment, "Money for the wallet"), 0)


async def top_up_choice(session: AsyncSession) -> AmountChoiceView:
    """What can be added to a wallet at once."""
    city = await _home(session)
    rules = zones.rules(city)
    return amount_choice(rules.top_up_min_minor, rules.top_up_max_minor, _SUGGESTED_MINOR, city.currency)


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
            raise AmountRefused(msg("There is no cash to hand in."))
        amount = in_hand if amount_minor is None else amount_minor
        check_between(amount, min(100, in_hand), in_hand, city.currency)
        wanted = new_payment(actor.id, PaymentPurpose.CASH_SETTLEMENT, PaymentMethod.UPI, amount, city.currency)
        payment = await begun(session, wanted) or wanted
        session.add(payment)
    return checkout_view(None, await open_at_gateway(payment, "Cash handed in"), 0)


async def _home(session: AsyncSession) -> City:
    return await zones.city(session, settings().default_city)
