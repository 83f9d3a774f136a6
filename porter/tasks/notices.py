"""What people are told when something has happened. Each message is told once, however often its fact comes."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import db
from porter.core.money import format_money
from porter.models import Account, Order
from porter.models.enums import NotificationKind, OrderStatus, Party, PaymentMethod
from porter.services import notifications
from porter.tasks.facts import Fact


async def welcome(fact: Fact) -> None:
    """Somebody is new."""
    async with db.transaction() as session:
        await notifications.notify(
            session,
            fact.uuid("account_id"),
            NotificationKind.WELCOME,
            "Welcome to Porter",
            "Good to have you here. Messages about your orders will come to this inbox.",
            dedupe="welcome",
        )


async def order_placed(fact: Fact) -> None:
    """The customer has booked; an order that waits for its money is told of when it has it."""
    async with db.reading() as session:
        method = (await session.get_one(Order, fact.uuid("order_id"))).payment_method
    if method is PaymentMethod.CASH:
        await order_secured(fact)


async def order_secured(fact: Fact) -> None:
    """The money is there, or will be paid in cash: the search has begun."""
    body = "We are finding a driver near your pickup."
    await _tell_customer(fact, NotificationKind.ORDER_PLACED, "Order {number} placed", body)


async def driver_assigned(fact: Fact) -> None:
    """Somebody comes."""
    async with db.transaction() as session:
        order = await session.get_one(Order, fact.uuid("order_id"))
        driver = await session.get(Account, fact.uuid("driver_id"))
        name = driver.name if driver and driver.name else "Your driver"
        body = f"{name} is on the way to your pickup."
        await _tell(session, fact, order.customer_id, NotificationKind.DRIVER_ASSIGNED, "Driver found", body)
        if fact.payload.get("actor") == Party.STAFF:
            body = f"Operations gave you order {order.number}. Open it to see the pickup."
            await _tell(session, fact, fact.uuid("driver_id"), NotificationKind.DRIVER_ASSIGNED, "New job", body)


async def driver_dropped_out(fact: Fact) -> None:
    """The driver gave the order back: the customer should not wait for somebody who does not come."""
    body = "Your driver had to give the order back. We are already finding another one."
    await _tell_customer(fact, NotificationKind.DELAY, "Finding another driver", body)


async def picked_up(fact: Fact) -> None:
    """The goods are on board."""
    await _tell_customer(fact, NotificationKind.PICKED_UP, "Picked up", "Your goods of order {number} are on board.")


async def delivered(fact: Fact) -> None:
    """The goods have arrived."""
    body = "Order {number} has arrived. {total} in all; the receipt is in the order."
    await _tell_customer(fact, NotificationKind.DELIVERED, "Delivered", body)


async def returned(fact: Fact) -> None:
    """The goods are back where they came from."""
    body = "The goods of order {number} are back at the pickup. {total} in all; the lines are in the order."
    await _tell_customer(fact, NotificationKind.DELIVERED, "Goods returned", body)


async def no_driver(fact: Fact) -> None:
    """Nobody came."""
    body = "Nobody was free for order {number}. Raise your offer or search again: it costs nothing to try."
    await _tell_customer(fact, NotificationKind.NO_DRIVER, "No driver found", body)


async def cancelled(fact: Fact) -> None:
    """The order is over before its end: the customer has it in writing, the driver need not go on."""
    async with db.transaction() as session:
        order = await session.get_one(Order, fact.uuid("order_id"))
        await _tell(session, fact, order.customer_id, NotificationKind.CANCELLED, "Order cancelled", _cancelled(order))
        if order.driver_id is not None:
            body = f"Order {order.number} was cancelled. You are free for the next one."
            await _tell(session, fact, order.driver_id, NotificationKind.CANCELLED, "Job cancelled", body)


async def _tell_customer(fact: Fact, kind: NotificationKind, title: str, body: str) -> None:
    async with db.transaction() as session:
        order = await session.get_one(Order, fact.uuid("order_id"))
        words = {"number": order.number, "total": format_money(order.total_minor, order.currency)}
        await _tell(session, fact, order.customer_id, kind, title.format(**words), body.format(**words))


async def _tell(
    session: AsyncSession, fact: Fact, account_id: UUID, kind: NotificationKind, title: str, body: str
) -> None:
    await notifications.notify(
        session, account_id, kind, title, body, dedupe=f"{fact.name}:{fact.id}", order_id=fact.uuid("order_id")
    )


def _cancelled(order: Order) -> str:
    if order.status is not OrderStatus.CANCELLED or not order.cancel_fee_minor:
        return f"Order {order.number} was cancelled. It costs you nothing."
    return f"Order {order.number} was cancelled. Fee: {format_money(order.cancel_fee_minor, order.currency)}."
