"""The soaks, scaled down; `make soak` runs them at full size."""

import pytest

from tests.soak import operations, paise, spends


@pytest.mark.usefixtures("database")
async def test_random_events_leave_the_books_sound() -> None:
    seen = await operations.soak(600, check_every=200)
    assert sum(seen.values()) == 600
    assert {"order", "hold", "refused", "reversed", "booked before"} <= set(seen)


@pytest.mark.usefixtures("database")
async def test_exactly_as_many_spends_as_the_wallet_can_pay() -> None:
    assert await spends.soak(60, 11) == {"paid": 11, "refused": 49}


def test_no_paisa_is_lost_in_fares_refunds_and_splits() -> None:
    assert paise.soak(3_000) == 0
