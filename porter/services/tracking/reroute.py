"""Asking the map for a way when the driver is on none that we know."""

import logging
from uuid import UUID

from porter.core.errors import GatewayError
from porter.core.geo import Point
from porter.core.redis import UNREACHABLE, bus
from porter.integrations.maps import TravelMode, maps
from porter.services.tracking.memory import remember_guide
from porter.services.tracking.progress import Guide, Job

log = logging.getLogger(__name__)

EVERY_S = 30

_MODES = {
    "cycle": TravelMode.CYCLE,
    "two_wheeler": TravelMode.TWO_WHEELER,
    "three_wheeler": TravelMode.THREE_WHEELER,
    "truck": TravelMode.TRUCK,
}


async def find_guide(driver_id: UUID, job: Job, class_code: str, here: Point) -> None:
    """Look for a route to the next stop, at most every 30 s for a driver; without one, straight lines go on."""
    stop = job.next_stop
    if stop is None or not await _may_ask(driver_id, job, stop.sequence):
        return
    try:
        found = await maps().route([here, stop.point], mode_of(class_code))
    except GatewayError as error:
        log.info("no way found for a driver off route: %s", error.code)
        return
    if found.distance_m > 0:
        guide = Guide(job.order_id, stop.sequence, found.polyline, found.distance_m, found.duration_s)
        await remember_guide(driver_id, guide)


def mode_of(class_code: str) -> TravelMode:
    """How a vehicle class moves, by its code: "ev_two_wheeler" rides like a two-wheeler."""
    return next((mode for word, mode in _MODES.items() if word in class_code), TravelMode.CAR)


async def _may_ask(driver_id: UUID, job: Job, sequence: int) -> bool:
    try:
        return bool(await bus().set(f"guide-asked:{driver_id}:{job.order_id}:{sequence}", "1", nx=True, ex=EVERY_S))
    except UNREACHABLE:
        return False
