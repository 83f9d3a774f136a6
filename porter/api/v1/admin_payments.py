"""Payments and refunds for operations."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import AwareDatetime, Field

from porter.api.answers import answer, answer_page, page_shape, shape
from porter.api.deps import Cursor, IdempotencyKey, PageLimit, Reading, Session, Staff
from porter.api.v1.estimate_body import Major
from porter.core.money import parse_minor
from porter.core.views import Input
from porter.models.enums import PaymentMethod, PaymentPurpose, PaymentStatus, Provider, RefundStatus
from porter.services import payments
from porter.services.payments import (
    AmountRefused,
    PaymentFilter,
    PaymentPanelView,
    PaymentRow,
    PaymentSort,
    RefundFilter,
    RefundInput,
    RefundPanelView,
    RefundPreviewView,
    RefundReason,
    RefundTo,
    RefundView,
)
from porter.services.quotes import Text

router = APIRouter(prefix="/admin", tags=["admin"])

RefundAnswer = shape("refund", RefundView)


class RefundBody(Input):
    """How much goes back, why, and where to."""

    amount: Major
    reason: RefundReason = Field(examples=["late"])
    note: Text = Field(default="", max_length=500, examples=["Two hours late"])
    to: RefundTo = Field(default=RefundTo.SOURCE, description="`wallet` only for what a customer has paid for an order")

    def refund(self) -> RefundInput:
        """In minor units. Raises AmountRefused for nothing."""
        if not (minor := parse_minor(self.amount)):
            raise AmountRefused()
        return RefundInput(amount_minor=minor, reason=self.reason, note=self.note, to=self.to)


class RejectBody(Input):
    """Why not."""

    why: Text = Field(min_length=1, max_length=300, examples=["The goods arrived in time"])


Wanted = Annotated[str, Query(max_length=60, description="Order number, receipt number, phone, or a reference")]


def _wanted_payments(
    status: Annotated[list[PaymentStatus] | None, Query()] = None,
    purpose: Annotated[list[PaymentPurpose] | None, Query()] = None,
    method: Annotated[list[PaymentMethod] | None, Query()] = None,
    provider: Annotated[list[Provider] | None, Query()] = None,
    text: Wanted = "",
    order_id: UUID | None = None,
    from_at: AwareDatetime | None = None,
    to_at: AwareDatetime | None = None,
    attention_only: bool = False,
) -> PaymentFilter:
    return PaymentFilter(
        status=tuple(status or ()),
        purpose=tuple(purpose or ()),
        method=tuple(method or ()),
        provider=tuple(provider or ()),
        text=text.replace("\x00", ""),
        order_id=order_id,
        from_at=from_at,
        to_at=to_at,
        attention_only=attention_only,
    )


def _wanted_refunds(status: Annotated[list[RefundStatus] | None, Query()] = None, text: Wanted = "") -> RefundFilter:
    return RefundFilter(status=tuple(status or ()), text=text.replace("\x00", ""))


WantedPayments = Annotated[PaymentFilter, Depends(_wanted_payments)]
WantedRefunds = Annotated[RefundFilter, Depends(_wanted_refunds)]


@router.get("/payments", response_model=page_shape("payments", PaymentRow), summary="The payments table")
async def payments_table(
    actor: Staff,
    session: Reading,
    wanted: WantedPayments,
    sort: PaymentSort = "-created_at",
    cursor: Cursor = "",
    limit: PageLimit = 50,
) -> Response:
    """Newest first, or by amount."""
    return answer_page("payments", await payments.table(session, actor, wanted, sort, cursor, limit))


@router.get("/payments/{payment_id}", response_model=shape("payment", PaymentPanelView), summary="Everything about one")
async def payment_panel(payment_id: UUID, actor: Staff, session: Reading) -> Response:
    """With its history, and what may still be given back."""
    return answer("payment", await payments.panel(session, actor, payment_id))


@router.get(
    "/payments/{payment_id}/refund-preview",
    response_model=shape("preview", RefundPreviewView),
    summary="What a refund would do",
)
async def preview_refund(
    payment_id: UUID,
    actor: Staff,
    session: Reading,
    amount: Annotated[str, Query(max_length=20, examples=["120.00"])],
    to: RefundTo = RefundTo.SOURCE,
) -> Response:
    """Who bears it, and whether a second person is needed. Changes nothing."""
    try:
        minor = parse_minor(amount)
    except ValueError as error:
        raise AmountRefused() from error
    return answer("preview", await payments.preview_refund(session, actor, payment_id, minor, to))


@router.post(
    "/payments/{payment_id}/refunds",
    status_code=201,
    response_model=RefundAnswer,
    dependencies=[IdempotencyKey],
    summary="Give money back",
)
async def request_refund(payment_id: UUID, body: RefundBody, actor: Staff, session: Session) -> Response:
    """Up to the city's limit at once; above it, it waits for a second person."""
    return answer("refund", await payments.request_refund(session, actor, payment_id, body.refund()), 201)


@router.get("/refunds", response_model=page_shape("refunds", RefundView), summary="Refunds")
async def refunds(
    actor: Staff, session: Reading, wanted: WantedRefunds, cursor: Cursor = "", limit: PageLimit = 50
) -> Response:
    """Those that wait for a second person first (`status=requested`), then the newest."""
    return answer_page("refunds", await payments.refunds(session, actor, wanted, cursor, limit))


@router.get("/refunds/{refund_id}", response_model=shape("refund", RefundPanelView), summary="Everything about one")
async def refund_panel(refund_id: UUID, actor: Staff, session: Reading) -> Response:
    """With its effect, and who asked and decided."""
    return answer("refund", await payments.refund_panel(session, actor, refund_id))


@router.post(
    "/refunds/{refund_id}/approve", response_model=RefundAnswer, dependencies=[IdempotencyKey], summary="Say yes"
)
async def approve(refund_id: UUID, actor: Staff, session: Session) -> Response:
    """Not by whoever asked for it."""
    return answer("refund", await payments.approve_refund(session, actor, refund_id))


@router.post(
    "/refunds/{refund_id}/reject", response_model=RefundAnswer, dependencies=[IdempotencyKey], summary="Say no"
)
async def reject(refund_id: UUID, body: RejectBody, actor: Staff, session: Session) -> Response:
    """With the reason."""
    return answer("refund", await payments.reject_refund(session, actor, refund_id, body.why))
