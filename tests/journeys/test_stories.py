"""Whole stories of one order, from the first price to the last word, every edge of its life that people can take."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from porter.core import clock
from porter.tasks.drain import drain
from tests.journeys.cast import DOMLUR, INDIRANAGAR, KORAMANGALA, City, demo_city, done
from tests.servers import TestServers


@pytest.fixture
async def city(database: TestServers) -> AsyncIterator[City]:
    """The demo city."""
    async with demo_city() as made:
        yield made


async def test_from_the_first_price_to_the_receipt(city: City) -> None:
    """Two drops; everybody sees their side; the money adds up."""
    await city.ravi.waits_at(KORAMANGALA)
    order_id = await city.asha.books(KORAMANGALA, DOMLUR, INDIRANAGAR)
    assert (await city.asha.sees(order_id))["status"] == "searching_driver"
    assert await city.ravi.offers() == [order_id]

    job = await city.ravi.accepts(order_id)
    assert job["step"] == "go_to_pickup"
    seen = await city.asha.sees(order_id)
    assert (seen["status"], seen["driver"]["name"]) == ("assigned", "Ravi")
    pickup, *drops = seen["stops"]
    assert all(len(stop["otp"]) == 4 for stop in seen["stops"])
    assert {stop["otp"] for stop in job["stops"]} == {""}

    await city.ravi.does(order_id, "arrive", pickup)
    await city.ravi.does(order_id, "start_loading")
    job = await city.ravi.does(order_id, "hand_over", pickup, otp=pickup["otp"])
    assert (job["step"], (await city.asha.sees(order_id))["status"]) == ("go_to_drop", "in_transit")
    for drop in drops:
        await city.ravi.does(order_id, "arrive", drop)
        job = await city.ravi.does(order_id, "hand_over", drop, otp=drop["otp"])
    assert (job["step"], await city.ravi.sees_job()) == ("done", None)

    seen = await city.asha.sees(order_id)
    receipt = done(await city.asha.api.get(f"/api/v1/orders/{order_id}/receipt"))["receipt"]
    assert (seen["status"], seen["receipt_number"]) == ("delivered", receipt["number"])
    assert sum(line["amount_minor"] for line in receipt["lines"]) == pytest.approx(receipt["total_minor"])
    earned = done(await city.ravi.api.get("/api/v1/pilots/earnings"))["earnings"]
    assert [trip["order_number"] for trip in earned["trips"]] == [seen["number"]]
    done(await city.asha.api.post(f"/api/v1/orders/{order_id}/rate", json={"stars": 5, "tags": ["Careful"]}))
    assert (await city.asha.sees(order_id))["rated_stars"] == 5
    assert "Delivered" in " ".join(await city.asha.reads())
    told = await city.meera.reads_timeline(order_id)
    steps = ["order.placed", "driver.assigned", "order.picked_up", "order.delivered"]
    assert [event for event in told if event in steps] == steps
    assert (await city.meera.traces(order_id))["asked"] == 1


async def test_cancelling_costs_what_was_shown_and_frees_the_driver(city: City) -> None:
    """Nothing while searching; a fee when the driver has been on the way for a while."""
    await city.ravi.waits_at(KORAMANGALA)
    early = await city.asha.books()
    free = await city.asha.sees_fee(early)
    assert (free["allowed"], free["fee"]) == (True, 0)
    assert (await city.asha.cancels(early, free))["status"] == "cancelled"
    assert await city.ravi.offers() == []

    late = await city.asha.books()
    await city.ravi.accepts(late)
    with clock.travel(timedelta(minutes=12)):
        await city.ravi.is_at(DOMLUR)
        fee = await city.asha.sees_fee(late)
        assert fee["fee"] > 0
        stale = {"reason": "Plans changed", "expected_fee": 0}
        refused = await city.asha.api.put(f"/api/v1/orders/{late}/cancel", json=stale)
        assert (refused.status_code, refused.json()["code"]) == (409, "fee_changed")
        assert (await city.asha.sees(late))["status"] == "assigned"
        order = await city.asha.cancels(late, fee)
        assert (order["status"], order["cancel_fee_minor"]) == ("cancelled", round(fee["fee"] * 100))
        assert await city.ravi.sees_job() is None
    with clock.travel(timedelta(minutes=30)):
        await city.ravi.is_at(KORAMANGALA)
        again = await city.asha.books()
        assert await city.ravi.offers() == [again]


async def test_nobody_comes_until_more_is_offered(city: City) -> None:
    """The search ends, the customer raises, a driver who has come in the meantime takes it."""
    order_id = await city.asha.books()
    with clock.travel(timedelta(minutes=6)):
        await drain()
        seen = await city.asha.sees(order_id)
        assert (seen["status"], seen["can_raise"], seen["can_search_again"]) == ("no_driver", True, True)
        await city.ravi.waits_at(KORAMANGALA)
        assert await city.ravi.offers() == []
        await city.asha.raises(order_id, 40)
        assert (await city.asha.sees(order_id))["status"] == "searching_driver"
        assert await city.ravi.offers() == [order_id]
        job = await city.ravi.accepts(order_id)
        assert job["payout_text"]
        seen = await city.asha.sees(order_id)
        assert (seen["status"], seen["raise_minor"]) == ("assigned", 4000)
        assert [line["label"] for line in seen["lines"] if line["kind"] == "raise"] == ["Your raise"]


async def test_who_gives_an_order_back_is_never_asked_for_it_again(city: City) -> None:
    """The other one is, takes it, and is whom the customer sees."""
    await city.ravi.waits_at(KORAMANGALA)
    order_id = await city.asha.books()
    await city.ravi.accepts(order_id)
    await city.ravi.gives_back(order_id)
    seen = await city.asha.sees(order_id)
    assert (seen["status"], seen["driver"]) == ("searching_driver", None)
    await city.ravi.is_at(KORAMANGALA)
    await city.sunil.waits_at(KORAMANGALA)
    with clock.travel(timedelta(seconds=30)):
        await city.ravi.is_at(KORAMANGALA)
        await city.sunil.is_at(KORAMANGALA)
        await drain()
        assert (await city.ravi.offers(), await city.sunil.offers()) == ([], [order_id])
        await city.sunil.accepts(order_id)
    assert (await city.asha.sees(order_id))["driver"]["name"] == "Sunil"
    late = await city.ravi.tries_to_accept(order_id)
    assert late.status_code in (404, 409)


async def test_an_offer_that_ran_out_cannot_be_taken(city: City) -> None:
    """The next driver is asked instead."""
    await city.ravi.waits_at(KORAMANGALA)
    order_id = await city.asha.books()
    assert await city.ravi.offers() == [order_id]
    with clock.travel(timedelta(seconds=25)):
        late = await city.ravi.tries_to_accept(order_id)
        assert (late.status_code, late.json()["code"]) == (410, "offer_expired")
        await city.sunil.waits_at(KORAMANGALA)
    with clock.travel(timedelta(seconds=32)):  # nobody was there: the search looks again after a few seconds
        await drain()
        assert await city.sunil.offers() == [order_id]


async def test_declining_passes_the_order_on_at_once(city: City) -> None:
    """Without waiting for the end of the offer; two at once have one winner."""
    await city.ravi.waits_at(KORAMANGALA)
    await city.sunil.waits_at(KORAMANGALA)
    order_id = await city.asha.books()
    assert (await city.ravi.offers(), await city.sunil.offers()) == ([order_id], [order_id])
    await city.ravi.declines(order_id)
    assert await city.ravi.offers() == []
    await city.sunil.accepts(order_id)
    refused = await city.ravi.tries_to_accept(order_id)
    assert refused.status_code == 409
    assert (await city.asha.sees(order_id))["driver"]["name"] == "Sunil"


async def test_a_drop_that_fails_sends_the_goods_back(city: City) -> None:
    """Failed with a reason, returned to the pickup, the driver free."""
    await city.ravi.waits_at(KORAMANGALA)
    order_id = await city.asha.books()
    await city.ravi.accepts(order_id)
    pickup, drop = (await city.asha.sees(order_id))["stops"]
    await city.ravi.does(order_id, "arrive", pickup)
    await city.ravi.does(order_id, "start_loading")
    await city.ravi.does(order_id, "hand_over", pickup, otp=pickup["otp"])
    await city.ravi.does(order_id, "arrive", drop)
    silent = await city.ravi.tries(order_id, "fail", drop)
    assert silent.status_code == 400
    await city.ravi.does(order_id, "fail", drop, reason="Nobody opened")
    seen = await city.asha.sees(order_id)
    assert (seen["status"], seen["stops"][1]["failed_reason"]) == ("returning", "Nobody opened")
    place = {"lat": pickup["lat"], "lng": pickup["lng"], "accuracy_m": 5}
    await city.ravi.does(order_id, "return_goods", **place)
    assert (await city.asha.sees(order_id))["status"] == "returned"
    assert await city.ravi.sees_job() is None


async def test_operations_give_the_order_to_somebody_and_then_to_somebody_else(city: City) -> None:
    """By hand, when nobody came; the first driver's screen is free again."""
    order_id = await city.asha.books()
    with clock.travel(timedelta(minutes=6)):
        await drain()
        await city.ravi.waits_at(INDIRANAGAR)
        await city.sunil.waits_at(INDIRANAGAR)
        await city.meera.assigns(order_id, city.ravi)
        job = await city.ravi.sees_job()
        assert job is not None
        assert job["order_id"] == order_id
        await city.meera.assigns(order_id, city.sunil, "reassign")
        assert await city.ravi.sees_job() is None
        assert (await city.asha.sees(order_id))["driver"]["name"] == "Sunil"
        refused = await city.ravi.tries(order_id, "start_loading")
        assert refused.status_code in (404, 409)


async def test_a_driver_who_is_suspended_is_asked_no_more_and_another_is(city: City) -> None:
    """In the middle of a search; the person is out everywhere at once."""
    await city.ravi.waits_at(KORAMANGALA)
    order_id = await city.asha.books()
    assert await city.ravi.offers() == [order_id]
    await city.sunil.waits_at(KORAMANGALA)
    await city.meera.suspends(city.ravi)
    assert (await city.ravi.api.get("/api/v1/pilots/jobs/available")).status_code == 401
    assert await city.sunil.offers() == [order_id]


async def test_steps_from_a_dead_zone_are_replayed_once_in_their_order(city: City) -> None:
    """Late, twice, with the phone's own times: the story is as it happened."""
    await city.ravi.waits_at(KORAMANGALA)
    order_id = await city.asha.books()
    await city.ravi.accepts(order_id)
    pickup, _ = (await city.asha.sees(order_id))["stops"]
    begun = clock.now()
    queue = [
        ("arrive", {"device_time": (begun + timedelta(minutes=1)).isoformat()}),
        ("start_loading", {"device_time": (begun + timedelta(minutes=2)).isoformat()}),
        ("hand_over", {"device_time": (begun + timedelta(minutes=9)).isoformat(), "otp": pickup["otp"]}),
    ]
    with clock.travel(timedelta(minutes=20)):
        for _ in range(2):
            for action, more in queue:
                await city.ravi.does(order_id, action, None if action == "start_loading" else pickup, **more)
    events = await city.meera.reads_timeline(order_id)
    assert events.count("order.picked_up") == 1
    seen = await city.asha.sees(order_id)
    picked_up = clock.datetime.fromisoformat(seen["stops"][0]["done_at"])
    assert picked_up - begun == pytest.approx(timedelta(minutes=9), abs=timedelta(seconds=2))
    assert seen["status"] == "in_transit"
