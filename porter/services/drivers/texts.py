"""Words for numbers about drivers."""

from porter.core.language import here, here_count
from porter.models import Driver, Vehicle, VehicleClass


def rating_text(driver: Driver) -> str:
    """The mean of the ratings to one decimal, or that there is none."""
    if not driver.rating_count:
        return here("New")
    tenths = (driver.rating_sum * 20 + driver.rating_count) // (2 * driver.rating_count)
    return f"{tenths // 10}.{tenths % 10}"


def trips_text(count: int) -> str:
    """How many orders were delivered."""
    if not count:
        return here("No trips yet")
    return here_count("1 trip", "{number} trips", count, number=f"{count:,}")


def vehicle_text(vehicle: Vehicle, vehicle_class: VehicleClass) -> str:
    """How a vehicle is called: "Tata Ace · Mini truck"."""
    maker = f"{vehicle.make} {vehicle.model}".strip()
    name = here(vehicle_class.name)
    return f"{maker} · {name}" if maker else name
