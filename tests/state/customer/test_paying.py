"""Paying for an order: what is chosen when it is booked, the wallet's part, another try, and nobody else's business."""

from uuid import UUID

import pytest

from porter.core import db
from porter.integrations.payments import sandbox
from porter.integrations.payments.sandbox import Outcome
from porter.services import orders, payments, wallets
from porter.services.accounts import Actor
from porter.services.orders import OrderView
from porter.state.customer.order import OrderState
from porter.state.customer.pay_by import PayByState
from porter.state.customer.paying import PayState
from porter.state.customer.quote import QuoteState
from tests import paying
from tests.state.customer.test_booking import placed, trip
from tests.state.customer.test_order import visit
from tests.state.tabs import Tab


async def priced(tab: Tab) -> None:
    """The classes and the ways of paying are on the screen."""
    await trip(tab)
    await tab.fire(QuoteState.ask)


async def booked_by(tab: Tab, asha: Actor, key: str = "upi", *, use_wallet: bool = False) -> OrderView:
    """Asha has chosen how to pay and pressed Book."""
    await priced(tab)
    await tab.fire(PayByState.choose, key=key)
    await tab.fire(PayByState.share, on=use_wallet)
    await tab.fire(QuoteState.book)
    return await seen(asha, (await placed(asha))[0])


async def seen(asha: Actor, order_id: UUID) -> OrderView:
    async with db.reading() as session:
        return await orders.get(session, asha, order_id)


async def at_order(tab: Tab, order_id: UUID) -> None:
    """The page of an order opens."""
    await visit(tab, OrderState.load, f"/orders/{order_id}")
    await visit(tab, PayState.open, f"/orders/{order_id}")


def at_sandbox(url: str) -> str:
    """The sandbox's order that an address leads to."""
    return url.rsplit("/", 1)[-1]


async def test_booking_by_upi_goes_straight_to_the_checkout(tab: Tab, asha: Actor) -> None:
    order = await booked_by(tab, asha)
    assert order.status == "pending"
    first = (await tab.state(PayByState)).checkout_url
    assert first.startswith("/api/v1/sandbox/checkout/")
    await tab.fire(QuoteState.book)
    await at_order(tab, order.id)
    await tab.fire(PayState.pay)
    assert (await tab.state(PayByState)).checkout_url == first
    assert len(await paying.payments_of(order.id)) == 1
    assert not tab.failures


async def test_wallet_and_upi_share_an_order(tab: Tab, asha: Actor) -> None:
    await paying.with_money(asha, 5000)
    await priced(tab)
    total_minor = int((await tab.state(QuoteState)).picked["total_minor"])
    await tab.fire(PayByState.choose, key="wallet")
    assert (await tab.state(PayByState)).chosen == "cash", "a wallet that is too low cannot be chosen alone"
    await tab.fire(PayByState.choose, key="upi")
    rest_minor = total_minor - 5000
    rest = payments_text(rest_minor)
    assert (await tab.state(PayByState)).split_text == f"₹50.00 from your wallet, {rest} by UPI"
    await tab.fire(PayByState.share, on=True)
    await tab.fire(QuoteState.book)
    order = await seen(asha, (await placed(asha))[0])
    by_wallet, by_upi = await paying.payments_of(order.id)
    assert (by_wallet.amount_minor, by_upi.amount_minor) == (5000, rest_minor)
    await sandbox.pay(at_sandbox((await tab.state(PayByState)).checkout_url), paying.UPI)
    await paying.settled()
    assert (await seen(asha, order.id)).status == "searching_driver"
    await at_order(tab, order.id)
    assert [(row["name"], row["amount_text"]) for row in (await tab.state(PayState)).paid] == [
        ("UPI", rest),
        ("Wallet", "₹50.00"),
    ]


def payments_text(minor: int) -> str:
    """As the screen writes it."""
    return f"₹{minor // 100:,}.{minor % 100:02}"


async def test_the_split_survives_leaving_the_checkout_and_coming_back(tab: Tab, asha: Actor) -> None:
    await paying.with_money(asha, 5000)
    order = await booked_by(tab, asha, use_wallet=True)
    fresh = Tab(tab.processor, tab.cookie)
    await at_order(fresh, order.id)
    shown = await fresh.state(PayByState)
    assert (shown.chosen, shown.use_wallet) == ("upi", True)
    await fresh.fire(PayState.pay)
    assert [one.amount_minor for one in await paying.payments_of(order.id)] == [5000, order.total_minor - 5000]


async def test_a_wallet_that_covers_it_pays_at_once(tab: Tab, asha: Actor) -> None:
    await paying.with_money(asha, 1_000_000)
    order = await booked_by(tab, asha, "wallet")
    assert (await tab.state(PayByState)).checkout_url == ""
    assert order.status == "searching_driver"
    async with db.reading() as session:
        assert (await wallets.balance(session, asha)).held_minor == order.total_minor


async def test_a_declined_payment_says_so_and_is_tried_again_without_paying_twice(tab: Tab, asha: Actor) -> None:
    order = await booked_by(tab, asha)
    checkout = at_sandbox((await tab.state(PayByState)).checkout_url)
    await sandbox.pay(checkout, paying.UPI, Outcome.FAIL)
    await paying.settled()
    await at_order(tab, order.id)
    assert (await tab.state(PayState)).failed_text == "The bank declined the payment."
    await tab.fire(PayState.pay)
    assert at_sandbox((await tab.state(PayByState)).checkout_url) == checkout
    await sandbox.pay(checkout, paying.UPI)
    await paying.settled()
    await tab.fire(PayState.pay)
    assert (await tab.state(PayByState)).checkout_url == ""
    assert [one.status for one in await paying.payments_of(order.id)] == ["authorized"]


async def test_another_way_after_a_failure(tab: Tab, asha: Actor) -> None:
    order = await booked_by(tab, asha)
    await sandbox.pay(at_sandbox((await tab.state(PayByState)).checkout_url), paying.UPI, Outcome.FAIL)
    await paying.settled()
    await at_order(tab, order.id)
    await tab.fire(PayByState.choose, key="cash")
    await tab.fire(PayState.pay)
    after = await seen(asha, order.id)
    assert (after.status, after.payment_method) == ("searching_driver", "cash")
    assert (await tab.state(PayState)).failed_text == ""


async def test_paying_in_cash_after_all_starts_the_search(tab: Tab, asha: Actor) -> None:
    order = await booked_by(tab, asha)
    await at_order(tab, order.id)
    await tab.fire(PayState.pay_in_cash)
    assert (await tab.state(PayState)).error == ""
    after = await seen(asha, order.id)
    assert (after.status, after.payment_method) == ("searching_driver", "cash")


async def test_what_goes_back_is_told_in_words(tab: Tab, asha: Actor) -> None:
    order = await booked_by(tab, asha)
    await sandbox.pay(at_sandbox((await tab.state(PayByState)).checkout_url), paying.UPI)
    await paying.settled()
    async with db.transaction() as session:
        await orders.cancel(session, asha, order.id, "My plans changed", 0)
    await paying.settled()
    async with db.reading() as session:
        found = (await payments.history(session, asha, order_id=order.id)).items
    await at_order(tab, order.id)
    told = (await tab.state(PayState)).returning
    assert told == [refund.told_text for one in found for refund in one.refunds]
    assert [one.status for one in found] == ["voided"]


async def test_somebody_elses_order_cannot_be_paid_for(tab: Tab, outsider: Tab, asha: Actor) -> None:
    order = await booked_by(tab, asha)
    await at_order(outsider, order.id)
    await outsider.fire(PayState.pay)
    assert (await outsider.state(PayByState)).checkout_url == ""
    state = await outsider.state(PayState)
    assert "could not find" in state.error
    assert state.paid == []


@pytest.mark.parametrize("key", ["", "bitcoin", "card:nonsense", "card:00000000-0000-0000-0000-000000000000"])
async def test_ways_that_are_not_offered_cannot_be_chosen(tab: Tab, key: str) -> None:
    await priced(tab)
    await tab.fire(PayByState.choose, key=key)
    shown = await tab.state(PayByState)
    assert shown.chosen == "cash"
    assert [row["key"] for row in shown.rows] == ["upi", "card", "wallet", "cash"]
