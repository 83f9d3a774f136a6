"""The final fare: what is metered, what failed, what came back. Whatever happens, the lines sum to the total."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porter.core.money import apply_bps
from porter.models.enums import Fault
from porter.services import pricing
from porter.services.pricing import Ending, Fare, FareLine, LineKind, Terms, Undelivered, Waited, WaitRule, final_fare
from porter.services.zones import CityRules, ReturnRule
from tests.services.pricing.test_fare import GST, TWO_WHEELER, policies, taxes, trips

MINUTE = 60
RULES = CityRules()
WAITING = replace(TWO_WHEELER, free_wait_s=600, wait_minor_per_minute=200)
TERMS = pricing.terms_of(WAITING, GST, RULES, (5200,))
GOLDEN = pricing.fare(WAITING, GST, pricing.TripFacts(distance_m=5200, duration_s=1080))


def labels(fare: Fare) -> dict[str, int]:
    """What the paper says."""
    return {line.label: line.minor for line in fare.lines}


def waited(minutes: float, sequence: int = 0, place: str = "the pickup") -> Waited:
    """So many minutes at a stop."""
    return Waited(sequence, place, int(minutes * MINUTE))


def test_an_order_without_changes_keeps_every_paisa_of_the_golden_case() -> None:
    final = final_fare(GOLDEN.lines, TERMS, Ending(waits=(waited(10.9),)))
    assert final.fare == GOLDEN
    assert (final.fare.total_minor, final.compensation_minor) == (9440, 0)


def test_waiting_is_charged_by_the_whole_minute_beyond_the_free_ones_at_each_stop() -> None:
    ending = Ending(waits=(waited(13.99), waited(12, 1, "the drop")))
    fare = final_fare(GOLDEN.lines, TERMS, ending).fare
    assert labels(fare) == {
        "Base fare": 5400,
        "Distance · 5.2 km": 2600,
        "Waiting at the pickup · 3 min": 600,
        "Waiting at the drop · 2 min": 400,
        "CGST · 9%": 810,
        "SGST · 9%": 810,
    }
    assert (fare.total_minor, fare.tax_minor) == (10_620, 1620)
    assert (fare.driver_payout_minor, fare.commission_minor) == (7200, 1800)


def test_waiting_has_an_end() -> None:
    rule = WaitRule(free_s=600, minor_per_minute=200, most_s=1800)
    assert [rule.minutes(waited_s) for waited_s in (0, 600, 659, 660, 2400, 99_999)] == [0, 0, 0, 1, 30, 30]
    assert rule.sentence("INR") == "10 min free at each stop, then ₹2 a minute"
    assert replace(rule, free_s=0).sentence("INR") == "Waiting: ₹2 a minute"
    assert replace(rule, minor_per_minute=0).sentence("INR") == ""


def test_a_drop_that_failed_takes_a_share_of_its_part_off() -> None:
    terms = replace(TERMS, drop_weights=(2000, 6000))
    ending = Ending(undelivered=(Undelivered(2, "drop 2", Fault.CUSTOMER),))
    fare = final_fare(GOLDEN.lines, terms, ending).fare
    assert labels(fare)["Drop 2 not delivered"] == -3000
    assert (fare.total_minor, fare.tax_minor, fare.driver_payout_minor) == (5900, 900, 4000)
    ours = Ending(undelivered=(Undelivered(2, "drop 2", Fault.PLATFORM),))
    final = final_fare(GOLDEN.lines, terms, ours)
    assert final.fare.driver_payout_minor + final.compensation_minor == GOLDEN.driver_payout_minor


@pytest.mark.parametrize(
    ("fault", "total", "payout", "compensation"),
    [
        (Fault.CUSTOMER, 14_160, 9600, 0),
        (Fault.NONE, 14_160, 9600, 0),
        (Fault.DRIVER, 0, 0, 0),
        (Fault.PLATFORM, 0, 0, 6400),
    ],
)
def test_goods_that_go_back_are_charged_by_fault(fault: Fault, total: int, payout: int, compensation: int) -> None:
    final = final_fare(GOLDEN.lines, TERMS, Ending(returned_by=fault))
    assert (final.fare.total_minor, final.fare.driver_payout_minor, final.compensation_minor) == (
        total,
        payout,
        compensation,
    )
    if total:
        assert labels(final.fare)["Return to the pickup · 50% of the ride"] == 4000


def test_the_meter_is_held_at_what_the_driver_was_shown() -> None:
    ending = Ending(waits=(waited(12), waited(14.5, 1, "the drop")))
    shown = final_fare(GOLDEN.lines, TERMS, replace(ending, waits=(waited(12), waited(13, 1, "the drop"))))
    held = pricing.as_collected(GOLDEN.lines, TERMS, ending, shown.fare.total_minor)
    assert held == shown
    assert pricing.as_collected(GOLDEN.lines, TERMS, ending, shown.fare.total_minor + 1) is None
    earlier = final_fare(GOLDEN.lines, TERMS, Ending(waits=(waited(11),)))  # what a phone showed before it went offline
    older = pricing.as_collected(GOLDEN.lines, TERMS, ending, earlier.fare.total_minor)
    assert older
    assert older.fare == earlier.fare
    more = final_fare(GOLDEN.lines, TERMS, replace(ending, waits=(waited(12), waited(16, 1, "the drop"))))
    assert pricing.as_collected(GOLDEN.lines, TERMS, ending, more.fare.total_minor) is None


def test_terms_come_back_as_they_were_stored() -> None:
    assert pricing.parse_terms(TERMS.plain()) == TERMS
    assert pricing.parse_terms({}) is None


faults = st.sampled_from(list(Fault))
raises = st.integers(0, 50_000).map(
    lambda minor: (FareLine("raise", "Your raise", minor, LineKind.RAISE),) if minor else ()
)
return_rules = st.builds(ReturnRule, forward_bps=st.integers(0, 10_000), return_bps=st.integers(0, 20_000))


@st.composite
def stories(draw: st.DrawFn) -> tuple[Fare, Terms, Ending]:
    """Any fare under any terms, and any end of it."""
    policy, tax, trip = draw(policies()), draw(taxes), draw(trips)
    quoted = pricing.fare(policy, tax, trip)
    drops = draw(st.lists(st.integers(0, 20_000), min_size=1, max_size=5))
    rules = RULES.model_copy(
        update={
            "undelivered_off_bps": {fault: draw(st.integers(0, 10_000)) for fault in Fault},
            "return_rules": {fault: draw(return_rules) for fault in Fault},
        }
    )
    waits = tuple(Waited(n, f"drop {n}", draw(st.integers(0, 20_000))) for n in range(len(drops) + 1))
    failed = tuple(Undelivered(n + 1, f"drop {n + 1}", draw(faults)) for n in range(len(drops)) if draw(st.booleans()))
    ending = Ending(waits, failed, draw(st.none() | faults))
    lines = (*quoted.lines, *draw(raises))
    frozen = replace(quoted, lines=lines, total_minor=sum(line.minor for line in lines))
    return frozen, pricing.terms_of(policy, tax, rules, drops), ending


@given(stories())
def test_lines_sum_to_the_total_and_shares_to_what_is_paid(story: tuple[Fare, Terms, Ending]) -> None:
    frozen, terms, ending = story
    final = final_fare(frozen.lines, terms, ending)
    fare = final.fare
    assert sum(line.minor for line in fare.lines) == fare.total_minor >= 0
    assert sum(line.minor for line in fare.lines if line.kind is LineKind.TAX) == fare.tax_minor >= 0
    discount = -sum(line.minor for line in fare.lines if line.kind is LineKind.DISCOUNT)
    assert fare.driver_payout_minor + fare.commission_minor + fare.tax_minor == fare.total_minor + discount
    assert fare.driver_payout_minor >= 0
    assert final.compensation_minor >= 0
    taxed = sum(line.minor for line in fare.lines if line.kind in {LineKind.RIDE, LineKind.SURGE, LineKind.DISCOUNT})
    assert fare.tax_minor == apply_bps(taxed, terms.tax.bps)


@given(stories())
def test_nothing_happened_nothing_changes(story: tuple[Fare, Terms, Ending]) -> None:
    frozen, terms, _ = story
    fare = final_fare(frozen.lines, terms, Ending()).fare
    assert (fare.lines, fare.total_minor, fare.tax_minor) == (frozen.lines, frozen.total_minor, frozen.tax_minor)


@given(stories(), st.integers(0, 3600))
def test_waiting_longer_is_never_cheaper(story: tuple[Fare, Terms, Ending], more_s: int) -> None:
    frozen, terms, ending = story
    *before, last = ending.waits
    longer = replace(ending, waits=(*before, replace(last, waited_s=last.waited_s + more_s)))
    less, more = (final_fare(frozen.lines, terms, one).fare.total_minor for one in (ending, longer))
    assert more >= less
