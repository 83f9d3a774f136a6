"""What happens reaches those of operations who can do something about it: once, and until it is done."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import select

from porter.core import clock, db, outbox
from porter.core.outbox import OutboxDelivery
from porter.integrations.payments import PayoutState
from porter.models import LedgerCheck, Payment, Stop
from porter.models.enums import NotificationKind, Role
from porter.services import accounts, drivers, ledger, matching, notifications, orders, payments, payouts, trips
from porter.services.accounts import Actor
from porter.services.drivers import RegisterInput
from porter.services.notifications import NotificationView
from porter.services.payments import RefundInput, RefundReason
from porter.tasks import upkeep
from porter.tasks.drain import drain
from tests import booking, driving, paying
from tests.authenticator import enrol
from tests.people import RAVI, actor
from tests.servers import TestServers
from tests.services.payments.test_faults import a_delivered_order
from tests.services.payouts.test_payouts import Vendor, asked, ravi, seen, status, through
from tests.services.trips.conftest import Story, story

__all__ = ["ravi", "story"]

pytestmark = pytest.mark.usefixtures("database")

DAMAGED = RefundReason.DAMAGED


async def told(who: Actor) -> list[tuple[str, str]]:
    """The sentences that somebody reads, newest first, and how each ended."""
    return [(one.body, one.outcome) for one in await inbox(who)]


async def inbox(who: Actor) -> tuple[NotificationView, ...]:
    """What somebody sees."""
    async with db.reading() as session:
        return (await notifications.inbox(session, who)).items


async def unread(who: Actor) -> int:
    """The number on the bell."""
    async with db.reading() as session:
        return await notifications.unread_count(session, who)


async def again() -> None:
    """Every fact comes a second time."""
    async with db.transaction() as session:
        for delivery in (await session.exec(select(OutboxDelivery))).all():
            delivery.done_at = None
    await drain()


async def test_an_order_without_a_driver_until_it_has_one(database: TestServers) -> None:
    await booking.demo_city()
    dev, farid = await booking.operations(Role.DISPATCHER, "Dev"), await booking.operations(Role.FINANCE, "Farid")
    order = await booking.booked(await booking.customer())
    await drain()
    with clock.travel(timedelta(seconds=301)):
        await upkeep.sweep()
        await again()
        sentence = f"Nobody took order {order.number}: give it to a driver by hand."
        assert await told(dev) == [(sentence, "")]
        assert (await unread(dev), await unread(farid)) == (1, 0)
        (one,) = await inbox(dev)
        assert (one.kind, one.data["href"]) == (NotificationKind.NO_DRIVER, f"/ops/orders?order={order.id}")
        devi = await booking.driver("Devi")
        async with db.transaction() as session:
            await matching.assign(session, dev, order.id, devi.id)
        await drain()
    assert await told(dev) == [(sentence, "Devi has it")]
    assert await unread(dev) == 0


async def test_what_was_over_before_it_was_told_is_not_told(database: TestServers) -> None:
    """The facts are late: by then the customer searches again, and the refund has been decided."""
    await booking.demo_city()
    dev, asha = await booking.operations(Role.DISPATCHER, "Dev"), await booking.customer()
    order = await booking.booked(asha)
    async with db.transaction() as session:
        outbox.emit(session, "order.no_driver", {"order_id": str(order.id), "why": ""})
    await drain()
    assert await told(dev) == []


async def test_a_driver_who_gives_the_order_back(story: Story) -> None:
    dev = await booking.operations(Role.DISPATCHER, "Dev")
    async with db.transaction() as session:
        await matching.drop_out(session, story.ravi, story.order_id, "Flat tyre.")
    await drain()
    number = (await driving.order_of(story.order_id)).number
    assert await told(dev) == [(f"Ravi gave order {number} back: Flat tyre.", "")]
    async with db.transaction() as session:
        await orders.cancel(session, story.asha, story.order_id, "Too late")
    await drain()
    assert await told(dev) == [(f"Ravi gave order {number} back: Flat tyre.", "Cancelled")]


@pytest.mark.parametrize("way", ["unlocked", "closed"])
async def test_a_locked_handover_until_operations_free_it(story: Story, way: str) -> None:
    dev = await booking.operations(Role.DISPATCHER, "Dev")
    await driving.arrives(story.ravi, story.order_id, story.pickup)
    await driving.loads(story.ravi, story.order_id)
    for _ in range(5):
        with pytest.raises((trips.CodeWrong, trips.StopLocked)):
            await driving.hands_over(story.ravi, story.order_id, story.pickup, driving.wrong_code(story.pickup))
    await drain()
    number = (await driving.order_of(story.order_id)).number
    sentence = f"Five wrong codes at the pickup of order {number}: the handover is locked."
    assert await told(dev) == [(sentence, "")]
    free = trips.unlock_stop if way == "unlocked" else trips.hand_over_without_code
    async with db.transaction() as session:
        await free(session, dev, story.order_id, story.pickup.id, "Called the customer")
    await drain()
    assert await told(dev) == [(sentence, "No longer locked")]


async def test_a_drop_that_failed_until_the_goods_are_back(story: Story) -> None:
    dev = await booking.operations(Role.DISPATCHER, "Dev")
    await driving.picks_up(story.ravi, story.order_id)
    await driving.arrives(story.ravi, story.order_id, story.drop)
    await driving.fails(story.ravi, story.order_id, story.drop)
    await drain()
    number = (await driving.order_of(story.order_id)).number
    assert await told(dev) == [(f"Ravi could not hand over order {number} at drop 1: Nobody opened.", "")]
    async with db.transaction() as session:
        where = trips.Whereabouts(driving.north_of(story.pickup, 0), 5)
        await trips.return_goods(session, story.ravi, story.order_id, where)
    await drain()
    assert [outcome for _, outcome in await told(dev)] == ["The goods are back"]


async def test_a_late_order_is_told_once(story: Story) -> None:
    dev = await booking.operations(Role.DISPATCHER, "Dev")
    away = driving.north_of(story.pickup, 2500)
    await driving.sends(story.ravi, driving.fix(away))
    for minutes in (11, 12):
        with clock.travel(timedelta(minutes=minutes)):
            await driving.sends(story.ravi, driving.fix(away))
            await drain()
    number = (await driving.order_of(story.order_id)).number
    assert await told(dev) == [(f"Order {number} will be 11 min late at the pickup.", "")]


async def test_a_driver_who_waits_until_somebody_decides(database: TestServers) -> None:
    await booking.demo_city()
    gita, dev = (
        await booking.operations(Role.DELIVERY_MANAGER, "Gita"),
        await booking.operations(Role.DISPATCHER, "Dev"),
    )
    newcomer = await actor(RAVI)
    async with db.transaction() as session:
        wanted = RegisterInput(name="Ravi Kumar", birth_year=1990, licence_number="KA0120110012345", city_code="BLR")
        await drivers.register(session, newcomer, wanted)
    await drain()
    assert await told(gita) == [("Ravi Kumar has registered and waits for approval.", "")]
    assert (await inbox(gita))[0].data["href"] == f"/ops/drivers?driver={newcomer.id}"
    assert await told(dev) == []
    async with db.transaction() as session:
        await drivers.verify(session, gita, newcomer.id, approve=True)
    await drain()
    await again()
    assert [outcome for _, outcome in await told(gita)] == ["Approved by Gita"]


@pytest.mark.parametrize("decision", ["Approved", "Rejected"])
async def test_a_refund_that_waits_for_a_second_person(database: TestServers, decision: str) -> None:
    """Not told to whoever asked; done for everybody when one has decided."""
    _, order = await a_delivered_order()
    await paying.settled()
    farid, gita = await booking.operations(Role.FINANCE, "Farid"), await booking.operations(Role.ADMIN, "Gita")
    payment = await paying.payment_of(order.id)
    async with db.transaction() as session:
        wish = RefundInput(amount_minor=order.total_minor, reason=DAMAGED)
        refund = await payments.request_refund(session, farid, payment.id, wish)
    await drain()
    await again()
    sentence = f"Farid asks to give back {refund.amount_text} of order {order.number}."
    assert await told(farid) == []
    assert await told(gita) == [(sentence, "")]
    async with db.transaction() as session:
        if decision == "Approved":
            await payments.approve_refund(session, gita, refund.id)
        else:
            await payments.reject_refund(session, gita, refund.id, "Dry box")
    await paying.settled()
    await again()
    assert await told(gita) == [(sentence, f"{decision} by Gita")]
    assert await unread(gita) == 0


async def test_a_refund_that_goes_at_once_is_no_news(database: TestServers) -> None:
    _, order = await a_delivered_order()
    await paying.settled()
    farid, gita = await booking.operations(Role.FINANCE, "Farid"), await booking.operations(Role.ADMIN, "Gita")
    async with db.transaction() as session:
        wish = RefundInput(amount_minor=1_000, reason=DAMAGED)
        await payments.request_refund(session, farid, (await paying.payment_of(order.id)).id, wish)
    await paying.settled()
    assert await told(gita) == []


async def test_a_payout_that_came_back_until_the_driver_is_paid(ravi: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    farid, sunita = await booking.operations(Role.FINANCE, "Farid"), await booking.operations(Role.SUPPORT, "Sunita")
    async with through(Vendor("no"), monkeypatch):
        await asked(ravi, 20_000)
        await drain()
    await again()
    sentence = "The payout of ₹200.00 to Ravi failed: The bank does not know this account."
    assert await told(farid) == [(sentence, "")]
    assert await told(sunita) == []
    second = await asked(ravi, 20_000)
    await drain()
    await payouts.record(second.id, seen(second, PayoutState.PAID))
    await drain()
    assert await status(second.id) == "paid"
    assert await told(farid) == [(sentence, "Paid since")]
    await payouts.record(second.id, seen(second, PayoutState.REVERSED))
    await drain()
    assert (await told(farid))[0] == ("The payout of ₹200.00 to Ravi was returned by the bank.", "")


@pytest.mark.parametrize("code", ["capture_failed", "amount_mismatch"])
async def test_a_payment_that_needs_a_person(database: TestServers, code: str) -> None:
    _, order = await a_delivered_order()
    await paying.settled()
    farid, payment_id = await booking.operations(Role.FINANCE, "Farid"), (await paying.payment_of(order.id)).id
    await _marked(payment_id, code, "authorized")
    await drain()
    await again()
    (sentence, outcome) = (await told(farid))[0]
    assert sentence.startswith(f"{order.total_text} of order {order.number}: the provider ")
    assert (len(await told(farid)), outcome) == (1, "")
    await _marked(payment_id, "" if code == "amount_mismatch" else code, "captured")
    assert await told(farid) == [(sentence, "The payment is captured")]


async def _marked(payment_id: UUID, code: str, state: str) -> None:
    """So it stands, and the fact that says so."""
    async with db.transaction() as session:
        payment = await session.get_one(Payment, payment_id)
        payment.failure_code, payment.status = code or None, state  # type: ignore[assignment]
        name = "payment.attention" if state == "authorized" else "payment.captured"
        outbox.emit(session, name, {"payment_id": str(payment_id)})
    await drain()


async def test_books_astray_are_one_happening_until_they_agree(database: TestServers) -> None:
    farid, sunita = await booking.operations(Role.FINANCE, "Farid"), await booking.operations(Role.SUPPORT, "Sunita")
    for sound in (True, False, False, True):
        await _checked(sound=sound)
        if not sound:
            await again()
            assert [outcome for _, outcome in await told(farid)] == [""]
    assert [outcome for _, outcome in await told(farid)] == ["The books agree again"]
    await _checked(sound=False)
    assert [outcome for _, outcome in await told(farid)] == ["", "The books agree again"]
    assert (await told(farid))[0][0] == "The books do not agree with themselves. 1 posting does not balance."
    assert await told(sunita) == []


async def test_the_daily_check_says_that_it_was_made(database: TestServers) -> None:
    farid = await booking.operations(Role.FINANCE, "Farid")
    await upkeep.upkeep()
    await drain()
    assert await told(farid) == []
    async with db.reading() as session:
        assert await ledger.unsound_since(session) is None
        names = (await session.exec(text("SELECT name FROM outbox_event"))).scalars().all()  # type: ignore[call-overload]
    assert "ledger.checked" in names


async def _checked(*, sound: bool) -> None:
    async with db.transaction() as session:
        session.add(LedgerCheck(is_sound=sound, unbalanced_postings=int(not sound), entries_sum_minor=0, astray=[]))
        outbox.emit(session, "ledger.checked", {})
    await drain()


async def test_ones_own_sign_in_is_ones_own_news(database: TestServers) -> None:
    """On by oneself, reset by an administrator, off by oneself: nobody else reads of it."""
    farid, gita = await booking.operations(Role.FINANCE, "Farid"), await booking.operations(Role.ADMIN, "Gita")
    await enrol(farid)
    async with db.transaction() as session:
        await accounts.reset_two_step(session, gita, farid.id)
    app = await enrol(gita)
    async with db.transaction() as session:
        await accounts.stop_two_step(session, gita, app.code())
    await drain()
    await again()
    titles = [[one.title for one in await inbox(who)] for who in (farid, gita)]
    assert titles == [
        ["Two-step sign-in was reset", "Two-step sign-in is on"],
        ["Two-step sign-in is off", "Two-step sign-in is on"],
    ]
    assert (await inbox(farid))[0].body.startswith("Gita has switched your two-step sign-in off;")


async def test_a_stop_that_was_handed_over_is_not_locked(story: Story) -> None:
    async with db.transaction() as session:
        (await session.get_one(Stop, story.pickup.id)).otp_attempts = 5
    async with db.reading() as session:
        assert await trips.is_locked(session, story.order_id)
    dev = await booking.operations(Role.DISPATCHER, "Dev")
    await driving.arrives(story.ravi, story.order_id, story.pickup)
    async with db.transaction() as session:
        await trips.hand_over_without_code(session, dev, story.order_id, story.pickup.id, "Phone is dead")
    async with db.reading() as session:
        assert not await trips.is_locked(session, story.order_id)
