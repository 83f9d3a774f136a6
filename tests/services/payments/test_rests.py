"""The final fare is not what was authorised: more (waiting, the way back), less (a drop that failed), or nothing."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from porter.core import clock, db
from porter.models import Order, Receipt
from porter.models.enums import PaymentStatus, Provider
from porter.services import notifications, payments, trips
from porter.services.accounts import Actor
from porter.services.orders import OrderView
from porter.services.trips import Whereabouts
from tests import booking, driving, paying
from tests.paying import UPI, Kind

pytestmark = pytest.mark.usefixtures("database")

WAITED = timedelta(minutes=31, seconds=5)
REST = 1416
"""Six minutes beyond the free 25 at two rupees, with 18 % tax."""


async def on_the_way(*stops: booking.StopInput) -> tuple[Actor, Actor, OrderView]:
    """Asha has paid by UPI; Ravi has the goods on board."""
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    order = await paying.placed(asha, UPI, booking.trip(*stops) if stops else None)
    await paying.paid(asha, order.id)
    await driving.takes(ravi, order.id)
    await driving.picks_up(ravi, order.id)
    return asha, ravi, order


async def delivered_late(ravi: Actor, order: OrderView) -> None:
    """The driver waited at the drop, and everything that follows has followed."""
    drop = (await driving.stops_of(order.id))[1]
    await driving.arrives(ravi, order.id, drop)
    with clock.travel(WAITED):
        await driving.hands_over(ravi, order.id, drop)
    await paying.settled()


async def brought_back(ravi: Actor, order: OrderView, reason: str) -> None:
    """The only drop failed, and the goods are at the pickup again."""
    pickup, drop = await driving.stops_of(order.id)
    await driving.arrives(ravi, order.id, drop)
    await driving.fails(ravi, order.id, drop, reason)
    async with db.transaction() as session:
        back = Whereabouts(driving.north_of(pickup, 5), 5)
        await trips.return_goods(session, ravi, order.id, back)
    await paying.settled()


async def receipt_of(order: OrderView) -> Receipt | None:
    """The invoice."""
    async with db.reading() as session:
        return (await session.exec(select(Receipt).where(Receipt.order_id == order.id))).one_or_none()


async def test_what_was_not_authorised_comes_from_the_wallet() -> None:
    asha, ravi, order = await on_the_way()
    await paying.with_money(asha, 5000)
    await delivered_late(ravi, order)
    await asyncio.gather(*(payments.finish_order(order.id) for _ in range(3)))
    done = await paying.order_of(order.id)
    assert done.total_minor == order.total_minor + REST
    taken = {one.provider: one.captured_minor for one in await paying.payments_of(order.id)}
    assert taken == {Provider.SANDBOX: order.total_minor, Provider.WALLET: REST}
    found = await paying.books()
    assert found == {
        Kind.GATEWAY_CLEARING: order.total_minor + 5000,
        Kind.CUSTOMER_WALLET: REST - 5000,
        Kind.DRIVER_PAYABLE: -done.driver_payout_minor,
        Kind.TAXES: -done.tax_minor,
        Kind.PLATFORM_COMMISSION: -done.commission_minor,
    }
    receipt = await receipt_of(order)
    assert receipt
    assert receipt.total_minor == done.total_minor


async def test_what_the_wallet_does_not_hold_is_owed_until_money_comes() -> None:
    asha, ravi, order = await on_the_way()
    await paying.with_money(asha, 400)
    await delivered_late(ravi, order)
    await payments.finish_order(order.id)
    found = await paying.books()
    assert (found[Kind.CUSTOMER_RECEIVABLE], found.get(Kind.CUSTOMER_WALLET, 0)) == (REST - 400, 0)
    async with db.reading() as session:
        titles = [one.title for one in (await notifications.inbox(session, asha)).items]
    assert titles.count("₹10.16 still to pay") == 1
    done = await paying.order_of(order.id)
    assert found[Kind.DRIVER_PAYABLE] == -done.driver_payout_minor  # the driver is paid whatever the customer does
    top_up = await payments.start_top_up(asha, 5000)
    await paying.pays(top_up)
    await paying.settled()
    assert top_up.payment_id
    await payments.look(top_up.payment_id)
    found = await paying.books()
    assert Kind.CUSTOMER_RECEIVABLE not in found
    assert found[Kind.CUSTOMER_WALLET] == -(5000 - (REST - 400))


async def test_goods_that_came_back_are_captured_with_the_way_back_owed() -> None:
    _, ravi, order = await on_the_way()
    await brought_back(ravi, order, "Nobody is there")
    done = await paying.order_of(order.id)
    assert done.total_minor > order.total_minor
    assert (await paying.payment_of(order.id)).captured_minor == order.total_minor
    found = await paying.books()
    assert found[Kind.CUSTOMER_RECEIVABLE] == done.total_minor - order.total_minor
    assert found[Kind.DRIVER_PAYABLE] == -done.driver_payout_minor
    receipt = await receipt_of(order)
    assert receipt
    assert receipt.total_minor == done.total_minor


async def test_goods_that_the_driver_spoilt_cost_nothing() -> None:
    _, ravi, order = await on_the_way()
    await brought_back(ravi, order, "The goods are damaged")
    assert (await paying.payment_of(order.id)).status is PaymentStatus.VOIDED
    assert await paying.books() == {}
    assert await receipt_of(order) is None


async def test_of_a_drop_that_failed_less_is_captured() -> None:
    _, ravi, order = await on_the_way(booking.KORAMANGALA, booking.INDIRANAGAR, booking.HEBBAL)
    first = (await driving.stops_of(order.id))[1]
    await driving.arrives(ravi, order.id, first)
    await driving.fails(ravi, order.id, first)
    await driving.drops(ravi, order.id, 2)
    await paying.settled()
    done = await paying.order_of(order.id)
    payment = await paying.payment_of(order.id)
    assert payment.captured_minor - payment.refunded_minor == done.total_minor < order.total_minor
    assert (await paying.books())[Kind.GATEWAY_CLEARING] == done.total_minor


async def test_an_order_from_before_the_terms_comes_back_for_nothing() -> None:
    _, ravi, order = await on_the_way()
    async with db.transaction() as session:
        (await session.get_one(Order, order.id)).terms = {}
    await brought_back(ravi, order, "Nobody is there")
    with clock.travel(timedelta(minutes=5)):
        await payments.reconcile()
    assert (await paying.payment_of(order.id)).status is PaymentStatus.VOIDED
    assert await paying.books() == {}
