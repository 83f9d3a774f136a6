"""What of the planned way comes after the next stop. Pure."""

from dataclasses import replace
from uuid import UUID

import pytest

from porter.core.geo import Point, decode_polyline, encode_polyline
from porter.models.enums import OrderStatus, StopStatus
from porter.services.tracking.progress import Job, StopAt, later

PICKUP, FIRST, CORNER, SECOND = (Point(12.93, lng) for lng in (77.60, 77.62, 77.63, 77.64))
DONE, PENDING = StopStatus.DONE, StopStatus.PENDING


def job(*words: StopStatus, status: OrderStatus = OrderStatus.IN_TRANSIT) -> Job:
    """Two drops on one road."""
    return Job(
        order_id=UUID(int=1),
        number="PRT-1",
        status=status,
        customer_id=UUID(int=2),
        polyline=encode_polyline([PICKUP, FIRST, CORNER, SECOND]),
        distance_m=4_300,
        duration_s=900,
        speed_kmh=20,
        stops=tuple(
            StopAt(UUID(int=3 + place), place, word, point)
            for place, (word, point) in enumerate(zip(words, (PICKUP, FIRST, SECOND), strict=True))
        ),
    )


def test_on_the_way_to_the_pickup_the_whole_trip_is_still_to_come() -> None:
    assert decode_polyline(later(job(PENDING, PENDING, PENDING))) == [PICKUP, FIRST, CORNER, SECOND]


def test_on_the_way_to_the_first_drop_the_second_leg_is() -> None:
    assert decode_polyline(later(job(DONE, PENDING, PENDING))) == [FIRST, CORNER, SECOND]


@pytest.mark.parametrize("done", [(DONE, DONE, PENDING), (DONE, DONE, DONE)])
def test_after_the_last_stop_nothing_comes(done: tuple[StopStatus, ...]) -> None:
    assert later(job(*done)) == ""


@pytest.mark.parametrize("status", [OrderStatus.FAILED, OrderStatus.RETURNING])
def test_goods_that_go_back_see_no_other_stop(status: OrderStatus) -> None:
    assert later(job(DONE, StopStatus.FAILED, PENDING, status=status)) == ""


def test_without_a_planned_way_none_is_made_up() -> None:
    assert later(replace(job(DONE, PENDING, PENDING), polyline="")) == ""
