"""Estimates and orders of customers; a driver may look at the order they drive."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from porter.api.answers import answer, answer_page, page_shape, shape
from porter.api.deps import AnyActor, Cursor, Customer, IdempotencyKey, PageLimit, Reading, Rider, Session
from porter.api.identity import who_as
from porter.api.v1.estimate_body import EstimateAnswer, EstimateBody, Major, estimate_answer
from porter.core.money import parse_minor
from porter.core.views import Input
from porter.models.enums import Audience
from porter.services import orders, payments, quotes
from porter.services.orders import (
    BookInput,
    CancellationView,
    OrderCard,
    OrderView,
    ReceiptView,
    Scope,
    TimelineView,
)
from porter.services.quotes import Text

router = APIRouter(prefix="/orders", tags=["orders"])

OrderAnswer = shape("order", OrderView)


class CancelBody(Input):
    """Why, and the fee that was shown; none means that none is expected."""

    reason: Text = Field(min_length=1, max_length=300, examples=["Plans changed"])
    expected_fee: Major | None = Field(default=None, description="The `fee` of the cancellation preview.")

    @property
    def expected_fee_minor(self) -> int | None:
        """In minor units."""
        return None if self.expected_fee is None else parse_minor(self.expected_fee)


class RateBody(Input):
    """One to five stars."""

    stars: int = Field(ge=1, le=5, examples=[5])
    tags: tuple[Annotated[Text, Field(max_length=40)], ...] = Field(
        default=(), max_length=10, examples=[["On time", "Careful"]]
    )
    comment: Text = Field(default="", max_length=500, examples=["Carried it up to the second floor"])


class RaiseBody(Input):
    """What the driver gets on top."""

    add: Major


@router.post(
    "/estimate",
    response_model=shape("estimate", EstimateAnswer),
    dependencies=[IdempotencyKey],
    summary="Prices of a trip",
)
async def estimate(body: EstimateBody, request: Request) -> Response:
    """A quote for every vehicle class, promised for five minutes. Works without signing in."""
    actor = await who_as(request.scope, Audience.CUSTOMER)
    found = await quotes.quote_trip(actor.id if actor else None, body.trip())
    return answer("estimate", estimate_answer(found, body.class_code))


@router.post("", status_code=201, response_model=OrderAnswer, dependencies=[IdempotencyKey], summary="Book")
async def book(body: BookInput, actor: Customer) -> Response:
    """Commit to a quote. The same quote again gives the same order; a quote that has ended gives 409 and a fresh estimate."""
    return answer("order", await orders.book(actor, body), 201)


@router.get("", response_model=page_shape("orders", OrderCard), summary="My orders")
async def history(
    actor: Rider,
    session: Reading,
    scope: Annotated[Scope, Query(description="`active`, `past` or `all`")] = "all",
    cursor: Cursor = "",
    limit: PageLimit = 20,
) -> Response:
    """Newest first. Operations look at `GET /admin/orders`."""
    return answer_page("orders", await orders.history(session, actor, scope=scope, cursor=cursor, limit=limit))


@router.get("/{order_id}", response_model=OrderAnswer, summary="An order")
async def get(order_id: UUID, actor: AnyActor, session: Reading) -> Response:
    """As its viewer may see it: handover codes for the customer only."""
    return answer("order", await orders.get(session, actor, order_id))


@router.get(
    "/{order_id}/cancellation-preview",
    response_model=shape("cancellation", CancellationView),
    summary="What cancelling costs",
)
async def cancellation_preview(order_id: UUID, actor: Customer, session: Reading) -> Response:
    """The fee shown is the fee charged."""
    return answer("cancellation", await orders.cancellation_preview(session, actor, order_id))


@router.put("/{order_id}/cancel", response_model=OrderAnswer, summary="Cancel")
async def cancel(order_id: UUID, body: CancelBody, actor: Customer, session: Session) -> Response:
    """For the fee that was shown. When it is another by now: 409 with the new one."""
    return answer("order", await orders.cancel(session, actor, order_id, body.reason, body.expected_fee_minor))


@router.post(
    "/{order_id}/rate", response_model=OrderAnswer, dependencies=[IdempotencyKey], summary="Rate a delivered order"
)
async def rate(order_id: UUID, body: RateBody, actor: Customer, session: Session) -> Response:
    """Once."""
    return answer("order", await orders.rate(session, actor, order_id, body.stars, body.tags, body.comment))


@router.post(
    "/{order_id}/raise-offer",
    response_model=OrderAnswer,
    dependencies=[IdempotencyKey],
    summary="Offer the driver more",
)
async def raise_offer(order_id: UUID, body: RaiseBody, actor: Customer, session: Session) -> Response:
    """While no driver has been found. Paid online, the addition is kept from the wallet."""
    return answer("order", await payments.raise_offer(session, actor, order_id, parse_minor(body.add)))


@router.post(
    "/{order_id}/search-again", response_model=OrderAnswer, dependencies=[IdempotencyKey], summary="Search again"
)
async def search_again(order_id: UUID, actor: Customer, session: Session) -> Response:
    """After no driver was found."""
    return answer("order", await orders.search_again(session, actor, order_id))


@router.get("/{order_id}/timeline", response_model=shape("timeline", tuple[TimelineView, ...]), summary="What happened")
async def timeline(order_id: UUID, actor: AnyActor, session: Reading) -> Response:
    """Oldest first."""
    return answer("timeline", await orders.timeline(session, actor, order_id))


@router.get("/{order_id}/receipt", response_model=shape("receipt", ReceiptView), summary="The receipt")
async def receipt(order_id: UUID, actor: Customer, session: Reading) -> Response:
    """Of a delivered order."""
    return answer("receipt", await orders.receipt(session, actor, order_id))


@router.get("/{order_id}/again", response_model=shape("trip", EstimateBody), summary="The same trip once more")
async def again(order_id: UUID, actor: Customer, session: Reading) -> Response:
    """Stops and goods, to be sent to `POST /orders/estimate`."""
    trip = EstimateBody.of(await orders.again(session, actor, order_id))
    return answer("trip", trip.model_dump(exclude_unset=True))
