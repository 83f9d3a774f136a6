"""SQL of what people are told about an order: a few columns, because every step of every order is told."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Account, Order
from porter.models.enums import OrderStatus


@dataclass(frozen=True, slots=True)
class OrderNews:
    """What a message about an order says, and what its customer reads."""

    number: str
    status: OrderStatus
    total_minor: int
    cancel_fee_minor: int
    currency: str
    customer_id: UUID
    driver_id: UUID | None
    language: str


_NEWS: Any = (
    select(  # type: ignore[call-overload] # more columns than it has overloads for
        Order.number,
        Order.status,
        Order.total_minor,
        Order.cancel_fee_minor,
        Order.currency,
        Order.customer_id,
        Order.driver_id,
        Account.language,
    )
    .join(Account, col(Account.id) == col(Order.customer_id))
    .where(Order.id == bindparam("the_order"))
)


async def news(session: AsyncSession, order_id: UUID) -> OrderNews:
    """What there is to tell about an order now. Raises NoResultFound."""
    return OrderNews(*(await session.exec(_NEWS, params={"the_order": order_id})).one())
