"""What people are told when something has happened. Each message is told once, however often its fact comes."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import db
from porter.core.language import msg
from porter.core.money import format_money
from porter.models import Account
from porter.models.enums import NotificationKind, OrderStatus, Party
from porter.services import notifications, orders
from porter.services.orders import OrderNews
from porter.tasks.facts import Fact


async def welcome(fact: Fact) -> None:
    """Somebody is new."""
    async with db.transaction() as session:
        await notifications.notify(
            session,
            fact.uuid("account_id"),
            NotificationKind.WELCOME,
            msg("Welcome to Porter"),
            msg("Good to have you here. Messages about your orders will come to this inbox."),
            dedupe="welcome",
            at=fact.at,
        )


async def order_secured(fact: Fact) -> None:
    """The money is there, or will be paid in cash: the search has begun."""
    body = msg("We are finding a driver near your pickup.")
    await _tell_customer(fact, NotificationKind.ORDER_PLACED, msg("Order {number} placed"), body)


async def driver_assigned(fact: Fact) -> None:
    """Somebody comes."""
    async with db.transaction() as session:
        order = await orders.news(session, fact.uuid("order_id"))
        driver = await session.get(Account, fact.uuid("driver_id"))
        await _tell_of(session, fact, order, NotificationKind.DRIVER_ASSIGNED, *_coming(driver))
        if fact.payload.get("actor") == Party.STAFF:
            title, body = msg("New job"), msg("Operations gave you order {number}. Open it to see the pickup.")
            kind, values = NotificationKind.DRIVER_ASSIGNED, {"number": order.number}
            await _tell(session, fact, fact.uuid("driver_id"), kind, title, body, values)


async def driver_dropped_out(fact: Fact) -> None:
    """The driver gave the order back: the customer should not wait for somebody who does not come."""
    body = msg("Your driver had to give the order back. We are already finding another one.")
    await _tell_customer(fact, NotificationKind.DELAY, msg("Finding another driver"), body)


async def picked_up(fact: Fact) -> None:
    """The goods are on board."""
    await _tell_customer(
        fact, NotificationKind.PICKED_UP, msg("Picked up"), msg("Your goods of order {number} are on board.")
    )


async def delivered(fact: Fact) -> None:
    """The goods have arrived."""
    body = msg("Order {number} has arrived. {total} in all; the receipt is in the order.")
    await _tell_customer(fact, NotificationKind.DELIVERED, msg("Delivered"), body)


async def returned(fact: Fact) -> None:
    """The goods are back where they came from."""
    body = msg("The goods of order {number} are back at the pickup. {total} in all; the lines are in the order.")
    await _tell_customer(fact, NotificationKind.DELIVERED, msg("Goods returned"), body)


async def no_driver(fact: Fact) -> None:
    """Nobody came."""
    body = msg("Nobody was free for order {number}. Raise your offer or search again: it costs nothing to try.")
    await _tell_customer(fact, NotificationKind.NO_DRIVER, msg("No driver found"), body)


async def cancelled(fact: Fact) -> None:
    """The order is over before its end: the customer has it in writing, the driver need not go on."""
    async with db.transaction() as session:
        order = await orders.news(session, fact.uuid("order_id"))
        await _tell_of(session, fact, order, NotificationKind.CANCELLED, *_cancelled(order))
        if order.driver_id is not None:
            title, body = msg("Job cancelled"), msg("Order {number} was cancelled. You are free for the next one.")
            kind, values = NotificationKind.CANCELLED, {"number": order.number}
            await _tell(session, fact, order.driver_id, kind, title, body, values)


async def _tell_customer(fact: Fact, kind: NotificationKind, title: str, body: str) -> None:
    async with db.transaction() as session:
        order = await orders.news(session, fact.uuid("order_id"))
        values = {"number": order.number, "total": format_money(order.total_minor, order.currency)}
        await _tell_of(session, fact, order, kind, title, body, values)


async def _tell_of(
    session: AsyncSession,
    fact: Fact,
    order: OrderNews,
    kind: NotificationKind,
    title: str,
    body: str,
    values: dict[str, str],
) -> None:
    """Its customer, whose language is known."""
    await _tell(session, fact, order.customer_id, kind, title, body, values, language=order.language)


async def _tell(
    session: AsyncSession,
    fact: Fact,
    account_id: UUID,
    kind: NotificationKind,
    title: str,
    body: str,
    values: dict[str, str],
    *,
    language: str = "",
) -> None:
    await notifications.notify(
        session,
        account_id,
        kind,
        title,
        body,
        dedupe=f"{fact.name}:{fact.id}",
        order_id=fact.uuid("order_id"),
        values=values,
        at=fact.at,
        language=language,
    )


def _coming(driver: Account | None) -> tuple[str, str, dict[str, str]]:
    if driver and driver.name:
        return msg("Driver found"), msg("{name} is on the way to your pickup."), {"name": driver.name}
    return msg("Driver found"), msg("Your driver is on the way to your pickup."), {}


def _cancelled(order: OrderNews) -> tuple[str, str, dict[str, str]]:
    title, values = msg("Order cancelled"), {"number": order.number}
    if order.status is not OrderStatus.CANCELLED or not order.cancel_fee_minor:
        return title, msg("Order {number} was cancelled. It costs you nothing."), values
    fee = format_money(order.cancel_fee_minor, order.currency)
    return title, msg("Order {number} was cancelled. Fee: {fee}."), {**values, "fee": fee}
