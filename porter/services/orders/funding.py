"""What payments do to an order: let it search, change how it is paid, end it unpaid."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.models import Order
from porter.models.enums import Fault, OrderStatus, Party, PaymentMethod
from porter.services import zones
from porter.services.orders.move import move
from porter.services.orders.search import search_window


async def start_searching(session: AsyncSession, order_id: UUID) -> Order:
    """The money of a waiting order is secured, or will be paid in cash: look for a driver. Raises IllegalStep."""
    order = await session.get_one(Order, order_id)
    rules = zones.rules(await zones.city(session, order.city_code))
    return await move(
        session,
        order_id,
        OrderStatus.SEARCHING_DRIVER,
        party=Party.SYSTEM,
        actor_id=None,
        event="order.secured",
        **search_window(rules),
    )


async def give_up_unpaid(session: AsyncSession, order_id: UUID, why: str) -> Order:
    """The money did not come, or went back: end the order without a fee. Raises IllegalStep once a driver has it."""
    return await move(
        session,
        order_id,
        OrderStatus.CANCELLED,
        party=Party.SYSTEM,
        actor_id=None,
        event="order.cancelled",
        why=why,
        data={"fee_minor": 0, "fault": Fault.NONE.value, "counts_against": False},
        cancelled_by=Party.SYSTEM,
        cancel_reason=why,
        cancel_fault=Fault.NONE,
        cancel_fee_minor=0,
    )


async def pay_by(session: AsyncSession, order: Order, method: PaymentMethod) -> None:
    """Another way of paying for an order that the caller has locked while it waits for its money."""
    order.payment_method = method
    order.updated_at = clock.now()
    session.add(order)
    await session.flush()
