"""Finding the documents of an order. Whether the asker may see the order is decided before (`orders.receipt`)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.errors import NotFound
from porter.core.pages import BadCursor, Page, decode_cursor, encode_cursor, hold_limit
from porter.services.receipts import queries
from porter.services.receipts.paper import file_name, pdf
from porter.services.receipts.views import DocumentView

ZONE = "Asia/Kolkata"
"""Invoices are dated by the company's clock."""


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF and its name."""

    name: str
    body: bytes


async def has_invoice(session: AsyncSession, order_id: UUID) -> bool:
    """Whether an order was invoiced."""
    return await queries.invoice(session, order_id) is not None


async def documents(session: AsyncSession, order_id: UUID, time_zone: str = ZONE) -> tuple[DocumentView, ...]:
    """Invoice and credit notes of an order, oldest first."""
    return tuple(DocumentView.of(found, time_zone) for found in await queries.all_of_order(session, order_id))


async def mine(
    session: AsyncSession, customer_id: UUID, cursor: str = "", limit: int = 20, time_zone: str = ZONE
) -> Page[DocumentView]:
    """Every invoice and credit note of a customer, newest first. Raises BadCursor."""
    size = hold_limit(limit)
    found = await queries.of_customer(session, customer_id, _position(cursor), size + 1)
    last = found[size - 1] if len(found) > size else None
    return Page[DocumentView](
        items=tuple(DocumentView.of(receipt, time_zone) for receipt in found[:size]),
        next_cursor=encode_cursor(last.issued_at.isoformat(), str(last.id)) if last else "",
    )


async def document(
    session: AsyncSession, order_id: UUID, receipt_id: UUID | None = None, time_zone: str = ZONE
) -> Document:
    """The invoice of an order, or one of its other documents, as PDF. Raises NotFound."""
    found = {receipt.id: receipt for receipt in await queries.all_of_order(session, order_id)}
    invoice = next((receipt for receipt in found.values() if receipt.kind != "credit_note"), None)
    wanted = found.get(receipt_id) if receipt_id else invoice
    if wanted is None:
        raise NotFound("There is no receipt yet. It comes when the order has been delivered.")
    corrects = found.get(wanted.corrects_id) if wanted.corrects_id else None
    return Document(file_name(wanted), await pdf(wanted, time_zone, corrects))


def _position(cursor: str) -> tuple[datetime, UUID] | None:
    if not cursor:
        return None
    at, receipt_id = decode_cursor(cursor, str, str)
    try:
        return datetime.fromisoformat(at), UUID(receipt_id)
    except ValueError as error:
        raise BadCursor() from error
