"""Which fixes are kept."""

from datetime import UTC, datetime, timedelta

from porter.core.geo import Point
from porter.services.drivers import Fix
from porter.services.tracking.trail import driven_m, sample

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
HOME = Point(12.9716, 77.5946)


def at(seconds: float, north_m: float = 0) -> Fix:
    """A fix so many seconds after NOW, so far north of home."""
    return Fix(HOME.lat + north_m / 111_195, HOME.lng, None, None, 5, NOW + timedelta(seconds=seconds), NOW)


def test_standing_still_one_fix_in_15_seconds_is_kept() -> None:
    kept = sample(None, [at(second) for second in range(0, 61, 5)], None)
    assert [(fix.at - NOW).seconds for fix in kept] == [0, 15, 30, 45, 60]


def test_moving_one_fix_in_50_metres_is_kept() -> None:
    kept = sample(at(0), [at(second, 20 * second) for second in range(1, 11)], None)
    assert [(fix.at - NOW).seconds for fix in kept] == [3, 6, 9]


def test_near_the_next_stop_every_fix_is_kept() -> None:
    assert len(sample(at(0), [at(1), at(2, 3), at(3, 6)], HOME)) == 3


def test_the_way_driven_is_counted_from_the_fix_kept_before() -> None:
    kept = sample(at(0), [at(10, 100), at(20, 250)], None)
    assert driven_m(at(0), kept) == 250
    assert driven_m(None, kept) == 150
