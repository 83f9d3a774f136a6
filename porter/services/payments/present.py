"""From rows to what people see of payments."""

from collections.abc import Sequence
from typing import Any

from porter.core.config import settings
from porter.core.language import here, msg
from porter.core.money import format_money
from porter.core.words import local_text
from porter.models import Order, Payment, Refund
from porter.models.enums import Party, PaymentMethod, PaymentPurpose, PaymentStatus, Provider, RefundStatus
from porter.services.accounts import Actor
from porter.services.payments.inputs import RefundTo
from porter.services.payments.machine import PROMISED, TAKEN, goes_to_wallet
from porter.services.payments.roles import why_not_decide
from porter.services.payments.views import CheckoutView, PaymentView, RefundView
from porter.services.payments.words import (
    HEADLINES,
    METHOD_TEXT,
    PURPOSE_TEXT,
    REASON_TEXT,
    REFUND_STATUS_TEXT,
    RETURNED_TO_WALLET,
    STATUS_TEXT,
)

ZONE = "Asia/Kolkata"
"""Payments have no city of their own; their days are the company's."""

REPLACED = "replaced"
"""The failure code of a checkout that was given up for another way of paying."""

PAY_PAGE = "/pay"
DRIVERS_PAY_PAGE = "/driver/pay"
"""Our pages of one payment, of customers and of drivers; the only ones on which vendors' scripts may run (`web.headers`)."""

_UNPAID = frozenset({PaymentStatus.CREATED, PaymentStatus.FAILED})


def checkout_view(order: Order | None, payment: Payment | None, wallet_minor: int) -> CheckoutView:
    """What the browser needs; without a payment the driver is paid in cash."""
    if payment is None:
        return _cash_view(order)
    is_paid = payment.status in PROMISED | TAKEN
    amount = format_money(payment.amount_minor, payment.currency)
    opened = payment.checkout if can_retry(payment) else {}
    return CheckoutView(
        payment_id=payment.id,
        order_id=payment.order_id,
        purpose=payment.purpose,
        method=payment.method,
        provider=payment.provider,
        kind=opened.get("kind", "none"),
        payload=opened.get("payload", {}),
        amount_minor=payment.amount_minor,
        amount=payment.amount_minor,
        amount_text=amount,
        wallet_minor=wallet_minor,
        wallet=wallet_minor,
        wallet_text=format_money(wallet_minor, payment.currency) if wallet_minor else "",
        currency=payment.currency,
        is_paid=is_paid,
        status_text=here(STATUS_TEXT[payment.status]),
        button_text="" if is_paid else _button_text(payment.method, amount),
        page_url=_way_to(payment, opened),
    )


def payment_view(
    payment: Payment, order_number: str | None, refunds: Sequence[tuple[Any, ...]], actor: Actor
) -> PaymentView:
    """One payment as this person may see it."""
    currency = payment.currency
    return PaymentView(
        id=payment.id,
        order_id=payment.order_id,
        order_number=order_number or "",
        purpose=payment.purpose,
        purpose_text=purpose_text(payment, order_number),
        method=payment.method,
        method_text=here(METHOD_TEXT[payment.method]),
        provider=payment.provider,
        status=payment.status,
        status_text=here(STATUS_TEXT[payment.status]),
        headline=here(HEADLINES[payment.status]),
        amount_minor=payment.amount_minor,
        amount=payment.amount_minor,
        amount_text=format_money(payment.amount_minor, currency),
        captured_minor=payment.captured_minor,
        captured=payment.captured_minor,
        captured_text=format_money(payment.captured_minor, currency) if payment.captured_minor else "",
        refunded_minor=payment.refunded_minor,
        refunded=payment.refunded_minor,
        refunded_text=format_money(payment.refunded_minor, currency) if payment.refunded_minor else "",
        currency=currency,
        failure_text=payment.failure_text or "" if payment.status is PaymentStatus.FAILED else "",
        is_open=payment.status in _UNPAID and bool(payment.provider_order),
        is_secured=payment.status in PROMISED | TAKEN,
        can_retry=can_retry(payment),
        refunds=tuple(refund_view(*row, actor=actor) for row in refunds),
        created_at=payment.created_at,
        created_text=local_text(payment.created_at, ZONE),
    )


def refund_view(
    refund: Refund,
    payment: Payment,
    order_number: str | None,
    payer: str,
    asked: str | None,
    approved: str | None,
    *,
    actor: Actor,
) -> RefundView:
    """One refund as this person may see it."""
    is_staff = actor.party is Party.STAFF
    waits = refund.status is RefundStatus.REQUESTED
    why_not = why_not_decide(actor, refund)
    return RefundView(
        id=refund.id,
        payment_id=payment.id,
        order_id=refund.order_id,
        order_number=order_number or "",
        payer_name=payer,
        amount_minor=refund.amount_minor,
        amount=refund.amount_minor,
        amount_text=format_money(refund.amount_minor, refund.currency),
        currency=refund.currency,
        reason=refund.reason,
        reason_text=REASON_TEXT.get(refund.reason, refund.reason),
        note=refund.note if is_staff else "",
        status=refund.status,
        status_text=here(refund_status(payment, refund)),
        to=RefundTo.WALLET if goes_to_wallet(payment, refund) else RefundTo.SOURCE,
        to_text=to_text(payment, to_wallet=refund.to_wallet),
        requested_by=(asked or "Porter") if is_staff else "",
        approved_by=(approved or "") if is_staff else "",
        failure_text=(refund.failure_text or "") if is_staff else "",
        created_at=refund.created_at,
        created_text=local_text(refund.created_at, ZONE),
        done_at=refund.done_at,
        done_text=local_text(refund.done_at, ZONE) if refund.done_at else "",
        told_text=_told(refund, payment),
        can_decide=waits and is_staff and not why_not,
        why_not_decide=why_not,
    )


def refund_status(payment: Payment, refund: Refund) -> str:
    """How a refund stands, in a message of the catalogue."""
    if refund.status is RefundStatus.DONE and goes_to_wallet(payment, refund):
        return RETURNED_TO_WALLET
    return REFUND_STATUS_TEXT[refund.status]


def to_text(payment: Payment, *, to_wallet: bool = False) -> str:
    """Where money of a payment goes back to."""
    if to_wallet or payment.provider is Provider.WALLET:
        return here("to the wallet")
    return here("to the card") if payment.method is PaymentMethod.CARD else here("to the account it came from")


def purpose_text(payment: Payment, order_number: str | None) -> str:
    """What it was for, e.g. "Order PRT-7K3M9Q"."""
    if payment.purpose is PaymentPurpose.ORDER and payment.order_id is None:
        return here("Paid twice")
    purpose = here(PURPOSE_TEXT[payment.purpose])
    if payment.purpose is PaymentPurpose.ORDER and order_number:
        return here("Order {number}", number=order_number)
    return f"{purpose} {order_number}" if order_number else purpose


def can_retry(payment: Payment) -> bool:
    """Whether its checkout is still good for a try."""
    return payment.status in _UNPAID and payment.failure_code not in {REPLACED, "not_paid"}


def attention_text(payment: Payment) -> str:
    """Why a person has to look at it, or ""."""
    reasons = {
        "amount_mismatch": "The provider names another amount than we asked for",
        "capture_failed": "The provider does not let us collect this payment",
        "refunded_beyond": "More was given back than was taken: into the wallet, and by the provider as well",
        "differs": payment.failure_text or "",
    }
    return reasons.get(payment.failure_code or "", "")


def needs_somebody(payment: Payment) -> str:
    """Why a person still has to look at it, or "": what was collected or let go in the end needs nobody."""
    is_over = payment.failure_code == "capture_failed" and payment.status not in PROMISED
    return "" if is_over else attention_text(payment)


def _cash_view(order: Order | None) -> CheckoutView:
    total, currency = (order.total_minor, order.currency) if order else (0, "INR")
    return CheckoutView(
        payment_id=None,
        order_id=order.id if order else None,
        purpose=PaymentPurpose.ORDER,
        method=PaymentMethod.CASH,
        provider=Provider.CASH,
        kind="none",
        payload={},
        amount_minor=total,
        amount=total,
        amount_text=format_money(total, currency),
        wallet_minor=0,
        wallet=0,
        wallet_text="",
        currency=currency,
        is_paid=True,
        status_text=here("Paid to the driver"),
        button_text="",
        page_url="",
    )


def _way_to(payment: Payment, opened: dict[str, Any]) -> str:
    if opened.get("kind") == "hosted":
        return str(opened["payload"]["url"])
    if not opened.get("kind"):
        return ""
    page = DRIVERS_PAY_PAGE if payment.purpose is PaymentPurpose.CASH_SETTLEMENT else PAY_PAGE
    return f"{page}/{payment.id}"


def _button_text(method: PaymentMethod, amount: str) -> str:
    if method is PaymentMethod.CARD:
        return here("Pay {amount} by card", amount=amount)
    return here("Pay {amount} by {way}", amount=amount, way=here(METHOD_TEXT[method]))


def _told(refund: Refund, payment: Payment) -> str:
    amount = format_money(refund.amount_minor, refund.currency)
    to_card = payment.method is PaymentMethod.CARD
    if refund.status is RefundStatus.FAILED:
        return here(_COULD_NOT_GO_BACK[to_card], amount=amount)
    if refund.status in {RefundStatus.REQUESTED, RefundStatus.REJECTED}:
        return ""
    if goes_to_wallet(payment, refund):
        return here("{amount} back in your wallet", amount=amount)
    if refund.done_at:
        return here(_WENT_BACK[to_card], amount=amount, day=local_text(refund.done_at, ZONE).split(",")[0])
    return here(_GOES_BACK[to_card], amount=amount)


_COULD_NOT_GO_BACK = {
    True: msg("{amount} could not go back to the card. It is in your wallet."),
    False: msg("{amount} could not go back to the account it came from. It is in your wallet."),
}
_WENT_BACK = {
    True: msg("{amount} went back to the card on {day}"),
    False: msg("{amount} went back to the account it came from on {day}"),
}
_GOES_BACK = {
    True: msg("{amount} on its way back to the card, usually 5–7 working days"),
    False: msg("{amount} on its way back to the account it came from, usually 5–7 working days"),
}


def page_of(payment: Payment) -> str:
    """The page of ours that a browser goes to after paying."""
    pages = {PaymentPurpose.TOP_UP: f"{PAY_PAGE}/{payment.id}", PaymentPurpose.CASH_SETTLEMENT: "/driver/cash"}
    page = pages.get(payment.purpose) or (f"/orders/{payment.order_id}" if payment.order_id else "/orders")
    return f"{settings().origin}{page}?payment={payment.id}"
