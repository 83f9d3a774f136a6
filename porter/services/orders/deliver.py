"""The end of an order: delivered, booked, receipted, in one transaction."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import outbox
from porter.core.words import distance_text
from porter.models import Order
from porter.models.enums import OrderStatus, Party, PaymentMethod
from porter.services import ledger, pricing, receipts
from porter.services.orders import queries
from porter.services.orders.move import move
from porter.services.orders.queries import Driven
from porter.services.orders.words import PAYMENT_TEXT
from porter.services.receipts import ReceiptFacts


async def deliver(session: AsyncSession, order_id: UUID, *, party: Party, actor_id: UUID | None) -> Order:
    """Mark an order delivered, book the cash and issue the receipt.

    Raises IllegalStep. Make it the last step of the transaction: the receipt's number is held until the commit.
    """
    order = await move(
        session, order_id, OrderStatus.DELIVERED, party=party, actor_id=actor_id, event="order.delivered"
    )
    if order.payment_method is PaymentMethod.CASH:
        await _book_cash(session, order)
    receipt = await receipts.issue(session, await _facts(session, order))
    outbox.emit(
        session,
        "receipt.issued",
        {"order_id": str(order.id), "customer_id": str(order.customer_id), "number": receipt.number},
    )
    return order


async def _book_cash(session: AsyncSession, order: Order) -> None:
    if order.driver_id is None:
        raise ValueError("a delivered order has a driver")
    discount = -sum(line["minor"] for line in order.lines if line["kind"] == pricing.LineKind.DISCOUNT)
    payout = order.driver_payout_minor
    earned = ledger.cash_delivered(
        order.driver_id,
        total_minor=order.total_minor,
        payout_minor=payout,
        tax_minor=order.tax_minor,
        discount_minor=discount,
    )
    kept = ledger.cash_kept(order.driver_id, payout_minor=payout)
    for step, entries in (("order.delivered", earned), ("cash.kept", kept)):
        await ledger.post(session, f"{step}:{order.id}", step, entries, order.id, order.number, currency=order.currency)


async def _facts(session: AsyncSession, order: Order) -> ReceiptFacts:
    named = await queries.receipt_names(session, order)
    return ReceiptFacts(
        order_id=order.id,
        customer_id=order.customer_id,
        lines=order.lines,
        total_minor=order.total_minor,
        tax_minor=order.tax_minor,
        currency=order.currency,
        time_zone=named.city.time_zone,
        details=_details(
            order, named.customer_name, named.vehicle_name, named.sac, await queries.driven(session, order)
        ),
    )


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
