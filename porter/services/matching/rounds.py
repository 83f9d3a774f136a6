"""What a search does next: a pure decision over what stands in the tables."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from porter.models.enums import MatchingMode, OrderStatus
from porter.services.zones import CityRules

LOOK_AGAIN_S = 4
"""A round that found nobody to ask looks again after this; its radius grows each time."""

EVERYBODY = 50
"""How many a broadcast asks at once: the most that one batch may be."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The numbers of a city's matching mode; the modes are the same search with other numbers."""

    batch_size: int
    rounds: int
    offer_s: int
    radius_m: int
    radius_step_m: int
    widest_m: int


@dataclass(frozen=True, slots=True)
class OpenRound:
    """The round that is under way. `open_offers` still wait for an answer."""

    number: int
    radius_m: int
    asked: int
    open_offers: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Search:
    """Where a search stands; `rounds_at_payout` counts rounds that asked somebody at the present payout or more."""

    status: OrderStatus
    ends_at: datetime
    last_number: int
    last_radius_m: int
    rounds_at_payout: int
    open_round: OpenRound | None


@dataclass(frozen=True, slots=True)
class Over:
    """The order is not looking for a driver: withdraw whatever is still asked."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to do before this instant."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Exhausted:
    """Nobody came: the search ends."""

    why: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask up to `batch_size` drivers within the radius; `again` means the open round looks once more."""

    number: int
    radius_m: int
    batch_size: int
    again: bool


Decision = Over | Wait | Exhausted | Ask


def plan(rules: CityRules) -> Plan:
    """The numbers of this city's mode."""
    batch = {
        MatchingMode.ONE_BY_ONE: 1,
        MatchingMode.BATCH: rules.batch_size,
        MatchingMode.BROADCAST: EVERYBODY,
        MatchingMode.MANUAL: 0,
    }[rules.matching_mode]
    one_by_one = rules.matching_mode is MatchingMode.ONE_BY_ONE
    return Plan(
        batch_size=batch,
        # One by one asks as many drivers in all as batches would.
        rounds=rules.max_rounds * (rules.batch_size if one_by_one else 1),
        offer_s=rules.offer_s,
        radius_m=rules.radius_m,
        radius_step_m=rules.radius_step_m,
        widest_m=rules.widest_m,
    )


def decide_round(search: Search, plan: Plan, now: datetime) -> Decision:
    """What to do now. Asking the same question twice at the same instant gives the same answer."""
    if search.status is not OrderStatus.SEARCHING_DRIVER:
        return Over()
    if now >= search.ends_at:
        return Exhausted("The time for the search is over.")
    under_way = search.open_round
    if under_way is None:
        return _next_round(search, plan)
    if under_way.asked == 0:
        return _look_again(under_way, plan) if now >= under_way.due_at else Wait(min(under_way.due_at, search.ends_at))
    if under_way.open_offers and now < under_way.due_at:
        return Wait(min(under_way.due_at, search.ends_at))
    return _next_round(search, plan)


def ends_of_offers(search: Search, plan: Plan, now: datetime) -> datetime:
    """When offers sent now end: never after the search."""
    return min(now + timedelta(seconds=plan.offer_s), search.ends_at)


def _next_round(search: Search, plan: Plan) -> Decision:
    if search.rounds_at_payout >= plan.rounds:
        return Exhausted("Everybody nearby has been asked.")
    radius_m = _wider(search.last_radius_m, plan) if search.last_number else plan.radius_m
    return Ask(search.last_number + 1, radius_m, plan.batch_size, again=False)


def _look_again(under_way: OpenRound, plan: Plan) -> Ask:
    return Ask(under_way.number, _wider(under_way.radius_m, plan), plan.batch_size, again=True)


def _wider(radius_m: int, plan: Plan) -> int:
    return max(radius_m, min(radius_m + plan.radius_step_m, plan.widest_m))
