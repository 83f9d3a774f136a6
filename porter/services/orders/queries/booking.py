"""SQL of booking: few statements, because many people book at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, literal_column, or_, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.ids import order_number
from porter.models import Account, City, Estimate, Order, Quote, VehicleClass
from porter.models.enums import OrderStatus, QuoteStatus
from porter.models.transitions import LIVE_ORDER

_ORDERS: Any = Order.__table__  # type: ignore[attr-defined]
_INSERT: Any = insert(_ORDERS).on_conflict_do_nothing(index_elements=["number"]).returning(_ORDERS.c.number)
"""Built once, like those below: to build it with sixty values costs more than PostgreSQL needs to run it."""

_OWNED = or_(col(Estimate.customer_id) == bindparam("the_customer"), col(Estimate.customer_id).is_(None))
"""Estimates made before signing in belong to whoever books them."""

_QUOTES: Any = Quote.__table__  # type: ignore[attr-defined]
_BOOKS = (
    select(Account.id)
    .where(Account.id == bindparam("the_customer"))
    .with_for_update(key_share=True)
    .cte("books")  # one booking of a person at a time: whatever is counted afterwards is exact
)
_CLAIM: Any = (
    update(_QUOTES)
    .where(
        _QUOTES.c.id == bindparam("the_quote"),
        _QUOTES.c.status == QuoteStatus.OPEN,
        _QUOTES.c.expires_at > bindparam("now"),
        _QUOTES.c.estimate_id == col(Estimate.id),
        _OWNED,
        select(func.count()).select_from(_BOOKS).scalar_subquery() == 1,
    )
    .values(status=QuoteStatus.USED, used_at=bindparam("now"))
    .returning(_QUOTES.c.id)
)
"""By its table: what SQLAlchemy does about an UPDATE of its objects costs more than the UPDATE."""

_OVER: list[Any] = [literal_column(f"'{status.value}'") for status in sorted(set(OrderStatus) - LIVE_ORDER)]
"""The words stand in the statement as they stand in the index: with parameters PostgreSQL could not tell that it may use that."""

_LIVE_ORDERS = (
    select(func.count())
    .select_from(Order)
    .where(Order.customer_id == bindparam("the_customer"), col(Order.status).not_in(_OVER))
    .scalar_subquery()
)
_CLAIMED: Any = (
    select(  # type: ignore[call-overload] # more than it has overloads for
        Quote, Estimate, Account, City, VehicleClass, _LIVE_ORDERS
    )
    .select_from(Quote)
    .join(Estimate, col(Estimate.id) == col(Quote.estimate_id))
    .join(Account, col(Account.id) == bindparam("the_customer"))
    .join(City, col(City.code) == col(Estimate.city_code))
    .join(VehicleClass, col(VehicleClass.code) == col(Quote.class_code))
    .where(Quote.id == bindparam("the_quote"))
)

_TRIES = 5
"""Numbers are random; five collisions in a row do not happen by chance."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A quote that is now used, with all that its order is made of."""

    quote: Quote
    estimate: Estimate
    customer: Account
    city: City
    vehicle: VehicleClass
    live_orders: int
    """How many orders this person has under way."""


async def claim(session: AsyncSession, customer_id: UUID, quote_id: UUID, now: datetime) -> Claimed | None:
    """The conditional UPDATE that makes an open quote used; None when it is not open any more or not this person's.

    The account stays locked until the end of the transaction.
    """
    whose = {"the_customer": customer_id, "the_quote": quote_id}
    if (await session.exec(_CLAIM, params={**whose, "now": now})).one_or_none() is None:
        return None
    return Claimed(*(await session.exec(_CLAIMED, params=whose)).one())


async def own_quote(session: AsyncSession, customer_id: UUID, quote_id: UUID) -> tuple[Quote, Estimate] | None:
    """A quote that this person may book."""
    found = await session.exec(
        select(Quote, Estimate)
        .join(Estimate, col(Quote.estimate_id) == col(Estimate.id))
        .where(Quote.id == quote_id, _OWNED),
        params={"the_customer": customer_id},
    )
    return found.one_or_none()


async def order_of_quote(session: AsyncSession, customer_id: UUID, quote_id: UUID) -> UUID | None:
    """The order that this person made of a quote."""
    found = await session.exec(select(Order.id).where(Order.quote_id == quote_id, Order.customer_id == customer_id))
    return found.one_or_none()


async def insert_order(session: AsyncSession, order: Order) -> None:
    """Insert an order under a number that is free, and remember the number in it."""
    values: dict[str, Any] = order.model_dump()
    for _ in range(_TRIES):
        values["number"] = order_number()
        if number := (await session.exec(_INSERT, params=values)).scalar_one_or_none():
            order.number = number
            return
    raise RuntimeError("no free order number")
