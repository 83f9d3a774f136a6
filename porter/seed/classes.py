"""The vehicle classes, smallest first. Classes for people wait for reservations."""

from porter.core.language import msg
from porter.models import VehicleClass
from porter.models.enums import ServiceType, VehicleKind


def _goods(
    code: str, kind: VehicleKind, name: str, reason: str, kg: int, feet: str, kmh: int, sort: int
) -> VehicleClass:
    length, width, height = feet.split("x") if feet else ("", "", "")
    return VehicleClass(
        code=code,
        kind=kind,
        name=name,
        reason=reason,
        is_ev=code.startswith("ev_"),
        capacity_kg=kg,
        length_ft=length,
        width_ft=width,
        height_ft=height,
        speed_kmh=kmh,
        sort=sort,
    )


def _people(code: str, name: str, reason: str, seats: int, sort: int) -> VehicleClass:
    return VehicleClass(
        code=code,
        kind=VehicleKind.CAR,
        service_type=ServiceType.PASSENGER,
        name=name,
        reason=reason,
        capacity_kg=0,
        seats=seats,
        speed_kmh=40,
        sort=sort,
        is_active=False,
    )


_K = VehicleKind

CLASSES = [
    _goods("cycle", _K.CYCLE, msg("Cycle"), msg("A small parcel to somewhere nearby"), 10, "", 12, 10),
    _goods("ev_cycle", _K.CYCLE, msg("EV cycle"), msg("Small parcels, no fumes"), 25, "", 18, 20),
    _goods("two_wheeler", _K.TWO_WHEELER, msg("Two-wheeler"), msg("Fastest through traffic"), 20, "", 35, 30),
    _goods("ev_two_wheeler", _K.TWO_WHEELER, msg("EV two-wheeler"), msg("Fast and quiet"), 20, "", 32, 40),
    _goods(
        "three_wheeler", _K.THREE_WHEELER, msg("Three-wheeler"), msg("Boxes and shop goods"), 500, "5.5x4.5x5", 30, 50
    ),
    _goods(
        "ev_three_wheeler", _K.THREE_WHEELER, msg("EV three-wheeler"), msg("Boxes, no fumes"), 500, "5.5x4.5x5", 28, 60
    ),
    _goods("mini_truck", _K.MINI_TRUCK, msg("Mini truck"), msg("A room's furniture"), 750, "7x4x5", 30, 70),
    _goods(
        "ev_mini_truck", _K.MINI_TRUCK, msg("EV mini truck"), msg("A room's furniture, no fumes"), 600, "7x4x5", 28, 80
    ),
    _goods("pickup", _K.TRUCK, msg("Pickup"), msg("A small flat"), 1250, "8x4.5x5.5", 28, 90),
    _goods("truck", _K.TRUCK, msg("Truck"), msg("A whole flat or factory goods"), 2500, "9x5.5x5.5", 26, 100),
    _goods("ev_truck", _K.TRUCK, msg("EV truck"), msg("Heavy loads, no fumes"), 2000, "9x5.5x5.5", 25, 110),
    _people("sedan", "Sedan", "Up to four people", 4, 210),
    _people("suv", "SUV", "Six people or much luggage", 6, 220),
    _people("van", "Van", "A group", 12, 230),
    _people("limousine", "Limousine", "For the occasion", 4, 240),
]
