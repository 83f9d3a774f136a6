"""Opening a payment at its gateway: once per payment, however often it is asked for."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db
from porter.core.config import settings
from porter.core.errors import Conflict
from porter.integrations.payments import Payer, gateway
from porter.models import Payment
from porter.models.enums import PaymentPurpose
from porter.services.payments.look import LOOK_AFTER
from porter.services.payments.queries import payments as queries
from porter.services.payments.steps import note

RETURN_PATH = "/api/v1/payments/{payment_id}/return"


class CheckoutEnded(Conflict):
    """The payment is no longer the one to be made."""

    code = "checkout_ended"
    default_message = "This payment has moved on. Please look at it again."


async def open_at_gateway(payment: Payment, description: str) -> Payment:
    """Open it at the vendor and write down what the browser needs. Raises GatewayUnavailable, GatewayRefused."""
    async with db.reading() as session:
        payer = await payer_of(session, payment.account_id)
    opened = await gateway(payment.provider).open(
        payment.id,
        payment.amount_minor,
        payment.currency,
        method=payment.method,
        customer=payer,
        description=description,
        capture=payment.purpose is not PaymentPurpose.ORDER,
        return_url=settings().origin + RETURN_PATH.format(payment_id=payment.id),
        card=payment.checkout.get("card"),
    )
    async with db.transaction() as session:
        found = await queries.locked(session, payment.id)
        if found is None:
            raise CheckoutEnded()
        now = found[1]
        if now.provider_order is None:
            note(session, now, "checkout", None, now.status, {"provider_order": opened.provider_order})
        now.provider_order = opened.provider_order
        now.checkout = {**now.checkout, "kind": opened.kind, "payload": opened.payload}
        now.due_at = now.due_at or clock.now() + LOOK_AFTER
        session.add(now)
    return now


async def payer_of(session: AsyncSession, account_id: UUID) -> Payer:
    """Somebody as providers know them."""
    account = await queries.payer(session, account_id)
    return Payer(id=account.id, name=account.name, phone=account.phone or "", email=account.email or "")
