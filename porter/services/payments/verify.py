"""A browser comes back from the checkout, or a person asks again: the vendor is asked how it went."""

import logging
from uuid import UUID

from porter.core import db
from porter.core.errors import GatewayRefused, GatewayUnavailable
from porter.integrations.payments import gateway
from porter.models import Payment
from porter.services.accounts import Actor
from porter.services.payments.errors import PaymentNotFound, ReturnForged
from porter.services.payments.look import look
from porter.services.payments.queries import payments as queries
from porter.services.payments.read import get
from porter.services.payments.views import PaymentView

log = logging.getLogger(__name__)


async def verify(actor: Actor, payment_id: UUID, params: dict[str, str]) -> PaymentView:
    """Check what the browser brought back and take down how it went; pending while the vendor does not answer.

    Raises PaymentNotFound, ReturnForged.
    """
    async with db.reading() as session:
        payment = await queries.own(session, actor, payment_id)
    if payment is None:
        raise PaymentNotFound()
    if params:
        _check(payment, params)
    return await refresh(actor, payment_id)


async def refresh(actor: Actor, payment_id: UUID) -> PaymentView:
    """How a payment stands, asked of the vendor now; as we know it when the vendor does not answer.

    Raises PaymentNotFound.
    """
    async with db.reading() as session:
        shown = await get(session, actor, payment_id)
    if not shown.is_open:
        return shown
    await _ask(payment_id)
    async with db.reading() as session:
        return await get(session, actor, payment_id)


async def come_back(payment_id: UUID, params: dict[str, str]) -> Payment:
    """A browser was sent back to us, perhaps without its cookie: only ask the vendor, and say which payment it is.

    Raises PaymentNotFound.
    """
    async with db.reading() as session:
        payment = await queries.get(session, payment_id)
    if payment is None:
        raise PaymentNotFound()
    try:
        _check(payment, params)
    except ReturnForged:
        return payment
    await _ask(payment_id)
    return payment


async def _ask(payment_id: UUID) -> None:
    try:
        await look(payment_id)
    except (GatewayRefused, GatewayUnavailable) as error:
        log.warning("payment %s could not be confirmed now: %s", payment_id, error.message)


def _check(payment: Payment, params: dict[str, str]) -> None:
    came = gateway(payment.provider).verify_return(params)
    if came is None or came.provider_order != payment.provider_order:
        raise ReturnForged()
