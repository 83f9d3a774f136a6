"""An order passes into a driver's hands, and out of them: order, assignment, trip and offers in one transaction."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import Range
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.live import notify
from porter.models import Assignment, Order
from porter.models.enums import OrderStatus, Party
from porter.models.transitions import IllegalStep
from porter.services import drivers, orders, trips
from porter.services.matching import queries
from porter.services.matching.asking import stop_asking, tell_withdrawn
from porter.services.matching.errors import CannotTake, DriverBusy, OfferTaken


async def give(
    session: AsyncSession, order: Order, driver_id: UUID, *,
    party: Party, actor_id: UUID, offer_id: UUID | None = None, why: str = "",
) -> None:  # fmt: skip
    """Let the driver hold the order: one conditional UPDATE of the order decides, everybody else is told.

    The caller has locked the order. Raises DriverBusy, CannotTake without an active vehicle, OfferTaken.
    """
    await queries.lock_driver(session, driver_id)
    if await queries.has_job(session, driver_id):
        raise DriverBusy()
    vehicle_id = await queries.active_vehicle_id(session, driver_id)
    if vehicle_id is None:
        raise CannotTake("This driver has no active vehicle.", gate="no_vehicle")
    now = clock.now()
    try:
        await orders.move(
            session, order.id, OrderStatus.ASSIGNED, party=party, actor_id=actor_id,
            event="driver.assigned", why=why, data={"driver_id": str(driver_id)},
            driver_id=driver_id, assigned_at=now,
        )  # fmt: skip
    except IllegalStep as error:
        raise OfferTaken() from error
    assignment = Assignment(
        order_id=order.id, driver_id=driver_id, vehicle_id=vehicle_id, offer_id=offer_id,
        assigned_by=party, during=Range(now, None),
    )  # fmt: skip
    session.add(assignment)
    await session.flush()
    await trips.open(session, assignment)
    await stop_asking(session, order.id, "taken")
    tell_withdrawn(session, await queries.withdraw_offers_of_driver(session, driver_id, now), "busy")
    notify(session, f"driver:{driver_id}", "job:updated", {"order_id": str(order.id)})


async def take_back(session: AsyncSession, order_id: UUID, *, because: str, party: Party) -> UUID | None:
    """End what a driver holds of an order: assignment and trip; answers the driver, or nothing when nobody held it."""
    driver_id = await queries.end_assignment(session, order_id, clock.now(), because)
    if driver_id is not None:
        await trips.abort(session, order_id, party=party)
        await drivers.mark_idle(session, driver_id)
    return driver_id
