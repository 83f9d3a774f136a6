"""Who of operations may give money back, and who says yes to it."""

from porter.core.errors import Forbidden
from porter.models import Payment
from porter.models.enums import Audience, PaymentPurpose, PaymentStatus, Role
from porter.services.accounts import Actor
from porter.services.payments.errors import PaymentNotFound

_MAY_ASK = frozenset({Role.SUPPORT, Role.FINANCE, Role.ADMIN})
_MAY_DECIDE = frozenset({Role.FINANCE, Role.ADMIN})
_GIVES_BACK = frozenset({PaymentStatus.CAPTURED, PaymentStatus.PARTIALLY_REFUNDED})


def may_decide(actor: Actor) -> bool:
    """Whether this person may say yes or no to refunds that others ask for."""
    return actor.audience is Audience.STAFF and actor.role in _MAY_DECIDE


def check_asks(actor: Actor) -> None:
    """Raises PaymentNotFound outside operations, Forbidden for other roles."""
    if actor.audience is not Audience.STAFF:
        raise PaymentNotFound()
    if actor.role not in _MAY_ASK:
        raise Forbidden()


def check_decides(actor: Actor) -> None:
    """Raises PaymentNotFound outside operations, Forbidden for other roles."""
    check_asks(actor)
    if not may_decide(actor):
        raise Forbidden()


def why_no_refund(actor: Actor, payment: Payment, left_minor: int) -> str:
    """Why this person cannot give anything of a payment back, or ""."""
    if actor.role not in _MAY_ASK:
        return "Your role may not give money back."
    return why_not_refundable(payment, left_minor)


def why_not_refundable(payment: Payment, left_minor: int) -> str:
    """Why nothing of a payment can be given back, or ""."""
    if payment.purpose is PaymentPurpose.TIP:
        return "A tip is the driver's."
    if payment.purpose is PaymentPurpose.CASH_SETTLEMENT:
        return "Cash that was handed in is ours."
    if payment.status not in _GIVES_BACK:
        return "Nothing was taken that could be given back."
    return "" if left_minor > 0 else "All of it was given back or is on its way."
