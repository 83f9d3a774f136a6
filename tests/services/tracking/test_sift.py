"""Which fixes are believed."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from porter.core.geo import Point, distance_m
from porter.services.drivers import Fix
from porter.services.tracking.sift import ENOUGH_DOUBTS, MAX_SPEED_KMH, Anchor, Sifted, reachable, sift

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
HOME = Point(12.9716, 77.5946)


def at(seconds: float, north_m: float = 0, *, accuracy_m: int | None = 5, speed_kmh: int | None = None) -> Fix:
    """A fix so many seconds after NOW, so far north of home."""
    return Fix(
        HOME.lat + north_m / 111_195, HOME.lng, None, speed_kmh, accuracy_m, NOW + timedelta(seconds=seconds), NOW
    )


def sifted(*fixes: Fix, anchor: Anchor | None = None) -> Sifted:
    """The sifted fixes, looked at at NOW."""
    return sift(anchor or Anchor(), fixes, NOW)


def test_a_drive_is_believed_and_ordered_by_device_time() -> None:
    drive = [at(-20, 0), at(-15, 60), at(-10, 120), at(-5, 180)]
    result = sifted(drive[2], drive[0], drive[3], drive[1])
    assert list(result.newer) == drive
    assert (result.dropped, result.anchor.last) == (0, drive[3])


def test_inexact_fast_future_and_old_fixes_are_dropped() -> None:
    bad = [at(0, accuracy_m=51), at(0, speed_kmh=201), at(61), at(-24 * 3600 - 1)]
    result = sifted(*bad)
    assert (result.newer, result.late, result.dropped) == ((), (), 4)


def test_the_limits_themselves_are_allowed() -> None:
    good = [at(-24 * 3600), at(-60, accuracy_m=50), at(-30, speed_kmh=200), at(0, accuracy_m=None), at(60)]
    assert len(sifted(*good).newer) == 5


def test_a_jump_is_dropped_and_the_way_goes_on_from_before() -> None:
    result = sifted(at(-10), at(-5, 5000), at(0, 30))
    assert [fix.at for fix in result.newer] == [at(-10).at, at(0).at]
    assert result.dropped == 1


def test_inexactness_is_no_speed() -> None:
    assert len(sifted(at(-0.2, 0, accuracy_m=30), at(0, 55, accuracy_m=30)).newer) == 2


def test_when_the_first_fix_was_the_wrong_one_the_others_win_in_the_end() -> None:
    first = sifted(at(-100, 50_000))
    others = [at(-90 + 5 * i, 10 * i) for i in range(ENOUGH_DOUBTS)]
    anchor, believed = first.anchor, []
    for fix in others:  # one a batch: doubts are remembered between batches
        result = sift(anchor, [fix], NOW)
        anchor, believed = result.anchor, [*believed, *result.newer]
    assert believed == [others[-1]]
    assert len(sift(anchor, [at(-70, 60)], NOW).newer) == 1


def test_late_fixes_are_kept_for_the_trail_but_are_not_the_newest() -> None:
    known = Anchor(at(-5, 300))
    result = sifted(at(-60, 0), at(-55, 50), at(-5, 300), at(-50, 90_000), anchor=known)
    assert [fix.at for fix in result.late] == [at(-60).at, at(-55).at]
    assert (result.newer, result.dropped, result.anchor.last) == ((), 2, known.last)


def test_the_same_instant_twice_is_one_fix() -> None:
    assert len(sifted(at(-5, 0), at(-5, 1)).newer) == 1


moments = st.floats(-90_000, 200, allow_nan=False)
places = st.floats(-50_000, 50_000, allow_nan=False)
fixes = st.builds(
    at, moments, places, accuracy_m=st.none() | st.integers(0, 80), speed_kmh=st.none() | st.integers(0, 260)
)


@given(st.lists(fixes, max_size=30), st.none() | fixes)
def test_whatever_comes_what_is_believed_could_have_been_driven(batch: list[Fix], last: Fix | None) -> None:
    result = sift(Anchor(last), batch, NOW)
    assert len(result.newer) + len(result.late) + result.dropped == len(batch)
    assert _rising(result.newer)
    assert _rising(result.late)
    for start, end in zip(result.late, result.late[1:], strict=False):
        assert reachable(start, end)
    if last is not None:
        assert all(fix.at > last.at for fix in result.newer)
        assert all(fix.at < last.at for fix in result.late)


@given(fixes, fixes)
def test_reachable_means_within_the_speed_limit_and_the_inexactness(start: Fix, end: Fix) -> None:
    slack = (10 if start.accuracy_m is None else start.accuracy_m) + (10 if end.accuracy_m is None else end.accuracy_m)
    seconds = abs((end.at - start.at).total_seconds())
    driven = distance_m(start.point, end.point) - slack
    assert reachable(start, end) == reachable(end, start) == (driven <= seconds * MAX_SPEED_KMH / 3.6)


def _rising(found: Iterable[Fix]) -> bool:
    instants = [fix.at for fix in found]
    return instants == sorted(set(instants))
