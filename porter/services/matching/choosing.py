"""Whom operations may give an order to: everybody around the pickup, the best first, with a word on what stands against it."""

from uuid import UUID

from porter.core import clock, db
from porter.core.errors import Forbidden, NotFound
from porter.core.views import View
from porter.core.words import distance_text, duration_text
from porter.models import Account, Order, Vehicle, VehicleClass
from porter.services import drivers, zones
from porter.services.accounts import Actor
from porter.services.matching import queries
from porter.services.matching.gates import DETOUR, GATE_TEXTS, DriverFacts, Gate, Need, first_closed_to_staff
from porter.services.matching.pool import SHORTLIST, Pool, gather, near_pickup, need_of
from porter.services.matching.queries import DriverRow
from porter.services.matching.staffing import MAY_ASSIGN

REACH_M = 15_000
MOST = 30


class ChoiceView(View):
    """A driver whom operations may choose; `can_take` says whether a person may.

    `note` says what stops a person, or else what matching would object to.
    """

    driver_id: UUID
    name: str
    plate: str
    class_name: str
    is_other_class: bool
    rating_text: str
    distance_text: str
    eta_text: str
    note: str
    can_take: bool


async def choices(staff: Actor, order_id: UUID) -> tuple[ChoiceView, ...]:
    """Drivers near the pickup of an order, those whom matching would ask first. Raises Forbidden, NotFound."""
    if staff.role not in MAY_ASSIGN:
        raise Forbidden("Only dispatchers, delivery managers and administrators give orders to drivers.")
    async with db.reading() as session:
        order = await session.get(Order, order_id)
        if order is None:
            raise NotFound("We could not find this order.")
        vehicle_class = await session.get_one(VehicleClass, order.class_code)
        rules = zones.rules(await zones.city(session, order.city_code))
    around = await near_pickup(order, REACH_M)
    pool = await gather(order, vehicle_class, rules, around, search=0, batch=SHORTLIST)
    need = need_of(order, rules)
    ordered = [each for each in _ordered(pool, need) if each[0].driver_id != order.driver_id][:MOST]
    async with db.reading() as session:
        rows = await queries.driver_rows(session, order, [driver.driver_id for driver, _, _ in ordered], 0)
    return tuple(
        _view(driver, rows[driver.driver_id], gate, eta_s, need, vehicle_class)
        for driver, gate, eta_s in ordered
        if driver.driver_id in rows
    )


def _ordered(pool: Pool, need: Need) -> list[tuple[DriverFacts, Gate | None, int | None]]:
    """Those whom matching would ask, in its order; then those whom only a person may choose; then the rest, nearest first."""
    ranked = [(each.contender.driver, None, each.contender.eta_s) for each in pool.ranked]
    further = [(driver, None, None) for driver in pool.unranked]
    stopped = sorted(pool.stopped, key=lambda pair: (not _can_take(pair[0], need), pair[0].distance_m))
    return [*ranked, *further, *((driver, gate, None) for driver, gate in stopped)]


def _can_take(driver: DriverFacts, need: Need) -> bool:
    return first_closed_to_staff(driver, need, clock.now()) is None


def _view(
    driver: DriverFacts, row: DriverRow, gate: Gate | None, eta_s: int | None, need: Need, wanted: VehicleClass
) -> ChoiceView:
    stops = first_closed_to_staff(driver, need, clock.now())
    away_m = round(driver.distance_m * DETOUR)
    speed_kmh = row.vehicle_class.speed_kmh if row.vehicle_class else wanted.speed_kmh
    return ChoiceView(
        driver_id=driver.driver_id,
        name=_name(row.account),
        plate=_plate(row.vehicle),
        class_name=row.vehicle_class.name if row.vehicle_class else "",
        is_other_class=row.vehicle_class is not None and row.vehicle_class.code != wanted.code,
        rating_text=drivers.rating_text(row.driver),
        distance_text=distance_text(driver.distance_m),
        eta_text=duration_text(eta_s if eta_s is not None else round(away_m * 3.6 / speed_kmh)),
        note=_note(stops or gate, row, wanted),
        can_take=stops is None,
    )


def _note(gate: Gate | None, row: DriverRow, wanted: VehicleClass) -> str:
    if gate is Gate.WRONG_CLASS and row.vehicle_class:
        return f"Booked was: {wanted.name}"
    return GATE_TEXTS[gate] if gate else ""


def _name(account: Account) -> str:
    return account.name or "Driver"


def _plate(vehicle: Vehicle | None) -> str:
    return vehicle.plate if vehicle else ""
