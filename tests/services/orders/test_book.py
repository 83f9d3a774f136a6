"""Booking: a quote becomes one order, whoever clicks how often."""

import asyncio
import sys
from datetime import timedelta

import pytest
from sqlmodel import select

from porter.core import clock, db
from porter.core.errors import NotFound
from porter.core.outbox import OutboxEvent
from porter.models.enums import OrderStatus, PaymentMethod
from porter.services import orders
from porter.services.orders import BookInput, MethodNotOffered, QuoteExpired, QuoteUsed, TooManyOrders
from tests import booking

pytestmark = pytest.mark.usefixtures("database")


async def test_a_quote_becomes_an_order_that_searches() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    quote = booking.of_class(await booking.quoted(asha))
    assert quote.id
    order = await orders.book(asha, BookInput(quote_id=quote.id, note="Ring twice"))
    assert order.status is OrderStatus.SEARCHING_DRIVER
    assert (order.total_minor, order.lines) == (quote.total_minor, quote.lines)
    assert order.headline == "Finding a driver nearby"
    assert order.note == "Ring twice"
    assert [stop.address for stop in order.stops] == ["Koramangala 5th Block", "100 Feet Road, Indiranagar"]
    assert order.stops[0].contact_phone == "+919000000001"
    assert order.stops[1].contact_phone == "+919845012345"
    assert order.search
    assert order.search.ends_at
    assert order.search.ends_at - order.created_at < timedelta(seconds=301)


async def test_a_double_click_makes_one_order() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    quote = booking.of_class(await booking.quoted(asha))
    assert quote.id
    what = BookInput(quote_id=quote.id)
    made = await asyncio.gather(*(orders.book(asha, what) for _ in range(8)))
    assert len({order.id for order in made}) == 1
    assert await orders.book(asha, what) == made[0]
    async with db.reading() as session:
        assert len(await orders.active(session, asha)) == 1
        assert len((await session.exec(select(OutboxEvent).where(OutboxEvent.name == "order.placed"))).all()) == 1


async def test_a_price_that_has_ended_comes_back_fresh() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    old = await booking.quoted(asha, booking.trip(weight_kg=30, kind="Furniture"))
    quote_id = booking.of_class(old).id
    assert quote_id
    with clock.travel(timedelta(seconds=301)), pytest.raises(QuoteExpired) as late:
        await orders.book(asha, BookInput(quote_id=quote_id))
    fresh = late.value.extra["estimate"]
    assert fresh.id != old.id
    assert [stop.address for stop in fresh.stops] == [stop.address for stop in old.stops]
    assert booking.of_class(fresh, "two_wheeler").why_not
    fresh_id = booking.of_class(fresh).id
    assert fresh_id
    with clock.travel(timedelta(seconds=310)):
        assert (await orders.book(asha, BookInput(quote_id=fresh_id))).status is OrderStatus.SEARCHING_DRIVER


async def test_somebody_elses_price_is_not_found() -> None:
    await booking.demo_city()
    asha, nikhil = await booking.customer(), await booking.customer("Nikhil", "+919000000002")
    quote_id = booking.of_class(await booking.quoted(asha)).id
    assert quote_id
    with pytest.raises(NotFound):
        await orders.book(nikhil, BookInput(quote_id=quote_id))
    order = await orders.book(asha, BookInput(quote_id=quote_id))
    with pytest.raises(NotFound):
        await orders.book(nikhil, BookInput(quote_id=quote_id))
    with pytest.raises(NotFound):
        await orders.book(nikhil, BookInput(quote_id=order.id))


async def test_a_price_asked_for_before_signing_in_belongs_to_whoever_books_it_first() -> None:
    await booking.demo_city()
    asha, nikhil = await booking.customer(), await booking.customer("Nikhil", "+919000000002")
    quote_id = booking.of_class(await booking.quoted(None)).id
    assert quote_id
    await orders.book(asha, BookInput(quote_id=quote_id))
    with pytest.raises(QuoteUsed):
        await orders.book(nikhil, BookInput(quote_id=quote_id))


async def test_drivers_and_operations_do_not_book() -> None:
    await booking.demo_city()
    quote_id = booking.of_class(await booking.quoted(None)).id
    assert quote_id
    for who in (await booking.driver(), await booking.operations()):
        with pytest.raises(NotFound):
            await orders.book(who, BookInput(quote_id=quote_id))


@pytest.mark.parametrize("method", [PaymentMethod.UPI, PaymentMethod.CARD, PaymentMethod.WALLET])
async def test_what_is_not_paid_in_cash_waits_for_its_money(method: PaymentMethod) -> None:
    await booking.demo_city()
    asha = await booking.customer()
    quote_id = booking.of_class(await booking.quoted(asha)).id
    assert quote_id
    order = await orders.book(asha, BookInput(quote_id=quote_id, payment_method=method))
    assert (order.status, order.search, order.can_cancel) == (OrderStatus.PENDING, None, True)
    assert method in {offered.method for offered in orders.payment_methods()}


async def test_only_ways_of_paying_that_are_offered_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    await booking.demo_city()
    asha = await booking.customer()
    quote_id = booking.of_class(await booking.quoted(asha)).id
    assert quote_id
    cash = tuple(one for one in orders.payment_methods() if one.method is PaymentMethod.CASH)
    monkeypatch.setattr(sys.modules["porter.services.orders.payment_methods"], "_OFFERED", cash)
    with pytest.raises(MethodNotOffered):
        await orders.book(asha, BookInput(quote_id=quote_id, payment_method=PaymentMethod.UPI))
    assert (await orders.book(asha, BookInput(quote_id=quote_id))).payment_text == "Cash"


async def test_a_customer_has_five_orders_under_way_at_most() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    for _ in range(5):
        await booking.booked(asha)
    quote_id = booking.of_class(await booking.quoted(asha)).id
    assert quote_id
    with pytest.raises(TooManyOrders):
        await orders.book(asha, BookInput(quote_id=quote_id))
    async with db.transaction() as session:
        first = (await orders.active(session, asha))[0]
        await orders.cancel(session, asha, first.id, "Not needed")
    assert (await orders.book(asha, BookInput(quote_id=quote_id))).number.startswith("PRT-")
