"""How a customer wants to pay: saved cards, and the way that is offered first. Card numbers never come here."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from porter.api.answers import answer, shape
from porter.api.deps import Customer, IdempotencyKey, Reading, Session
from porter.core.money import MAX_MINOR
from porter.core.views import Input, View
from porter.models.enums import PaymentMethod
from porter.services import payments
from porter.services.payments import CardCheckoutView, CardView, MethodView, PreferenceView

router = APIRouter(prefix="/payments/methods", tags=["payments"])


class SavedView(View):
    """The cards that can be paid with, and what is offered first."""

    cards: tuple[CardView, ...]
    preferred: PreferenceView


class PreferBody(Input):
    """What is offered first from now on."""

    method: PaymentMethod = Field(examples=["upi"])
    card_id: UUID | None = Field(default=None, description="One of `cards`, for the method `card`.")


@router.get("", response_model=shape("methods", tuple[MethodView, ...]), summary="Ways of paying")
async def methods(
    actor: Customer,
    session: Reading,
    total_minor: Annotated[
        int, Query(ge=0, le=MAX_MINOR, description="What is to be paid, in paise, to see how it could be split")
    ] = 0,
) -> Response:
    """With what the wallet holds, and how an amount could be split between it and another way."""
    return answer("methods", await payments.methods(session, actor, total_minor))


@router.get("/saved", response_model=shape("saved", SavedView), summary="Saved cards, and what is offered first")
async def saved(actor: Customer, session: Reading) -> Response:
    """As we know it; `POST /payments/methods/refresh` asks the payment provider."""
    found = SavedView(cards=await payments.cards(session, actor), preferred=await payments.preference(session, actor))
    return answer("saved", found)


@router.post(
    "",
    status_code=201,
    response_model=shape("checkout", CardCheckoutView),
    dependencies=[IdempotencyKey],
    summary="Save a card",
)
async def save(actor: Customer) -> Response:
    """Where the person gives a card to the payment provider; `POST /payments/methods/refresh` when they come back."""
    return answer("checkout", await payments.start_saving_card(actor), 201)


@router.post(
    "/refresh",
    response_model=shape("cards", tuple[CardView, ...]),
    dependencies=[IdempotencyKey],
    summary="Which cards are saved?",
)
async def refresh(actor: Customer) -> Response:
    """Asks the payment provider now."""
    return answer("cards", await payments.refresh_cards(actor))


@router.put("/preferred", response_model=shape("preferred", PreferenceView), summary="Offer this first")
async def prefer(body: PreferBody, actor: Customer, session: Session) -> Response:
    """Until the next word."""
    await payments.prefer(session, actor, body.method, body.card_id)
    return answer("preferred", await payments.preference(session, actor))


@router.delete("/{card_id}", status_code=204, summary="Remove a card")
async def forget(card_id: UUID, actor: Customer) -> Response:
    """The payment provider forgets it; orders that it paid for stay paid."""
    await payments.forget_card(actor, card_id)
    return Response(status_code=204)
