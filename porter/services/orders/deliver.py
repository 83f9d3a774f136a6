"""The end of an order: delivered, booked, receipted, in one transaction."""

from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Order
from porter.models.enums import LedgerAccountKind, OrderStatus, Party, PaymentMethod
from porter.services import ledger, pricing, zones
from porter.services.orders import queries
from porter.services.orders.final import apply_final
from porter.services.orders.move import move
from porter.services.orders.paper import issue_invoice


async def deliver(
    session: AsyncSession, order_id: UUID, *, party: Party, actor_id: UUID | None, collected_minor: int | None = None
) -> Order:
    """Mark an order delivered for its final fare: the frozen one with what was metered and what was not delivered.

    Paid in cash it is booked and receipted here, else by `settle` when the money is taken. `collected_minor` is the
    cash that the driver was shown. Raises IllegalStep, CashDiffers. Make it the last step of the transaction: the
    receipt's number is held until the commit.
    """
    order = await move(
        session, order_id, OrderStatus.DELIVERED, party=party, actor_id=actor_id, event="order.delivered"
    )
    return await _end(session, order, collected_minor)


async def bring_back(
    session: AsyncSession,
    order_id: UUID,
    *,
    party: Party,
    actor_id: UUID | None,
    why: str = "",
    data: dict[str, Any] | None = None,
    collected_minor: int | None = None,
) -> Order:
    """The goods are back: the way out and the way back are charged by the city's rule, booked as for `deliver`.

    Raises IllegalStep, CashDiffers. Make it the last step of the transaction.
    """
    order = await move(
        session,
        order_id,
        OrderStatus.RETURNED,
        party=party,
        actor_id=actor_id,
        event="order.returned",
        why=why,
        data=data,
    )
    return await _end(session, order, collected_minor)


async def _end(session: AsyncSession, order: Order, collected_minor: int | None) -> Order:
    if order.status is OrderStatus.RETURNED and not order.terms:
        return order  # booked before goods that come back cost anything
    city, stops = await zones.city(session, order.city_code), await queries.stops(session, order.id)
    compensation_minor = apply_final(order, stops, zones.rules(city), collected_minor)
    session.add(order)
    await session.flush()
    if compensation_minor:
        await _compensate(session, order, compensation_minor)
    if order.payment_method is PaymentMethod.CASH and order.total_minor:
        await _book_cash(session, order)
        await issue_invoice(session, order)
    return order


async def _compensate(session: AsyncSession, order: Order, amount_minor: int) -> None:
    """The trouble was ours: the driver is paid what the customer is not charged for."""
    entries = ledger.rules.driver_compensated(_driver_of(order), amount_minor)
    await ledger.post(
        session,
        f"order.compensated:{order.id}",
        "compensation",
        entries,
        order.id,
        order.number,
        currency=order.currency,
    )


async def settle(session: AsyncSession, order: Order, *, kept_minor: int) -> None:
    """Book an order that is over from the money that is kept for it, and issue the receipt; again changes nothing.

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
    event = _event(order)
    await ledger.post(session, f"{event}:{order.id}", event, entries, order.id, order.number, currency=order.currency)
    await issue_invoice(session, order)


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
    for step, entries in ((_event(order), earned), ("cash.kept", kept)):
        await ledger.post(session, f"{step}:{order.id}", step, entries, order.id, order.number, currency=order.currency)


def _event(order: Order) -> str:
    return "order.returned" if order.status is OrderStatus.RETURNED else "order.delivered"


def _driver_of(order: Order) -> UUID:
    if order.driver_id is None:
        raise ValueError("a delivered order has a driver")
    return order.driver_id


def _discount(order: Order) -> int:
    return sum(-int(line["minor"]) for line in order.lines if line["kind"] == pricing.LineKind.DISCOUNT)
