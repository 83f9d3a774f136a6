"""Words for numbers about drivers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porter.models import Driver
from porter.services.drivers import rating_text, trips_text


@given(st.lists(st.integers(1, 5), min_size=1, max_size=400))
def test_a_rating_is_the_mean_to_one_decimal(stars: list[int]) -> None:
    shown = rating_text(Driver(rating_sum=sum(stars), rating_count=len(stars)))
    assert abs(float(shown) - sum(stars) / len(stars)) <= 0.05 + 1e-9


def test_nobody_has_rated_a_new_driver() -> None:
    assert rating_text(Driver()) == "New"


@pytest.mark.parametrize(("count", "text"), [(0, "No trips yet"), (1, "1 trip"), (1200, "1,200 trips")])
def test_trips_are_counted_in_words(count: int, text: str) -> None:
    assert trips_text(count) == text
