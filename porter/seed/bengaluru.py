"""Bengaluru: the city, where we work and where we may not."""

from porter.models import City, Zone
from porter.seed.naming import demo_id

CODE = "BLR"

PROHIBITED = (
    "explosive", "firework", "firecracker", "ammunition", "firearm", "gun", "weapon", "narcotic", "drug", "ganja",
    "acid", "petrol", "diesel", "kerosene", "lpg cylinder", "gas cylinder", "radioactive material",
    "live animal", "cattle", "corpse", "cash", "currency", "gold bar", "bullion", "ivory", "sandalwood",
)  # fmt: skip

CITY = City(
    code=CODE,
    name="Bengaluru",
    state_code="KA",
    currency="INR",
    time_zone="Asia/Kolkata",
    lat=12.9716,
    lng=77.5946,
    rules={"prohibited_goods": list(PROHIBITED)},
)

_SERVICE = [
    [13.125, 77.520], [13.140, 77.600], [13.125, 77.660], [13.080, 77.720], [13.020, 77.775], [12.950, 77.785],
    [12.880, 77.775], [12.830, 77.710], [12.828, 77.660], [12.840, 77.580], [12.870, 77.510], [12.895, 77.465],
    [12.980, 77.460], [13.060, 77.475], [13.100, 77.490],
]  # fmt: skip
_AIRFIELD = [[12.9535, 77.6510], [12.9535, 77.6830], [12.9465, 77.6830], [12.9465, 77.6510]]


def zones() -> list[Zone]:
    """The service zone, and the airfield inside it."""
    return [
        Zone(id=demo_id("zone", "city"), city_code=CODE, name="Bengaluru city", kind="service", polygon=_SERVICE),
        Zone(id=demo_id("zone", "hal"), city_code=CODE, name="HAL airfield", kind="no_service", polygon=_AIRFIELD),
    ]
