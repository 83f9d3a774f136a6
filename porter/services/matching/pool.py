"""The drivers who could take an order: found, passed through the gates, ranked by road time. Runs outside transactions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from porter.core import clock, db
from porter.core.errors import GatewayError
from porter.core.geo import Point
from porter.integrations.maps import TravelMode, maps
from porter.models import Order, VehicleClass
from porter.models.enums import VehicleKind
from porter.services.matching import queries
from porter.services.matching.gates import DETOUR, DriverFacts, Gate, Need, first_closed
from porter.services.matching.money import cash_minor, payout_minor
from porter.services.matching.nearby import Nearby, nearby
from porter.services.matching.queries import DriverRow
from porter.services.matching.ranking import Contender, Ranked, rank
from porter.services.zones import CityRules

SHORTLIST = 20
"""The nearest by straight line whose road time is asked for: maps bill by the pair. More only where more are asked at once."""

TRAVEL_MODES = {
    VehicleKind.CYCLE: TravelMode.CYCLE,
    VehicleKind.TWO_WHEELER: TravelMode.TWO_WHEELER,
    VehicleKind.THREE_WHEELER: TravelMode.THREE_WHEELER,
    VehicleKind.MINI_TRUCK: TravelMode.TRUCK,
    VehicleKind.TRUCK: TravelMode.TRUCK,
    VehicleKind.CAR: TravelMode.CAR,
}


@dataclass(frozen=True, slots=True)
class Pool:
    """Everybody who was considered: those at a closed gate, those ranked, and those too far down to be ranked."""

    stopped: tuple[tuple[DriverFacts, Gate], ...]
    ranked: tuple[Ranked, ...]
    unranked: tuple[DriverFacts, ...]

    @property
    def considered(self) -> int:
        """How many drivers were looked at."""
        return len(self.stopped) + len(self.ranked) + len(self.unranked)


NOBODY = Pool((), (), ())


async def near_pickup(order: Order, radius_m: int) -> tuple[Nearby, ...]:
    """Whoever is within a circle around the pickup of an order."""
    return await nearby(order.city_code, Point(order.pickup_lat, order.pickup_lng), radius_m)


async def gather(
    order: Order, vehicle_class: VehicleClass, rules: CityRules, around: Sequence[Nearby], *, search: int, batch: int
) -> Pool:
    """The drivers around the pickup of an order, sorted into those who may be asked and those who may not.

    At least `batch` of them are ranked, so that a large one is not cut short. Where it is 0 times are estimated: maps cost
    money, and where nobody is asked an estimate will do.
    """
    if not around:
        return NOBODY
    need = need_of(order, rules)
    async with db.reading() as session:
        rows = await queries.driver_rows(session, order, [each.driver_id for each in around], search)
        stopped, free = _through_gates(
            [facts_of(each, rows[each.driver_id]) for each in around if each.driver_id in rows], need
        )
        most = max(SHORTLIST, batch)
        short = free[:most]
        answers = await queries.acceptance(session, [each.driver_id for each in short], clock.now())
    estimates = [_estimated(driver, vehicle_class) for driver in short]
    legs = await _roads_to(need.pickup, short, vehicle_class, estimates) if batch and short else estimates
    contenders = [_contender(driver, leg, answers) for driver, leg in zip(short, legs, strict=True)]
    return Pool(tuple(stopped), rank(contenders, need, clock.now()), tuple(free[most:]))


def need_of(order: Order, rules: CityRules) -> Need:
    """What an order asks of a driver."""
    return Need(
        pickup=Point(order.pickup_lat, order.pickup_lng),
        class_code=order.class_code,
        service_type=order.service_type,
        weight_kg=float(order.goods.get("weight_kg") or 0),
        distance_m=order.distance_m,
        payout_minor=payout_minor(order),
        cash_minor=cash_minor(order),
        fix_fresh_s=rules.fix_fresh_s,
    )


def facts_of(near: Nearby, row: DriverRow) -> DriverFacts:
    """What is known of a driver, from the bus and the tables."""
    return DriverFacts(
        driver_id=near.driver_id,
        at=near.fix.point,
        fix_at=near.fix.at,
        heading_deg=near.fix.heading,
        speed_kmh=near.fix.speed_kmh,
        distance_m=near.distance_m,
        is_online=row.driver.is_online,
        verification=row.driver.verification,
        account_status=row.account.status,
        has_job=row.has_job,
        has_offer=row.has_offer,
        vehicle_status=row.vehicle.status if row.vehicle else None,
        class_code=row.vehicle.class_code if row.vehicle else None,
        service_type=row.vehicle_class.service_type if row.vehicle_class else None,
        max_kg=row.vehicle.max_kg if row.vehicle else 0,
        fuel=row.vehicle.fuel if row.vehicle else None,
        battery_pct=row.vehicle.battery_pct if row.vehicle else None,
        range_km=row.vehicle.range_km if row.vehicle else None,
        cash_in_hand_minor=row.cash_in_hand_minor,
        cash_limit_minor=row.driver.cash_limit_minor,
        rating_sum=row.driver.rating_sum,
        rating_count=row.driver.rating_count,
        free_since=row.free_since,
        is_blocked=row.is_blocked,
        dropped_out=row.dropped_out,
        best_asked_payout_minor=row.best_asked_payout_minor,
    )


def _through_gates(
    found: Sequence[DriverFacts], need: Need
) -> tuple[list[tuple[DriverFacts, Gate]], list[DriverFacts]]:
    stopped: list[tuple[DriverFacts, Gate]] = []
    free: list[DriverFacts] = []
    for driver in found:
        gate = first_closed(driver, need, clock.now())
        if gate is None:
            free.append(driver)
        else:
            stopped.append((driver, gate))
    return stopped, sorted(free, key=lambda driver: (driver.distance_m, driver.driver_id))


async def _roads_to(
    pickup: Point, short: Sequence[DriverFacts], vehicle_class: VehicleClass, estimates: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Road distance and time of each driver to the pickup; the estimate where maps have none."""
    try:
        matrix = await maps().matrix([driver.at for driver in short], [pickup], TRAVEL_MODES[vehicle_class.kind])
    except GatewayError:
        return list(estimates)
    legs = [row[0] for row in matrix]
    return [
        (leg.distance_m, leg.duration_s) if leg else estimate for leg, estimate in zip(legs, estimates, strict=True)
    ]


def _estimated(driver: DriverFacts, vehicle_class: VehicleClass) -> tuple[int, int]:
    road_m = round(driver.distance_m * DETOUR)
    return road_m, round(road_m * 3.6 / vehicle_class.speed_kmh)


def _contender(driver: DriverFacts, leg: tuple[int, int], answers: Mapping[UUID, tuple[int, int]]) -> Contender:
    road_m, eta_s = leg
    answered, accepted = answers.get(driver.driver_id, (0, 0))
    return Contender(driver, eta_s, road_m, answered, accepted)
