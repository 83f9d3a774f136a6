"""Accept, decline, race: one order, one driver, and everybody learns the truth."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from porter.core import clock, db, live
from porter.core.errors import NotFound, PorterError
from porter.models import Driver
from porter.models.enums import OfferStatus, OrderStatus, RoundStatus, TripStatus
from porter.models.transitions import IllegalStep
from porter.services import matching, orders, trips
from porter.services.accounts import Actor
from porter.services.matching import CannotTake, DriverBusy, OfferAnswered, OfferExpired, OfferTaken, OfferWithdrawn
from porter.services.trips import JobEnded, JobView
from porter.tasks.drain import drain
from tests.services.matching.town import (
    Town,
    assignments_of,
    customer_of,
    offer_to,
    offers_of,
    order_row,
    rounds_of,
    stand,
    trips_of,
)


async def accept(driver: Actor, offer_id: UUID) -> JobView:
    async with db.transaction() as session:
        return await matching.accept_offer(session, driver, offer_id)


async def cancel(customer: Actor, order_id: UUID) -> None:
    async with db.transaction() as session:
        await orders.cancel(session, customer, order_id, "Changed my mind")


async def asked(town: Town, count: int = 1) -> tuple[UUID, list[Actor]]:
    """An order for which so many drivers are being asked."""
    drivers = [await town.driver(f"Driver{number}") for number in range(count)]
    order_id = await town.order(await town.customer())
    await drain()
    assert len(await offers_of(order_id)) == count
    return order_id, drivers


async def told(driver: Actor) -> list[tuple[str, dict[str, Any]]]:
    return [(message["kind"], message["data"]) for message in await live.since(f"driver:{driver.id}", "0")]


async def outcomes(*work: Any) -> list[Any]:
    return await asyncio.gather(*work, return_exceptions=True)


async def test_whoever_accepts_holds_the_order_and_the_others_are_told(town: Town) -> None:
    order_id, [ravi, second, third] = await asked(town, 3)
    offer = await offer_to(ravi, order_id)
    job = await accept(ravi, offer.id)

    assert (job.order_id, job.status, job.step) == (order_id, "assigned", "go_to_pickup")
    order = await order_row(order_id)
    assert (order.status, order.driver_id) == (OrderStatus.ASSIGNED, ravi.id)
    [assignment] = await assignments_of(order_id)
    assert (assignment.driver_id, assignment.offer_id, assignment.during.upper) == (ravi.id, offer.id, None)
    [trip] = await trips_of(order_id)
    assert (trip.driver_id, trip.status) == (ravi.id, TripStatus.TO_PICKUP)
    assert {each.status for each in await offers_of(order_id) if each.driver_id != ravi.id} == {OfferStatus.WITHDRAWN}
    assert (await rounds_of(order_id))[0].status is RoundStatus.CLOSED
    for other in (second, third):
        kind, data = (await told(other))[-1]
        assert (kind, data["reason"]) == ("job:withdrawn", "taken")
    assert ("job:updated", {"order_id": str(order_id)}) in await told(ravi)


async def test_three_at_once_have_one_winner_and_the_others_read_taken(town: Town) -> None:
    order_id, drivers = await asked(town, 3)
    offers = [await offer_to(driver, order_id) for driver in drivers]
    results = await outcomes(*(accept(driver, offer.id) for driver, offer in zip(drivers, offers, strict=True)))

    assert sorted(type(result).__name__ for result in results) == ["JobView", "OfferTaken", "OfferTaken"]
    assert "Another driver" in next(result.message for result in results if isinstance(result, OfferTaken))
    assert len(await assignments_of(order_id)) == 1
    assert [offer.status for offer in await offers_of(order_id)].count(OfferStatus.ACCEPTED) == 1


async def test_accepting_twice_gives_the_same_answer(town: Town) -> None:
    order_id, [ravi] = await asked(town)
    offer = await offer_to(ravi, order_id)
    first, second = await asyncio.gather(accept(ravi, offer.id), accept(ravi, offer.id))
    assert first == second == await accept(ravi, order_id)
    assert len(await assignments_of(order_id)) == 1


async def test_a_late_accept_is_told_that_the_offer_has_ended(town: Town) -> None:
    order_id, [ravi] = await asked(town)
    with clock.travel(timedelta(seconds=20)), pytest.raises(OfferExpired):
        await accept(ravi, (await offer_to(ravi, order_id)).id)
    with clock.travel(timedelta(seconds=21)):
        await drain()
        with pytest.raises(OfferExpired):
            await accept(ravi, (await offer_to(ravi, order_id)).id)
    assert (await offer_to(ravi, order_id)).status is OfferStatus.EXPIRED
    assert (await told(ravi))[-1][1]["reason"] == "expired"
    assert (await order_row(order_id)).driver_id is None


async def test_an_offer_of_somebody_else_is_not_found(town: Town) -> None:
    order_id, [ravi] = await asked(town)
    nikhil = await town.driver("Nikhil", online=False)
    offer = await offer_to(ravi, order_id)
    with pytest.raises(NotFound):
        await accept(nikhil, offer.id)
    async with db.transaction() as session:
        with pytest.raises(NotFound):
            await matching.decline_offer(session, nikhil, offer.id, "")
        assert await matching.open_offers(session, nikhil) == ()


async def test_yes_after_no_and_no_after_yes_are_refused(town: Town) -> None:
    order_id, [ravi, second] = await asked(town, 2)
    async with db.transaction() as session:
        await matching.decline_offer(session, ravi, (await offer_to(ravi, order_id)).id, "Too far")
        await matching.decline_offer(session, ravi, (await offer_to(ravi, order_id)).id, "Too far")
    with pytest.raises(OfferAnswered):
        await accept(ravi, (await offer_to(ravi, order_id)).id)
    await accept(second, (await offer_to(second, order_id)).id)
    async with db.transaction() as session:
        with pytest.raises(OfferAnswered):
            await matching.decline_offer(session, second, (await offer_to(second, order_id)).id, "")


async def test_a_driver_with_a_job_cannot_take_another(town: Town) -> None:
    order_id, [ravi] = await asked(town)
    other = await town.order(await town.customer("Nikhil"))
    async with db.transaction() as session:
        await matching.assign(session, await town.staff(), other, ravi.id)
    with pytest.raises(OfferWithdrawn):
        await accept(ravi, (await offer_to(ravi, order_id)).id)
    third = await town.order(await town.customer("Leela"))
    async with db.transaction() as session:
        with pytest.raises(CannotTake, match="has another job"):
            await matching.assign(session, await town.staff(), third, ravi.id)


async def test_accept_against_assign_elsewhere_leaves_one_job(town: Town) -> None:
    """Both orders want Ravi in the same moment: he holds exactly one of them and the other goes on."""
    order_id, [ravi] = await asked(town)
    other, meera = await town.order(await town.customer("Nikhil")), await town.staff()

    async def assign() -> None:
        async with db.transaction() as session:
            await matching.assign(session, meera, other, ravi.id)

    results = await outcomes(accept(ravi, (await offer_to(ravi, order_id)).id), assign())
    lost = [result for result in results if isinstance(result, BaseException)]
    assert len(lost) == 1
    assert isinstance(lost[0], DriverBusy | CannotTake | OfferWithdrawn)
    held = [each for each in (order_id, other) if (await order_row(each)).driver_id == ravi.id]
    assert len(held) == 1


async def test_accept_against_cancel_never_leaves_half(town: Town) -> None:
    for _ in range(5):
        order_id, [ravi] = await asked(town)
        asha = await customer_of(order_id)
        results = await outcomes(accept(ravi, (await offer_to(ravi, order_id)).id), cancel(asha, order_id))
        await drain()
        order = await order_row(order_id)
        assert order.status is OrderStatus.CANCELLED  # free within five minutes of the assignment, whoever came first
        assert all(assignment.during.upper for assignment in await assignments_of(order_id))
        assert all(trip.status is TripStatus.ABORTED for trip in await trips_of(order_id))
        assert [type(result) for result in results if isinstance(result, PorterError)] in ([], [OfferWithdrawn])
        async with db.transaction() as session:
            assert await trips.current(session, ravi) is None
            (await session.get_one(Driver, ravi.id)).is_online = False


async def test_accept_against_raise_pays_what_was_raised(town: Town) -> None:
    order_id, [ravi] = await asked(town)
    asha = await customer_of(order_id)

    async def raise_offer() -> None:
        async with db.transaction() as session:
            await orders.raise_offer(session, asha, order_id, 1000)

    raised, job = await outcomes(raise_offer(), accept(ravi, (await offer_to(ravi, order_id)).id))
    order = await order_row(order_id)
    assert isinstance(job, JobView)
    assert order.status is OrderStatus.ASSIGNED
    if raised is None:
        assert order.driver_payout_minor == 31_000
    else:
        assert isinstance(raised, IllegalStep)
        assert order.driver_payout_minor == 30_000


async def test_cancelling_frees_the_driver_and_tells_them(town: Town) -> None:
    order_id, [ravi] = await asked(town)
    await accept(ravi, (await offer_to(ravi, order_id)).id)
    await cancel(await customer_of(order_id), order_id)
    await drain()
    assert ("job:cancelled", {"order_id": str(order_id)}) in await told(ravi)
    with pytest.raises(JobEnded):
        await accept(ravi, (await offer_to(ravi, order_id)).id)
    again = await town.order(await town.customer("Nikhil"))
    await drain()
    await accept(ravi, (await offer_to(ravi, again)).id)


async def test_cancelling_while_asked_takes_the_offer_off_the_screen(town: Town) -> None:
    order_id, [ravi] = await asked(town)
    await cancel(await customer_of(order_id), order_id)
    with pytest.raises(OfferWithdrawn):
        await accept(ravi, (await offer_to(ravi, order_id)).id)
    await drain()
    assert (await told(ravi))[-1] == (
        "job:withdrawn", {"offer_id": str((await offer_to(ravi, order_id)).id), "reason": "cancelled"},
    )  # fmt: skip


async def test_a_driver_who_gives_an_order_back_is_never_asked_for_it_again(town: Town) -> None:
    order_id, [ravi] = await asked(town)
    await accept(ravi, (await offer_to(ravi, order_id)).id)
    second = await town.driver("Second")
    async with db.transaction() as session:
        await matching.drop_out(session, ravi, order_id, "Flat tyre")
    await drain()

    order = await order_row(order_id)
    assert (order.status, order.driver_id) == (OrderStatus.SEARCHING_DRIVER, None)
    assert [offer.driver_id for offer in await offers_of(order_id)] == [ravi.id, second.id]
    assert [each.ended_because for each in await assignments_of(order_id)] == ["driver_dropped_out"]
    assert (await trips_of(order_id))[0].status is TripStatus.ABORTED
    await accept(second, (await offer_to(second, order_id)).id)
    with pytest.raises(JobEnded):
        await accept(ravi, order_id)


async def test_only_the_holder_gives_an_order_back(town: Town) -> None:
    order_id, [ravi] = await asked(town)
    async with db.transaction() as session:
        with pytest.raises(NotFound):
            await matching.drop_out(session, ravi, order_id, "Not mine")


async def test_a_suspended_driver_is_asked_no_more(town: Town) -> None:
    order_id, [ravi] = await asked(town)
    async with db.transaction() as session:
        await matching.stop_offers_to(session, ravi.id)
    assert (await offer_to(ravi, order_id)).status is OfferStatus.WITHDRAWN
    await stand(ravi, 500)
