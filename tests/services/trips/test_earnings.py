"""What a driver earned, with every line, from the books."""

from datetime import UTC, datetime, timedelta

from porter.core import clock, db
from porter.services import trips
from porter.services.trips import EarningsView, Period
from porter.services.trips.earnings import beginning
from tests import booking, driving
from tests.services.trips.conftest import Story


async def earned(story: Story, period: Period = "today") -> EarningsView:
    """What Ravi reads."""
    async with db.reading() as session:
        return await trips.earnings(session, story.ravi, period)


async def test_a_delivered_order_is_earned_with_every_line(story: Story) -> None:
    assert (await earned(story)).total_minor == 0
    await driving.picks_up(story.ravi, story.order_id)
    await driving.drops(story.ravi, story.order_id)
    order = await driving.order_of(story.order_id)
    seen = await earned(story)
    assert (seen.trip_count, seen.trips_text, seen.total_minor) == (1, "1 trip", order.driver_payout_minor)
    row = seen.trips[0]
    assert (row.order_number, row.net_minor) == (order.number, order.driver_payout_minor)
    assert [line.code for line in row.lines] == ["fare", "commission", "tax"]
    assert sum(line.amount_minor for line in row.lines) == row.net_minor
    assert row.lines[0].amount_minor == order.total_minor
    assert seen.cash_in_hand_minor == order.total_minor - order.driver_payout_minor
    assert row.cash_text == seen.cash_collected_text


async def test_the_week_holds_what_today_does_not(story: Story) -> None:
    monday = beginning("week", "Asia/Kolkata")
    with clock.travel(monday + timedelta(days=7, hours=9)):
        await driving.picks_up(story.ravi, story.order_id)
        await driving.drops(story.ravi, story.order_id)
    with clock.travel(monday + timedelta(days=8, hours=9)):
        assert (await earned(story)).trip_count == 0
        assert (await earned(story, "week")).trip_count == 1
    with clock.travel(monday + timedelta(days=14, hours=9)):
        assert (await earned(story, "week")).trip_count == 0


async def test_other_drivers_money_is_not_shown(story: Story) -> None:
    await driving.picks_up(story.ravi, story.order_id)
    await driving.drops(story.ravi, story.order_id)
    devi = await booking.driver("Devi", "+919000000103", plate="KA05MH7777")
    async with db.reading() as session:
        assert (await trips.earnings(session, devi, "week")).trips == ()


def test_a_day_begins_at_midnight_where_the_driver_works() -> None:
    with clock.travel(datetime(2026, 11, 18, 19, 0, tzinfo=UTC)):  # Thursday, 00:30 in Bengaluru
        assert abs(beginning("today", "Asia/Kolkata") - datetime(2026, 11, 18, 18, 30, tzinfo=UTC)) < timedelta(
            seconds=1
        )
        assert abs(beginning("week", "Asia/Kolkata") - datetime(2026, 11, 15, 18, 30, tzinfo=UTC)) < timedelta(
            seconds=1
        )
