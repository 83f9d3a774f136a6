"""A search from the order to its end: who is asked, when, how wide, and what is left behind."""

from datetime import timedelta
from uuid import UUID

import pytest

from porter.core import clock, db, live
from porter.core.redis import bus
from porter.models import Account, Driver, Order, Rating
from porter.models.enums import AccountStatus, OfferStatus, OrderStatus, RoundStatus, Verification
from porter.services import drivers, matching, orders
from porter.services.accounts import Actor
from porter.tasks.drain import drain
from tests.services.matching.town import (
    PAYOUT_MINOR,
    Town,
    assignments_of,
    candidates_of,
    offer_to,
    offers_of,
    order_row,
    rounds_of,
    stand,
)


async def decline(driver: Actor, order_id: UUID, reason: str = "Too far") -> None:
    async with db.transaction() as session:
        await matching.decline_offer(session, driver, order_id, reason)


async def test_the_three_soonest_are_asked_at_once(town: Town) -> None:
    everybody = [await town.driver(f"Driver{away}", away_m=away) for away in (300, 600, 900, 1800)]
    order_id = await town.order(await town.customer())
    await drain()

    candidates = sorted(await candidates_of(order_id), key=lambda candidate: candidate.rank or 0)
    assert [candidate.rank for candidate in candidates] == [1, 2, 3, 4]
    assert {candidate.driver_id for candidate in candidates} == {driver.id for driver in everybody}
    etas = [candidate.eta_s for candidate in candidates]
    assert etas == sorted(etas, key=lambda eta_s: eta_s or 0)
    offers = await offers_of(order_id)
    assert {offer.driver_id for offer in offers} == {candidate.driver_id for candidate in candidates[:3]}
    assert all(offer.status is OfferStatus.SENT for offer in offers)
    assert all(offer.expires_at - offer.sent_at <= timedelta(seconds=20) for offer in offers)
    [round_] = await rounds_of(order_id)
    assert (round_.number, round_.radius_m, round_.considered, round_.asked) == (1, 2000, 4, 3)


async def test_the_driver_sees_what_there_is_to_decide_and_no_more(town: Town) -> None:
    ravi = await town.driver("Ravi")
    order_id = await town.order(await town.customer())
    await drain()

    async with db.reading() as session:
        offer = await matching.current_offer(session, ravi)
    assert offer is not None
    assert offer.order_id == order_id
    assert (offer.payout_minor, offer.payout_text) == (PAYOUT_MINOR, "₹300.00")
    assert offer.cash_text == "₹472.00"
    assert offer.pickup_address == "12, Church Street, Bengaluru"
    assert offer.drop_area == "Koramangala"
    assert (offer.drops, offer.distance_text, offer.vehicle_name) == (1, "6.2 km", "Mini truck")
    assert offer.goods_text == "Furniture · 100 kg"
    assert "5th Block" not in offer.model_dump_json()
    assert "98123" not in offer.model_dump_json()


async def test_the_offer_reaches_the_drivers_screen_and_the_progress_the_customers(town: Town) -> None:
    ravi = await town.driver("Ravi")
    order_id = await town.order(await town.customer())
    await drain()

    [message] = await live.since(f"driver:{ravi.id}", "0")
    assert message["kind"] == "job:new"
    assert message["data"]["offer"]["order_id"] == str(order_id)
    progress = [each for each in await live.since(f"order:{order_id}", "0") if each["kind"] == "matching:progress"]
    assert progress[-1]["data"] == {"asked": 1, "round": 1, "radius_m": 2000}


async def test_rounds_grow_and_end_without_a_driver(town: Town) -> None:
    away = {await town.driver(f"Driver{number}"): 200 + 100 * number for number in range(12)}
    order_id = await town.order(await town.customer())
    for later in range(5):
        with clock.travel(timedelta(seconds=21 * later)):
            for driver, away_m in away.items():
                await stand(driver, away_m)
            await drain()

    rounds = await rounds_of(order_id)
    assert [(each.number, each.asked, each.radius_m) for each in rounds] == [
        (1, 3, 2000), (2, 3, 2500), (3, 3, 3000), (4, 3, 3500),
    ]  # fmt: skip
    assert all(each.status is RoundStatus.CLOSED for each in rounds)
    offers = await offers_of(order_id)
    assert len({offer.driver_id for offer in offers}) == 12
    assert {offer.status for offer in offers} == {OfferStatus.EXPIRED}
    assert (await order_row(order_id)).status is OrderStatus.NO_DRIVER


async def test_the_next_round_starts_as_soon_as_all_have_declined(town: Town) -> None:
    everybody = {driver.id: driver for driver in [await town.driver(f"Driver{number}") for number in range(4)]}
    order_id = await town.order(await town.customer())
    await drain()
    first, second, third = [everybody.pop(offer.driver_id) for offer in await offers_of(order_id)]
    [fourth] = everybody.values()
    for driver in (first, second):
        await decline(driver, order_id)
    await drain()
    assert len(await offers_of(order_id)) == 3

    await decline(third, order_id, "Break")
    await drain()
    assert (await offer_to(fourth, order_id)).status is OfferStatus.SENT
    assert (await offer_to(third, order_id)).decline_reason == "Break"


async def test_a_search_without_drivers_looks_again_and_finds_who_comes(town: Town) -> None:
    order_id = await town.order(await town.customer())
    await drain()
    [round_] = await rounds_of(order_id)
    assert (round_.asked, round_.status) == (0, RoundStatus.OPEN)

    with clock.travel(timedelta(seconds=10)):
        ravi = await town.driver("Ravi", away_m=2300)
        await drain()
        [round_] = await rounds_of(order_id)
        assert (round_.number, round_.radius_m, round_.asked) == (1, 2500, 1)
        assert (await offer_to(ravi, order_id)).status is OfferStatus.SENT


async def test_after_five_minutes_the_search_is_over(town: Town) -> None:
    order_id = await town.order(await town.customer())
    await drain()
    order = await order_row(order_id)
    assert order.searching_since
    assert order.search_ends_at == order.searching_since + timedelta(minutes=5)
    with clock.travel(order.search_ends_at - timedelta(minutes=1)):
        await matching.sweep()
        assert (await order_row(order_id)).status is OrderStatus.SEARCHING_DRIVER
    with clock.travel(order.search_ends_at):
        await matching.sweep()
        assert (await order_row(order_id)).status is OrderStatus.NO_DRIVER


async def test_offers_never_outlive_the_search(town: Town) -> None:
    order_id = await town.order(await town.customer())
    await drain()
    with clock.travel(timedelta(seconds=290)):
        ravi = await town.driver("Ravi")
        await drain()
        offer = await offer_to(ravi, order_id)
        assert offer.expires_at == (await order_row(order_id)).search_ends_at


async def test_nobody_is_asked_twice_at_the_same_price_but_after_a_raise(town: Town) -> None:
    asha, ravi = await town.customer(), await town.driver("Ravi")
    order_id = await town.order(asha)
    await drain()
    await decline(ravi, order_id)
    await drain()
    with clock.travel(timedelta(seconds=5)):
        await drain()
        assert len(await offers_of(order_id)) == 1

    with clock.travel(timedelta(seconds=31)):
        await stand(ravi, 500)
        async with db.transaction() as session:
            await orders.raise_offer(session, asha, order_id, 2000)
        await drain()
        assert (await offer_to(ravi, order_id)).payout_minor == PAYOUT_MINOR + 2000
        assert len(await offers_of(order_id)) == 2


async def test_a_raise_reaches_the_screen_that_looks_at_the_offer(town: Town) -> None:
    asha, ravi = await town.customer(), await town.driver("Ravi")
    order_id = await town.order(asha)
    await drain()
    async with db.transaction() as session:
        await orders.raise_offer(session, asha, order_id, 3000)
    await drain()

    [offer] = await offers_of(order_id)
    assert (offer.payout_minor, offer.cash_minor) == (PAYOUT_MINOR + 3000, 50_200)
    shown = (await live.since(f"driver:{ravi.id}", "0"))[-1]["data"]["offer"]
    assert (shown["id"], shown["payout_text"]) == (str(offer.id), "₹330.00")


async def test_searching_again_asks_everybody_anew(town: Town) -> None:
    asha, ravi = await town.customer(), await town.driver("Ravi")
    order_id = await town.order(asha)
    await drain()
    await decline(ravi, order_id)
    with clock.travel(timedelta(seconds=301)):
        await stand(ravi, 500)
        await drain()
        assert (await order_row(order_id)).status is OrderStatus.NO_DRIVER
        async with db.transaction() as session:
            await orders.search_again(session, asha, order_id)
        await drain()
        assert [each.search for each in await rounds_of(order_id)][-1] == 2
        assert (await offer_to(ravi, order_id)).status is OfferStatus.SENT


async def test_manual_mode_asks_nobody_and_shows_who_is_there(town: Town) -> None:
    await town.rule(matching_mode="manual")
    await town.driver("Ravi")
    order_id = await town.order(await town.customer())
    await drain()
    assert await offers_of(order_id) == []
    [candidate] = await candidates_of(order_id)
    assert (candidate.gate, candidate.rank) == (None, 1)


@pytest.mark.parametrize(("mode", "asked"), [("one_by_one", 1), ("broadcast", 5)])
async def test_other_modes_are_the_same_search(town: Town, mode: str, asked: int) -> None:
    await town.rule(matching_mode=mode)
    for number in range(5):
        await town.driver(f"Driver{number}", away_m=200 + 100 * number)
    order_id = await town.order(await town.customer())
    await drain()
    assert len(await offers_of(order_id)) == asked


@pytest.mark.parametrize("rules", [{"matching_mode": "broadcast"}, {"matching_mode": "batch", "batch_size": 25}])
async def test_a_batch_is_as_large_as_it_is_called(town: Town, rules: dict[str, str | int]) -> None:
    """More than are ranked otherwise: each of them has a place, an offer and its road time."""
    await town.rule(**rules)
    everybody = {(await town.driver(f"Driver{number}", away_m=200 + 50 * number)).id for number in range(25)}
    order_id = await town.order(await town.customer())
    await drain()
    assert {offer.driver_id for offer in await offers_of(order_id)} == everybody
    assert sorted(each.rank or 0 for each in await candidates_of(order_id)) == list(range(1, 26))


async def test_everybody_at_a_closed_gate_stands_in_the_trace(town: Town) -> None:
    asha = await town.customer()
    stale, offline, pending, suspended = [await town.driver(name) for name in ("Stale", "Off", "New", "Out")]
    await stand(stale, 500, age_s=61)
    disliked = await town.driver("Disliked")
    async with db.transaction() as session:
        (await session.get_one(Driver, offline.id)).is_online = False
        (await session.get_one(Driver, pending.id)).verification = Verification.PENDING
        (await session.get_one(Account, suspended.id)).status = AccountStatus.SUSPENDED
    earlier = await town.order(asha)
    async with db.transaction() as session:
        session.add(Rating(order_id=earlier, driver_id=disliked.id, customer_id=asha.id, stars=1))
        (await session.get_one(Order, earlier)).status = OrderStatus.CANCELLED
    big = await town.driver("Big", class_code="truck")
    small = await town.driver("Small", max_kg=50)
    busy = await town.driver("Busy")
    other = await town.order(await town.customer("Nikhil"))
    async with db.transaction() as session:
        await matching.assign(session, await town.staff(), other, busy.id)

    order_id = await town.order(asha)
    await drain()
    gates = {candidate.driver_id: candidate.gate for candidate in await candidates_of(order_id)}
    assert gates == {
        stale.id: "stale_fix", offline.id: "offline", pending.id: "not_verified", suspended.id: "suspended",
        disliked.id: "blocked_pair", big.id: "wrong_class", small.id: "over_capacity", busy.id: "busy",
    }  # fmt: skip
    assert await offers_of(order_id) == []


async def test_two_orders_never_ask_one_driver_at_once(town: Town) -> None:
    await town.driver("Ravi")
    first = await town.order(await town.customer("Asha"))
    second = await town.order(await town.customer("Nikhil"))
    await drain()
    sent = [*await offers_of(first), *await offers_of(second)]
    assert len(sent) == 1


async def test_the_search_goes_on_without_its_hint(town: Town) -> None:
    """The worker died before it heard of the order: nobody relays the fact, the sweeper finds the order itself."""
    ravi = await town.driver("Ravi")
    order_id = await town.order(await town.customer())
    assert await matching.sweep() == 1
    assert (await offer_to(ravi, order_id)).status is OfferStatus.SENT
    assert await matching.sweep() == 0


async def test_going_offline_lets_the_next_one_be_asked(town: Town) -> None:
    await town.rule(matching_mode="one_by_one")
    ravi, next_one = await town.driver("Ravi", away_m=300), await town.driver("Next", away_m=900)
    order_id = await town.order(await town.customer())
    await drain()
    async with db.transaction() as session:
        await drivers.set_online(session, ravi, online=False)
    await drain()
    assert (await offer_to(ravi, order_id)).status is OfferStatus.WITHDRAWN
    assert (await offer_to(next_one, order_id)).status is OfferStatus.SENT


async def test_an_empty_redis_delays_a_search_and_does_not_end_it(town: Town) -> None:
    ravi = await town.driver("Ravi")
    await bus().flushdb()
    order_id = await town.order(await town.customer())
    await drain()
    assert await offers_of(order_id) == []
    await stand(ravi, 500)  # the phone sends its next fix
    with clock.travel(timedelta(seconds=5)):
        await drain()
    assert len(await offers_of(order_id)) == 1
    assert await assignments_of(order_id) == []


async def test_an_order_that_was_cancelled_a_moment_ago_keeps_nobody_from_the_next(town: Town) -> None:
    """Its offer still stands when the next order searches: workers do both side by side."""
    ravi = await town.driver("Ravi")
    first = await town.order(asha := await town.customer())
    await drain()
    async with db.transaction() as session:
        await orders.cancel(session, asha, first, "Changed my mind")
    second = await town.order(asha)
    await matching.run_round(second, at_once=True)
    assert (await offer_to(ravi, second)).status is OfferStatus.SENT
    assert (await offer_to(ravi, first)).status is OfferStatus.WITHDRAWN
    await drain()
    assert (await offer_to(ravi, second)).status is OfferStatus.SENT
    kinds = [(each["kind"], each["data"].get("reason")) for each in await live.since(f"driver:{ravi.id}", "0")]
    assert kinds == [("job:new", None), ("job:withdrawn", "cancelled"), ("job:new", None)]
