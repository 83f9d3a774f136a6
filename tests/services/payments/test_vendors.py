"""A real adapter before a vendor in trouble: charged and answered 500, hanging, or gone. No step is done twice."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from porter.core import clock, db
from porter.integrations.payments.twins import Fault, RazorpayTwin, StripeTwin, Twin
from porter.models.enums import OrderStatus, PaymentStatus, RefundStatus, Role
from porter.services import ledger, payments
from porter.services.payments import RefundInput, RefundReason
from porter.tasks.drain import drain
from tests import booking, paying
from tests.paying import UPI, Kind
from tests.vendors import arrive, speaks, taking_rupees

pytestmark = pytest.mark.usefixtures("database")

BACK_MINOR = 4_000
IMPATIENT_S = 1.5
HEALED_AFTER = timedelta(minutes=12)


@pytest.fixture(params=[RazorpayTwin, StripeTwin])
def twin(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twin]:
    """A vendor that takes rupees, and an installation that does not wait half a minute for it."""
    made: Twin = request.param()
    hangs = request.node.callspec.params.get("fault") is Fault.HANG
    with taking_rupees(made, monkeypatch, IMPATIENT_S if hangs else 60):
        yield made


@pytest.mark.parametrize("fault", [Fault.FAIL_AFTER, Fault.HANG, Fault.DROP])
async def test_captured_and_given_back_once_through_any_trouble(twin: Twin, fault: Fault) -> None:
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    order = await paying.placed(asha, UPI)
    await payments.start_checkout(asha, order.id)
    twin.pay((await paying.payment_of(order.id)).provider_order or "")
    await speaks(twin)
    await drain()
    await booking.delivered(order.id, ravi)
    await in_trouble(twin, fault)
    # Taken at once where the adapter could look behind a 500; else on its way, and never failed.
    assert (await paying.payment_of(order.id)).status in {PaymentStatus.CAPTURING, PaymentStatus.CAPTURED}
    await healed(twin, 1)
    payment = await paying.payment_of(order.id)
    assert (payment.status, payment.captured_minor) == (PaymentStatus.CAPTURED, order.total_minor)

    async with db.transaction() as session:
        what = RefundInput(amount_minor=BACK_MINOR, reason=RefundReason.LATE)
        await payments.request_refund(session, await booking.operations(Role.FINANCE), payment.id, what)
    await in_trouble(twin, fault)
    assert [one.status for one in await paying.all_refunds()] == [RefundStatus.SENDING]
    await healed(twin, 2)
    assert [one.status for one in await paying.all_refunds()] == [RefundStatus.DONE]

    assert [one["amount"] for one in twin.refunds.values()] == [BACK_MINOR]  # type: ignore[attr-defined]
    assert (await paying.payment_of(order.id)).refunded_minor == BACK_MINOR
    assert (await paying.books())[Kind.GATEWAY_CLEARING] == order.total_minor - BACK_MINOR
    async with db.reading() as session:
        assert (await ledger.check(session)).is_sound


async def test_a_vendor_that_is_gone_leaves_the_person_pending_until_it_is_back(twin: Twin) -> None:
    """Paid, the webhooks are lost, the vendor does not answer: pending, in plain words; then found by the reconciler."""
    await booking.demo_city()
    asha = await booking.customer()
    order = await paying.placed(asha, UPI)
    checkout = await payments.start_checkout(asha, order.id)
    assert checkout.payment_id
    twin.pay((await paying.payment_of(order.id)).provider_order or "")
    twin.take_webhooks()
    twin.is_down = True
    shown = await payments.verify(asha, checkout.payment_id, {})
    assert (shown.status_text, shown.is_open) == ("Pending", True)
    await healed(twin, 2)
    assert (await paying.payment_of(order.id)).status is PaymentStatus.CREATED
    twin.is_down = False
    await healed(twin, 8)
    assert (await paying.payment_of(order.id)).status is PaymentStatus.AUTHORIZED
    assert (await paying.order_of(order.id)).status is OrderStatus.SEARCHING_DRIVER


async def in_trouble(twin: Twin, fault: Fault) -> None:
    """What is to be done is tried while the vendor has this fault; Stripe's SDK tries twice by itself."""
    twin.faults.extend([fault, fault])
    await drain()
    twin.faults.clear()


async def healed(twin: Twin, number: int) -> None:
    """The reconciler comes by, some leases later; then webhooks arrive, those of now and those of before, all twice."""
    before = twin.take_webhooks()
    with clock.travel(HEALED_AFTER * number):
        await payments.reconcile()
        await drain()
        await speaks(twin, times=2)
        await drain()
    await arrive(twin, before * 2)
    await drain()
