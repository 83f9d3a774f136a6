"""The outbox: every subscriber once, failures alone, nothing lost when somebody dies in the middle."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from porter.core import clock, db, outbox
from porter.core.errors import GatewayUnavailable, NotFound
from porter.core.outbox import OutboxDelivery, OutboxEvent
from porter.tasks import drain, hints, jobs, queries, relay, run, subscriptions
from porter.tasks.facts import Fact, Subscriber
from porter.tasks.relay import LEASE, MOST_ATTEMPTS, pause_s

pytestmark = pytest.mark.usefixtures("database")


class Listener:
    """A subscriber that remembers, and fails as long as a test wants."""

    def __init__(self) -> None:
        self.heard: list[Fact] = []
        self.fails_with: Exception | None = None

    async def handle(self, fact: Fact) -> None:
        self.heard.append(fact)
        if self.fails_with:
            raise self.fails_with


@pytest.fixture
def listeners(monkeypatch: pytest.MonkeyPatch) -> tuple[Listener, Listener]:
    """Two subscribers of `test.happened`."""
    one, two = Listener(), Listener()
    table = {"test.happened": (Subscriber("one", one.handle, "match"), Subscriber("two", two.handle, "low"))}
    monkeypatch.setattr(relay, "SUBSCRIPTIONS", table)
    monkeypatch.setattr(relay, "SUBSCRIBERS", {each.name: each for each in table["test.happened"]})
    return one, two


async def happen(number: int = 1) -> None:
    async with db.transaction() as session:
        outbox.emit(session, "test.happened", {"number": number})


async def deliveries() -> dict[str, OutboxDelivery]:
    async with db.reading() as session:
        rows = (await session.exec(select(OutboxDelivery).order_by(col(OutboxDelivery.id)))).all()
    return {row.subscriber: row for row in rows}


async def test_every_subscriber_hears_every_fact_once(listeners: tuple[Listener, Listener]) -> None:
    for number in range(3):
        await happen(number)
    assert {queue for _, queue in await relay.relay()} == {"match", "low"}
    assert await relay.relay() == []
    assert await relay.deliver_due() == []
    assert await relay.deliver_due() == []
    for listener in listeners:
        assert sorted(fact.payload["number"] for fact in listener.heard) == [0, 1, 2]


async def test_ten_relays_and_ten_deliverers_at_once_deliver_once(listeners: tuple[Listener, Listener]) -> None:
    for number in range(20):
        await happen(number)
    made = await asyncio.gather(*(relay.relay() for _ in range(10)))
    assert sum(len(each) for each in made) == 40
    await asyncio.gather(*(relay.deliver_due() for _ in range(10)))
    assert [len(listener.heard) for listener in listeners] == [20, 20]


async def test_a_failing_subscriber_is_tried_again_and_does_not_hold_up_the_other(
    listeners: tuple[Listener, Listener],
) -> None:
    one, two = listeners
    one.fails_with = GatewayUnavailable("down")
    await happen()
    await relay.relay()
    [failure] = await relay.deliver_due()
    assert isinstance(failure, GatewayUnavailable)
    rows = await deliveries()
    assert rows["two"].done_at is not None
    assert (rows["one"].done_at, rows["one"].last_error) == (None, "GatewayUnavailable: down")

    one.fails_with = None
    assert await relay.deliver_due() == []
    with clock.travel(timedelta(seconds=1.5)):
        await relay.deliver_due()
    assert (len(one.heard), len(two.heard)) == (2, 1)
    assert (await deliveries())["one"].done_at is not None


async def test_a_bug_is_given_up_after_many_tries_with_its_reason(listeners: tuple[Listener, Listener]) -> None:
    one, _ = listeners
    one.fails_with = ZeroDivisionError("oops")
    await happen()
    await relay.relay()
    for attempt in range(MOST_ATTEMPTS + 3):
        with clock.travel(timedelta(hours=attempt)):
            await relay.deliver_due()
    row = (await deliveries())["one"]
    assert (row.attempts, row.last_error) == (MOST_ATTEMPTS, "ZeroDivisionError: oops")
    assert row.gave_up_at is not None


async def test_a_refusal_is_not_tried_again(listeners: tuple[Listener, Listener]) -> None:
    one, _ = listeners
    one.fails_with = NotFound("gone")
    await happen()
    await relay.relay()
    await relay.deliver_due()
    row = (await deliveries())["one"]
    assert (row.attempts, row.gave_up_at is None) == (1, False)


async def test_a_delivery_whose_worker_died_is_made_when_the_claim_ends(listeners: tuple[Listener, Listener]) -> None:
    one, _ = listeners
    await happen()
    [(delivery_id, _), _] = sorted(await relay.relay(), key=lambda made: made[1], reverse=True)
    async with db.transaction() as session:  # the worker claims, and is killed before it has done anything
        assert await queries.claim(session, [delivery_id], clock.now(), clock.now() + LEASE)
    await relay.deliver_due()
    assert one.heard == []
    with clock.travel(LEASE):
        await relay.deliver_due()
    assert len(one.heard) == 1


async def test_what_was_rolled_back_never_happened(listeners: tuple[Listener, Listener]) -> None:
    with pytest.raises(RuntimeError):
        async with db.transaction() as session:
            outbox.emit(session, "test.happened", {})
            raise RuntimeError
    assert await relay.relay() == []


async def test_an_event_that_nobody_wants_is_relayed_to_nobody(listeners: tuple[Listener, Listener]) -> None:
    async with db.transaction() as session:
        outbox.emit(session, "test.unheard", {})
    assert await relay.relay() == []
    assert await relay.relay() == []


async def test_done_facts_are_forgotten_and_given_up_ones_kept(listeners: tuple[Listener, Listener]) -> None:
    one, _ = listeners
    await happen(1)
    await relay.relay()
    await relay.deliver_due()
    one.fails_with = NotFound("gone")
    await happen(2)
    await relay.relay()
    await relay.deliver_due()
    async with db.transaction() as session:
        assert await queries.forget_done(session, clock.now()) == 1
    async with db.reading() as session:
        left = (await session.exec(select(OutboxEvent))).all()
    assert [event.payload for event in left] == [{"number": 2}]


async def test_drain_raises_what_a_subscriber_raised(listeners: tuple[Listener, Listener]) -> None:
    listeners[0].fails_with = ZeroDivisionError("oops")
    await happen()
    with pytest.raises(ZeroDivisionError):
        await drain.drain()


def test_pauses_grow_and_are_held() -> None:
    assert [pause_s(attempt) for attempt in (1, 2, 3, 9, 12)] == [1, 2, 4, 256, 300]


def test_subscribers_have_names_of_their_own() -> None:
    for name, subscriber in subscriptions.SUBSCRIBERS.items():
        same = [each for wanted in subscriptions.SUBSCRIPTIONS.values() for each in wanted if each.name == name]
        assert all((each.handle, each.queue) == (subscriber.handle, subscriber.queue) for each in same)


async def test_whoever_wants_nothing_of_a_fact_gets_no_delivery(monkeypatch: pytest.MonkeyPatch) -> None:
    odd, every = Listener(), Listener()
    wanted = (
        Subscriber("odd", odd.handle, "low", wants=lambda payload: bool(payload["number"] % 2)),
        Subscriber("every", every.handle, "low"),
    )
    monkeypatch.setattr(relay, "SUBSCRIPTIONS", {"test.happened": wanted})
    monkeypatch.setattr(relay, "SUBSCRIBERS", {each.name: each for each in wanted})
    for number in range(3):
        await happen(number)
    assert len(await relay.relay()) == 4
    await relay.deliver_due()
    assert [fact.payload["number"] for fact in odd.heard] == [1]
    assert sorted(fact.payload["number"] for fact in every.heard) == [0, 1, 2]


@pytest.mark.parametrize(
    ("method", "names"),
    [
        ("cash", {"matching.search", "notices.order_placed"}),
        ("wallet", {"payments.pay_from_wallet"}),
        ("upi", set()),
        ("what is this?", set()),
        (None, {"matching.search", "notices.order_placed", "payments.pay_from_wallet"}),
    ],
)
def test_a_new_order_is_searched_for_or_waits_for_its_money(method: str | None, names: set[str]) -> None:
    payload = {"payment_method": method} if method else {}
    placed = subscriptions.SUBSCRIPTIONS["order.placed"]
    assert {each.name for each in placed if each.wants(payload)} == names


async def test_some_made_together_fail_and_succeed_each_on_its_own(listeners: tuple[Listener, Listener]) -> None:
    one, two = listeners
    one.fails_with = ZeroDivisionError("oops")
    await happen()
    made = [delivery_id for delivery_id, _ in await relay.relay()]
    [failure] = await relay.deliver(made)
    assert isinstance(failure, ZeroDivisionError)
    assert (len(one.heard), len(two.heard)) == (1, 1)
    assert (await deliveries())["two"].done_at is not None
    assert await relay.deliver(made) == [], "one is not due yet, two is done"
    assert len(two.heard) == 1


async def test_a_message_carries_one_delivery_or_some(listeners: tuple[Listener, Listener]) -> None:
    one, two = listeners
    await happen()
    made = tuple(str(delivery_id) for delivery_id, _ in await relay.relay())
    try:
        await asyncio.to_thread(jobs.deliver_task.apply, args=made)
        await asyncio.to_thread(jobs.deliver_task.apply, args=made[:1])
    finally:
        await asyncio.to_thread(run.close)
    assert (len(one.heard), len(two.heard)) == (1, 1)


async def test_the_relay_makes_the_first_urgent_ones_and_hands_the_others_out(
    listeners: tuple[Listener, Listener], monkeypatch: pytest.MonkeyPatch
) -> None:
    urgent, late = listeners
    handed_out: list[tuple[UUID, str]] = []
    monkeypatch.setattr(hints, "send_deliveries", handed_out.extend)
    for number in range(hints.TOGETHER + 2):
        await happen(number)
    try:
        result = await asyncio.to_thread(jobs.relay_task.apply)
    finally:
        await asyncio.to_thread(run.close)
    assert result.successful()
    assert (len(urgent.heard), len(late.heard)) == (hints.TOGETHER, 0)
    assert sorted(queue for _, queue in handed_out) == ["low"] * (hints.TOGETHER + 2) + ["match"] * 2
    assert await relay.deliver([delivery_id for delivery_id, _ in handed_out]) == []
    assert (len(urgent.heard), len(late.heard)) == (hints.TOGETHER + 2, hints.TOGETHER + 2)
