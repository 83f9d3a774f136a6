"""Operations give an order to a driver by hand."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.errors import Forbidden, NotFound
from porter.core.live import notify
from porter.models import Order
from porter.models.enums import OrderStatus, Party, Role
from porter.models.transitions import IllegalStep
from porter.services import drivers, zones
from porter.services.accounts import Actor
from porter.services.matching import queries
from porter.services.matching.errors import CannotTake
from porter.services.matching.gates import GATE_TEXTS, first_closed_to_staff
from porter.services.matching.giving import give
from porter.services.matching.leaving import back_to_search
from porter.services.matching.nearby import Nearby
from porter.services.matching.pool import facts_of, need_of

MAY_ASSIGN = frozenset({Role.DISPATCHER, Role.DELIVERY_MANAGER, Role.ADMIN})


async def assign(session: AsyncSession, staff: Actor, order_id: UUID, driver_id: UUID, why: str = "") -> None:
    """Give an order that looks for a driver, or found none, to this driver.

    Raises Forbidden, NotFound, CannotTake naming the gate, DriverBusy, IllegalStep when the order is not to be given.
    """
    order = await _order_for(session, staff, order_id)
    if order.status not in {OrderStatus.SEARCHING_DRIVER, OrderStatus.NO_DRIVER}:
        raise IllegalStep()
    await _check(session, order, driver_id)
    await give(session, order, driver_id, party=Party.STAFF, actor_id=staff.id, why=why)


async def reassign(session: AsyncSession, staff: Actor, order_id: UUID, driver_id: UUID, why: str = "") -> None:
    """Take an order from its driver before pickup and give it to another one: both or neither.

    Raises as `assign`, and IllegalStep once the goods are on board or when this driver has it already.
    """
    order = await _order_for(session, staff, order_id)
    if order.status is not OrderStatus.ASSIGNED or order.driver_id == driver_id:
        raise IllegalStep()
    await _check(session, order, driver_id)
    left = await back_to_search(
        session, order, party=Party.STAFF, actor_id=staff.id, why=why, event="driver.reassigned", because="reassigned"
    )
    if left is not None:
        notify(session, f"driver:{left}", "job:cancelled", {"order_id": str(order_id)})
    await give(session, order, driver_id, party=Party.STAFF, actor_id=staff.id, why=why)


async def _order_for(session: AsyncSession, staff: Actor, order_id: UUID) -> Order:
    if staff.role not in MAY_ASSIGN:
        raise Forbidden("Only dispatchers, delivery managers and administrators give orders to drivers.")
    order = await queries.lock_order(session, order_id)
    if order is None:
        raise NotFound("We could not find this order.")
    return order


async def _check(session: AsyncSession, order: Order, driver_id: UUID) -> None:
    row = (await queries.driver_rows(session, order, [driver_id], search=0)).get(driver_id)
    if row is None:
        raise NotFound("We could not find this driver.")
    rules = zones.rules(await zones.city(session, order.city_code))
    facts = facts_of(_at_the_pickup(order, driver_id), row)
    gate = first_closed_to_staff(facts, need_of(order, rules), clock.now())
    if gate is not None:
        raise CannotTake(f"This driver cannot take this order: {GATE_TEXTS[gate].lower()}.", gate=str(gate))


def _at_the_pickup(order: Order, driver_id: UUID) -> Nearby:
    """Operations see on the map where a driver is: no gate that they face looks at the place."""
    now = clock.now()
    fix = drivers.Fix(
        order.pickup_lat, order.pickup_lng, heading=None, speed_kmh=None, accuracy_m=None, at=now, received_at=now
    )
    return Nearby(driver_id, 0, fix)
