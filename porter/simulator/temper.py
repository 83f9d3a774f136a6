"""What simulated people decide, pure: the same dice give the same answer."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from porter.core.geo import Point, distance_m

TAKES_SHARE = 0.90
DECLINES_SHARE = 0.06
"""The rest looks away until the offer ends."""

CANCELS_SHARE = 0.04
RATES_SHARE = 0.7

DEMO_DRIVER_REACH_M = 3000.0
"""Matching looks 2 km around the pickup first and half a kilometre further each round: within this it gets there."""

LOW_BATTERY_PCT = 18.0


class Reply(Enum):
    """What to do with an offer."""

    TAKE = "take"
    DECLINE = "decline"
    LOOK_AWAY = "look away"
    WAIT = "wait"


def reply_to_simulated(chance: random.Random) -> Reply:
    """Among ourselves: mostly yes, sometimes no, now and then nothing."""
    dice = chance.random()
    if dice < TAKES_SHARE:
        return Reply.TAKE
    return Reply.DECLINE if dice < TAKES_SHARE + DECLINES_SHARE else Reply.LOOK_AWAY


@dataclass(frozen=True, slots=True)
class DemoDriver:
    """The driver whom a person at the screen plays, as operations sees them."""

    id: str
    is_free: bool
    class_name: str
    at: Point | None


def reply_to_person(offer: dict[str, Any], demo_driver: DemoDriver | None, rounds: Sequence[dict[str, Any]]) -> Reply:
    """A person's order is taken at once, unless the demo driver, who is free and near, should have it first.

    While they have not been asked, decline: then matching comes to them. While they are asked, wait. `rounds` is the
    dispatch trace of the order.
    """
    if demo_driver is None or not _could_have_it(offer, demo_driver):
        return Reply.TAKE
    seen = [each for row in rounds for each in row["candidates"] if each["driver_id"] == demo_driver.id]
    asked = [each["offer_status"] for each in seen if each["offer_status"]]
    if "sent" in asked:
        return Reply.WAIT
    if asked or (seen and seen[-1]["gate"]):
        return Reply.TAKE
    return Reply.DECLINE


def _could_have_it(offer: dict[str, Any], demo_driver: DemoDriver) -> bool:
    if not demo_driver.is_free or demo_driver.at is None or demo_driver.class_name != offer["vehicle_name"]:
        return False
    return distance_m(demo_driver.at, Point(offer["pickup_lat"], offer["pickup_lng"])) <= DEMO_DRIVER_REACH_M


def battery_after(battery_pct: float, driven_m: float, range_km: float) -> float:
    """What is left of a charge."""
    return max(0.0, battery_pct - driven_m / (range_km * 10))


def stars(chance: random.Random) -> int:
    """What a customer gives: people here are mostly kind."""
    return chance.choices((5, 4, 3, 2), (70, 22, 6, 2))[0]
