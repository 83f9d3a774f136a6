"""How far it is to the next stop. Pure: situation, route and fix in, distance and time out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from porter.core.geo import Point, distance_m
from porter.models.enums import OrderStatus, StopStatus
from porter.services.tracking.lines import line, piece, stops_along_m

OFF_ROUTE_M = 150
DETOUR = 1.3
"""Roads are longer than the straight line by about this."""

FALLBACK_KMH = 20


@dataclass(frozen=True, slots=True)
class StopAt:
    """A stop of the order that the driver holds."""

    id: UUID
    sequence: int
    status: StopStatus
    point: Point
    promised_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """What progress needs to know of the order that the driver holds."""

    order_id: UUID
    number: str
    status: OrderStatus
    customer_id: UUID
    polyline: str
    distance_m: int
    duration_s: int
    speed_kmh: int
    stops: tuple[StopAt, ...]
    is_delay_told: bool = False
    time_zone: str = "UTC"

    @property
    def next_stop(self) -> StopAt | None:
        """Where the driver is heading: back to the pickup when goods return, else the first stop not dealt with."""
        if self.status in {OrderStatus.FAILED, OrderStatus.RETURNING}:
            return self.stops[0] if self.stops else None
        ahead = (stop for stop in self.stops if stop.status in {StopStatus.PENDING, StopStatus.ARRIVED})
        return next(ahead, None)


@dataclass(frozen=True, slots=True)
class Guide:
    """A route to one stop that was asked for on the way."""

    order_id: UUID
    sequence: int
    polyline: str
    distance_m: int
    duration_s: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it still is; `lost` when no known route leads from here to there."""

    left_m: int
    eta_s: int
    polyline: str
    lost: bool


def progress(job: Job, guide: Guide | None, here: Point) -> Progress | None:
    """Distance and time to the next stop, along the route when the driver is on it; nothing without a next stop."""
    stop = job.next_stop
    if stop is None:
        return None
    if guide is not None and (guide.order_id, guide.sequence) == (job.order_id, stop.sequence):
        way = line(guide.polyline)
        found = _along(guide.polyline, 0.0, way.length_m, here, guide.duration_s / max(1, guide.distance_m))
    elif stop.sequence > 0 and job.polyline:
        found = _along(job.polyline, *leg(job, stop.sequence), here, job.duration_s / max(1, job.distance_m))
    else:
        found = None
    return found or _straight(job, stop, here)


def leg(job: Job, sequence: int) -> tuple[float, float]:
    """Between which distances along the order's way the leg to a stop lies."""
    marks = _marks(job)
    return marks[sequence - 1], marks[sequence]


def later(job: Job) -> str:
    """The way from the next stop to the last, as it was planned; "" when nothing comes after it or the goods go back."""
    stop = job.next_stop
    goes_back = job.status in {OrderStatus.FAILED, OrderStatus.RETURNING}
    if stop is None or goes_back or stop is job.stops[-1] or not job.polyline:
        return ""
    marks = _marks(job)
    return piece(job.polyline, marks[stop.sequence], marks[-1])


def _marks(job: Job) -> tuple[float, ...]:
    return stops_along_m(job.polyline, tuple((stop.point.lat, stop.point.lng) for stop in job.stops))


def _along(polyline: str, from_m: float, to_m: float, here: Point, seconds_per_m: float) -> Progress | None:
    spot = line(polyline).nearest(here, from_m=from_m, to_m=to_m)
    if spot.off_m > OFF_ROUTE_M:
        return None
    left_m = max(0.0, to_m - spot.along_m)
    return Progress(round(left_m), round(left_m * seconds_per_m), piece(polyline, from_m, to_m), lost=False)


def _straight(job: Job, stop: StopAt, here: Point) -> Progress:
    left_m = distance_m(here, stop.point) * DETOUR
    seconds = left_m / ((job.speed_kmh or FALLBACK_KMH) / 3.6)
    return Progress(round(left_m), round(seconds), "", lost=left_m > OFF_ROUTE_M)
