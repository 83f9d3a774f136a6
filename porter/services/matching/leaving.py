"""An order leaves a driver before it is done: cancelled, given back, or taken by the driver going offline."""

from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.errors import NotFound
from porter.core.language import here
from porter.core.live import notify
from porter.models import Order
from porter.models.enums import OrderStatus, Party
from porter.services import orders, zones
from porter.services.accounts import Actor
from porter.services.matching import queries
from porter.services.matching.asking import stop_asking, tell_withdrawn
from porter.services.matching.giving import take_back


async def release(session: AsyncSession, order_id: UUID) -> None:
    """Let go of a cancelled order: nobody is asked any more, the driver is free and told. Again changes nothing."""
    order = await queries.lock_order(session, order_id)
    if order is None or order.status is not OrderStatus.CANCELLED:
        return
    await stop_asking(session, order_id, "cancelled")
    driver_id = await take_back(session, order_id, because="order_cancelled", party=order.cancelled_by or Party.SYSTEM)
    if driver_id is not None:
        notify(session, f"driver:{driver_id}", "job:cancelled", {"order_id": str(order_id)})


async def drop_out(session: AsyncSession, actor: Actor, order_id: UUID, reason: str) -> None:
    """The driver gives the order back before pickup: a new search begins, and it is never offered to them again.

    Raises NotFound when they do not hold it, IllegalStep once the goods are on board.
    """
    order = await queries.lock_order(session, order_id)
    if order is None or order.driver_id != actor.id:
        raise NotFound(here("We could not find this job."))
    await back_to_search(
        session, order, party=Party.DRIVER, actor_id=actor.id, why=reason,
        event="driver.dropped_out", because=queries.DROP_OUT,
    )  # fmt: skip


async def back_to_search(
    session: AsyncSession, order: Order, *, party: Party, actor_id: UUID, why: str, event: str, because: str
) -> UUID | None:
    """Take an assigned order from its driver and search anew; answers the driver. Raises IllegalStep."""
    rules = zones.rules(await zones.city(session, order.city_code))
    now = clock.now()
    await orders.move(
        session, order.id, OrderStatus.SEARCHING_DRIVER, party=party, actor_id=actor_id,
        event=event, why=why, data={"left_driver_id": str(order.driver_id)} if party is Party.STAFF else None,
        searching_since=now, search_ends_at=now + timedelta(seconds=rules.search_s),
    )  # fmt: skip
    return await take_back(session, order.id, because=because, party=party)


async def stop_offers_to(session: AsyncSession, driver_id: UUID) -> tuple[UUID, ...]:
    """Withdraw what a driver is asked, because they went offline or were suspended; answers the orders concerned."""
    ended = await queries.withdraw_offers_of_driver(session, driver_id, clock.now())
    tell_withdrawn(session, [(offer_id, driver_id) for offer_id, _ in ended], "offline")
    return tuple(order_id for _, order_id in ended)
