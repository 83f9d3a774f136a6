"""Handover codes: four digits, five tries, and operations when they are gone."""

import asyncio

import pytest

from porter.core import db
from porter.core.errors import Forbidden, NotFound, PorterError
from porter.models.enums import Role, StopStatus
from porter.services import notifications, orders, trips
from tests import booking, driving
from tests.services.trips.conftest import Story


async def test_the_customer_reads_the_code_and_the_driver_needs_it(story: Story) -> None:
    await driving.picks_up(story.ravi, story.order_id)
    async with db.reading() as session:
        seen = await orders.get(session, story.asha, story.order_id)
    assert seen.stops[1].otp == driving.code_of(story.drop)
    assert seen.stops[0].otp == ""


async def test_a_wrong_code_says_how_many_tries_are_left_and_the_right_one_still_works(story: Story) -> None:
    await _ready(story)
    for left in (4, 3, 2, 1):
        with pytest.raises(trips.CodeWrong) as refused:
            await driving.hands_over(story.ravi, story.order_id, story.pickup, driving.wrong_code(story.pickup))
        assert refused.value.extra == {"tries_left": left}
    assert (await driving.hands_over(story.ravi, story.order_id, story.pickup)).step == "go_to_drop"


@pytest.mark.parametrize("code", ["", "12345", "abcd", "१२३४", " "])
async def test_what_is_no_code_is_a_wrong_code(story: Story, code: str) -> None:
    await _ready(story)
    async with db.transaction() as session:
        with pytest.raises(trips.CodeWrong):
            await trips.hand_over(
                session, story.ravi, story.order_id, story.pickup.id, code, where=driving.at(story.pickup)
            )


async def test_the_fifth_wrong_code_locks_the_stop_and_everybody_is_told(story: Story) -> None:
    await _lock(story)
    with pytest.raises(trips.StopLocked):
        await driving.hands_over(story.ravi, story.order_id, story.pickup)
    assert (await driving.stops_of(story.order_id))[0].status is StopStatus.ARRIVED
    assert (await driving.events_of(story.order_id)).count("stop.locked") == 1
    async with db.reading() as session:
        inbox = await notifications.inbox(session, story.asha, "")
    assert "Wrong code five times" in [item.title for item in inbox.items]


async def test_fifty_guesses_at_once_are_five_tries(story: Story) -> None:
    await _ready(story)
    guesses = [f"{n:04}" for n in range(50) if f"{n:04}" != driving.code_of(story.pickup)]
    answers = await asyncio.gather(
        *(driving.hands_over(story.ravi, story.order_id, story.pickup, guess) for guess in guesses),
        return_exceptions=True,
    )
    wrong = [answer for answer in answers if isinstance(answer, trips.CodeWrong)]
    locked = [answer for answer in answers if isinstance(answer, trips.StopLocked)]
    assert (len(wrong), len(locked)) == (4, len(guesses) - 4)
    assert (await driving.stops_of(story.order_id))[0].otp_attempts == 5


async def test_operations_gives_the_tries_back_with_a_reason(story: Story) -> None:
    await _lock(story)
    meera = await booking.operations()
    async with db.transaction() as session:
        job = await trips.unlock_stop(session, meera, story.order_id, story.pickup.id, "Called the customer")
    assert job.otp_tries_left == 5
    assert (await driving.hands_over(story.ravi, story.order_id, story.pickup)).step == "go_to_drop"
    assert "stop.unlocked" in await driving.events_of(story.order_id)


async def test_operations_closes_stops_without_codes(story: Story) -> None:
    meera = await booking.operations()
    await driving.arrives(story.ravi, story.order_id, story.pickup)
    async with db.transaction() as session:
        job = await trips.hand_over_without_code(session, meera, story.order_id, story.pickup.id, "Phone is dead")
    assert (job.step, job.status) == ("go_to_drop", "in_transit")
    await driving.arrives(story.ravi, story.order_id, story.drop)
    for _ in range(2):
        async with db.transaction() as session:
            job = await trips.hand_over_without_code(session, meera, story.order_id, story.drop.id, "Phone is dead")
        assert (job.step, job.status) == ("done", "delivered")


async def test_operations_needs_a_role_a_reason_and_an_order_that_somebody_holds(story: Story) -> None:
    finance, meera = await booking.operations(Role.FINANCE), await booking.operations()
    cases: list[tuple[object, str, type[PorterError]]] = [
        (finance, "because", Forbidden),
        (story.ravi, "because", Forbidden),
        (meera, "  ", trips.ReasonNeeded),
        (meera, "because", trips.NotArrived),
    ]
    for who, reason, error in cases:
        with pytest.raises(error):
            async with db.transaction() as session:
                await trips.hand_over_without_code(session, who, story.order_id, story.pickup.id, reason)  # type: ignore[arg-type]
    free = await booking.booked(story.asha)
    stop = (await driving.stops_of(free.id))[0]
    with pytest.raises(NotFound):
        async with db.transaction() as session:
            await trips.unlock_stop(session, meera, free.id, stop.id, "because")


async def _ready(story: Story) -> None:
    await driving.arrives(story.ravi, story.order_id, story.pickup)
    await driving.loads(story.ravi, story.order_id)


async def _lock(story: Story) -> None:
    await _ready(story)
    for _ in range(4):
        with pytest.raises(trips.CodeWrong):
            await driving.hands_over(story.ravi, story.order_id, story.pickup, driving.wrong_code(story.pickup))
    with pytest.raises(trips.StopLocked):
        await driving.hands_over(story.ravi, story.order_id, story.pickup, driving.wrong_code(story.pickup))
