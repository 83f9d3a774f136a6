"""Tips: all of it is the driver's, one wish is one checkout, and nothing without a delivered order of one's own."""

import asyncio

import pytest

from porter.core import db
from porter.core.errors import NotFound
from porter.integrations.payments.sandbox.desk import AlreadyPaid
from porter.models.enums import PaymentPurpose, PaymentStatus
from porter.services import ledger, payments
from porter.services.accounts import Actor
from porter.services.orders import OrderView
from porter.services.payments import AmountRefused, TipRefused, WalletTooLow
from tests import booking, paying
from tests.paying import CASH, UPI, WALLET, Kind

pytestmark = pytest.mark.usefixtures("database")


async def a_delivered_order() -> tuple[Actor, Actor, OrderView]:
    """Asha's, paid in cash; Ravi has brought it."""
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    order = await booking.booked(asha)
    await booking.delivered(order.id, ravi)
    await paying.settled()
    return asha, ravi, order


async def earned(driver: Actor) -> int:
    """What we owe a driver."""
    async with db.reading() as session:
        return -await ledger.balance(session, Kind.DRIVER_PAYABLE, driver.id)


async def test_the_choice_names_both_ends_and_what_is_usual() -> None:
    asha, _, order = await a_delivered_order()
    async with db.reading() as session:
        choice = await payments.tip_choice(session, asha, order.id)
    assert choice.limits_text == "From ₹1 to ₹1,000 at a time."
    assert [text for _, text in choice.suggestions] == ["₹20", "₹50", "₹100"]


async def test_pressed_twice_it_is_one_checkout_and_one_tip() -> None:
    asha, ravi, order = await a_delivered_order()
    before = await earned(ravi)
    opened = await asyncio.gather(*(payments.start_tip(asha, order.id, 5000, UPI) for _ in range(5)))
    assert len({checkout.payment_id for checkout in opened}) == 1
    await paying.pays(opened[0])
    with pytest.raises(AlreadyPaid):
        await paying.pays(opened[1])
    await paying.settled()
    assert await earned(ravi) - before == 5000


async def test_another_amount_takes_the_place_of_the_first() -> None:
    asha, ravi, order = await a_delivered_order()
    before = await earned(ravi)
    first, second = [await payments.start_tip(asha, order.id, minor, UPI) for minor in (2000, 3000)]
    await paying.pays(second)
    await paying.settled()
    assert await earned(ravi) - before == 3000
    assert first.payment_id
    async with db.reading() as session:
        assert (await payments.get(session, asha, first.payment_id)).status is PaymentStatus.FAILED
    # Given once more, afterwards: another wish, another tip.
    await paying.pays(await payments.start_tip(asha, order.id, 3000, UPI))
    await paying.settled()
    assert await earned(ravi) - before == 6000


async def test_from_the_wallet_it_is_there_at_once() -> None:
    asha, ravi, order = await a_delivered_order()
    before = await earned(ravi)
    with pytest.raises(WalletTooLow):
        await payments.start_tip(asha, order.id, 5000, WALLET)
    await paying.with_money(asha, 7000)
    assert (await payments.start_tip(asha, order.id, 5000, WALLET)).is_paid
    with pytest.raises(WalletTooLow):
        await payments.start_tip(asha, order.id, 5000, WALLET)
    assert await earned(ravi) - before == 5000
    async with db.reading() as session:
        found = (await payments.history(session, asha, order_id=order.id)).items
    assert [(one.purpose, one.status) for one in found if one.purpose is PaymentPurpose.TIP] == [
        (PaymentPurpose.TIP, PaymentStatus.CAPTURED)
    ]


@pytest.mark.parametrize("minor", [-5000, 0, 99, 100_001, 10**15])
async def test_nothing_outside_the_limits(minor: int) -> None:
    asha, _, order = await a_delivered_order()
    with pytest.raises(AmountRefused, match="between ₹1 and ₹1,000"):
        await payments.start_tip(asha, order.id, minor, UPI)


async def test_only_whoever_booked_and_only_by_what_carries_money() -> None:
    asha, ravi, order = await a_delivered_order()
    nikhil = await booking.customer("Nikhil", "+919000000002")
    for stranger in (nikhil, ravi):
        with pytest.raises(NotFound):
            await payments.start_tip(stranger, order.id, 5000, UPI)
    with pytest.raises(AmountRefused):
        await payments.start_tip(asha, order.id, 5000, CASH)


async def test_not_before_it_is_delivered() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    order = await booking.booked(asha)
    assert not order.can_tip
    with pytest.raises(TipRefused):
        await payments.start_tip(asha, order.id, 5000, UPI)
    async with db.reading() as session:
        with pytest.raises(TipRefused):
            await payments.tip_choice(session, asha, order.id)
