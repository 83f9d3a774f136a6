"""Which fixes to believe. Pure: fixes and what is remembered in, believed fixes and what to remember out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from porter.core.geo import distance_m
from porter.services.drivers import Fix

MAX_ACCURACY_M = 50
MAX_SPEED_KMH = 200
MAX_FUTURE = timedelta(seconds=60)
MAX_AGE = timedelta(hours=24)
ENOUGH_DOUBTS = 3
"""So many fixes in a row that agree with each other outweigh the one before them, which was the wrong one."""

_UNKNOWN_ACCURACY_M = 10


@dataclass(frozen=True, slots=True)
class Anchor:
    """The last believed fix, and the last one that lay too far from it."""

    last: Fix | None = None
    doubt: Fix | None = None
    doubts: int = 0


@dataclass(frozen=True, slots=True)
class Sifted:
    """Believed fixes by rising device time. `late` ones are older than what we knew: trail only."""

    newer: tuple[Fix, ...]
    late: tuple[Fix, ...]
    dropped: int
    anchor: Anchor


def sift(anchor: Anchor, fixes: Iterable[Fix], now: datetime) -> Sifted:
    """Drop fixes that are inexact, too fast, from the future or too old; order the rest by device time."""
    newer: list[Fix] = []
    late: list[Fix] = []
    dropped = 0
    known = anchor.last
    for fix in sorted(fixes, key=lambda fix: fix.at):
        if not credible(fix, now):
            dropped += 1
        elif known is not None and fix.at <= known.at:
            if fix.at == known.at or not _follows(late, fix):
                dropped += 1
            else:
                late.append(fix)
        else:
            anchor, believed = _judge(anchor, fix)
            dropped += not believed
            if believed:
                newer.append(fix)
    return Sifted(tuple(newer), tuple(late), dropped, anchor)


def credible(fix: Fix, now: datetime) -> bool:
    """Whether a fix can be believed by itself."""
    return (
        (fix.accuracy_m is None or fix.accuracy_m <= MAX_ACCURACY_M)
        and (fix.speed_kmh is None or fix.speed_kmh <= MAX_SPEED_KMH)
        and now - MAX_AGE <= fix.at <= now + MAX_FUTURE
    )


def reachable(start: Fix, end: Fix) -> bool:
    """Whether a vehicle can get from one fix to the other in the time between, allowing for their inexactness."""
    slack = sum(_UNKNOWN_ACCURACY_M if fix.accuracy_m is None else fix.accuracy_m for fix in (start, end))
    seconds = abs((end.at - start.at).total_seconds())
    return distance_m(start.point, end.point) - slack <= MAX_SPEED_KMH / 3.6 * seconds


def _judge(anchor: Anchor, fix: Fix) -> tuple[Anchor, bool]:
    if anchor.last is not None and fix.at == anchor.last.at:
        return anchor, False
    if anchor.last is None or reachable(anchor.last, fix):
        return Anchor(last=fix), True
    agrees = anchor.doubt is not None and fix.at > anchor.doubt.at and reachable(anchor.doubt, fix)
    doubts = anchor.doubts + 1 if agrees else 1
    if doubts >= ENOUGH_DOUBTS:
        return Anchor(last=fix), True
    return replace(anchor, doubt=fix, doubts=doubts), False


def _follows(late: list[Fix], fix: Fix) -> bool:
    return not late or (fix.at > late[-1].at and reachable(late[-1], fix))
