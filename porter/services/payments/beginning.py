"""How a payment beside orders begins: an amount within reason, and one open checkout for one wish."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.language import here, msg
from porter.core.money import format_money
from porter.integrations.payments import default_gateway
from porter.models import Payment
from porter.models.enums import PaymentMethod, PaymentPurpose, PaymentStatus, Provider
from porter.services.payments.errors import AmountRefused
from porter.services.payments.look import GIVE_UP_AFTER
from porter.services.payments.queries import payments as queries
from porter.services.payments.steps import move
from porter.services.payments.views import AmountChoiceView

_AT_GATEWAY = frozenset({PaymentMethod.UPI, PaymentMethod.CARD})


def new_payment(
    account_id: UUID,
    purpose: PaymentPurpose,
    method: PaymentMethod,
    amount_minor: int,
    currency: str,
    order_id: UUID | None = None,
) -> Payment:
    """A payment that nobody has seen yet; from the wallet, or at the gateway of its currency."""
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


def at_gateway(method: PaymentMethod) -> PaymentMethod:
    """The same, when a gateway takes it. Raises AmountRefused."""
    if method not in _AT_GATEWAY:
        raise AmountRefused(msg("Please choose UPI or a card."))
    return method


def amount_choice(least: int, most: int, usual: tuple[int, ...], currency: str) -> AmountChoiceView:
    """Both ends, and what is usual between them."""
    low, high = (format_money(minor, currency, trim=True) for minor in (least, most))
    fitting = [minor for minor in usual if least <= minor <= most]
    return AmountChoiceView(
        least_minor=least,
        most_minor=most,
        limits_text=here("From {low} to {high} at a time.", low=low, high=high),
        suggestions=tuple((minor, format_money(minor, currency, trim=True)) for minor in fitting),
        currency=currency,
    )


def check_between(amount_minor: int, least: int, most: int, currency: str) -> None:
    """Raises AmountRefused, which says both ends."""
    if not least <= amount_minor <= most:
        low, high = format_money(least, currency, trim=True), format_money(most, currency, trim=True)
        raise AmountRefused(here("Please choose an amount between {low} and {high}.", low=low, high=high))


async def begun(session: AsyncSession, wanted: Payment) -> Payment | None:
    """The same wish, when its checkout is open; another one of its kind that is open is given up.

    The caller holds the lock of whoever pays, so that pressing twice opens one checkout and nobody pays twice.
    """
    found = None
    for payment in await queries.open_of(session, wanted.account_id, wanted.purpose, wanted.order_id):
        same = (payment.amount_minor, payment.provider, payment.method)
        fits = same == (wanted.amount_minor, wanted.provider, wanted.method)
        if fits and clock.now() < payment.created_at + GIVE_UP_AFTER:
            found = payment
        else:
            payment.failure_code, payment.failure_text = "replaced", msg("Another amount was chosen.")
            move(session, None, payment, PaymentStatus.FAILED, "checkout")
    return found
