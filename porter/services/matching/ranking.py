"""The order in which drivers are asked: a pure score in seconds, the least first.

Road time counts as it is. Everything else together weighs less than `SWAY_S`, so that nobody is asked before a driver
who is that much nearer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from porter.core.geo import bearing_deg
from porter.services.matching.gates import DriverFacts, Need

RATING_S = 60
"""Between five stars and one."""

ACCEPTANCE_S = 60
"""Between a driver who takes every offer and one who takes none."""

IDLE_S = 40
"""Between a driver who has just finished and one who has waited for `IDLE_FULL_S`."""

HEADING_S = 20
"""Between driving towards the pickup and driving away from it."""

SWAY_S = RATING_S + ACCEPTANCE_S + IDLE_S + HEADING_S

IDLE_FULL_S = 1800
OFFERS_THAT_COUNT = 20
"""Acceptance counts only after this many offers: fewer say nothing."""

NEW_DRIVER_STARS = 4.5
MOVING_KMH = 8.0
"""Slower than this a heading is noise."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A driver who passed every gate, with the road time to the pickup and recent answers to offers."""

    driver: DriverFacts
    eta_s: int
    road_m: int
    offers_answered: int
    offers_accepted: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A contender with a place (1 is asked first) and the score with its parts."""

    contender: Contender
    rank: int
    score: int
    parts: dict[str, int]


def rank(contenders: Sequence[Contender], need: Need, now: datetime) -> tuple[Ranked, ...]:
    """Everybody in the order in which they should be asked; equal scores fall to the nearer, then to the older id."""
    scored = [(score_parts(each, need, now), each) for each in contenders]
    scored.sort(key=lambda pair: (sum(pair[0].values()), pair[1].driver.distance_m, pair[1].driver.driver_id))
    return tuple(
        Ranked(contender, place, sum(parts.values()), parts) for place, (parts, contender) in enumerate(scored, start=1)
    )


def score_parts(contender: Contender, need: Need, now: datetime) -> dict[str, int]:
    """The score in seconds by its parts; every part but the road time lies between 0 and its weight."""
    return {
        "eta_s": contender.eta_s,
        "rating": round(RATING_S * _missing_stars(contender.driver)),
        "acceptance": round(ACCEPTANCE_S * _missing_acceptance(contender)),
        "idle": round(IDLE_S * (1 - _waited(contender.driver, now))),
        "heading": round(HEADING_S * _turned_away(contender.driver, need)),
    }


def _missing_stars(driver: DriverFacts) -> float:
    stars = driver.rating_sum / driver.rating_count if driver.rating_count else NEW_DRIVER_STARS
    return (5 - stars) / 4


def _missing_acceptance(contender: Contender) -> float:
    if contender.offers_answered < OFFERS_THAT_COUNT:
        return 0.0
    return 1 - contender.offers_accepted / contender.offers_answered


def _waited(driver: DriverFacts, now: datetime) -> float:
    if driver.free_since is None:
        return 0.0
    return min(1.0, max(0.0, (now - driver.free_since).total_seconds()) / IDLE_FULL_S)


def _turned_away(driver: DriverFacts, need: Need) -> float:
    if driver.heading_deg is None or (driver.speed_kmh or 0.0) < MOVING_KMH:
        return 0.0
    off = abs(driver.heading_deg - bearing_deg(driver.at, need.pickup)) % 360
    return min(off, 360 - off) / 180
