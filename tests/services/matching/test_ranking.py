"""Who is asked first: properties of the order, whatever the crowd."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from porter.services.matching import Contender, rank
from porter.services.matching.ranking import OFFERS_THAT_COUNT, SWAY_S, score_parts
from tests.services.matching.facts import NOW, contenders, crowds, driver, need


@given(crowd=crowds, shuffle=st.randoms())
def test_everybody_has_one_place_whatever_the_order_of_arrival(crowd: tuple[Contender, ...], shuffle: object) -> None:
    mixed = list(crowd)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    ranked = rank(mixed, need(), NOW)
    assert [each.rank for each in ranked] == list(range(1, len(crowd) + 1))
    assert ranked == rank(crowd, need(), NOW)


@given(crowd=crowds)
def test_scores_rise_with_the_places_and_are_the_sum_of_their_parts(crowd: tuple[Contender, ...]) -> None:
    ranked = rank(crowd, need(), NOW)
    assert [each.score for each in ranked] == sorted(each.score for each in ranked)
    assert all(each.score == sum(each.parts.values()) for each in ranked)


@given(one=contenders(1), other=contenders(2))
def test_nobody_overtakes_a_driver_who_is_far_nearer_by_road(one: Contender, other: Contender) -> None:
    other = replace(other, eta_s=one.eta_s + SWAY_S + 1)
    assert rank([other, one], need(), NOW)[0].contender is one


@given(contender=contenders())
def test_what_is_not_road_time_stays_within_its_weight(contender: Contender) -> None:
    parts = score_parts(contender, need(), NOW)
    assert parts["eta_s"] == contender.eta_s
    assert all(value >= 0 for value in parts.values())
    assert sum(parts.values()) - parts["eta_s"] <= SWAY_S


@given(contender=contenders(), stars=st.integers(1, 4))
def test_a_better_rating_never_harms(contender: Contender, stars: int) -> None:
    rated = [
        replace(contender, driver=replace(contender.driver, rating_count=100, rating_sum=100 * each))
        for each in (stars, stars + 1)
    ]
    worse, better = (sum(score_parts(each, need(), NOW).values()) for each in rated)
    assert better < worse


@given(contender=contenders(), waited=st.integers(0, 3000))
def test_longer_waiting_never_harms(contender: Contender, waited: int) -> None:
    short = replace(contender, driver=replace(contender.driver, free_since=NOW - timedelta(seconds=waited)))
    longer = replace(contender, driver=replace(contender.driver, free_since=NOW - timedelta(seconds=waited + 60)))
    assert score_parts(longer, need(), NOW)["idle"] <= score_parts(short, need(), NOW)["idle"]


def test_acceptance_counts_only_after_twenty_offers() -> None:
    few = Contender(driver(), 60, 500, OFFERS_THAT_COUNT - 1, 0)
    enough = Contender(driver(), 60, 500, OFFERS_THAT_COUNT, 0)
    assert score_parts(few, need(), NOW)["acceptance"] == 0
    assert score_parts(enough, need(), NOW)["acceptance"] == 60


def test_driving_away_costs_and_standing_still_does_not() -> None:
    south_west = {"heading_deg": 210.0}
    towards = Contender(driver(**south_west, speed_kmh=30.0), 60, 500, 0, 0)
    away = Contender(driver(heading_deg=30.0, speed_kmh=30.0), 60, 500, 0, 0)
    parked = Contender(driver(heading_deg=30.0, speed_kmh=2.0), 60, 500, 0, 0)
    assert score_parts(towards, need(), NOW)["heading"] < 2
    assert score_parts(away, need(), NOW)["heading"] > 18
    assert score_parts(parked, need(), NOW)["heading"] == 0
