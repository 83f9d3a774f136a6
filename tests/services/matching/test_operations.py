"""Operations give orders by hand, and read why somebody came or nobody did."""

from uuid import uuid4

import pytest

from porter.core import db, live
from porter.core.errors import Forbidden, NotFound
from porter.models.enums import OfferStatus, OrderStatus, Party, Role, TripStatus
from porter.models.transitions import IllegalStep
from porter.services import matching, orders
from porter.services.accounts import Actor
from porter.services.matching import CannotTake, TraceView
from porter.tasks.drain import drain
from tests.services.matching.town import Town, assignments_of, offer_to, offers_of, order_row, trips_of


async def assign(staff: Actor, order_id: object, driver_id: object) -> None:
    async with db.transaction() as session:
        await matching.assign(session, staff, order_id, driver_id, "Asked for")  # type: ignore[arg-type]


async def trace(staff: Actor, order_id: object) -> TraceView:
    async with db.reading() as session:
        return await matching.trace(session, staff, order_id)  # type: ignore[arg-type]


async def test_a_dispatcher_gives_an_order_and_the_asked_are_told(town: Town) -> None:
    asked, chosen = await town.driver("Asked"), await town.driver("Chosen", away_m=9000)
    order_id = await town.order(await town.customer())
    await drain()
    await assign(await town.staff(), order_id, chosen.id)

    assert (await order_row(order_id)).driver_id == chosen.id
    [assignment] = await assignments_of(order_id)
    assert (assignment.assigned_by, assignment.offer_id) == (Party.STAFF, None)
    assert (await offer_to(asked, order_id)).status is OfferStatus.WITHDRAWN
    assert [message["kind"] for message in await live.since(f"driver:{chosen.id}", "0")] == ["job:updated"]


async def test_an_order_that_found_nobody_can_be_given(town: Town) -> None:
    ravi = await town.driver("Ravi", away_m=9000)
    order_id = await town.order(await town.customer())
    async with db.transaction() as session:
        await orders.move(
            session, order_id, OrderStatus.NO_DRIVER, party=Party.SYSTEM, actor_id=None, event="order.no_driver"
        )
    await assign(await town.staff(), order_id, ravi.id)
    assert (await order_row(order_id)).status is OrderStatus.ASSIGNED


async def test_reassigning_moves_job_trip_and_news_in_one_step(town: Town) -> None:
    first, second, meera = await town.driver("First"), await town.driver("Second"), await town.staff()
    order_id = await town.order(await town.customer())
    await assign(meera, order_id, first.id)
    async with db.transaction() as session:
        await matching.reassign(session, meera, order_id, second.id, "Breakdown")
    await drain()

    order = await order_row(order_id)
    assert (order.status, order.driver_id) == (OrderStatus.ASSIGNED, second.id)
    assert [trip.status for trip in await trips_of(order_id)] == [TripStatus.ABORTED, TripStatus.TO_PICKUP]
    assert [each.ended_because for each in await assignments_of(order_id)] == ["reassigned", None]
    assert (await live.since(f"driver:{first.id}", "0"))[-1]["kind"] == "job:cancelled"
    assert await offers_of(order_id) == []


async def test_a_reassignment_that_fails_changes_nothing(town: Town) -> None:
    first, busy, meera = await town.driver("First"), await town.driver("Busy"), await town.staff()
    order_id = await town.order(await town.customer())
    other = await town.order(await town.customer("Nikhil"))
    await assign(meera, order_id, first.id)
    await assign(meera, other, busy.id)
    with pytest.raises(CannotTake):
        async with db.transaction() as session:
            await matching.reassign(session, meera, order_id, busy.id)
    assert (await order_row(order_id)).driver_id == first.id
    with pytest.raises(IllegalStep):
        async with db.transaction() as session:
            await matching.reassign(session, meera, order_id, first.id)


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.FINANCE])
async def test_other_roles_look_but_do_not_assign(town: Town, role: Role) -> None:
    ravi, somebody = await town.driver("Ravi", away_m=9000), await town.staff("Sunil", role)
    order_id = await town.order(await town.customer())
    with pytest.raises(Forbidden):
        await assign(somebody, order_id, ravi.id)
    assert (await trace(somebody, order_id)).rounds == ()


async def test_what_is_not_there_is_not_found(town: Town) -> None:
    meera, order_id = await town.staff(), await town.order(await town.customer())
    with pytest.raises(NotFound):
        await assign(meera, uuid4(), uuid4())
    with pytest.raises(NotFound):
        await assign(meera, order_id, uuid4())
    with pytest.raises(NotFound):
        await trace(meera, uuid4())
    with pytest.raises(Forbidden):
        await trace(await town.customer(), order_id)


async def test_a_vehicle_that_is_too_small_is_refused_by_name(town: Town) -> None:
    small = await town.driver("Small", max_kg=50)
    order_id = await town.order(await town.customer(), weight_kg=200)
    with pytest.raises(CannotTake, match="too heavy") as refused:
        await assign(await town.staff(), order_id, small.id)
    assert refused.value.extra == {"gate": "over_capacity"}


async def test_the_trace_says_who_was_asked_and_who_was_stopped(town: Town) -> None:
    ravi = await town.driver("Ravi")
    await town.driver("Big", class_code="truck")
    order_id = await town.order(await town.customer())
    await drain()
    async with db.transaction() as session:
        await matching.accept_offer(session, ravi, order_id)

    seen = await trace(await town.staff(), order_id)
    assert seen.summary == "Ravi accepted; 1 driver asked."
    [round_] = seen.rounds
    assert [(each.driver_name, each.rank, each.outcome_text) for each in round_.candidates] == [
        ("Ravi", 1, "Accepted"), ("Big", None, "Drives another vehicle class"),
    ]  # fmt: skip
    best = round_.candidates[0]
    assert best.score == sum(best.score_parts.values())
    assert best.plate.startswith("KA01")
    assert (round_.radius_text, round_.asked, round_.considered) == ("2.0 km", 1, 2)


async def test_the_trace_says_why_nobody_came(town: Town) -> None:
    meera, order_id = await town.staff(), await town.order(await town.customer())
    assert (await trace(meera, order_id)).summary == "The search has not begun."
    await drain()
    assert (await trace(meera, order_id)).summary == "No driver was near the pickup."
    await town.driver("Big", class_code="truck")
    second = await town.order(await town.customer("Nikhil"))
    await drain()
    summary = (await trace(meera, second)).summary
    assert summary == "1 driver near, none could be asked: drives another vehicle class."
