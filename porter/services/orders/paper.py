"""The papers of an order: the invoice of its fare, or that of a cancellation fee. Make them the last step."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.language import speaking
from porter.core.money import split_minor
from porter.core.words import distance_text
from porter.models import Order
from porter.services import pricing, receipts
from porter.services.orders import queries
from porter.services.orders.queries import Driven
from porter.services.orders.words import PAYMENT_TEXT
from porter.services.receipts import ReceiptFacts

Lines = list[dict[str, Any]]


async def issue_invoice(session: AsyncSession, order: Order) -> None:
    """The numbered proof of the final fare; once, however often it is asked for."""
    await _issue(session, order, "invoice", order.lines, order.total_minor, order.tax_minor)


async def issue_cancellation(session: AsyncSession, order: Order, tax_minor: int) -> None:
    """The numbered proof of a cancellation fee; once, however often it is asked for."""
    lines = fee_lines(order.lines, order.cancel_fee_minor, tax_minor)
    await _issue(session, order, "cancellation", lines, order.cancel_fee_minor, tax_minor)


def fee_lines(quoted: Lines, fee_minor: int, tax_minor: int) -> Lines:
    """The fee, and its tax split over the taxes of the order as they were; they sum to the fee."""
    net = fee_minor - tax_minor
    fee = {"code": "cancellation", "label": "Cancellation fee", "minor": net, "kind": pricing.LineKind.RIDE.value}
    taxes = [line for line in quoted if line["kind"] == pricing.LineKind.TAX and line["minor"] > 0]
    if not tax_minor or not taxes:
        return [fee]
    parts = split_minor(tax_minor, [line["minor"] for line in taxes])
    return [fee, *({**line, "minor": part} for line, part in zip(taxes, parts, strict=True) if part)]


async def _issue(
    session: AsyncSession, order: Order, kind: str, lines: Lines, total_minor: int, tax_minor: int
) -> None:
    await receipts.issue(session, await _facts(session, order, lines, total_minor, tax_minor), kind)


async def _facts(session: AsyncSession, order: Order, lines: Lines, total_minor: int, tax_minor: int) -> ReceiptFacts:
    named = await queries.receipt_names(session, order)
    return ReceiptFacts(
        order_id=order.id,
        customer_id=order.customer_id,
        lines=lines,
        total_minor=total_minor,
        tax_minor=tax_minor,
        currency=order.currency,
        time_zone=named.city.time_zone,
        state_code=named.city.state_code,
        details=_details(
            order, named.customer_name, named.vehicle_name, named.sac, await queries.driven(session, order)
        ),
    )


@speaking("en")
def _details(order: Order, customer: str, vehicle: str, sac: str, driven: Driven | None) -> dict[str, str]:
    return {
        "order_number": order.number,
        "payment_text": PAYMENT_TEXT[order.payment_method],
        "customer_name": customer,
        "driver_name": driven.account.name if driven else "",
        "plate": driven.vehicle.plate if driven and driven.vehicle else "",
        "vehicle_name": vehicle,
        "pickup_address": order.pickup_address,
        "drop_address": order.drop_address,
        "distance_text": distance_text(order.distance_m),
        "sac": sac,
    }
