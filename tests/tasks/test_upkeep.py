"""What the clock does: one sweeper at a time, quotes that end, hints that never harm."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from kombu.exceptions import OperationalError
from sqlmodel import select

from porter.core import clock, db, outbox
from porter.core.outbox import OutboxDelivery
from porter.models import Notification, Order, Quote
from porter.models.enums import NotificationKind, OrderStatus, QuoteStatus
from porter.tasks import clockwork, hints, jobs, names, payout_jobs, queries, upkeep
from porter.tasks.celery_app import app
from porter.tasks.drain import drain
from porter.tasks.payout_jobs import PAYOUTS_LOCK
from porter.tasks.upkeep import SWEEP_LOCK, TICK_LOCK
from tests import booking

pytestmark = pytest.mark.usefixtures("database")


async def test_of_two_sweepers_one_goes_home() -> None:
    async with db.transaction() as other:
        assert await queries.hold_alone(other, SWEEP_LOCK)
        assert await upkeep.sweep() is None
        assert await upkeep.tick()
    async with db.transaction() as other:
        assert await queries.hold_alone(other, TICK_LOCK)
        assert not await upkeep.tick()
        assert await upkeep.sweep() == [], "whoever asks vendors does not hold up the searches"
    async with db.transaction() as other:
        assert await queries.hold_alone(other, PAYOUTS_LOCK)
        assert not await payout_jobs.settle()
        assert await upkeep.sweep() == []
    assert await payout_jobs.settle()


async def look() -> None:
    """What beat sends round every second."""
    await upkeep.sweep()
    await upkeep.tick()


async def test_the_clock_does_what_no_hint_has_done() -> None:
    await booking.demo_city()
    order = await booking.booked(await booking.customer())
    await look()
    async with db.reading() as session:
        assert [row.kind for row in (await session.exec(select(Notification))).all()] == [NotificationKind.ORDER_PLACED]
        assert all(row.done_at for row in (await session.exec(select(OutboxDelivery))).all())
    with clock.travel(timedelta(seconds=301)):
        await look()
        async with db.reading() as session:
            assert (await session.get_one(Order, order.id)).status is OrderStatus.NO_DRIVER
            kinds = {row.kind for row in (await session.exec(select(Notification))).all()}
    assert kinds == {NotificationKind.ORDER_PLACED, NotificationKind.NO_DRIVER}


async def test_open_quotes_end_and_used_ones_stay() -> None:
    await booking.demo_city()
    await booking.booked(await booking.customer())
    with clock.travel(timedelta(minutes=6)):
        await upkeep.tick()
    async with db.reading() as session:
        statuses = [quote.status for quote in (await session.exec(select(Quote))).all()]
    assert statuses.count(QuoteStatus.USED) == 1
    assert statuses.count(QuoteStatus.EXPIRED) == len(statuses) - 1 > 0


async def test_upkeep_may_run_side_by_side() -> None:
    await asyncio.gather(*(upkeep.upkeep() for _ in range(3)))


async def test_a_story_is_told_once_though_its_facts_come_twice() -> None:
    await booking.demo_city()
    ravi = await booking.driver()
    order = await booking.booked(await booking.customer())
    await booking.delivered(order.id, ravi)
    await drain()
    async with db.transaction() as session:
        for delivery in (await session.exec(select(OutboxDelivery))).all():
            delivery.done_at = None
    await drain()
    async with db.reading() as session:
        told = [row.title for row in (await session.exec(select(Notification))).all()]
    assert sorted(told) == sorted([f"Order {order.number} placed", "Driver found", "Picked up", "Delivered"])


async def test_many_commits_at_once_are_few_hints(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(app, "send_task", lambda name, **_: sent.append(name))
    hints.install()
    try:
        async with db.transaction() as session:
            outbox.emit(session, "test.unheard", {})
        for _ in range(20):
            await hints.relay_soon()
        sender = hints._pending[asyncio.get_running_loop()].sender
        assert sender is not None
        await sender
    finally:
        outbox.on_commit(None)
    assert sent in (["porter.relay"], ["porter.relay", "porter.relay"])


def test_without_a_broker_a_hint_is_lost_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(app, "send_task", refuse)
    hints.send_relay()
    hints.send_deliveries([])


def test_deliveries_of_a_queue_travel_together(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, int]] = []
    monkeypatch.setattr(app, "send_task", lambda _name, args, queue, **_: sent.append((queue, len(args))))
    made = [(uuid4(), "match"), *((uuid4(), "default") for _ in range(hints.TOGETHER + 1))]
    hints.send_deliveries(made)
    assert sent == [("match", 1), ("default", hints.TOGETHER), ("default", 1)]


def test_workers_know_every_task_of_the_clock() -> None:
    """Beat sends names; a name that no worker knows would be thrown away in silence."""
    wanted = {entry["task"] for entry in clockwork.app.conf.beat_schedule.values()}
    assert names.WATCH in wanted
    assert wanted <= set(jobs.app.tasks)
