"""Invoices and credit notes of an order, and both as PDF."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from porter.api.answers import answer, answer_page, page_shape, shape
from porter.api.deps import AnyActor, Cursor, Customer, PageLimit, Reading
from porter.services import orders, receipts
from porter.services.receipts import Document, DocumentView

router = APIRouter(prefix="/orders", tags=["orders"])
own = APIRouter(prefix="/receipts", tags=["orders"])

_PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}, "description": "The document"}}


@router.get("/{order_id}/receipt.pdf", responses=_PDF, response_class=Response, summary="The invoice as PDF")
async def invoice(order_id: UUID, actor: AnyActor, session: Reading) -> Response:
    """For whoever may see the receipt."""
    await orders.get(session, actor, order_id)
    return _file(await receipts.document(session, order_id))


@router.get(
    "/{order_id}/receipts",
    response_model=shape("receipts", tuple[DocumentView, ...]),
    summary="Invoice and credit notes",
)
async def all_of(order_id: UUID, actor: AnyActor, session: Reading) -> Response:
    """Oldest first."""
    await orders.get(session, actor, order_id)
    return answer("receipts", await receipts.documents(session, order_id))


@router.get(
    "/{order_id}/receipts/{receipt_id}.pdf", responses=_PDF, response_class=Response, summary="One of them as PDF"
)
async def one(order_id: UUID, receipt_id: UUID, actor: AnyActor, session: Reading) -> Response:
    """For whoever may see the receipt."""
    await orders.get(session, actor, order_id)
    return _file(await receipts.document(session, order_id, receipt_id))


@own.get("", response_model=page_shape("receipts", DocumentView), summary="My receipts")
async def mine(actor: Customer, session: Reading, cursor: Cursor = "", limit: PageLimit = 20) -> Response:
    """Invoices and credit notes, newest first."""
    return answer_page("receipts", await receipts.mine(session, actor.id, cursor, limit))


def _file(found: Document) -> Response:
    headers = {"content-disposition": f'inline; filename="{found.name}"', "cache-control": "private, no-cache"}
    return Response(found.body, 200, headers, "application/pdf")
