"""The payment machine. Pure: what a vendor's word means, how much of each payment is needed, what is to be done next.

Words come in any order and any number of times. A payment moves forward only, except that a failed one may be
authorised late; figures only grow. So every order of the same words ends in the same state.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from porter.integrations.payments import Capabilities, PaymentState
from porter.models import Order, Payment, Refund
from porter.models.enums import OrderStatus, Party, PaymentMethod, PaymentPurpose, PaymentStatus, Provider
from porter.models.transitions import PAYMENT, sources

S = PaymentStatus

TAKEN = frozenset({S.CAPTURED, S.PARTIALLY_REFUNDED, S.REFUNDED})
"""The vendor has moved the money to us, whatever became of it since."""

PROMISED = frozenset({S.AUTHORIZED, S.CAPTURING})
"""The vendor keeps the money for us."""

AT_NO_VENDOR = frozenset({Provider.WALLET, Provider.CASH})
"""Nobody outside has the money."""

OVER = frozenset({OrderStatus.DELIVERED, OrderStatus.CANCELLED, OrderStatus.RETURNED})
"""What an order costs is known for good."""

_MEANS = {
    PaymentState.AUTHORIZED: S.AUTHORIZED,
    PaymentState.CAPTURED: S.CAPTURED,
    PaymentState.REFUNDED: S.CAPTURED,  # given back later, but taken first; the refund is booked by itself
    PaymentState.FAILED: S.FAILED,
    PaymentState.VOIDED: S.VOIDED,
}

MOVES_MONEY = frozenset({PaymentState.AUTHORIZED, PaymentState.CAPTURED, PaymentState.REFUNDED})


class Do(StrEnum):
    """What somebody has to do about a payment."""

    NOTHING = "nothing"
    LOOK = "look"
    CAPTURE = "capture"
    VOID = "void"
    GIVE_BACK = "give_back"


@dataclass(frozen=True, slots=True)
class Plan:
    """The next step, and for how much."""

    do: Do
    amount_minor: int = 0


def reached(status: PaymentStatus, seen: PaymentState) -> PaymentStatus | None:
    """Where a vendor's word takes a payment, or None when it says nothing new."""
    to = _MEANS.get(seen)
    return to if to is not None and status in sources(PAYMENT, to, Party.SYSTEM) else None


def due_minor(order: Order | None) -> int:
    """What payments have to bear of an order: its total, or the fee that is kept; nothing when cash bears it."""
    if order is None or order.payment_method is PaymentMethod.CASH:
        return 0
    if order.status is OrderStatus.RETURNED and not order.terms:
        return 0  # from before goods that came back cost anything
    return order.cancel_fee_minor if order.status is OrderStatus.CANCELLED else order.total_minor


def secured_minor(payments: Iterable[Payment]) -> int:
    """What is promised or taken and not given back."""
    return sum(held_minor(payment) for payment in payments)


def held_minor(payment: Payment) -> int:
    """What one payment holds for us now."""
    if payment.status in PROMISED:
        return payment.amount_minor
    return payment.captured_minor - payment.refunded_minor if payment.status in TAKEN else 0


def kept_of_each(order: Order | None, payments: Sequence[Payment]) -> dict[UUID, int]:
    """How much of each payment the order needs: wallet money first, then what was taken, then what came first."""
    left, kept = due_minor(order), {payment.id: 0 for payment in payments}
    for payment in sorted(payments, key=_rank):
        ceiling = _ceiling(payment)
        kept[payment.id] = min(left, ceiling)
        left -= kept[payment.id]
    return kept


def plan(
    payment: Payment, capabilities: Capabilities, *, kept_minor: int, is_over: bool, given_back_minor: int = 0
) -> Plan:
    """What to do about a payment of which `kept_minor` is needed; while the order runs only the superfluous goes back.

    `given_back_minor` counts refunds that are done or on their way.
    """
    if payment.status in {S.CREATED, S.FAILED}:
        return Plan(Do.LOOK) if payment.provider_order else Plan(Do.NOTHING)
    if payment.status is S.CAPTURING:
        return Plan(Do.CAPTURE, int(payment.checkout.get("capture_minor", payment.amount_minor)))
    if payment.status is S.AUTHORIZED:
        return _let_go_or_take(payment, capabilities, kept_minor, is_over)
    if payment.status in TAKEN and (is_over or kept_minor == 0):
        excess = payment.captured_minor - kept_minor - given_back_minor
        return Plan(Do.GIVE_BACK, excess) if excess > 0 else Plan(Do.NOTHING)
    return Plan(Do.NOTHING)


def _let_go_or_take(payment: Payment, capabilities: Capabilities, kept_minor: int, is_over: bool) -> Plan:
    if kept_minor == 0:
        return Plan(Do.VOID) if capabilities.void else Plan(Do.CAPTURE, payment.amount_minor)
    if not is_over:
        return Plan(Do.LOOK)
    return Plan(Do.CAPTURE, kept_minor if capabilities.partial_capture else payment.amount_minor)


def _ceiling(payment: Payment) -> int:
    if payment.status in PROMISED:
        return payment.amount_minor
    return payment.captured_minor if payment.status in TAKEN else 0


def _rank(payment: Payment) -> tuple[bool, bool, UUID]:
    return payment.provider is not Provider.WALLET, payment.status not in TAKEN, payment.id


def wallet_is_choice(payment: Payment) -> bool:
    """Whether somebody may send money of a payment into the wallet instead: a customer paid it through a vendor."""
    return is_for_order(payment) and payment.provider not in AT_NO_VENDOR


def goes_to_wallet(payment: Payment, refund: Refund) -> bool:
    """Whether a refund ends in the wallet, because it came from there or somebody chose so; no vendor is asked."""
    return refund.to_wallet or payment.provider is Provider.WALLET


def is_for_order(payment: Payment) -> bool:
    """Whether an order decides how much of a payment is needed; others are needed wholly."""
    return payment.purpose is PaymentPurpose.ORDER
