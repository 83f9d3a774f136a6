"""Who of operations may give money back, and who says yes to it."""

from porter.core.errors import Forbidden
from porter.models import Order, Payment, Refund
from porter.models.enums import Audience, PaymentPurpose, PaymentStatus, RefundStatus, Role
from porter.services.accounts import Actor
from porter.services.payments.errors import PaymentNotFound
from porter.services.payments.machine import OVER

MAY_ASK = frozenset({Role.SUPPORT, Role.FINANCE, Role.ADMIN})
MAY_DECIDE = frozenset({Role.FINANCE, Role.ADMIN})
_GIVES_BACK = frozenset({PaymentStatus.CAPTURED, PaymentStatus.PARTIALLY_REFUNDED})


def check_staff(actor: Actor) -> None:
    """Raises PaymentNotFound outside operations."""
    if actor.audience is not Audience.STAFF:
        raise PaymentNotFound()


def may_decide(actor: Actor) -> bool:
    """Whether this person may say yes or no to refunds that others ask for."""
    return actor.audience is Audience.STAFF and actor.role in MAY_DECIDE


def check_asks(actor: Actor) -> None:
    """Raises PaymentNotFound outside operations, Forbidden for other roles."""
    check_staff(actor)
    if actor.role not in MAY_ASK:
        raise Forbidden()


def check_decides(actor: Actor) -> None:
    """Raises PaymentNotFound outside operations, Forbidden for other roles."""
    check_asks(actor)
    if not may_decide(actor):
        raise Forbidden()


def why_not_decide(actor: Actor, refund: Refund) -> str:
    """Why this person does not decide about a refund, or ""."""
    if refund.status is not RefundStatus.REQUESTED or actor.audience is not Audience.STAFF:
        return ""
    if not may_decide(actor):
        return "Finance or an administrator decides about it."
    return "You asked for it, so somebody else has to decide." if refund.requested_by == actor.id else ""


def why_no_refund(actor: Actor, order: Order | None, payment: Payment, left_minor: int) -> str:
    """Why this person cannot give anything of a payment back, or ""."""
    if actor.role not in MAY_ASK:
        return "Your role may not give money back."
    return why_not_refundable(order, payment, left_minor)


def why_not_refundable(order: Order | None, payment: Payment, left_minor: int) -> str:
    """Why nothing of a payment can be given back, or ""."""
    if payment.purpose is PaymentPurpose.TIP:
        return "A tip is the driver's."
    if payment.purpose is PaymentPurpose.CASH_SETTLEMENT:
        return "Cash that was handed in is ours."
    if payment.status not in _GIVES_BACK:
        return "Nothing was taken that could be given back."
    if order is not None and order.status not in OVER:
        return "The order is still under way. Cancel it, and what is not owed goes back by itself."
    return "" if left_minor > 0 else "All of it was given back or is on its way."
