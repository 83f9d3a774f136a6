"""The gates of matching: pure rules, in order, that say why a driver may not be asked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from porter.core.geo import Point
from porter.models.enums import AccountStatus, Fuel, ServiceType, VehicleStatus, Verification

DETOUR = 1.3
"""Roads are longer than the straight line: the factor of PRODUCT.md §9."""

BATTERY_RESERVE_PCT = 10
"""An electric vehicle arrives with at least this much left."""

LOADED_RANGE_SHARE = 0.8
"""What a full load leaves of an electric vehicle's range; less load costs in proportion."""


class Gate(StrEnum):
    """Why a driver was not asked, in the order in which it is looked at."""

    STALE_FIX = "stale_fix"
    OFFLINE = "offline"
    NOT_VERIFIED = "not_verified"
    SUSPENDED = "suspended"
    BUSY = "busy"
    HAS_OFFER = "has_offer"
    NO_VEHICLE = "no_vehicle"
    WRONG_CLASS = "wrong_class"
    OVER_CAPACITY = "over_capacity"
    CASH_LIMIT = "cash_limit"
    EV_RANGE = "ev_range"
    BLOCKED_PAIR = "blocked_pair"
    DROPPED_OUT = "dropped_out"
    ASKED_BEFORE = "asked_before"


GATE_TEXTS = {
    Gate.STALE_FIX: "Position too old",
    Gate.OFFLINE: "Offline",
    Gate.NOT_VERIFIED: "Not approved yet",
    Gate.SUSPENDED: "Suspended",
    Gate.BUSY: "Has another job",
    Gate.HAS_OFFER: "Is looking at another offer",
    Gate.NO_VEHICLE: "No vehicle in service",
    Gate.WRONG_CLASS: "Drives another vehicle class",
    Gate.OVER_CAPACITY: "The goods are too heavy for the vehicle",
    Gate.CASH_LIMIT: "Holds too much cash",
    Gate.EV_RANGE: "Battery does not reach far enough",
    Gate.BLOCKED_PAIR: "Customer and driver are kept apart",
    Gate.DROPPED_OUT: "Gave this order back",
    Gate.ASKED_BEFORE: "Already asked at this price",
}


@dataclass(frozen=True, slots=True)
class DriverFacts:
    """What matching knows of a driver at this moment; `vehicle_*` are None without an active vehicle."""

    driver_id: UUID
    at: Point
    fix_at: datetime
    heading_deg: float | None
    speed_kmh: float | None
    distance_m: int
    is_online: bool
    verification: Verification
    account_status: AccountStatus
    has_job: bool
    has_offer: bool
    vehicle_status: VehicleStatus | None
    class_code: str | None
    service_type: ServiceType | None
    max_kg: int
    fuel: Fuel | None
    battery_pct: int | None
    range_km: int | None
    cash_in_hand_minor: int
    cash_limit_minor: int
    rating_sum: int
    rating_count: int
    free_since: datetime | None
    is_blocked: bool
    dropped_out: bool
    best_asked_payout_minor: int | None


@dataclass(frozen=True, slots=True)
class Need:
    """What an order asks of a driver."""

    pickup: Point
    class_code: str
    service_type: ServiceType
    weight_kg: float
    distance_m: int
    payout_minor: int
    cash_minor: int
    fix_fresh_s: int


Rule = Callable[[DriverFacts, Need, datetime], bool]


def first_closed(driver: DriverFacts, need: Need, now: datetime) -> Gate | None:
    """The first gate that is closed to this driver for this order, or None when all are open."""
    return next((gate for gate, closed in _RULES if closed(driver, need, now)), None)


def first_closed_to_staff(driver: DriverFacts, need: Need, now: datetime) -> Gate | None:
    """The gates that operations cannot open by hand: a person may ask again, phone, and choose another class."""
    return next((gate for gate, closed in _RULES if gate in _FOR_STAFF_TOO and closed(driver, need, now)), None)


def reach_m(driver: DriverFacts, load_kg: float) -> float | None:
    """How far an electric vehicle comes with this load and the reserve kept; None when it is not known or no matter."""
    if driver.fuel is not Fuel.EV or driver.battery_pct is None or driver.range_km is None:
        return None
    usable = max(0, driver.battery_pct - BATTERY_RESERVE_PCT) / 100
    loaded = min(1.0, load_kg / driver.max_kg) if driver.max_kg else 1.0
    return driver.range_km * 1000 * usable * (1 - (1 - LOADED_RANGE_SHARE) * loaded)


def _stale(driver: DriverFacts, need: Need, now: datetime) -> bool:
    return now - driver.fix_at >= timedelta(seconds=need.fix_fresh_s)


def _no_vehicle(driver: DriverFacts, _: Need, __: datetime) -> bool:
    return driver.vehicle_status not in {VehicleStatus.AVAILABLE, VehicleStatus.IN_SERVICE}


def _cash_limit(driver: DriverFacts, need: Need, _: datetime) -> bool:
    return need.cash_minor > 0 and driver.cash_in_hand_minor >= driver.cash_limit_minor


def _ev_range(driver: DriverFacts, need: Need, _: datetime) -> bool:
    reach = reach_m(driver, need.weight_kg)
    return reach is not None and reach < driver.distance_m * DETOUR + need.distance_m


def _asked_before(driver: DriverFacts, need: Need, _: datetime) -> bool:
    asked_at = driver.best_asked_payout_minor
    return asked_at is not None and asked_at >= need.payout_minor


_RULES: tuple[tuple[Gate, Rule], ...] = (
    (Gate.STALE_FIX, _stale),
    (Gate.OFFLINE, lambda driver, _, __: not driver.is_online),
    (Gate.NOT_VERIFIED, lambda driver, _, __: driver.verification is not Verification.APPROVED),
    (Gate.SUSPENDED, lambda driver, _, __: driver.account_status is not AccountStatus.ACTIVE),
    (Gate.BUSY, lambda driver, _, __: driver.has_job),
    (Gate.HAS_OFFER, lambda driver, _, __: driver.has_offer),
    (Gate.NO_VEHICLE, _no_vehicle),
    (Gate.WRONG_CLASS, lambda driver, need, _: driver.class_code != need.class_code),
    (Gate.OVER_CAPACITY, lambda driver, need, _: need.weight_kg > driver.max_kg),
    (Gate.CASH_LIMIT, _cash_limit),
    (Gate.EV_RANGE, _ev_range),
    (Gate.BLOCKED_PAIR, lambda driver, _, __: driver.is_blocked),
    (Gate.DROPPED_OUT, lambda driver, _, __: driver.dropped_out),
    (Gate.ASKED_BEFORE, _asked_before),
)

_FOR_STAFF_TOO = frozenset(
    {Gate.NOT_VERIFIED, Gate.SUSPENDED, Gate.BUSY, Gate.NO_VEHICLE, Gate.OVER_CAPACITY, Gate.CASH_LIMIT}
)
