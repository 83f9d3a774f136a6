"""Fares: the golden cases, and what holds for any rules and any trip."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porter.core.language import speaking
from porter.core.money import apply_bps
from porter.services.pricing import LineKind, Rates, Slab, Tax, TaxPart, TripFacts, fare

GST = Tax((TaxPart("CGST", "CGST", 900), TaxPart("SGST", "SGST", 900)))
TWO_WHEELER = Rates(base_minor=5400, slabs=(Slab(0, 500),))

amounts = st.integers(0, 500_000)
shares = st.integers(0, 5_000)


@st.composite
def policies(draw: st.DrawFn) -> Rates:
    """Any rules that a city could write."""
    starts = draw(st.lists(st.integers(1, 60_000), max_size=3, unique=True))
    slabs = tuple(Slab(start, draw(st.integers(0, 10_000))) for start in sorted([0, *starts]))
    return Rates(
        base_minor=draw(amounts),
        included_m=draw(st.integers(0, 10_000)),
        slabs=slabs,
        per_minute_minor=draw(st.integers(0, 1_000)),
        per_stop_minor=draw(amounts),
        free_wait_s=draw(st.integers(0, 3_600)),
        wait_minor_per_minute=draw(st.integers(0, 1_000)),
        minimum_minor=draw(amounts),
        night_bps=draw(shares),
        night_from_hour=draw(st.integers(0, 23)),
        night_to_hour=draw(st.integers(0, 23)),
        gratuity_bps=draw(shares),
        surcharge_bps=draw(shares),
        commission_bps=draw(st.integers(0, 10_000)),
    )


taxes = st.lists(st.integers(0, 2_000), max_size=3).map(
    lambda bps: Tax(tuple(TaxPart(f"T{n}", f"T{n}", part) for n, part in enumerate(bps)))
)
trips = st.builds(
    TripFacts,
    distance_m=st.integers(0, 100_000),
    duration_s=st.integers(0, 20_000),
    extra_stops=st.integers(0, 9),
    waiting_s=st.integers(0, 10_000),
    tolls_minor=amounts,
    discount_minor=amounts,
    local_hour=st.integers(0, 23),
    surge_bps=st.integers(10_000, 30_000),
)


def test_golden_two_wheeler() -> None:
    price = fare(TWO_WHEELER, GST, TripFacts(distance_m=5200, duration_s=1080))
    assert [(line.code, line.minor) for line in price.lines] == [
        ("base", 5400),
        ("distance", 2600),
        ("cgst", 720),
        ("sgst", 720),
    ]
    assert (price.total_minor, price.tax_minor) == (9440, 1440)
    assert (price.driver_payout_minor, price.commission_minor) == (6400, 1600)
    assert price.lines[1].label == "Distance · 5.2 km"


def test_golden_limousine() -> None:
    limousine = Rates(base_minor=10_000, gratuity_bps=1500, surcharge_bps=1000, commission_bps=2000)
    tax = Tax((TaxPart("TAX", "Tax", 800),))
    price = fare(limousine, tax, TripFacts(distance_m=0, duration_s=0, tolls_minor=500))
    assert [(line.code, line.minor) for line in price.lines] == [
        ("base", 10_000),
        ("gratuity", 1500),
        ("tolls", 500),
        ("tax", 800),
        ("surcharge", 1280),
    ]
    assert price.total_minor == 14_080
    assert price.driver_payout_minor == 8000 + 1500 + 500


def test_slabs_begin_where_they_say_and_included_metres_cost_nothing() -> None:
    policy = Rates(base_minor=0, included_m=1500, slabs=(Slab(0, 3000), Slab(10_000, 2600)))
    assert fare(policy, Tax(), TripFacts(1500, 0)).total_minor == 0
    assert fare(policy, Tax(), TripFacts(10_000, 0)).total_minor == 25_500
    assert fare(policy, Tax(), TripFacts(12_000, 0)).total_minor == 25_500 + 5200


@pytest.mark.parametrize(("metres", "minor"), [(0, 0), (1, 1), (2, 1), (3, 2), (5, 3)])
def test_half_a_paisa_is_rounded_up(metres: int, minor: int) -> None:
    assert fare(Rates(base_minor=0, slabs=(Slab(0, 500),)), Tax(), TripFacts(metres, 0)).total_minor == minor


@pytest.mark.parametrize(("hour", "at_night"), [(21, False), (22, True), (0, True), (5, True), (6, False), (12, False)])
def test_night_runs_over_midnight(hour: int, at_night: bool) -> None:
    price = fare(replace(TWO_WHEELER, night_bps=1000), GST, TripFacts(5200, 0, local_hour=hour))
    assert ("night" in {line.code for line in price.lines}) is at_night


def test_the_driver_gets_surge_whole_as_a_flat_amount() -> None:
    calm = fare(TWO_WHEELER, GST, TripFacts(5200, 0))
    busy = fare(TWO_WHEELER, GST, TripFacts(5200, 0, surge_bps=15_000))
    surge = next(line for line in busy.lines if line.kind is LineKind.SURGE)
    assert (surge.minor, surge.label) == (4000, "High demand · ×1.5")
    assert busy.driver_payout_minor == calm.driver_payout_minor + 4000
    assert busy.commission_minor == calm.commission_minor


def test_a_discount_is_ours_to_bear_and_never_below_zero() -> None:
    price = fare(TWO_WHEELER, GST, TripFacts(5200, 0, discount_minor=1_000_000))
    assert price.total_minor == 0
    assert price.driver_payout_minor == 6400


@given(policies(), taxes, trips)
def test_lines_sum_exactly_to_the_total(policy: Rates, tax: Tax, trip: TripFacts) -> None:
    price = fare(policy, tax, trip)
    assert sum(line.minor for line in price.lines) == price.total_minor >= 0
    assert all(line.minor for line in price.lines)
    assert sum(line.minor for line in price.lines if line.kind is LineKind.TAX) == price.tax_minor


@given(policies(), taxes, trips)
def test_everything_paid_goes_to_somebody(policy: Rates, tax: Tax, trip: TripFacts) -> None:
    price = fare(policy, tax, trip)
    discount = -sum(line.minor for line in price.lines if line.kind is LineKind.DISCOUNT)
    assert price.total_minor + discount == price.driver_payout_minor + price.commission_minor + price.tax_minor
    assert price.commission_minor >= 0
    assert price.driver_payout_minor >= 0


@given(policies(), taxes, trips, st.integers(0, 50_000))
def test_farther_is_never_cheaper(policy: Rates, tax: Tax, trip: TripFacts, more_m: int) -> None:
    farther = replace(trip, distance_m=trip.distance_m + more_m)
    assert fare(policy, tax, farther).total_minor >= fare(policy, tax, trip).total_minor


@given(policies(), taxes, trips)
def test_tax_is_rounded_once_and_its_parts_differ_by_less_than_a_paisa(
    policy: Rates, tax: Tax, trip: TripFacts
) -> None:
    price = fare(policy, tax, trip)
    taxed = sum(line.minor for line in price.lines if line.kind in {LineKind.RIDE, LineKind.SURGE, LineKind.DISCOUNT})
    assert price.tax_minor == apply_bps(taxed, tax.bps)
    by_code = {line.code: line.minor for line in price.lines if line.kind is LineKind.TAX}
    for part in tax.parts:
        assert abs(by_code.get(part.code.lower(), 0) - taxed * part.bps / 10_000) <= 1


@given(policies(), taxes, trips)
def test_never_below_the_minimum(policy: Rates, tax: Tax, trip: TripFacts) -> None:
    price = fare(policy, tax, replace(trip, discount_minor=0))
    assert sum(line.minor for line in price.lines if line.kind is LineKind.RIDE) >= policy.minimum_minor


def test_the_lines_are_in_one_language_whoever_asked_for_the_price() -> None:
    """They are kept with the order: customer, driver and the invoice read the same words."""
    trip = TripFacts(distance_m=5200, duration_s=1080)
    with speaking("hi"):
        asked_in_hindi = fare(TWO_WHEELER, GST, trip)
    assert asked_in_hindi == fare(TWO_WHEELER, GST, trip)
