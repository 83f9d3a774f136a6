"""Asha pays by UPI, by card, from her wallet, or by both; what is taken is what the order costs."""

import pytest

from porter.core import db
from porter.core.errors import NotFound
from porter.integrations.payments.sandbox import Outcome
from porter.models.enums import OrderStatus, PaymentStatus
from porter.services import orders, payments
from porter.services.orders import BookInput
from porter.services.payments import NothingToPay, WalletTooLow
from tests import booking, paying
from tests.paying import CASH, UPI, WALLET, Kind

pytestmark = pytest.mark.usefixtures("database")


async def test_upi_is_secured_before_the_search_and_taken_at_the_delivery() -> None:
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    order = await paying.placed(asha, UPI)
    assert (order.status, order.search) == (OrderStatus.PENDING, None)
    checkout = await payments.start_checkout(asha, order.id)
    assert (checkout.kind, checkout.amount_minor, checkout.is_paid) == ("hosted", order.total_minor, False)
    await paying.pays(checkout)
    await paying.webhooks_arrive()
    assert (await paying.order_of(order.id)).status is OrderStatus.SEARCHING_DRIVER
    assert await paying.books() == {}
    await booking.delivered(order.id, ravi)
    await paying.settled()
    payment = await paying.payment_of(order.id)
    assert (payment.status, payment.captured_minor, payment.due_at) == (
        PaymentStatus.CAPTURED,
        order.total_minor,
        None,
    )
    done = await paying.order_of(order.id)
    assert await paying.books() == {
        Kind.GATEWAY_CLEARING: order.total_minor,
        Kind.DRIVER_PAYABLE: -done.driver_payout_minor,
        Kind.TAXES: -done.tax_minor,
        Kind.PLATFORM_COMMISSION: -(order.total_minor - done.driver_payout_minor - done.tax_minor),
    }
    async with db.reading() as session:
        receipt = await orders.receipt(session, asha, order.id)
    assert (receipt.total_minor, receipt.payment_text) == (order.total_minor, "UPI")


async def test_the_wallet_pays_at_once_and_a_low_one_says_what_is_missing() -> None:
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    order = await paying.placed(asha, WALLET)
    await paying.settled()
    assert (await paying.order_of(order.id)).status is OrderStatus.PENDING
    with pytest.raises(WalletTooLow) as low:
        await payments.start_checkout(asha, order.id)
    assert low.value.extra["short_minor"] == order.total_minor
    await paying.with_money(asha, order.total_minor + 500)
    checkout = await payments.start_checkout(asha, order.id)
    assert (checkout.is_paid, checkout.kind) == (True, "none")
    assert (await paying.order_of(order.id)).status is OrderStatus.SEARCHING_DRIVER
    assert (await paying.books())[Kind.WALLET_HOLDS] == -order.total_minor
    await booking.delivered(order.id, ravi)
    await paying.settled()
    found = await paying.books()
    assert (found[Kind.CUSTOMER_WALLET], Kind.WALLET_HOLDS in found) == (-500, False)


async def test_a_wallet_order_starts_by_itself_when_the_money_is_there() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    await paying.with_money(asha, 1_000_000)
    order = await paying.placed(asha, WALLET)
    await paying.settled()
    assert (await paying.order_of(order.id)).status is OrderStatus.SEARCHING_DRIVER


async def test_wallet_and_upi_share_an_order() -> None:
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    await paying.with_money(asha, 10_000)
    order = await paying.placed(asha, UPI)
    checkout = await payments.start_checkout(asha, order.id, use_wallet=True)
    assert (checkout.amount_minor, checkout.wallet_minor) == (order.total_minor - 10_000, 10_000)
    again = await payments.start_checkout(asha, order.id, use_wallet=True)
    assert again == checkout
    await paying.pays(checkout)
    await paying.webhooks_arrive()
    assert (await paying.order_of(order.id)).status is OrderStatus.SEARCHING_DRIVER
    await booking.delivered(order.id, ravi)
    await paying.settled()
    assert {one.status for one in await paying.payments_of(order.id)} == {PaymentStatus.CAPTURED}
    found = await paying.books()
    assert found[Kind.GATEWAY_CLEARING] == order.total_minor
    assert Kind.WALLET_HOLDS not in found
    assert Kind.CUSTOMER_WALLET not in found


async def test_a_failed_payment_is_tried_again_on_the_same_order_of_the_provider() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    order = await paying.placed(asha, UPI)
    first = await paying.paid(asha, order.id, Outcome.FAIL)
    failed = await paying.payment_of(order.id)
    assert (failed.status, bool(failed.failure_text)) == (PaymentStatus.FAILED, True)
    assert (await paying.order_of(order.id)).status is OrderStatus.PENDING
    second = await paying.paid(asha, order.id)
    assert (second.payment_id, second.payload) == (first.payment_id, first.payload)
    assert (await paying.payment_of(order.id)).status is PaymentStatus.AUTHORIZED
    assert (await paying.order_of(order.id)).status is OrderStatus.SEARCHING_DRIVER
    assert (await payments.start_checkout(asha, order.id)).is_paid


async def test_cash_after_all_gives_the_rest_back() -> None:
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    await paying.with_money(asha, 5000)
    order = await paying.placed(asha, UPI)
    late = await payments.start_checkout(asha, order.id, use_wallet=True)
    checkout = await payments.start_checkout(asha, order.id, method=CASH)
    assert checkout.is_paid
    await paying.pays(late)  # in the tab that was still open
    await paying.settled()
    await booking.delivered(order.id, ravi)
    await paying.settled()
    assert {one.status for one in await paying.payments_of(order.id)} == {PaymentStatus.VOIDED}
    found = await paying.books()
    assert found[Kind.CUSTOMER_WALLET] == -5000
    assert Kind.WALLET_HOLDS not in found


async def test_nikhil_cannot_pay_for_asha() -> None:
    await booking.demo_city()
    asha, nikhil = await booking.customer(), await booking.customer("Nikhil", "+919000000002")
    order = await paying.placed(asha, UPI)
    checkout = await payments.start_checkout(asha, order.id)
    assert checkout.payment_id
    with pytest.raises(NotFound):
        await payments.start_checkout(nikhil, order.id)
    async with db.reading() as session:
        with pytest.raises(payments.PaymentNotFound):
            await payments.get(session, nikhil, checkout.payment_id)
    async with db.transaction() as session:
        await orders.cancel(session, asha, order.id, "Plans changed")
    with pytest.raises(NothingToPay):
        await payments.start_checkout(asha, order.id)


async def test_booking_and_paying_in_one_go() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    quote = booking.of_class(await booking.quoted(asha))
    assert quote.id
    by_wallet = BookInput(quote_id=quote.id, payment_method=WALLET)
    with pytest.raises(WalletTooLow):
        await payments.book(asha, by_wallet)
    async with db.reading() as session:
        assert await orders.active(session, asha) == ()
    await paying.with_money(asha, quote.total_minor)
    order, checkout = await payments.book(asha, by_wallet)
    assert order.status is OrderStatus.SEARCHING_DRIVER
    assert checkout
    assert checkout.is_paid
    again, same = await payments.book(asha, by_wallet)
    assert (again.id, same) == (order.id, checkout)
    quote = booking.of_class(await booking.quoted(asha))
    assert quote.id
    by_upi, checkout = await payments.book(asha, BookInput(quote_id=quote.id, payment_method=UPI))
    assert (by_upi.status, checkout and checkout.kind) == (OrderStatus.PENDING, "hosted")
    assert [one.amount_minor for one in await paying.payments_of(by_upi.id)] == [quote.total_minor]
