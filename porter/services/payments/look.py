"""Asking the vendor how a payment stands: for the reconciler, and for a person who waits."""

from datetime import timedelta
from uuid import UUID

from porter.core import clock, db
from porter.core.language import msg
from porter.integrations.payments import gateway
from porter.models.enums import PaymentStatus, Provider
from porter.services.payments.follow import follow
from porter.services.payments.queries import payments as queries
from porter.services.payments.record import record
from porter.services.payments.steps import move

LOOK_AFTER = timedelta(minutes=15)
"""A payment that is open so long is looked at."""

GIVE_UP_AFTER = timedelta(minutes=30)
"""Nobody pays so late; should the bank say yes after all, the money goes back or counts as a late authorisation."""


async def look(payment_id: UUID) -> None:
    """Take down every attempt that the vendor knows of, and end what nobody paid. Raises GatewayUnavailable."""
    async with db.reading() as session:
        payment = await queries.get(session, payment_id)
    if payment is None or payment.provider in {Provider.WALLET, Provider.CASH}:
        return
    if payment.provider_order:
        attempts = await gateway(payment.provider).list_payments(payment.provider_order)
    elif payment.provider_payment:
        attempts = (
            await gateway(payment.provider).fetch(payment.checkout["provider_order"], payment.provider_payment),
        )
    else:
        attempts = ()
    for seen in attempts:
        async with db.transaction() as session:
            await record(session, payment_id, seen, "look")
    await _end_unpaid(payment_id)


async def _end_unpaid(payment_id: UUID) -> None:
    async with db.transaction() as session:
        found = await queries.locked(session, payment_id)
        if found is None or found[1].status not in {PaymentStatus.CREATED, PaymentStatus.FAILED}:
            return
        order, payment = found
        ends_at = payment.created_at + GIVE_UP_AFTER
        if clock.now() < ends_at:
            payment.due_at = ends_at
        else:
            payment.due_at = None
            if payment.status is PaymentStatus.CREATED:
                payment.failure_code, payment.failure_text = "not_paid", msg("Nobody paid in time.")
                move(session, order, payment, PaymentStatus.FAILED, "look")
        session.add(payment)
        await follow(session, payment)
