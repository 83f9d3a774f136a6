"""Going on with a payment that was begun: the same checkout again, so that nobody pays twice."""

from uuid import UUID

from porter.core import db
from porter.models import Payment
from porter.models.enums import Provider
from porter.services.accounts import Actor
from porter.services.payments.errors import PaymentNotFound
from porter.services.payments.opening import open_at_gateway
from porter.services.payments.present import can_retry, checkout_view, purpose_text
from porter.services.payments.queries import payments as queries
from porter.services.payments.views import CheckoutView


async def resume(actor: Actor, payment_id: UUID) -> CheckoutView:
    """The checkout of one's own payment as it was opened; without one where nothing can be paid any more.

    Raises PaymentNotFound, GatewayUnavailable.
    """
    async with db.reading() as session:
        payment = await queries.own(session, actor, payment_id)
    if payment is None or payment.account_id != actor.id:
        raise PaymentNotFound()
    if can_retry(payment) and not _is_opened(payment):
        payment = await open_at_gateway(payment, purpose_text(payment, None))
    return checkout_view(None, payment, 0)


def _is_opened(payment: Payment) -> bool:
    return payment.provider is Provider.WALLET or "payload" in payment.checkout
