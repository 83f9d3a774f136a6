"""One step of a payment: the new status, its history, the order's timeline, the fact, the open screens."""

from datetime import timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, live, outbox
from porter.models import Order, Payment, PaymentStep, Refund
from porter.models.enums import Party, PaymentPurpose, PaymentStatus
from porter.services import orders
from porter.services.payments.machine import AT_NO_VENDOR, TAKEN

COMPARED_AFTER = timedelta(days=1)
"""By then the vendor's own books have settled, and every word of it has come."""

_STAMPS = {PaymentStatus.AUTHORIZED: "authorized_at", PaymentStatus.CAPTURED: "captured_at"}


def move(
    session: AsyncSession,
    order: Order | None,
    payment: Payment,
    to: PaymentStatus,
    source: str,
    data: dict[str, Any] | None = None,
) -> None:
    """Give a locked payment its new status, and let its history, the order's timeline and the open screens know."""
    before, now = payment.status, clock.now()
    payment.status, payment.updated_at = to, now
    if to in _STAMPS:
        setattr(payment, _STAMPS[to], now)
    if to in TAKEN:
        compare_later(payment)
    session.add(payment)
    note(session, payment, source, before, to, data)
    told = {"payment_id": str(payment.id), "amount_minor": payment.amount_minor, "purpose": payment.purpose.value}
    if order is not None and payment.purpose is PaymentPurpose.ORDER:
        orders.record(session, order, party=Party.SYSTEM, actor_id=None, event=f"payment.{to}", data=told)
    else:
        outbox.emit(session, f"payment.{to}", {**told, "account_id": str(payment.account_id)})
    announce(session, payment)


def compare_later(payment: Payment) -> None:
    """A vendor has moved money: in a day it is asked whether it says so too."""
    if payment.provider not in AT_NO_VENDOR:
        payment.compare_at = clock.now() + COMPARED_AFTER


def announce(session: AsyncSession, payment: Payment) -> None:
    """Tell open screens that a payment has changed."""
    data = {"payment_id": str(payment.id), "status": payment.status.value, "order_id": str(payment.order_id or "")}
    live.notify(session, f"account:{payment.account_id}", "payment:updated", data)
    live.notify(session, "ops:payments", "payment:updated", data)
    if payment.order_id:
        live.notify(session, f"order:{payment.order_id}", "order:updated", data)


def ask_somebody(session: AsyncSession, payment: Payment) -> None:
    """A person has to look at this payment: nothing more can be done about it by itself."""
    outbox.emit(session, "payment.attention", {"payment_id": str(payment.id)})


def announce_refund(session: AsyncSession, refund: Refund) -> None:
    """Tell open screens of operations that a refund has changed."""
    data = {"refund_id": str(refund.id), "status": refund.status.value, "payment_id": str(refund.payment_id)}
    live.notify(session, "ops:refunds", "refund:updated", data)


def note(
    session: AsyncSession,
    payment: Payment,
    source: str,
    before: PaymentStatus | None,
    after: PaymentStatus | None,
    data: dict[str, Any] | None = None,
) -> None:
    """Append to the history of a payment."""
    session.add(
        PaymentStep(payment_id=payment.id, source=source[:32], from_status=before, to_status=after, data=data or {})
    )
