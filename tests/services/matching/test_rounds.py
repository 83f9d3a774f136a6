"""The decision of a search: the numbers of PRODUCT.md §8, and properties that hold in every state."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porter.models.enums import MatchingMode, OrderStatus
from porter.services.matching import Ask, Exhausted, OpenRound, Over, Plan, Search, Wait, decide_round, plan
from porter.services.matching.rounds import ends_of_offers
from porter.services.zones import CityRules
from tests.services.matching.facts import NOW

BATCH = plan(CityRules())
BEGUN = Search(OrderStatus.SEARCHING_DRIVER, NOW + timedelta(seconds=300), 0, 0, 0, None)

open_rounds = st.builds(
    OpenRound,
    number=st.integers(1, 6),
    radius_m=st.integers(2000, 3500),
    asked=st.integers(0, 3),
    open_offers=st.integers(0, 3),
    due_at=st.integers(-30, 30).map(lambda s: NOW + timedelta(seconds=s)),
).filter(lambda round_: round_.open_offers <= round_.asked)

searches = st.builds(
    Search,
    status=st.sampled_from(OrderStatus),
    ends_at=st.integers(-5, 300).map(lambda s: NOW + timedelta(seconds=s)),
    last_number=st.integers(0, 6),
    last_radius_m=st.integers(2000, 3500),
    rounds_at_payout=st.integers(0, 6),
    open_round=st.none() | open_rounds,
)

plans = st.sampled_from([plan(CityRules(matching_mode=mode)) for mode in MatchingMode])


def test_the_product_numbers() -> None:
    assert Plan(batch_size=3, rounds=4, offer_s=20, radius_m=2000, radius_step_m=500, widest_m=3500) == BATCH


def test_the_modes_are_the_same_search_with_other_numbers() -> None:
    one = plan(CityRules(matching_mode=MatchingMode.ONE_BY_ONE))
    assert (one.batch_size, one.rounds) == (1, 12)
    everybody = plan(CityRules(matching_mode=MatchingMode.BROADCAST))
    assert (everybody.batch_size, everybody.rounds) == (50, 4)
    assert plan(CityRules(matching_mode=MatchingMode.MANUAL)).batch_size == 0


def test_a_search_that_nobody_answers_grows_four_times_and_ends() -> None:
    search, radii = BEGUN, []
    for _ in range(10):
        decision = decide_round(search, BATCH, NOW)
        if not isinstance(decision, Ask):
            break
        radii.append(decision.radius_m)
        search = replace(
            search,
            last_number=decision.number,
            last_radius_m=decision.radius_m,
            rounds_at_payout=search.rounds_at_payout + 1,
            open_round=OpenRound(decision.number, decision.radius_m, 3, 0, NOW),
        )
    assert radii == [2000, 2500, 3000, 3500]
    assert decision == Exhausted("Everybody nearby has been asked.")


def test_a_round_waits_for_its_answers_and_not_longer() -> None:
    due = NOW + timedelta(seconds=20)
    waiting = replace(BEGUN, last_number=1, last_radius_m=2000, open_round=OpenRound(1, 2000, 3, 1, due))
    assert decide_round(waiting, BATCH, NOW) == Wait(due)
    answered = replace(waiting, open_round=OpenRound(1, 2000, 3, 0, due))
    assert decide_round(answered, BATCH, NOW) == Ask(2, 2500, 3, again=False)
    assert decide_round(waiting, BATCH, due) == Ask(2, 2500, 3, again=False)


def test_a_round_that_found_nobody_looks_again_wider_and_is_not_used_up() -> None:
    empty = replace(BEGUN, last_number=1, last_radius_m=3300, open_round=OpenRound(1, 3300, 0, 0, NOW))
    assert decide_round(empty, BATCH, NOW) == Ask(1, 3500, 3, again=True)
    assert isinstance(decide_round(empty, BATCH, NOW - timedelta(seconds=1)), Wait)


def test_a_raise_gives_the_search_its_rounds_again() -> None:
    spent = replace(BEGUN, last_number=4, last_radius_m=3500, rounds_at_payout=4)
    assert isinstance(decide_round(spent, BATCH, NOW), Exhausted)
    assert decide_round(replace(spent, rounds_at_payout=0), BATCH, NOW) == Ask(5, 3500, 3, again=False)


@pytest.mark.parametrize("status", [each for each in OrderStatus if each is not OrderStatus.SEARCHING_DRIVER])
def test_an_order_that_does_not_search_asks_nobody(status: OrderStatus) -> None:
    assert decide_round(replace(BEGUN, status=status), BATCH, NOW) == Over()


@given(search=searches, plan=plans)
def test_every_decision_is_lawful(search: Search, plan: Plan) -> None:
    decision = decide_round(search, plan, NOW)
    assert decision == decide_round(search, plan, NOW)
    if search.status is not OrderStatus.SEARCHING_DRIVER:
        assert decision == Over()
        return
    if search.ends_at <= NOW:
        assert isinstance(decision, Exhausted)
        return
    match decision:
        case Wait(until):
            assert NOW < until <= search.ends_at
        case Ask(number, radius_m, batch_size, again):
            assert batch_size == plan.batch_size
            assert radius_m >= plan.radius_m
            assert number == (search.open_round.number if again and search.open_round else search.last_number + 1)
        case Exhausted():
            assert search.rounds_at_payout >= plan.rounds
        case Over():
            pytest.fail("a searching order is not over")


@given(search=searches, plan=plans)
def test_nobody_is_hurried_while_an_offer_stands(search: Search, plan: Plan) -> None:
    standing = search.open_round
    if standing and standing.open_offers and standing.due_at > NOW and search.ends_at > NOW:
        assert not isinstance(decide_round(search, plan, NOW), Ask)


@given(search=searches, plan=plans)
def test_offers_end_with_the_search(search: Search, plan: Plan) -> None:
    assert ends_of_offers(search, plan, NOW) <= search.ends_at
    assert ends_of_offers(search, plan, NOW) <= NOW + timedelta(seconds=plan.offer_s)
