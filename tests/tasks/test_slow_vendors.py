"""A vendor that does not answer: the searches go on, and so does what waits for it."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from porter.core import db, outbox
from porter.core.ids import new_id
from porter.core.outbox import OutboxDelivery
from porter.models import Payout, PayoutDestination
from porter.models.enums import DestinationKind, OfferStatus, PayoutStatus
from porter.services import ledger, matching, payouts
from porter.services.payouts import DestinationInput
from porter.tasks import hints, relay, run
from porter.tasks.celery_app import DEFAULT, MATCH
from porter.tasks.facts import Fact, Subscriber
from tests.servers import TestServers
from tests.services.matching import town as towns
from tests.services.matching.town import Town, offers_of
from tests.tasks.killing import HeldRazorpay
from tests.tasks.workers import Processes, until
from tests.vendors import taking_rupees

HANGS = 2
"""As many as a worker has children."""

SOON_S = 12
"""What a busy machine may make of a sweep a second; the vendor hangs for longer than any test waits."""


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Iterator[HeldRazorpay]:
    """A gateway that may be held up."""
    with taking_rupees(made := HeldRazorpay(is_quick=True), monkeypatch):
        yield made
        made.hold.let_go.set()


@pytest.fixture
async def town(database: TestServers, vendor: HeldRazorpay) -> Town:
    """A town where one driver is asked after the other, for five seconds each."""
    town = await towns.build()
    await town.rule(offer_s=5, batch_size=1)
    return town


@pytest.fixture
def processes(database: TestServers, tmp_path: Path) -> Iterator[Processes]:
    """Worker and clock, as they run everywhere."""
    hints.install()
    processes = Processes(tmp_path / "celery.log")
    yield processes
    outbox.on_commit(None)
    processes.stop()


@pytest.fixture
async def bridge() -> AsyncIterator[None]:
    """The loop of a worker process, in this one."""
    yield
    await asyncio.to_thread(run.close)


@pytest.mark.slow
async def test_gateways_that_hang_keep_no_offer_from_its_end(
    town: Town, processes: Processes, vendor: HeldRazorpay
) -> None:
    """Every child has a payout that hangs. The first driver lets the offer go by: the second is asked all the same."""
    asked = [await withdrawal(town, f"Imran{number}") for number in range(HANGS)]
    vendor.hold.at("POST", times=HANGS)
    processes.worker()
    for payout_id in asked:
        hints.send_deliveries([(await delivery_of(payout_id), DEFAULT)])  # a message each: the other child takes it
    await asyncio.to_thread(vendor.hold.until_arrived)

    await town.driver("First", away_m=300)
    second = await town.driver("Second", away_m=900)
    processes.beat()
    order_id = await town.order(await town.customer())
    await until(lambda: were_asked(order_id, 2), within_s=40)
    assert await statuses(asked) == {PayoutStatus.SENDING}, "the gateway has not answered meanwhile"
    first_offer, second_offer = await offers_of(order_id)
    assert (first_offer.status, second_offer.driver_id) == (OfferStatus.EXPIRED, second.id)
    assert (second_offer.sent_at - first_offer.expires_at).total_seconds() < SOON_S
    async with db.transaction() as session:
        await matching.accept_offer(session, second, order_id)

    vendor.hold.let_go.set()
    await until(lambda: are_paid(asked), within_s=60)
    assert len(vendor.payouts) == HANGS


async def test_a_subscriber_that_hangs_is_cut_off_before_another_makes_its_delivery(
    database: TestServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert relay.LEASE.total_seconds() > relay.LONGEST_S
    monkeypatch.setattr(relay, "LONGEST_S", 0.05)

    async def hang(_: Fact) -> None:
        await asyncio.Event().wait()

    await one_fact_for(Subscriber("hangs", hang, DEFAULT), monkeypatch)
    [failure] = await relay.deliver_due()
    assert isinstance(failure, TimeoutError)
    async with db.reading() as session:
        [row] = (await session.exec(select(OutboxDelivery))).all()
    assert (row.done_at, row.gave_up_at, row.attempts) == (None, None, 1), "it is tried again"


@pytest.mark.parametrize(("queue", "urgent"), [(MATCH, True), (DEFAULT, False)])
async def test_the_sweep_makes_urgent_deliveries_only(
    database: TestServers, monkeypatch: pytest.MonkeyPatch, queue: str, urgent: bool
) -> None:
    heard: list[Fact] = []

    async def hear(fact: Fact) -> None:
        heard.append(fact)

    await one_fact_for(Subscriber("hears", hear, queue), monkeypatch)
    await relay.deliver_due(urgent=not urgent)
    assert heard == []
    await relay.deliver_due(urgent=urgent)
    assert len(heard) == 1


async def test_slow_work_goes_on_beside_the_next_task(bridge: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PATIENCE_S", 0.01)
    answered, story = threading.Event(), []

    async def slow() -> None:
        await asyncio.to_thread(answered.wait)
        story.append("slow")

    async def quick() -> None:
        story.append("quick")

    assert await asyncio.to_thread(run.run_beside, slow)
    await asyncio.to_thread(lambda: run.run(quick()))
    assert story == ["quick"]
    answered.set()
    await asyncio.to_thread(run.close)
    assert story == ["quick", "slow"], "a process that ends lets it come to its end"


async def test_too_much_at_once_is_left_to_the_clock(bridge: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PATIENCE_S", 0.01)
    monkeypatch.setattr(run, "MOST_BESIDE", 2)
    answered, begun = threading.Event(), []

    async def slow() -> None:
        begun.append(1)
        await asyncio.to_thread(answered.wait)

    assert [await asyncio.to_thread(run.run_beside, slow) for _ in range(3)] == [True, True, False]
    answered.set()
    await asyncio.to_thread(run.close)
    assert len(begun) == 2


async def test_work_that_fails_beside_is_logged_and_at_once_is_raised(
    bridge: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answered = threading.Event()

    async def fail() -> None:
        await asyncio.to_thread(answered.wait)
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(run, "PATIENCE_S", 0.01)
    with caplog.at_level(logging.ERROR):
        assert await asyncio.to_thread(run.run_beside, fail)
        answered.set()
        await until(lambda: has(caplog, "oops"))
    monkeypatch.setattr(run, "PATIENCE_S", 30)
    with pytest.raises(ZeroDivisionError):
        await asyncio.to_thread(run.run_beside, fail)


async def has(caplog: pytest.LogCaptureFixture, words: str) -> bool:
    return words in caplog.text


async def one_fact_for(subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "SUBSCRIPTIONS", {"test.happened": (subscriber,)})
    monkeypatch.setattr(relay, "SUBSCRIBERS", {subscriber.name: subscriber})
    async with db.transaction() as session:
        outbox.emit(session, "test.happened", {})
    await relay.relay()


async def withdrawal(town: Town, name: str) -> UUID:
    """A driver at home asks for money."""
    driver = await town.driver(name, online=False)
    where = DestinationInput(kind=DestinationKind.UPI, name="Imran Khan", upi="imran@okbank")
    async with db.transaction() as session:
        await ledger.post(
            session, f"incentive:{new_id()}", "incentive", ledger.rules.incentive_earned(driver.id, 50_000)
        )
        added = await payouts.add_destination(session, driver, where)
        (await session.get_one(PayoutDestination, added.id)).provider_ref = "acct_ravi"
        return (await payouts.request(session, driver, 30_000)).id


async def delivery_of(payout_id: UUID) -> UUID:
    await relay.relay()
    async with db.reading() as session:
        rows = (await session.exec(select(OutboxDelivery).where(OutboxDelivery.subscriber == "payouts.send"))).all()
        events = {row.id: await session.get_one(outbox.OutboxEvent, row.event_id) for row in rows}
    [found] = [row_id for row_id, event in events.items() if event.payload["payout_id"] == str(payout_id)]
    return found


async def statuses(ids: list[UUID]) -> set[PayoutStatus]:
    async with db.reading() as session:
        return {(await session.get_one(Payout, payout_id)).status for payout_id in ids}


async def are_paid(ids: list[UUID]) -> bool:
    return await statuses(ids) == {PayoutStatus.PAID}


async def were_asked(order_id: UUID, count: int) -> bool:
    return len(await offers_of(order_id)) >= count
