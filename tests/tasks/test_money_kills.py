"""kill -9 of a worker between any two steps of a capture, a refund, a payout: after the restart exactly one of them.

The worker is a process that runs the task that Celery would run, against the real adapter, the real SDK and the vendor's
twin. It is killed where the test wants it; later another one does what is due.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import col, func, select

from porter.core import db
from porter.core.ids import new_id
from porter.core.outbox import OutboxDelivery
from porter.models import Payment, Payout, PayoutDestination, Posting, Refund
from porter.models.enums import DestinationKind, PaymentStatus, PayoutStatus, RefundStatus, Role
from porter.services import ledger, payments, payouts
from porter.services.payments import RefundInput, RefundReason
from porter.services.payouts import DestinationInput
from porter.tasks import hints, relay
from porter.tasks.celery_app import DEFAULT
from porter.tasks.drain import drain
from tests import booking, paying
from tests.servers import TestServers
from tests.tasks.killing import HeldRazorpay, HeldStripe, Lock, finished, worker
from tests.tasks.workers import Processes
from tests.tasks.workers import until as eventually
from tests.vendors import speaks, taking_rupees

pytestmark = pytest.mark.slow

BACK_MINOR = 5_000
RESTARTS = 4
BETWEEN = timedelta(minutes=12)
"""Longer than any lease, and than the pause after which a vendor is asked again."""

Held = HeldRazorpay | HeldStripe


class Point(StrEnum):
    """Where the worker dies."""

    CLAIMING = "claiming"
    CLAIMED = "claimed"
    """Nothing has been asked of the vendor that moves money."""
    ON_THE_WAY = "on_the_way"
    """The vendor takes the question to heart after the next worker has come."""
    DONE = "done"
    """The vendor has done it, and its answer is not read."""
    ANSWERED = "answered"
    """The answer is read, and nothing is written."""
    BOOKING = "booking"
    """Half of it is written."""
    BOOKED = "booked"
    """All is written, and nobody has been told."""


@dataclass
class Story:
    """Something that a worker is about to do, and how to see whether it is done."""

    vendor: Held
    thing: Payment | Refund | Payout
    subscriber: str
    claims: str
    """What locks the claim."""

    @property
    def table(self) -> str:
        """Where it stands."""
        return str(self.thing.__tablename__)

    async def status(self) -> str:
        """How it stands with us."""
        async with db.reading() as session:
            return str((await session.get_one(type(self.thing), self.thing.id)).status)

    async def has_ended(self) -> bool:
        """Whether it is done with us."""
        return await self.status() == ENDED[self.table]

    def done(self) -> int:
        """How many times the vendor has done it."""
        if isinstance(self.thing, Payment):
            return sum(_took(one) for one in _things(self.vendor, "charges", "payments"))
        name = "refunds" if isinstance(self.thing, Refund) else "payouts"
        return len(_things(self.vendor, "transfers" if name == "payouts" else name, name))


def _things(vendor: Held, of_stripe: str, of_razorpay: str) -> list[dict[str, object]]:
    found = getattr(vendor, of_stripe if isinstance(vendor, HeldStripe) else of_razorpay)
    return list(found.values())


def _took(one: dict[str, object]) -> bool:
    return bool(one["captured"])


BEGUN = {"payment": PaymentStatus.CAPTURING, "refund": RefundStatus.SENDING, "payout": PayoutStatus.SENDING}
ENDED = {"payment": PaymentStatus.CAPTURED, "refund": RefundStatus.DONE, "payout": PayoutStatus.PAID}
WAITING = {"payment": PaymentStatus.AUTHORIZED, "refund": RefundStatus.APPROVED, "payout": PayoutStatus.REQUESTED}
ROWS = {
    "payment": "SELECT 1 FROM payment FOR UPDATE",
    "refund": "SELECT 1 FROM refund FOR UPDATE",
    "payout": "SELECT 1 FROM payout FOR UPDATE",
}
POSTED = {"payment": "payment.prepaid", "refund": "refund.sent", "payout": "payout.paid"}


@pytest.fixture
def vendor(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    """The vendor that takes rupees here."""
    paying.offer_everything(monkeypatch)
    made: Held = HeldStripe() if getattr(request, "param", "") == "stripe" else HeldRazorpay(is_quick=True)
    with taking_rupees(made, monkeypatch):
        yield made
        made.hold.let_go.set()


@pytest.fixture(autouse=True)
async def _city(database: TestServers) -> None:
    await booking.demo_city()


@pytest.fixture
def lock(database: TestServers) -> Iterator[Lock]:
    """A transaction that stands in the way."""
    made = Lock(database)
    yield made
    made.close()


@pytest.mark.parametrize("point", list(Point))
async def test_one_capture_wherever_the_worker_dies(vendor: Held, lock: Lock, point: Point) -> None:
    await exactly_one(await a_capture(vendor), lock, point)


@pytest.mark.parametrize("point", list(Point))
async def test_one_refund_wherever_the_worker_dies(vendor: Held, lock: Lock, point: Point) -> None:
    await exactly_one(await a_refund(vendor), lock, point)


@pytest.mark.parametrize("point", list(Point))
async def test_one_payout_wherever_the_worker_dies(vendor: Held, lock: Lock, point: Point) -> None:
    await exactly_one(await a_payout(vendor), lock, point)


@pytest.mark.parametrize("vendor", ["stripe"], indirect=True)
@pytest.mark.parametrize("point", [Point.ON_THE_WAY, Point.DONE])
@pytest.mark.parametrize("what", ["capture", "refund", "payout"])
async def test_one_effect_at_stripe_as_well(vendor: Held, lock: Lock, point: Point, what: str) -> None:
    story = {"capture": a_capture, "refund": a_refund, "payout": a_payout}[what]
    await exactly_one(await story(vendor), lock, point)


async def test_a_whole_celery_worker_killed_at_the_vendor_is_made_up_for(
    vendor: Held, database: TestServers, tmp_path: Path
) -> None:
    """A capture and a payout are done at the vendor when worker and children die; new ones take neither twice."""
    stories, processes = [await a_capture(vendor), await a_payout(vendor)], Processes(tmp_path / "celery.log")
    vendor.hold.at("POST", after=True, times=2)
    try:
        await _hint(stories)
        doomed = processes.worker()
        vendor.hold.until_arrived()
        processes.kill(doomed)
        vendor.hold.let_go.set()
        assert [(await one.status(), one.done()) for one in stories] == [(BEGUN[one.table], 1) for one in stories]
        await _time_passes()
        processes.beat()
        processes.worker()
        for story in stories:
            await eventually(story.has_ended, within_s=90)
    finally:
        processes.stop()
    assert [one.done() for one in stories] == [1, 1]
    assert [await _postings(POSTED[one.table]) for one in stories] == [1, 1]
    async with db.reading() as session:
        assert (await ledger.check(session)).is_sound


async def exactly_one(story: Story, lock: Lock, point: Point) -> None:
    """Kill the worker there, look that it was there, and let others go on."""
    with ExitStack() as late:
        await _killed(story, lock, point, late)
        before = WAITING if point is Point.CLAIMING else ENDED if point is Point.BOOKED else BEGUN
        assert await story.status() == before[story.table]
        assert story.done() == (point not in {Point.CLAIMING, Point.CLAIMED, Point.ON_THE_WAY})
        await _others_go_on(story)
    await speaks(story.vendor, times=2)
    await relay.relay()
    _looked(later=BETWEEN * (RESTARTS + 1))
    assert (await story.status(), story.done()) == (ENDED[story.table], 1)
    assert await _postings(POSTED[story.table]) == 1
    async with db.reading() as session:
        assert (await ledger.check(session)).is_sound
    found = await paying.books()
    assert not {paying.Kind.REFUNDS_IN_TRANSIT, paying.Kind.PAYOUTS_IN_TRANSIT} & set(found)


async def _killed(story: Story, lock: Lock, point: Point, late: ExitStack) -> None:
    hold, delivery = story.vendor.hold, str(await _delivery(story.subscriber))
    late.callback(hold.let_go.set)
    if point is Point.CLAIMING:
        with lock.holding(story.claims), worker("deliver", delivery):
            lock.until_awaited()
        return
    hold.at("GET" if point is Point.CLAIMED else "POST", after=point not in {Point.CLAIMED, Point.ON_THE_WAY})
    with worker("deliver", delivery):
        hold.until_arrived()
        if in_the_way := _in_the_way(story, point):
            with lock.holding(in_the_way):
                hold.let_go.set()
                lock.until_awaited()


def _in_the_way(story: Story, point: Point) -> str | None:
    locks = {
        Point.ANSWERED: ROWS[story.table],
        Point.BOOKING: "LOCK TABLE posting IN SHARE ROW EXCLUSIVE MODE",
        Point.BOOKED: "LOCK TABLE outbox_delivery IN SHARE ROW EXCLUSIVE MODE",
    }
    return locks.get(point)


async def _others_go_on(story: Story) -> None:
    """The clock ticks on for workers that are alive; the sweeper finds what is due."""
    for number in range(1, RESTARTS + 1):
        _looked(later=BETWEEN * number)
        if await story.has_ended():
            return


def _looked(later: timedelta) -> None:
    """What beat sends round for money."""
    finished("tick", later=later)
    finished("settle_payouts", later=later)


async def _delivery(subscriber: str) -> UUID:
    await relay.relay()
    async with db.reading() as session:
        found = await session.exec(
            select(OutboxDelivery.id).where(
                OutboxDelivery.subscriber == subscriber, col(OutboxDelivery.done_at).is_(None)
            )
        )
        return found.one()


async def _hint(stories: Sequence[Story]) -> None:
    """Ask a worker for these and nothing else."""
    hints.send_deliveries([(await _delivery(one.subscriber), DEFAULT) for one in stories])


async def _time_passes() -> None:
    """Real processes have no clock that a test could turn: every lease has run out."""
    async with db.transaction() as session:
        for table in ("payment", "payout", "outbox_delivery"):
            await (await session.connection()).execute(
                text(f"UPDATE {table} SET due_at = due_at - interval '1 hour' WHERE due_at IS NOT NULL")  # noqa: S608
            )


async def _postings(event: str) -> int:
    async with db.reading() as session:
        return (await session.exec(select(func.count()).where(col(Posting.event) == event))).one()


async def a_capture(vendor: Held) -> Story:
    """A delivered order; its money is promised."""
    asha, ravi = await booking.customer(), await booking.driver()
    order = await paying.placed(asha, paying.UPI)
    checkout = await payments.start_checkout(asha, order.id)
    assert checkout.payment_id
    opened = await paying.payment_of(order.id)
    vendor.pay(opened.provider_order or "")
    await speaks(vendor)
    await drain()
    await booking.delivered(order.id, ravi)
    payment = await paying.payment_of(order.id)
    locked = "LOCK TABLE payment_step IN SHARE ROW EXCLUSIVE MODE"
    return Story(vendor, payment, "payments.finish_order", locked)


async def a_refund(vendor: Held) -> Story:
    """A part of a captured payment is to go back."""
    captured = await a_capture(vendor)
    await drain()
    farid = await booking.operations(Role.FINANCE)
    async with db.transaction() as session:
        what = RefundInput(amount_minor=BACK_MINOR, reason=RefundReason.LATE)
        await payments.request_refund(session, farid, captured.thing.id, what)
    [refund] = await paying.all_refunds()
    locked = "LOCK TABLE posting IN SHARE ROW EXCLUSIVE MODE"
    return Story(vendor, refund, "payments.send_refund", locked)


async def a_payout(vendor: Held) -> Story:
    """Imran withdraws."""
    imran = await booking.driver("Imran", "+919000000102", plate="KA05MH4322")
    where = DestinationInput(kind=DestinationKind.UPI, name="Imran Khan", upi="imran@okbank")
    async with db.transaction() as session:
        entries = ledger.rules.incentive_earned(imran.id, 50_000)
        await ledger.post(session, f"incentive:{new_id()}", "incentive", entries)
        added = await payouts.add_destination(session, imran, where)
        (await session.get_one(PayoutDestination, added.id)).provider_ref = "acct_ravi"
        asked = await payouts.request(session, imran, 30_000)
    async with db.reading() as session:
        payout = await session.get_one(Payout, asked.id)
    return Story(vendor, payout, "payouts.send", ROWS["payout"])
