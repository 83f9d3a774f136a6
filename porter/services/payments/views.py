"""Payments and refunds as customers and operations see them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from porter.core.views import Amount, View
from porter.models.enums import PaymentMethod, PaymentPurpose, PaymentStatus, Provider, RefundStatus
from porter.services.ledger import PostingView
from porter.services.payments.inputs import RefundTo


class MethodView(View):
    """A way of paying that this person can choose now."""

    method: PaymentMethod
    name: str
    hint: str
    is_enough: bool
    balance_minor: int
    balance: Amount
    balance_text: str
    wallet_minor: int
    """What the wallet would bear beside this method; 0 when it is empty, enough by itself, or not to be split with."""
    wallet: Amount
    split_text: str


class AmountChoiceView(View):
    """How much can be paid at once, and a few amounts that people choose."""

    least_minor: int
    most_minor: int
    limits_text: str
    suggestions: tuple[tuple[int, str], ...]
    currency: str


class CheckoutView(View):
    """What a browser needs to pay. With `is_paid` there is nothing left to do; `kind` says how to open the rest.

    hosted: go to payload.url; razorpay, stripe: their own script with the payload; none: nothing to open.
    """

    payment_id: UUID | None
    order_id: UUID | None
    purpose: PaymentPurpose
    method: PaymentMethod
    provider: Provider
    kind: str
    payload: dict[str, Any]
    amount_minor: int
    amount: Amount
    amount_text: str
    wallet_minor: int
    wallet: Amount
    wallet_text: str
    currency: str
    is_paid: bool
    status_text: str
    button_text: str
    page_url: str
    """Where a browser goes to pay: the vendor's page, or ours that holds the vendor's script; "" when nothing is left."""


class CardView(View):
    """A card that the provider keeps for this person; paid with by its id."""

    id: UUID
    label: str
    created_text: str


class PreferenceView(View):
    """How somebody wants to pay; None when they never said."""

    method: PaymentMethod | None
    card_id: UUID | None
    can_save_cards: bool


class CardCheckoutView(View):
    """Where a card is given to the provider; `kind` and `payload` as in a checkout."""

    provider: Provider
    kind: str
    payload: dict[str, Any]
    page_url: str


class RefundView(View):
    """Money on its way back; names of people are for operations only."""

    id: UUID
    payment_id: UUID
    order_id: UUID | None
    order_number: str
    payer_name: str
    amount_minor: int
    amount: Amount
    amount_text: str
    currency: str
    reason: str
    reason_text: str
    note: str
    status: RefundStatus
    status_text: str
    to: RefundTo
    to_text: str
    requested_by: str
    approved_by: str
    failure_text: str
    created_at: datetime
    created_text: str
    done_at: datetime | None
    done_text: str
    can_decide: bool
    why_not_decide: str
    told_text: str
    """For the customer: where the money is; "" while nobody has agreed to send it."""


class PaymentView(View):
    """One payment as its payer sees it."""

    id: UUID
    order_id: UUID | None
    order_number: str
    purpose: PaymentPurpose
    purpose_text: str
    method: PaymentMethod
    method_text: str
    provider: Provider
    status: PaymentStatus
    status_text: str
    headline: str
    amount_minor: int
    amount: Amount
    amount_text: str
    captured_minor: int
    captured: Amount
    captured_text: str
    refunded_minor: int
    refunded: Amount
    refunded_text: str
    currency: str
    failure_text: str
    is_open: bool
    can_retry: bool
    is_secured: bool
    refunds: tuple[RefundView, ...]
    created_at: datetime
    created_text: str


class PaymentStepView(View):
    """One thing that happened to a payment."""

    at: datetime
    at_text: str
    source: str
    text: str
    detail: str
    tone: str
    data: dict[str, Any]


class PaymentRow(View):
    """A payment in the table of operations."""

    id: UUID
    order_id: UUID | None
    order_number: str
    payer_id: UUID
    payer_name: str
    payer_phone: str
    purpose: PaymentPurpose
    purpose_text: str
    method: PaymentMethod
    method_text: str
    provider: Provider
    provider_text: str
    status: PaymentStatus
    status_text: str
    amount_minor: int
    amount: Amount
    amount_text: str
    refunded_minor: int
    refunded: Amount
    refunded_text: str
    currency: str
    created_at: datetime
    created_text: str
    needs_attention: bool
    attention_text: str


class PaymentPanelView(View):
    """Everything that operations sees of one payment. Postings are for those who may look into the books."""

    payment: PaymentView
    payer_id: UUID
    payer_name: str
    payer_phone: str
    provider_text: str
    provider_order: str
    provider_payment: str
    attention_text: str
    next_text: str
    attempts: int
    steps: tuple[PaymentStepView, ...]
    postings: tuple[PostingView, ...]
    refundable_minor: int
    refundable: Amount
    refundable_text: str
    can_refund: bool
    can_go_to_wallet: bool
    why_not: str
    reasons: tuple[tuple[str, str], ...]
    alone_limit_minor: int
    alone_limit: Amount
    alone_limit_text: str


class RefundPreviewView(View):
    """What a refund would do, before anybody asks for it."""

    amount_minor: int
    amount: Amount
    amount_text: str
    to_text: str
    lines: tuple[tuple[str, str], ...]
    needs_second_person: bool
    approval_text: str


class RefundPanelView(View):
    """Everything that operations sees of one refund."""

    refund: RefundView
    purpose_text: str
    method_text: str
    paid_text: str
    provider_text: str
    provider_refund: str
    attempts: int
    next_text: str
    effect: tuple[tuple[str, str], ...]
    postings: tuple[PostingView, ...]
