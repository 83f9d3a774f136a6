"""An order from the customer's side: what is seen when, the receipt, the rating, once more."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from porter.core import clock, db, security
from porter.core.errors import NotFound
from porter.core.pages import BadCursor
from porter.models import Order
from porter.models.enums import LedgerAccountKind, OrderStatus, Party, PaymentMethod
from porter.models.transitions import IllegalStep
from porter.services import ledger, orders, zones
from porter.services.accounts import Actor
from porter.services.orders import AlreadyRated, NotRateable, OrderView, PriceChanged, RaiseRefused
from tests import booking

pytestmark = pytest.mark.usefixtures("database")


async def seen(who: Actor, order_id: UUID) -> OrderView:
    """What somebody sees of an order."""
    async with db.reading() as session:
        return await orders.get(session, who, order_id)


async def nobody_came(order_id: UUID) -> None:
    """The search is over."""
    async with db.transaction() as session:
        await orders.move(
            session, order_id, OrderStatus.NO_DRIVER, party=Party.SYSTEM, actor_id=None, event="order.no_driver"
        )


async def test_each_sees_what_is_for_them() -> None:
    await booking.demo_city()
    asha, nikhil = await booking.customer(), await booking.customer("Nikhil", "+919000000002")
    ravi, meera = await booking.driver(), await booking.operations()
    order = await booking.booked(asha)
    assert [stop.otp for stop in order.stops] == ["", ""]
    with pytest.raises(NotFound):
        await seen(ravi, order.id)
    await booking.taken(order.id, ravi)
    hers = await seen(asha, order.id)
    assert [stop.otp for stop in hers.stops] == [
        security.derived_code("stop-otp", str(stop.id), 4) for stop in hers.stops
    ]
    assert hers.driver
    assert (hers.driver.name, hers.driver.plate, hers.driver.rating_text) == ("Ravi", "KA05MH4321", "New")
    his = await seen(ravi, order.id)
    assert {stop.otp for stop in his.stops} == {""}
    assert his.stops[1].contact_phone == "+919845012345"
    assert not (his.can_cancel or his.can_raise or his.can_rate)
    assert {stop.otp for stop in (await seen(meera, order.id)).stops} == {""}
    with pytest.raises(NotFound):
        await seen(nikhil, order.id)


async def test_delivered_books_the_cash_and_issues_the_receipt() -> None:
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver(class_code="two_wheeler")
    order = await booking.booked(asha, code="two_wheeler")
    await booking.delivered(order.id, ravi)
    done = await seen(asha, order.id)
    assert (done.status, done.can_rate, done.driver is not None) == (OrderStatus.DELIVERED, True, True)
    assert {stop.contact_phone for stop in (await seen(ravi, order.id)).stops} == {""}
    async with db.reading() as session:
        receipt = await orders.receipt(session, asha, order.id)
        held = await ledger.balance(session, LedgerAccountKind.DRIVER_CASH_IN_HAND, ravi.id)
        payable = await ledger.balance(session, LedgerAccountKind.DRIVER_PAYABLE, ravi.id)
        panel = await orders.panel(session, await booking.operations(), order.id)
    assert receipt.number == done.receipt_number
    assert receipt.number.startswith("PRT/")
    assert receipt.number.endswith("/000001")
    assert (receipt.total_minor, receipt.lines) == (order.total_minor, order.lines)
    assert (receipt.customer_name, receipt.driver_name, receipt.sac) == ("Asha", "Ravi", "996813")
    tax = sum(line.amount_minor for line in order.lines if line.kind == "tax")
    ride = order.total_minor - tax
    assert payable == 0
    assert held == pytest.approx(tax + ride * 0.2, abs=1)
    assert [entry.event for entry in panel.timeline][-1] == "order.delivered"


async def test_receipts_have_no_gaps_even_when_a_delivery_fails() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    numbers = []
    for turn in range(4):
        ravi = await booking.driver(f"Ravi {turn}", f"+9190000002{turn:02}", plate=f"KA01AB10{turn:02}")
        order = await booking.booked(asha)
        await booking.taken(order.id, ravi)
        await booking.on_board(order.id, ravi)
        with pytest.raises(RuntimeError, match="lost"):
            async with db.transaction() as session:
                await orders.deliver(session, order.id, party=Party.DRIVER, actor_id=ravi.id)
                raise RuntimeError("lost")
        async with db.transaction() as session:
            await orders.deliver(session, order.id, party=Party.DRIVER, actor_id=ravi.id)
        numbers.append((await seen(asha, order.id)).receipt_number[-6:])
    assert numbers == ["000001", "000002", "000003", "000004"]
    with pytest.raises(DBAPIError):
        async with db.transaction() as session:
            await session.exec(text("UPDATE receipt SET total_minor = 0"))  # type: ignore[call-overload]


async def test_delivering_twice_at_once_is_once() -> None:
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    order = await booking.booked(asha)
    await booking.taken(order.id, ravi)
    await booking.on_board(order.id, ravi)

    async def deliver() -> None:
        async with db.transaction() as session:
            await orders.deliver(session, order.id, party=Party.DRIVER, actor_id=ravi.id)

    done = await asyncio.gather(*(deliver() for _ in range(4)), return_exceptions=True)
    assert sorted(type(error).__name__ for error in done) == ["IllegalStep"] * 3 + ["NoneType"]


async def test_a_rating_counts_once_and_only_after_delivery() -> None:
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    nikhil = await booking.customer("Nikhil", "+919000000002")
    order = await booking.booked(asha)

    async def rate(who: Actor, stars: int) -> OrderView:
        async with db.transaction() as session:
            return await orders.rate(session, who, order.id, stars, ["On time"], "Careful")

    with pytest.raises(NotRateable):
        await rate(asha, 5)
    await booking.delivered(order.id, ravi)
    for outsider in (nikhil, ravi, await booking.operations()):
        with pytest.raises(NotFound):
            await rate(outsider, 1)
    done = await asyncio.gather(*(rate(asha, 4) for _ in range(3)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["AlreadyRated", "AlreadyRated", "OrderView"]
    after = await seen(asha, order.id)
    assert (after.rated_stars, after.can_rate) == (4, False)
    assert after.driver
    assert (after.driver.rating_text, after.driver.trips_text) == ("4.0", "1 trip")
    with pytest.raises(AlreadyRated):
        await rate(asha, 1)


async def test_raising_the_offer_goes_to_the_driver_whole() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    order = await booking.booked(asha)
    panel_before = await _panel(order.id)

    async def add(amount: int) -> OrderView:
        async with db.transaction() as session:
            return await orders.raise_offer(session, asha, order.id, amount)

    for wrong in (0, -1000, 1500, 51_000):
        with pytest.raises(RaiseRefused):
            await add(wrong)
    await add(2000)
    raised = await add(1000)
    assert (raised.raise_minor, raised.total_minor) == (3000, order.total_minor + 3000)
    assert sum(line.amount_minor for line in raised.lines) == raised.total_minor
    assert [line.label for line in raised.lines if line.kind == "raise"] == ["Your raise"]
    panel_after = await _panel(order.id)
    assert panel_after.commission_text == panel_before.commission_text
    assert panel_after.tax_text == panel_before.tax_text
    ravi = await booking.driver()
    await booking.delivered(order.id, ravi)
    with pytest.raises(IllegalStep):
        await add(1000)


async def test_operations_raises_what_is_paid_in_cash_at_the_price_it_was_shown() -> None:
    """Two who were shown the same price raise it once; what a wallet would have to cover, only its owner raises."""
    await booking.demo_city()
    asha, meera = await booking.customer(), await booking.operations()
    order = await booking.booked(asha)
    step = order.raise_step_minor

    async def add(shown_minor: int) -> OrderView:
        async with db.transaction() as session:
            return await orders.raise_offer(session, meera, order.id, step, expected_total_minor=shown_minor)

    assert (await seen(meera, order.id)).can_raise
    await add(order.total_minor)
    with pytest.raises(PriceChanged):
        await add(order.total_minor)
    assert (await add(order.total_minor + step)).raise_minor == 2 * step
    async with db.transaction() as session:
        (await session.get_one(Order, order.id)).raise_minor = zones.CityRules().raise_max_minor
    assert not (await seen(meera, order.id)).can_raise
    async with db.transaction() as session:
        row = await session.get_one(Order, order.id)
        row.raise_minor, row.payment_method = 0, PaymentMethod.UPI
    assert not (await seen(meera, order.id)).can_raise
    assert (await seen(asha, order.id)).can_raise


async def test_an_order_that_nobody_took_searches_again() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    order = await booking.booked(asha)
    with pytest.raises(IllegalStep):
        await _search_again(asha, order.id)
    await nobody_came(order.id)
    waiting = await seen(asha, order.id)
    assert waiting.can_search_again
    assert waiting.can_raise
    with clock.travel(timedelta(minutes=10)):
        again = await _search_again(asha, order.id)
        assert again.status is OrderStatus.SEARCHING_DRIVER
        assert again.search
        assert again.search.ends_at
        assert again.search.ends_at > clock.now()
        await nobody_came(order.id)
        async with db.transaction() as session:
            raised = await orders.raise_offer(session, asha, order.id, 5000)
    assert (raised.status, raised.raise_minor) == (OrderStatus.SEARCHING_DRIVER, 5000)


async def test_once_more_is_the_same_trip() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    trip = booking.trip(booking.KORAMANGALA, booking.HEBBAL, booking.INDIRANAGAR, weight_kg=40, kind="Furniture")
    order = await booking.booked(asha, trip)
    async with db.reading() as session:
        again = await orders.again(session, asha, order.id)
    assert [stop.address for stop in again.stops] == [stop.address for stop in trip.stops]
    assert (again.goods.weight_kg, again.goods.kind) == (40, "Furniture")
    repeated = await booking.booked(asha, again)
    assert (repeated.total_minor, repeated.distance_m) == (order.total_minor, order.distance_m)


async def test_history_pages_without_losing_or_repeating() -> None:
    await booking.demo_city()
    asha, nikhil = await booking.customer(), await booking.customer("Nikhil", "+919000000002")
    placed = []
    for _ in range(5):
        order = await booking.booked(asha)
        placed.append(order.number)
        async with db.transaction() as session:
            await orders.cancel(session, asha, order.id, "Not needed")
    live = await booking.booked(asha)
    found: list[str] = []
    cursor = ""
    while True:
        async with db.reading() as session:
            page = await orders.history(session, asha, scope="past", cursor=cursor, limit=2)
        found += [card.number for card in page.items]
        cursor = page.next_cursor
        if not cursor:
            break
    assert found == placed[::-1]
    async with db.reading() as session:
        assert [card.number for card in await orders.active(session, asha)] == [live.number]
        assert (await orders.history(session, nikhil)).items == ()
        for garbage in ("x", "WzEsMl0", "🚚", "W10", "WyJub3QiLCJ0aW1lIl0"):
            with pytest.raises(BadCursor):
                await orders.history(session, asha, cursor=garbage)


async def _panel(order_id: UUID) -> orders.OrderPanelView:
    meera = await booking.operations(name=f"Meera{order_id.int % 10**9}{clock.now().timestamp()}")
    async with db.reading() as session:
        return await orders.panel(session, meera, order_id)


async def _search_again(who: Actor, order_id: UUID) -> OrderView:
    async with db.transaction() as session:
        return await orders.search_again(session, who, order_id)
