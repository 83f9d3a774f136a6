"""Paying: for orders, tips; what became of it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from porter.api.answers import answer, answer_page, page_shape, shape
from porter.api.deps import AnyActor, Cursor, Customer, IdempotencyKey, PageLimit, Reading
from porter.api.v1.estimate_body import Major
from porter.core.money import parse_minor
from porter.core.views import Id, Input
from porter.models.enums import PaymentMethod
from porter.services import payments
from porter.services.payments import CheckoutView, PaymentView

router = APIRouter(prefix="/payments", tags=["payments"])

CheckoutAnswer = shape("checkout", CheckoutView)
PaymentAnswer = shape("payment", PaymentView)


class ProcessBody(Input):
    """Which order, and how; without a method it is the one that the order was booked with."""

    order_id: Id
    method: PaymentMethod | None = Field(default=None, examples=["upi"])
    use_wallet: bool = Field(default=False, description="Take what the wallet holds; the method bears the rest.")
    card_id: UUID | None = Field(default=None, description="A saved card, for the method `card`.")


class TipBody(Input):
    """What the driver gets."""

    order_id: Id
    amount: Major
    method: PaymentMethod = PaymentMethod.UPI


_HANDED_OVER = {
    "razorpay_order_id": "order_RkT5sVd0m3YbQe",
    "razorpay_payment_id": "pay_RkT6Lw2n8XcPaf",
    "razorpay_signature": "0f3c6a9d2b5e8f1047a3c6d9e2b5f8014a7d0c3f6e9b2d5a8c1f4e7b0d3a6c9f",
}


class VerifyBody(Input):
    """What the provider's checkout handed to the browser, unchanged; empty only asks how it stands."""

    params: dict[Annotated[str, Field(max_length=100)], Annotated[str, Field(max_length=2000)]] = Field(
        default_factory=dict, max_length=20, examples=[_HANDED_OVER]
    )


@router.post("/process", response_model=CheckoutAnswer, dependencies=[IdempotencyKey], summary="Pay for an order")
async def process(body: ProcessBody, actor: Customer) -> Response:
    """Start paying, or go on where it stopped. `kind` says what to do with `payload`; `is_paid` that nothing is left."""
    found = await payments.start_checkout(
        actor, body.order_id, method=body.method, use_wallet=body.use_wallet, card_id=body.card_id
    )
    return answer("checkout", found)


@router.post("/tips", response_model=CheckoutAnswer, dependencies=[IdempotencyKey], summary="Tip the driver")
async def tip(body: TipBody, actor: Customer) -> Response:
    """Of a delivered order; all of it is the driver's."""
    return answer("checkout", await payments.start_tip(actor, body.order_id, parse_minor(body.amount), body.method))


@router.get("", response_model=page_shape("payments", PaymentView), summary="My payments")
async def history(
    actor: AnyActor,
    session: Reading,
    order_id: Annotated[UUID | None, Query(description="Only those of one order")] = None,
    cursor: Cursor = "",
    limit: PageLimit = 20,
) -> Response:
    """Newest first."""
    page = await payments.history(session, actor, order_id=order_id, cursor=cursor, limit=limit)
    return answer_page("payments", page)


@router.get("/{payment_id}", response_model=PaymentAnswer, summary="A payment")
async def get(payment_id: UUID, actor: AnyActor, session: Reading) -> Response:
    """With what was given back of it."""
    return answer("payment", await payments.get(session, actor, payment_id))


@router.post(
    "/{payment_id}/verify", response_model=PaymentAnswer, dependencies=[IdempotencyKey], summary="How did it go?"
)
async def verify(payment_id: UUID, body: VerifyBody, actor: AnyActor) -> Response:
    """Asks the provider now. While the provider does not answer, the payment is pending."""
    return answer("payment", await payments.verify(actor, payment_id, body.params))


@router.get("/{payment_id}/return", include_in_schema=False)
async def come_back(payment_id: UUID, request: Request) -> Response:
    """Where providers send the browser after paying: we ask how it went, and show our own page."""
    payment = await payments.come_back(payment_id, dict(request.query_params))
    return RedirectResponse(payments.page_of(payment), 303, headers={"cache-control": "no-store"})
