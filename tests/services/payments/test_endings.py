"""How orders end, and what becomes of their money: released, kept in part, given back, raised, paid twice."""

from datetime import timedelta

import pytest
from sqlmodel import select

from porter.core import clock, db
from porter.core.errors import Forbidden
from porter.core.ids import new_id
from porter.integrations.payments import PaymentState, sandbox
from porter.integrations.payments.sandbox import book
from porter.integrations.payments.sandbox.book import Attempt, SandboxOrder
from porter.models import Receipt
from porter.models.enums import PaymentMethod, PaymentStatus, RefundStatus, Role
from porter.services import ledger, orders, payments, payouts
from porter.services.accounts import Actor
from porter.services.orders import OrderView, RaiseRefused
from porter.services.payments import NotRefundable, RefundInput, RefundReason, RefundTooLarge, SecondPersonNeeded
from porter.services.payments.books import book_capture
from tests import booking, paying
from tests.paying import UPI, WALLET, Kind
from tests.services.payments.shaky import POOR, ShakyGateway, shaky

__all__ = ["shaky"]

pytestmark = pytest.mark.usefixtures("database")

FEE_LATER = timedelta(minutes=10)


async def balance_of(driver: Actor) -> int:
    """What we owe a driver, as the books write it."""
    async with db.reading() as session:
        return await ledger.balance(session, Kind.DRIVER_PAYABLE, driver.id)


async def cancels(who: Actor, order: OrderView) -> int:
    """For the fee that is shown; answers it."""
    async with db.transaction() as session:
        shown = await orders.cancellation_preview(session, who, order.id)
        await orders.cancel(session, who, order.id, "Plans changed", shown.fee_minor)
    await paying.settled()
    return shown.fee_minor


async def a_paid_order(method: PaymentMethod = UPI) -> tuple[Actor, Actor, OrderView]:
    """Asha's, secured; and Ravi, who may take it."""
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    if method is WALLET:
        await paying.with_money(asha, 1_000_000)
    order = await paying.placed(asha, method)
    if method is WALLET:
        await paying.settled()
    else:
        await paying.paid(asha, order.id)
    return asha, ravi, order


@pytest.mark.parametrize("method", [UPI, WALLET])
@pytest.mark.parametrize("is_poor", [False, True])
async def test_cancelled_for_free_everything_goes_back(
    shaky: ShakyGateway, method: PaymentMethod, is_poor: bool
) -> None:
    if is_poor:
        shaky.capabilities = POOR
    asha, _, order = await a_paid_order(method)
    assert await cancels(asha, order) == 0
    payment = await paying.payment_of(order.id)
    went_round = is_poor and method is UPI
    assert payment.status is (PaymentStatus.REFUNDED if went_round else PaymentStatus.VOIDED)
    if method is UPI:
        assert await paying.books() == {}
    else:
        assert (await paying.books())[Kind.CUSTOMER_WALLET] == -1_000_000


@pytest.mark.parametrize("method", [UPI, WALLET])
@pytest.mark.parametrize("is_poor", [False, True])
async def test_the_shown_fee_is_what_is_kept(shaky: ShakyGateway, method: PaymentMethod, is_poor: bool) -> None:
    if is_poor:
        shaky.capabilities = POOR
    asha, ravi, order = await a_paid_order(method)
    await booking.taken(order.id, ravi)
    with clock.travel(FEE_LATER):
        fee = await cancels(asha, order)
    assert fee > 0
    payment = await paying.payment_of(order.id)
    assert payment.captured_minor - payment.refunded_minor == fee
    found = await paying.books()
    assert Kind.CUSTOMER_RECEIVABLE not in found
    assert Kind.WALLET_HOLDS not in found
    if method is UPI:
        assert found[Kind.GATEWAY_CLEARING] == fee
    else:
        assert found[Kind.CUSTOMER_WALLET] == fee - 1_000_000


async def test_what_is_paid_twice_goes_back() -> None:
    _, _, order = await a_paid_order()
    payment = await paying.payment_of(order.id)

    def second(known: SandboxOrder) -> None:
        name = f"sbp_{known.id.removeprefix('sbo_')}_2"
        known.attempts.append(Attempt(id=name, method=UPI, status=PaymentState.AUTHORIZED))

    await book.change(SandboxOrder, payment.provider_order or "", second)
    await payments.look(payment.id)
    await payments.look(payment.id)
    await paying.settled()
    first, stray = await paying.all_payments()
    assert (first.status, first.order_id) == (PaymentStatus.AUTHORIZED, order.id)
    assert (stray.status, stray.order_id) == (PaymentStatus.VOIDED, None)
    told = await sandbox.order(payment.provider_order or "")
    assert [one.status for one in told.attempts] == [PaymentState.AUTHORIZED, PaymentState.VOIDED]


async def test_a_raise_of_a_paid_order_comes_from_the_wallet() -> None:
    asha, ravi, order = await a_paid_order()
    async with db.transaction() as session:
        with pytest.raises(RaiseRefused):
            await orders.raise_offer(session, asha, order.id, 1000)
    with pytest.raises(payments.WalletTooLow):
        async with db.transaction() as session:
            await payments.raise_offer(session, asha, order.id, 2000)
    assert (await paying.order_of(order.id)).raise_minor == 0
    await paying.with_money(asha, 5000)
    for _ in range(2):
        async with db.transaction() as session:
            await payments.raise_offer(session, asha, order.id, 2000)
    await booking.delivered(order.id, ravi)
    await paying.settled()
    assert sorted(one.captured_minor for one in await paying.payments_of(order.id)) == [4000, order.total_minor]
    found = await paying.books()
    assert found[Kind.CUSTOMER_WALLET] == -1000
    assert Kind.WALLET_HOLDS not in found


async def test_a_refund_above_the_limit_needs_two_people() -> None:
    _, ravi, order = await a_paid_order()
    await booking.delivered(order.id, ravi)
    await paying.settled()
    payment = await paying.payment_of(order.id)
    farid, meera = await booking.operations(Role.FINANCE, "Farid"), await booking.operations(Role.ADMIN)
    dispatcher = await booking.operations(Role.DISPATCHER, "Dev")
    what = RefundInput(amount_minor=order.total_minor, reason=RefundReason.NOT_DELIVERED)
    async with db.transaction() as session:
        with pytest.raises(Forbidden):
            await payments.request_refund(session, dispatcher, payment.id, what)
    async with db.transaction() as session:
        refund = await payments.request_refund(session, farid, payment.id, what)
        assert (refund.status, refund.can_decide) == (RefundStatus.REQUESTED, False)
    async with db.transaction() as session:
        with pytest.raises(NotRefundable):
            await payments.request_refund(session, meera, payment.id, what)
        with pytest.raises(SecondPersonNeeded):
            await payments.approve_refund(session, farid, refund.id)
        await payments.approve_refund(session, meera, refund.id)
    await paying.settled()
    assert (await paying.payment_of(order.id)).status is PaymentStatus.REFUNDED
    done = await paying.order_of(order.id)
    found = await paying.books()
    assert Kind.GATEWAY_CLEARING not in found
    assert found[Kind.DRIVER_PAYABLE] == -done.driver_payout_minor
    assert Kind.TAXES not in found
    async with db.reading() as session:
        [note] = (await session.exec(select(Receipt).where(Receipt.kind == "credit_note"))).all()
    assert (note.refund_id, note.total_minor, note.tax_minor) == (refund.id, order.total_minor, done.tax_minor)


async def test_a_small_refund_to_the_wallet_and_no_more_than_there_is() -> None:
    asha, ravi, order = await a_paid_order(WALLET)
    payment, farid = await paying.payment_of(order.id), await booking.operations(Role.FINANCE, "Farid")
    small = RefundInput(amount_minor=5000, reason=RefundReason.LATE)
    async with db.transaction() as session:
        with pytest.raises(NotRefundable):
            await payments.request_refund(session, farid, payment.id, small)
    await booking.delivered(order.id, ravi)
    await paying.settled()
    async with db.transaction() as session:
        await payments.request_refund(session, farid, payment.id, small)
    await paying.settled()
    assert (await paying.books())[Kind.CUSTOMER_WALLET] == -(1_000_000 - order.total_minor + 5000)
    async with db.transaction() as session:
        with pytest.raises(RefundTooLarge):
            whole = RefundInput(amount_minor=order.total_minor, reason=RefundReason.LATE)
            await payments.request_refund(session, farid, payment.id, whole)
        shown = await payments.get(session, asha, payment.id)
    assert (shown.status_text, shown.refunds[0].to_text, shown.refunds[0].note) == (
        "Partly refunded",
        "to the wallet",
        "",
    )


async def test_top_up_tip_and_cash_handed_in() -> None:
    asha, ravi, order = await a_paid_order()
    await booking.delivered(order.id, ravi)
    await paying.settled()
    top_up = await payments.start_top_up(asha, 50_000)
    await paying.pays(top_up)
    await paying.settled()
    tip = await payments.start_tip(asha, order.id, 3000)
    await paying.pays(tip)
    assert (await payments.start_tip(asha, order.id, 2000, WALLET)).is_paid
    await paying.settled()
    by_cash = await booking.booked(asha)
    imran = await booking.driver("Imran", "+919000000102", plate="KA05MH4322")
    await booking.delivered(by_cash.id, imran)
    before = await paying.books()
    assert before[Kind.CUSTOMER_WALLET] == -48_000
    handed = await payments.start_cash_settlement(imran)
    assert handed.amount_minor == before[Kind.DRIVER_CASH_IN_HAND]
    await paying.pays(handed)
    await paying.settled()
    found = await paying.books()
    assert Kind.DRIVER_CASH_IN_HAND not in found
    done = await paying.order_of(order.id)
    assert await balance_of(ravi) == -done.driver_payout_minor - 5000


async def test_cash_that_is_handed_in_twice_is_owed_to_the_driver() -> None:
    """The checkout is open, the cash is set against earnings, and then the checkout is paid."""
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    by_cash = await booking.booked(asha)
    await booking.delivered(by_cash.id, ravi)
    async with db.transaction() as session:
        await ledger.post(session, "incentive:1", "incentive", ledger.rules.incentive_earned(ravi.id, 100_000))
    handed = await payments.start_cash_settlement(ravi)
    async with db.transaction() as session:
        await payouts.set_off_cash(session, ravi, handed.amount_minor, key=new_id())
    await paying.pays(handed)
    await paying.settled()
    await paying.settled()
    found = await paying.books()
    assert Kind.DRIVER_CASH_IN_HAND not in found
    assert await balance_of(ravi) == -100_000
    async with db.reading() as session:
        assert (await ledger.check(session)).is_sound
        assert handed.payment_id
        lines = await payments.panel(session, await booking.operations(Role.FINANCE), handed.payment_id)
    assert [line.event for line in lines.postings] == ["cash.settled", "cash.overpaid"]


async def test_only_what_this_payment_brought_beyond_the_cash_is_owed_and_only_once() -> None:
    """A correction has left the cash below zero: that is its own matter, and a capture heard of again books nothing."""
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    by_cash = await booking.booked(asha)
    await booking.delivered(by_cash.id, ravi)
    before = await balance_of(ravi)
    handed = await payments.start_cash_settlement(ravi)
    async with db.transaction() as session:
        entries = ledger.rules.cash_settled(ravi.id, handed.amount_minor + 700)
        await ledger.post(session, "correction:1", "cash.settled", entries)
    await paying.pays(handed)
    await paying.settled()
    assert (await paying.books())[Kind.DRIVER_CASH_IN_HAND] == -700
    assert await balance_of(ravi) == before - handed.amount_minor
    (payment,) = [one for one in await paying.all_payments() if one.id == handed.payment_id]
    async with db.transaction() as session:
        await book_capture(session, None, payment)
    assert await balance_of(ravi) == before - handed.amount_minor
