"""What a driver earned, with every line, from the books."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from porter.core import clock, db
from porter.core.ids import new_id
from porter.core.pages import BadCursor, encode_cursor
from porter.services import ledger, trips
from porter.services.ledger import Entry
from porter.services.trips import EarningsView, Period
from porter.services.trips.earnings import FIRST_DAY, span_of
from tests import booking, driving
from tests.services.trips.conftest import Story

BENGALURU = "Asia/Kolkata"


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
    monday = span_of("week", None, BENGALURU).since
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
        assert span_of("today", None, BENGALURU).since == datetime(2026, 11, 18, 18, 30, tzinfo=UTC)
        week = span_of("week", None, BENGALURU)
        assert (week.since, week.until) == (
            datetime(2026, 11, 15, 18, 30, tzinfo=UTC),
            datetime(2026, 11, 22, 18, 30, tzinfo=UTC),
        )
        assert week.after is None
        before = span_of("week", date(2026, 11, 11), BENGALURU)
        assert (before.first, before.after) == (date(2026, 11, 9), date(2026, 11, 16))


@pytest.mark.parametrize("day", [date.min, date.max, date(1970, 1, 1), date(2199, 12, 31)])
def test_days_far_away_are_brought_near(day: date) -> None:
    for period in ("day", "week"):
        span = span_of(period, day, BENGALURU)
        assert FIRST_DAY - timedelta(days=7) < span.first <= span.today


async def test_a_week_has_its_days_and_the_days_sum_to_it(story: Story) -> None:
    monday = span_of("week", None, BENGALURU).since + timedelta(days=7)
    with clock.travel(monday + timedelta(days=1, hours=9)):
        await driving.picks_up(story.ravi, story.order_id)
        await driving.drops(story.ravi, story.order_id)
        await booked("incentive", ledger.rules.incentive_earned(story.ravi.id, 10_000))
    with clock.travel(monday + timedelta(days=2, hours=9)):
        await booked("tip", ledger.rules.tip_captured(story.ravi.id, 2_000), story.order_id)
        await booked("payout.requested", ledger.rules.payout_requested(story.ravi.id, 5_000))
        payout = (await driving.order_of(story.order_id)).driver_payout_minor
        week, today = await earned(story, "week"), await earned(story)
        assert [day.total_minor for day in week.days] == [0, payout + 10_000, 2_000, 0, 0, 0, 0]
        assert [(day.share_pct, day.is_today, day.is_ahead) for day in week.days][1:4] == [
            (100, False, False),
            (100 * 2_000 // (payout + 10_000), True, False),
            (0, False, True),
        ]
        assert week.total_minor == sum(day.total_minor for day in week.days) == payout + 12_000
        assert sum(line.amount_minor for line in week.lines) == week.total_minor
        assert [line.code for line in week.lines] == ["fare", "commission", "tax", "tip", "incentive"]
        assert [(row.title, row.net_minor) for row in today.trips] == [
            ((await driving.order_of(story.order_id)).number, 2_000)
        ]
        assert [row.order_id for row in week.trips] == [story.order_id, None]
        assert (week.trip_count, today.trip_count) == (1, 0)


async def test_a_trip_holds_what_it_brought_later(story: Story) -> None:
    await driving.picks_up(story.ravi, story.order_id)
    await driving.drops(story.ravi, story.order_id)
    await booked("incentive", ledger.rules.incentive_earned(story.ravi.id, 10_000))
    with clock.travel(timedelta(days=3)):
        await booked("tip", ledger.rules.tip_captured(story.ravi.id, 2_000), story.order_id)
    order = await driving.order_of(story.order_id)
    async with db.reading() as session:
        page = await trips.recent_trips(session, story.ravi)
        assert (await trips.recent_trips(session, story.asha)).items == ()
        with pytest.raises(BadCursor):
            await trips.recent_trips(session, story.ravi, encode_cursor("tomorrow", "me"))
    [row] = page.items
    assert (row.net_minor, page.next_cursor) == (order.driver_payout_minor + 2_000, "")
    assert [line.code for line in row.lines] == ["fare", "commission", "tax", "tip"]
    assert sum(line.amount_minor for line in row.fare) == order.total_minor


async def test_trips_come_in_pages_without_a_gap(story: Story) -> None:
    numbers = [story.order_id, *[(await booking.booked(story.asha)).id for _ in range(2)]]
    for hours, order_id in enumerate(numbers):
        with clock.travel(timedelta(hours=hours)):
            await booked("tip", ledger.rules.tip_captured(story.ravi.id, 100), order_id)
    async with db.reading() as session:
        first = await trips.recent_trips(session, story.ravi, limit=2)
        second = await trips.recent_trips(session, story.ravi, first.next_cursor, limit=2)
    assert [row.order_id for row in (*first.items, *second.items)] == numbers[::-1]
    assert (bool(first.next_cursor), second.next_cursor) == (True, "")


async def test_what_was_taken_back_stands_beside_what_it_takes_back(story: Story) -> None:
    await driving.picks_up(story.ravi, story.order_id)
    await driving.drops(story.ravi, story.order_id)
    async with db.transaction() as session:
        await ledger.reverse(session, f"order.delivered:{story.order_id}", "Never happened")
        await ledger.reverse(session, f"cash.kept:{story.order_id}", "Never happened")
    seen = await earned(story)
    assert (seen.total_minor, seen.cash_collected_text) == (0, "₹0.00")
    assert [line.label for line in seen.trips[0].lines if line.code == "fare"] == [
        "Correction: Paid by the customer",
        "Paid by the customer",
    ]


async def booked(event: str, entries: tuple[Entry, ...], order_id: UUID | None = None) -> None:
    """Something in the books."""
    async with db.transaction() as session:
        await ledger.post(session, f"{event}:{new_id()}", event, entries, order_id)
