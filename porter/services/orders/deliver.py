"""The end of an order: delivered, booked, receipted, in one transaction."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import outbox
from porter.core.words import distance_text
from porter.models import Order
from porter.models.enums import LedgerAccountKind, OrderStatus, Party, PaymentMethod
from porter.services import ledger, pricing, receipts
from porter.services.orders import queries
from porter.services.orders.move import move
from porter.services.orders.queries import Driven
from porter.services.orders.words import PAYMENT_TEXT
from porter.services.receipts import ReceiptFacts


async def deliver(session: AsyncSession, order_id: UUID, *, party: Party, actor_id: UUID | None) -> Order:
    """Mark an order delivered; paid in cash it is booked and receipted here, else by `settle` when the money is taken.

    Raises IllegalStep. Make it the last step of the transaction: the receipt's number is held until the commit.
    """
    order = await move(
        session, order_id, OrderStatus.DELIVERED, party=party, actor_id=actor_id, event="order.delivered"
    )
    if order.payment_method is PaymentMethod.CASH:
        await _book_cash(session, order)
        await _issue_receipt(session, order)
    return order


async def settle(session: AsyncSession, order: Order, *, kept_minor: int) -> None:
    """Book a delivered order from the money that is kept for it, and issue the receipt; again changes nothing.

    `kept_minor` below the total leaves the rest owed. Make it the last step of the transaction.
    """
    driver_id = _driver_of(order)
    entries = ledger.rules.online_captured(
        driver_id,
        customer_id=order.customer_id,
        total_minor=order.total_minor,
        payout_minor=order.driver_payout_minor,
        tax_minor=order.tax_minor,
        discount_minor=_discount(order),
        wallet_minor=kept_minor,
        provider_clearing=LedgerAccountKind.CUSTOMER_RECEIVABLE,
    )
    await ledger.post(
        session,
        f"order.delivered:{order.id}",
        "order.delivered",
        entries,
        order.id,
        order.number,
        currency=order.currency,
    )
    await _issue_receipt(session, order)


async def _issue_receipt(session: AsyncSession, order: Order) -> None:
    receipt = await receipts.issue(session, await _facts(session, order))
    outbox.emit(
        session,
        "receipt.issued",
        {"order_id": str(order.id), "customer_id": str(order.customer_id), "number": receipt.number},
    )


async def _book_cash(session: AsyncSession, order: Order) -> None:
    driver_id = _driver_of(order)
    payout = order.driver_payout_minor
    earned = ledger.cash_delivered(
        driver_id,
        total_minor=order.total_minor,
        payout_minor=payout,
        tax_minor=order.tax_minor,
        discount_minor=_discount(order),
    )
    kept = ledger.cash_kept(driver_id, payout_minor=payout)
    for step, entries in (("order.delivered", earned), ("cash.kept", kept)):
        await ledger.post(session, f"{step}:{order.id}", step, entries, order.id, order.number, currency=order.currency)


def _driver_of(order: Order) -> UUID:
    if order.driver_id is None:
        raise ValueError("a delivered order has a driver")
    return order.driver_id


def _discount(order: Order) -> int:
    return sum(-int(line["minor"]) for line in order.lines if line["kind"] == pricing.LineKind.DISCOUNT)


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
        state_code=named.city.state_code,
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
