"""Issuing receipts and credit notes: numbered without gaps per financial year, once per order and kind."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, outbox
from porter.core.errors import NotFound, Refused
from porter.core.money import split_minor
from porter.models import Receipt
from porter.services.receipts import queries
from porter.services.receipts.company import supplier

PREFIX = "PRT"
CREDIT_PREFIX = "PRTC"
"""With the year and six digits these make 15 and 16 signs; tax law allows 16."""


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What is written on the receipt. `state_code` is where the goods were handed over: the place of supply."""

    order_id: UUID
    customer_id: UUID
    lines: list[dict[str, Any]]
    total_minor: int
    tax_minor: int
    currency: str
    time_zone: str
    details: dict[str, str]
    state_code: str = ""


async def issue(session: AsyncSession, facts: ReceiptFacts, kind: str = "invoice") -> Receipt:
    """The receipt of an order; issued once, the same one ever after; `receipt.issued` tells of it.

    Call it as the last step of a transaction: the row of the series is locked until the commit, so that a number is
    neither skipped nor given twice.
    """
    issued = await queries.of_order(session, facts.order_id, kind)
    if issued:
        return issued
    receipt = Receipt(
        number=await _number(session, PREFIX, facts.time_zone),
        order_id=facts.order_id,
        kind=kind,
        customer_id=facts.customer_id,
        lines=facts.lines,
        total_minor=facts.total_minor,
        tax_minor=facts.tax_minor,
        currency=facts.currency,
        details={**facts.details, "state_code": facts.state_code, "supplier": supplier()},
        issued_at=clock.now(),
    )
    return await _kept(session, receipt)


async def issue_credit_note(
    session: AsyncSession,
    order_id: UUID,
    *,
    refund_id: UUID,
    amount_minor: int,
    tax_minor: int,
    reason: str,
    time_zone: str = "Asia/Kolkata",
) -> Receipt:
    """The credit note of a refund: it corrects the order's invoice; issued once, the same one ever after.

    Make it the last step of the transaction. Raises NotFound without an invoice, Refused above what it was for.
    """
    invoice = await queries.invoice(session, order_id)
    if invoice is None:
        raise NotFound("There is no invoice that could be corrected.")
    issued = await queries.of_refund(session, refund_id)
    if issued:
        return issued
    credited = await queries.credited_minor(session, invoice.id)
    if not 0 < amount_minor <= invoice.total_minor - credited or not 0 <= tax_minor <= amount_minor:
        raise Refused("A credit note cannot be above its invoice.")
    note = Receipt(
        number=await _number(session, CREDIT_PREFIX, time_zone),
        order_id=order_id,
        kind="credit_note",
        corrects_id=invoice.id,
        refund_id=refund_id,
        customer_id=invoice.customer_id,
        lines=_credited_lines(invoice, amount_minor, tax_minor),
        total_minor=amount_minor,
        tax_minor=tax_minor,
        currency=invoice.currency,
        details={**invoice.details, "reason": reason},
        issued_at=clock.now(),
    )
    return await _kept(session, note)


def financial_year(at: datetime, time_zone: str) -> str:
    """The Indian financial year, April to March, of an instant in local time: "2627" for 2026-27."""
    local = at.astimezone(ZoneInfo(time_zone))
    first = local.year if local.month >= 4 else local.year - 1
    return f"{first % 100:02}{(first + 1) % 100:02}"


async def _kept(session: AsyncSession, receipt: Receipt) -> Receipt:
    session.add(receipt)
    await session.flush()
    fact = {"receipt_id": str(receipt.id), "number": receipt.number, "kind": receipt.kind}
    people = {"order_id": str(receipt.order_id), "customer_id": str(receipt.customer_id)}
    outbox.emit(session, "receipt.issued", {**fact, **people})
    return receipt


async def _number(session: AsyncSession, prefix: str, time_zone: str) -> str:
    series = f"{prefix}/{financial_year(clock.now(), time_zone)}"
    return f"{series}/{await queries.next_number(session, series):06}"


def _credited_lines(invoice: Receipt, amount_minor: int, tax_minor: int) -> list[dict[str, Any]]:
    """What is given back, and its tax split over the invoice's taxes as they were."""
    back = {"code": "refund", "label": "Given back", "minor": amount_minor - tax_minor, "kind": "ride"}
    taxes = [line for line in invoice.lines if line["kind"] == "tax" and line["minor"] > 0]
    if not taxes or not tax_minor:
        return [back | {"minor": amount_minor}]
    parts = split_minor(tax_minor, [line["minor"] for line in taxes])
    return [back, *({**line, "minor": part} for line, part in zip(taxes, parts, strict=True))]
