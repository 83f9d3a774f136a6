"""Asking the map for a way when the driver is on none that we know."""

import logging
from uuid import UUID

from porter.core.errors import GatewayError
from porter.core.geo import Point
from porter.core.redis import UNREACHABLE, bus
from porter.integrations.maps import TravelMode, maps
from porter.services.tracking.memory import recall_guide, remember_guide
from porter.services.tracking.progress import FALLBACK_KMH, Guide, Job, Progress, progress
from porter.services.vehicles import class_duration_s

log = logging.getLogger(__name__)

EVERY_S = 30

_MODES = {
    "cycle": TravelMode.CYCLE,
    "two_wheeler": TravelMode.TWO_WHEELER,
    "three_wheeler": TravelMode.THREE_WHEELER,
    "truck": TravelMode.TRUCK,
}


async def look_ahead(driver_id: UUID, job: Job, class_code: str, here: Point, guide: Guide | None) -> Progress | None:
    """How far and how long it still is to the next stop: the one estimate of every screen after the assignment.

    Where no known way leads from here the map is asked before anything is shown, at most every 30 s for a driver:
    a first guess by the straight line would jump as soon as the way is known. Without an answer the guess stands.
    """
    found = progress(job, guide, here)
    if found is None or not found.lost:
        return found
    way = await _find_guide(driver_id, job, class_code, here)
    return progress(job, way, here) if way else found


async def _find_guide(driver_id: UUID, job: Job, class_code: str, here: Point) -> Guide | None:
    stop = job.next_stop
    if stop is None:
        return None
    if not await _may_ask(driver_id, job, stop.sequence):
        return await recall_guide(driver_id)  # somebody has just asked
    try:
        found = await maps().route([here, stop.point], mode_of(class_code))
    except GatewayError as error:
        log.info("no way found for a driver off route: %s", error.code)
        return None
    if found.distance_m <= 0:
        return None
    duration_s = class_duration_s(found.distance_m, found.duration_s, job.speed_kmh or FALLBACK_KMH)
    guide = Guide(job.order_id, stop.sequence, found.polyline, found.distance_m, duration_s)
    await remember_guide(driver_id, guide)
    return guide


def mode_of(class_code: str) -> TravelMode:
    """How a vehicle class moves, by its code: "ev_two_wheeler" rides like a two-wheeler."""
    return next((mode for word, mode in _MODES.items() if word in class_code), TravelMode.CAR)


async def _may_ask(driver_id: UUID, job: Job, sequence: int) -> bool:
    try:
        return bool(await bus().set(f"guide-asked:{driver_id}:{job.order_id}:{sequence}", "1", nx=True, ex=EVERY_S))
    except UNREACHABLE:
        return False
