"""A gateway that fails, and workers that die between any two steps: nothing is taken twice, everything heals."""

from contextlib import suppress
from datetime import timedelta

import pytest

from porter.core import clock, db
from porter.core.errors import GatewayUnavailable
from porter.integrations.payments import sandbox
from porter.integrations.payments.sandbox import Outcome, Travel
from porter.models.enums import OrderStatus, PaymentStatus, RefundStatus, Role
from porter.services import orders, payments
from porter.services.accounts import Actor
from porter.services.orders import OrderView
from porter.services.payments import RefundInput, RefundReason
from tests import booking, paying
from tests.paying import UPI, Kind
from tests.services.payments.shaky import Killed, ShakyGateway, shaky

__all__ = ["shaky"]

pytestmark = pytest.mark.usefixtures("database")

UNTIL = timedelta(minutes=5)


async def a_delivered_order() -> tuple[Actor, OrderView]:
    """Paid by UPI and delivered; nothing has been taken yet. Answers the customer and the order."""
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    order = await paying.placed(asha, UPI)
    await paying.paid(asha, order.id)
    await booking.delivered(order.id, ravi)
    return asha, order


async def later(by: timedelta = UNTIL) -> None:
    """The clock looks after payments, some time later."""
    with clock.travel(by):
        await payments.reconcile()
        await paying.settled()


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("how", [GatewayUnavailable(), Killed()])
async def test_one_capture_however_it_fails(shaky: ShakyGateway, moment: str, how: Exception) -> None:
    asha, order = await a_delivered_order()
    setattr(shaky, moment, {"capture": how})
    with suppress(Killed):
        await payments.finish_order(order.id)
    stuck = await paying.payment_of(order.id)
    assert stuck.status is PaymentStatus.CAPTURING
    assert stuck.due_at
    assert await paying.books() == {}
    shaky.before, shaky.after = {}, {}
    await later()
    payment = await paying.payment_of(order.id)
    assert (payment.status, payment.captured_minor) == (PaymentStatus.CAPTURED, order.total_minor)
    told = await sandbox.order(payment.provider_order or "")
    assert [attempt.captured_minor for attempt in told.attempts] == [order.total_minor]
    assert (await paying.books())[Kind.GATEWAY_CLEARING] == order.total_minor
    async with db.reading() as session:
        assert (await orders.get(session, asha, order.id)).receipt_number


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("how", [GatewayUnavailable(), Killed()])
async def test_one_refund_however_it_fails(shaky: ShakyGateway, moment: str, how: Exception) -> None:
    _, order = await a_delivered_order()
    await paying.settled()
    payment, farid = await paying.payment_of(order.id), await booking.operations(Role.FINANCE)
    async with db.transaction() as session:
        what = RefundInput(amount_minor=10_000, reason=RefundReason.LATE)
        refund = await payments.request_refund(session, farid, payment.id, what)
    setattr(shaky, moment, {"refund": how})
    with suppress(Killed):
        await payments.send_refund(refund.id)
    assert [one.status for one in await paying.all_refunds()] == [RefundStatus.SENDING]
    shaky.before, shaky.after = {}, {}
    await later()
    assert [one.status for one in await paying.all_refunds()] == [RefundStatus.DONE]
    told = await sandbox.order(payment.provider_order or "")
    assert told.attempts[0].refunded_minor == 10_000
    assert (await paying.payment_of(order.id)).refunded_minor == 10_000
    found = await paying.books()
    assert found[Kind.GATEWAY_CLEARING] == order.total_minor - 10_000
    assert Kind.REFUNDS_IN_TRANSIT not in found


async def test_a_word_about_one_refund_is_not_taken_for_its_twin(shaky: ShakyGateway) -> None:
    """Two of the same amount: one never reached the vendor, the other's webhook is faster than its worker."""
    _, order = await a_delivered_order()
    await paying.settled()
    payment, farid = await paying.payment_of(order.id), await booking.operations(Role.FINANCE)
    what = RefundInput(amount_minor=4_000, reason=RefundReason.LATE)
    for moment in ("before", "after"):
        async with db.transaction() as session:
            refund = await payments.request_refund(session, farid, payment.id, what)
        setattr(shaky, moment, {"refund": Killed()})
        with pytest.raises(Killed):
            await payments.send_refund(refund.id)
        shaky.before, shaky.after = {}, {}
    with shaky.down():
        await paying.webhooks_arrive()
    assert [one.status for one in await paying.all_refunds()] == [RefundStatus.SENDING, RefundStatus.DONE]
    await later()
    assert [one.status for one in await paying.all_refunds()] == [RefundStatus.DONE, RefundStatus.DONE]
    told = await sandbox.order(payment.provider_order or "")
    assert told.attempts[0].refunded_minor == (await paying.payment_of(order.id)).refunded_minor == 8_000
    assert (await paying.books())[Kind.GATEWAY_CLEARING] == order.total_minor - 8_000


async def test_a_gateway_that_is_down_leaves_the_person_pending(shaky: ShakyGateway) -> None:
    await booking.demo_city()
    asha = await booking.customer()
    order = await paying.placed(asha, UPI)
    with shaky.down():
        with pytest.raises(GatewayUnavailable):
            await payments.start_checkout(asha, order.id)
        assert (await paying.order_of(order.id)).status is OrderStatus.PENDING
    checkout = await payments.start_checkout(asha, order.id)
    assert len(await paying.payments_of(order.id)) == 1
    await paying.pays(checkout, travel=Travel.LOST)
    assert checkout.payment_id
    with shaky.down():
        shown = await payments.verify(asha, checkout.payment_id, {})
        assert (shown.status_text, shown.is_open) == ("Pending", True)
        await later(timedelta(minutes=16))
        assert (await paying.payment_of(order.id)).status is PaymentStatus.CREATED
    await later(timedelta(minutes=40))
    assert (await paying.payment_of(order.id)).status is PaymentStatus.AUTHORIZED
    assert (await paying.order_of(order.id)).status is OrderStatus.SEARCHING_DRIVER


async def test_a_lost_webhook_is_made_up_for_by_the_reconciler() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    order = await paying.placed(asha, UPI)
    await paying.paid(asha, order.id, travel=Travel.LOST)
    assert (await paying.order_of(order.id)).status is OrderStatus.PENDING
    await later(timedelta(minutes=16))
    assert (await paying.order_of(order.id)).status is OrderStatus.SEARCHING_DRIVER


async def test_an_order_that_nobody_pays_ends_and_a_late_payment_goes_back() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    order = await paying.placed(asha, UPI)
    checkout = await payments.start_checkout(asha, order.id)
    await later(timedelta(minutes=16))
    assert (await paying.order_of(order.id)).status is OrderStatus.PENDING
    await later(timedelta(minutes=31))
    ended = await paying.order_of(order.id)
    assert (ended.status, ended.cancel_fee_minor) == (OrderStatus.CANCELLED, 0)
    assert (await paying.payment_of(order.id)).status is PaymentStatus.FAILED
    await paying.pays(checkout)
    await paying.settled()
    assert (await paying.payment_of(order.id)).status is PaymentStatus.VOIDED
    assert await paying.books() == {}


async def test_a_late_authorisation_counts() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    order = await paying.placed(asha, UPI)
    await paying.paid(asha, order.id, Outcome.LATE)
    assert (await paying.payment_of(order.id)).status is PaymentStatus.FAILED
    with clock.travel(timedelta(seconds=30)):
        await paying.settled()
    assert (await paying.payment_of(order.id)).status is PaymentStatus.AUTHORIZED
    assert (await paying.order_of(order.id)).status is OrderStatus.SEARCHING_DRIVER
