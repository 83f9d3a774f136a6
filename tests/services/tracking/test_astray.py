"""How a driver gets on, from fix to fix. Pure."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from porter.core.geo import Point, encode_polyline
from porter.models.enums import OrderStatus, StopStatus
from porter.services.drivers import Fix
from porter.services.tracking.astray import Going, going, going_field, parse_going
from porter.services.tracking.progress import Job, StopAt
from tests.driving import north_of

ORDER, PLACE = UUID(int=1), Point(12.93, 77.60)
WAY = [PLACE, Point(12.93, 77.70)]
START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
JOB = Job(
    order_id=ORDER,
    number="PRT-1",
    status=OrderStatus.IN_TRANSIT,
    customer_id=UUID(int=2),
    polyline=encode_polyline(WAY),
    distance_m=10_800,
    duration_s=1_800,
    speed_kmh=20,
    stops=(
        StopAt(UUID(int=3), 0, StopStatus.DONE, WAY[0]),
        StopAt(UUID(int=4), 1, StopStatus.PENDING, WAY[1]),
    ),
)


def drives(*off_m: float) -> list[datetime | None]:
    """Since when a driver is off the way, after each fix so far north of it, a minute apart."""
    found: list[datetime | None] = []
    before: Going | None = None
    for minute, metres in enumerate(off_m):
        place, at = north_of(Point(12.93, 77.65), metres), START + timedelta(minutes=minute)
        before = going(before, JOB, Fix(place.lat, place.lng, None, None, 5, at, at))
        before = parse_going(going_field(before)["going"])
        found.append(before.off_since if before else None)
    return found


def test_along_the_edge_nothing_comes_and_goes() -> None:
    begun = START + timedelta(minutes=1)
    assert drives(490, 510, 490, 450, 510) == [None, begun, begun, begun, begun]


def test_back_is_a_hundred_metres_nearer() -> None:
    begun = START
    assert drives(510, 390, 490, 510) == [begun, None, None, START + timedelta(minutes=3)]


def test_what_the_release_before_has_written_is_read() -> None:
    told = parse_going(f'["{ORDER}", 12.93, 77.6, "{START.isoformat()}", 620]')
    assert told == Going(ORDER, PLACE, START, 620, None)
