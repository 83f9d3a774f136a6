"""Which fixes are worth keeping. Pure."""

from collections.abc import Iterable
from datetime import timedelta

from porter.core.geo import Point, distance_m
from porter.services.drivers import Fix

EVERY = timedelta(seconds=15)
EVERY_M = 50
NEAR_STOP_M = 150
"""So near to the next stop every fix is kept: it is what a dispute is about."""


def sample(last: Fix | None, fixes: Iterable[Fix], next_stop: Point | None) -> list[Fix]:
    """The fixes to keep: one every 15 s or 50 m, and all that lie near the next stop."""
    kept: list[Fix] = []
    for fix in fixes:
        if last is None or _far_enough(last, fix) or _near(next_stop, fix):
            kept.append(fix)
            last = fix
    return kept


def driven_m(last: Fix | None, kept: Iterable[Fix]) -> int:
    """Length of the way along the kept fixes."""
    total = 0.0
    for fix in kept:
        if last is not None:
            total += distance_m(last.point, fix.point)
        last = fix
    return round(total)


def _far_enough(last: Fix, fix: Fix) -> bool:
    return fix.at - last.at >= EVERY or distance_m(last.point, fix.point) >= EVERY_M


def _near(next_stop: Point | None, fix: Fix) -> bool:
    return next_stop is not None and distance_m(next_stop, fix.point) <= NEAR_STOP_M
