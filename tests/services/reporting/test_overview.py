"""The city in numbers: what is counted, and against what."""

from datetime import UTC, datetime, timedelta

import pytest

from porter.core import clock, db
from porter.core.errors import NotFound
from porter.services import orders, reporting
from porter.services.reporting import OverviewView, StatView
from tests import booking

NOON = datetime(2026, 11, 18, 6, 30, tzinfo=UTC)
"""In Bengaluru."""


@pytest.fixture(autouse=True)
async def _city(database: object) -> None:
    await booking.demo_city()


async def seen(by: str = "Meera") -> OverviewView:
    """The overview of somebody of operations."""
    meera = await booking.operations(name=by)
    async with db.reading() as session:
        return await reporting.overview(session, meera)


def of(view: OverviewView, key: str) -> StatView:
    """One number."""
    return next(stat for stat in (*view.now, *view.today) if stat.key == key)


async def test_an_empty_city_is_all_noughts() -> None:
    """Nothing divides by nothing, and nothing is compared with nothing."""
    view = await seen()
    assert [stat.value_text for stat in view.now] == ["0", "0", "0"]
    assert of(view, "orders").value_text == "0" and of(view, "orders").trend_text == ""
    assert of(view, "wait").value_text == "–"
    assert of(view, "revenue").value_text == "₹0"


async def test_one_order_on_each_side_of_the_search() -> None:
    """One searches, one is delivered: each is counted where it belongs, and the money once."""
    asha, ravi = await booking.customer(), await booking.driver()
    done = await booking.booked(asha)
    await booking.delivered(done.id, ravi)
    await booking.booked(asha)
    view = await seen()
    assert of(view, "searching").value_text == "1"
    assert of(view, "searching").href == "/ops/orders?status=searching_driver&when=all"
    assert of(view, "delivered").href == "/ops/orders?status=delivered&when=today"
    assert of(view, "active").value_text == "0"
    assert of(view, "online").value_text == "1" and of(view, "online").note == "of 1 approved"
    assert of(view, "orders").value_text == "2"
    assert of(view, "delivered").value_text == "1"
    assert of(view, "revenue").value_text.replace(".00", "") == done.total_text.replace(".00", "")
    assert of(view, "wait").value_text.endswith("s")
    assert sum(of(view, "orders").series) == 2


async def test_today_is_compared_with_the_same_time_yesterday() -> None:
    """Three until noon against two until noon of yesterday; the one of yesterday afternoon does not count yet."""
    for n, hours in enumerate((0, 1, 2, 25, 26, 22)):
        with clock.travel(NOON - timedelta(hours=hours)):
            await booking.booked(await booking.customer(phone=f"+91900000020{n}"))
    with clock.travel(NOON + timedelta(seconds=1)):
        placed = of(await seen(), "orders")
    assert (placed.value_text, placed.trend_text, placed.trend_tone) == ("3", "+50 %", "good")
    assert placed.note == "2 by now yesterday"
    assert placed.series[-3:] == (1, 1, 1) and len(placed.series) == 13


async def test_a_cancelled_search_is_unfulfilled() -> None:
    """Cancelled before any driver came: lost demand. Cancelled with a driver on the way: not."""
    asha, ravi = await booking.customer(), await booking.driver()
    lost, given = await booking.booked(asha), await booking.booked(asha)
    await booking.taken(given.id, ravi)
    async with db.transaction() as session:
        await orders.cancel(session, asha, lost.id, "Nobody came")
        await orders.cancel(session, asha, given.id, "Changed my mind")
    view = await seen()
    assert of(view, "cancelled").value_text == "2"
    assert of(view, "unfulfilled").value_text == "1"
    assert of(view, "unfulfilled").href == "/ops/orders?status=cancelled%2Cno_driver&when=today", "it is among them"


async def test_customers_do_not_see_the_city() -> None:
    """Not found, as for anything that is not theirs."""
    asha = await booking.customer()
    async with db.reading() as session:
        with pytest.raises(NotFound):
            await reporting.overview(session, asha)
