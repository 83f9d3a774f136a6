from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porter.core.money import BPS, Money, apply_bps, format_money, parse_minor, rate, split_minor, to_decimal

amounts = st.integers(-(10**12), 10**12)


@given(amounts)
def test_an_amount_survives_the_way_out_and_in(minor: int) -> None:
    assert parse_minor(to_decimal(minor)) == minor
    assert parse_minor(str(to_decimal(minor))) == minor


@pytest.mark.parametrize(
    "text", ["", "abc", "NaN", "Infinity", "-Infinity", "1.234", "1e30", "0x10", "1,000", "९x", None]
)
def test_what_is_no_amount_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        parse_minor(text)  # type: ignore[arg-type]


@given(amounts, st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any))
def test_a_split_loses_and_invents_nothing(total: int, weights: list[int]) -> None:
    parts = split_minor(total, weights)
    assert sum(parts) == total
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@given(amounts, st.lists(st.integers(1, 10**6), min_size=1, max_size=20))
def test_no_part_of_a_split_is_a_whole_unit_off(total: int, weights: list[int]) -> None:
    for part, weight in zip(split_minor(total, weights), weights, strict=True):
        assert abs(part * sum(weights) - total * weight) < sum(weights)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_weights_that_make_no_sense_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split_minor(100, weights)


@given(amounts, st.integers(0, 2 * BPS))
def test_a_share_is_the_nearest_whole_unit(minor: int, bps: int) -> None:
    share = apply_bps(minor, bps)
    assert abs(share * BPS - minor * bps) * 2 <= BPS
    assert apply_bps(-minor, bps) == -share


def test_halves_round_away_from_zero() -> None:
    assert apply_bps(50, 100) == 1  # 0.5
    assert apply_bps(-50, 100) == -1
    assert rate(500, 5_200, 1_000) == 2_600
    assert rate(1, 500, 1_000) == 1


@pytest.mark.parametrize(
    ("minor", "text"), [(0, "₹0.00"), (123_456_750, "₹12,34,567.50"), (-5, "-₹0.05"), (9_440, "₹94.40")]
)
def test_rupees_are_grouped_the_indian_way(minor: int, text: str) -> None:
    assert format_money(minor) == text


def test_paise_are_left_out_only_when_there_are_none() -> None:
    assert format_money(48_600, trim=True) == "₹486"
    assert format_money(48_650, trim=True) == "₹486.50"


def test_two_currencies_never_mix() -> None:
    assert Money(5) + Money(6) - Money(1) == -Money(-10)
    assert str(Money(9_440)) == "₹94.40"
    with pytest.raises(ValueError, match="cannot combine"):
        Money(1, "INR") + Money(1, "USD")


def test_decimals_keep_two_places() -> None:
    assert to_decimal(9_440) == Decimal("94.40")
    assert str(to_decimal(9_440)) == "94.40"
