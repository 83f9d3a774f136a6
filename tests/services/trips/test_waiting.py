"""Waiting at stops, drops that fail, goods that go back: what it costs, who is paid, and that the books say the same."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from porter.core import clock, db
from porter.core.errors import Conflict
from porter.models import Posting, Receipt
from porter.services import orders, trips
from porter.services.orders import CashDiffers
from porter.services.trips import JobView, Whereabouts
from tests import booking, driving, paying
from tests.paying import Kind
from tests.services.trips.conftest import Story

FREE = timedelta(minutes=25)
PER_MINUTE = 200
"""A mini truck waits 25 minutes for nothing, then for two rupees a minute."""


async def receipts_of(story: Story) -> list[Receipt]:
    """The papers of the order."""
    async with db.reading() as session:
        return list((await session.exec(select(Receipt).where(Receipt.order_id == story.order_id))).all())


async def at_the_drop(story: Story, after: timedelta) -> JobView:
    """The goods were picked up at once; the driver has stood at the drop for so long."""
    await driving.picks_up(story.ravi, story.order_id)
    await driving.arrives(story.ravi, story.order_id, story.drop)
    with clock.travel(after):
        async with db.reading() as session:
            return await trips.job(session, story.ravi, story.order_id)


async def hands_over(story: Story, collected_minor: int | None = None) -> JobView:
    """The right code, and the cash that was shown."""
    return await driving.hands_over(story.ravi, story.order_id, story.drop, collected_minor=collected_minor)


async def returns(story: Story, collected_minor: int | None = None) -> JobView:
    """The goods are back at the pickup."""
    async with db.transaction() as session:
        back = Whereabouts(story.pickup_point, 5)
        return await trips.return_goods(session, story.ravi, story.order_id, back, collected_minor=collected_minor)


async def test_the_driver_sees_the_meter_and_more_to_collect(story: Story) -> None:
    quoted = (await driving.order_of(story.order_id)).total_minor
    job = await at_the_drop(story, timedelta(minutes=10))
    assert job.waiting
    assert job.waiting.text.startswith("Free until ")
    assert job.waiting.text.endswith(", then ₹2 a minute")
    assert (job.waiting.charge_minor, job.cash_to_collect_minor) == (0, quoted)
    with clock.travel(FREE + timedelta(minutes=6, seconds=5)):
        async with db.reading() as session:
            job = await trips.job(session, story.ravi, story.order_id)
            seen = await orders.get(session, story.asha, story.order_id)
    assert job.waiting
    assert job.waiting.text.startswith("₹12 so far, plus tax")
    assert seen.waiting == job.waiting
    assert seen.waiting_rule_text == "25 min free at each stop, then ₹2 a minute"
    assert job.cash_to_collect_minor == quoted + 6 * PER_MINUTE + 6 * PER_MINUTE * 18 // 100


async def test_what_was_shown_is_collected_charged_booked_and_receipted(story: Story) -> None:
    """The driver read the amount, counted the money, and typed the code two minutes later."""
    before = await driving.order_of(story.order_id)
    shown = await at_the_drop(story, FREE + timedelta(minutes=6, seconds=5))
    with clock.travel(FREE + timedelta(minutes=8, seconds=5)):
        assert (await hands_over(story, shown.cash_to_collect_minor)).status == "delivered"
        assert (await hands_over(story, 1)).status == "delivered"  # again is no change
    order = await driving.order_of(story.order_id)
    assert order.total_minor == shown.cash_to_collect_minor == before.total_minor + 1416
    assert (order.tax_minor - before.tax_minor, order.driver_payout_minor - before.driver_payout_minor) == (216, 960)
    assert order.commission_minor - before.commission_minor == 240
    [line] = [line for line in order.lines if line["code"] == "waiting-1"]
    assert (line["label"], line["minor"]) == ("Waiting at the drop · 6 min", 1200)
    [receipt] = await receipts_of(story)
    assert (receipt.total_minor, receipt.lines) == (order.total_minor, order.lines)
    books = await paying.books()
    assert books[Kind.DRIVER_CASH_IN_HAND] == order.total_minor - order.driver_payout_minor
    assert (books[Kind.TAXES], books[Kind.PLATFORM_COMMISSION]) == (-order.tax_minor, -order.commission_minor)


async def test_an_amount_that_was_never_shown_is_refused_and_nothing_happens(story: Story) -> None:
    shown = await at_the_drop(story, FREE + timedelta(minutes=1))
    with clock.travel(FREE + timedelta(minutes=1, seconds=30)):
        for wrong in (shown.cash_to_collect_minor + 236, shown.cash_to_collect_minor - 1, 0):
            with pytest.raises(CashDiffers) as refused:
                await hands_over(story, wrong)
            assert refused.value.extra["cash_to_collect_minor"] == shown.cash_to_collect_minor
    assert (await driving.order_of(story.order_id)).status == "in_transit"
    assert await receipts_of(story) == []


async def test_two_phones_at_once_book_once(story: Story) -> None:
    await at_the_drop(story, FREE)
    with clock.travel(FREE + timedelta(minutes=3)):
        done = await asyncio.gather(*(hands_over(story) for _ in range(3)), return_exceptions=True)
    assert [one for one in done if isinstance(one, BaseException) and not isinstance(one, Conflict)] == []
    async with db.reading() as session:
        booked = await session.exec(select(Posting.event).where(Posting.order_id == story.order_id))
        assert sorted(booked.all()) == ["cash.kept", "order.delivered"]
    assert len(await receipts_of(story)) == 1


async def test_a_clock_that_is_wrong_or_a_message_that_is_late_costs_the_customer_nothing(story: Story) -> None:
    await driving.picks_up(story.ravi, story.order_id)
    quoted = (await driving.order_of(story.order_id)).total_minor
    early = clock.now() - timedelta(hours=3)
    await driving.arrives(story.ravi, story.order_id, story.drop, device_time=early)
    done_at = clock.now() + timedelta(minutes=5)
    with clock.travel(timedelta(hours=2)):
        await driving.hands_over(story.ravi, story.order_id, story.drop, device_time=done_at)
    assert (await driving.order_of(story.order_id)).total_minor == quoted


async def test_whoever_waits_far_away_waits_for_nothing(story: Story) -> None:
    await driving.picks_up(story.ravi, story.order_id)
    quoted = (await driving.order_of(story.order_id)).total_minor
    job = await driving.arrives(story.ravi, story.order_id, story.drop, 600, far_reason="The road is closed")
    assert job.waiting is None
    with clock.travel(timedelta(hours=1)):
        await hands_over(story)
    assert (await driving.order_of(story.order_id)).total_minor == quoted


async def test_goods_that_go_back_are_paid_for_at_the_pickup(story: Story) -> None:
    quoted = await driving.order_of(story.order_id)
    await driving.picks_up(story.ravi, story.order_id)
    await driving.arrives(story.ravi, story.order_id, story.drop)
    job = await driving.fails(story.ravi, story.order_id, story.drop, "Nobody is there")
    ride = quoted.total_minor - quoted.tax_minor
    back = (ride + 1) // 2
    assert abs(job.cash_to_collect_minor - (ride + back) * 118 / 100) <= 1
    for _ in range(2):
        assert (await returns(story, job.cash_to_collect_minor)).status == "returned"
    order = await driving.order_of(story.order_id)
    assert order.total_minor == job.cash_to_collect_minor
    assert "Return to the pickup · 50% of the ride" in [line["label"] for line in order.lines]
    [receipt] = await receipts_of(story)
    assert receipt.total_minor == order.total_minor
    books = await paying.books()
    assert books[Kind.DRIVER_CASH_IN_HAND] == order.total_minor - order.driver_payout_minor
    async with db.reading() as session:
        earned = await trips.earnings(session, story.ravi)
    assert (earned.total_minor, earned.trips[0].fare_text) == (
        order.driver_payout_minor,
        f"₹{order.total_minor / 100:,.2f}",
    )


async def test_what_the_driver_spoilt_costs_nothing_and_brings_nothing(story: Story) -> None:
    await driving.picks_up(story.ravi, story.order_id)
    await driving.arrives(story.ravi, story.order_id, story.drop)
    job = await driving.fails(story.ravi, story.order_id, story.drop, "The goods are damaged")
    assert job.cash_to_collect_minor == 0
    await returns(story)
    order = await driving.order_of(story.order_id)
    assert (order.total_minor, order.tax_minor, order.driver_payout_minor, order.commission_minor) == (0, 0, 0, 0)
    assert (await paying.books(), await receipts_of(story)) == ({}, [])


async def test_a_drop_that_failed_is_taken_off_the_bill(two_drops: Story) -> None:
    before = await driving.order_of(two_drops.order_id)
    await driving.picks_up(two_drops.ravi, two_drops.order_id)
    await driving.arrives(two_drops.ravi, two_drops.order_id, two_drops.stops[1])
    await driving.fails(two_drops.ravi, two_drops.order_id, two_drops.stops[1])
    job = await driving.drops(two_drops.ravi, two_drops.order_id, 2)
    order = await driving.order_of(two_drops.order_id)
    [off] = [line for line in order.lines if line["label"] == "Drop 1 not delivered"]
    assert off["minor"] < 0
    assert order.total_minor == sum(line["minor"] for line in order.lines) == job.cash_to_collect_minor
    assert before.total_minor - order.total_minor == -off["minor"] + before.tax_minor - order.tax_minor
    [receipt] = await receipts_of(two_drops)
    assert receipt.total_minor == order.total_minor


async def test_the_quote_says_the_rule(story: Story) -> None:
    found = booking.of_class(await booking.quoted(story.asha))
    assert found.waiting_text == "25 min free at each stop, then ₹2 a minute"
