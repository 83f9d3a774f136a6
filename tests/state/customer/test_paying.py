"""An order that waits for its money: to the checkout, back to cash, and nobody else's business."""

from uuid import UUID

from porter.core import db
from porter.services import orders
from porter.services.accounts import Actor
from porter.services.orders import OrderView
from porter.state.customer.order import OrderState
from porter.state.customer.paying import PayState
from porter.state.customer.quote import QuoteState
from tests.state.customer.test_booking import placed, trip
from tests.state.customer.test_order import visit
from tests.state.tabs import Tab


async def booked_by_upi(tab: Tab, asha: Actor) -> OrderView:
    """Asha has chosen UPI and pressed Book."""
    await trip(tab)
    await tab.fire(QuoteState.ask)
    await tab.fire(QuoteState.choose_method, method="upi")
    await tab.fire(QuoteState.book)
    return await seen(asha, (await placed(asha))[0])


async def seen(asha: Actor, order_id: UUID) -> OrderView:
    async with db.reading() as session:
        return await orders.get(session, asha, order_id)


async def test_an_order_by_upi_waits_and_leads_to_its_checkout(tab: Tab, asha: Actor) -> None:
    order = await booked_by_upi(tab, asha)
    assert order.status == "pending"
    await visit(tab, OrderState.load, f"/orders/{order.id}")
    await tab.fire(PayState.pay)
    first = (await tab.state(PayState)).checkout_url
    assert first.startswith("/api/v1/sandbox/checkout/")
    await tab.fire(PayState.open)
    await tab.fire(PayState.pay)
    assert (await tab.state(PayState)).checkout_url == first
    assert not tab.failures


async def test_paying_in_cash_after_all_starts_the_search(tab: Tab, asha: Actor) -> None:
    order = await booked_by_upi(tab, asha)
    await visit(tab, OrderState.load, f"/orders/{order.id}")
    await tab.fire(PayState.pay_in_cash)
    assert (await tab.state(PayState)).error == ""
    after = await seen(asha, order.id)
    assert (after.status, after.payment_method) == ("searching_driver", "cash")


async def test_what_was_paid_is_not_asked_for_again(tab: Tab, asha: Actor) -> None:
    order = await booked_by_upi(tab, asha)
    await visit(tab, OrderState.load, f"/orders/{order.id}")
    await tab.fire(PayState.pay_in_cash)
    await tab.fire(PayState.pay)
    assert (await tab.state(PayState)).checkout_url == ""


async def test_somebody_elses_order_cannot_be_paid_for(tab: Tab, outsider: Tab, asha: Actor) -> None:
    order = await booked_by_upi(tab, asha)
    await visit(outsider, OrderState.load, f"/orders/{order.id}")
    await outsider.fire(PayState.pay)
    state = await outsider.state(PayState)
    assert state.checkout_url == ""
    assert "could not find" in state.error


async def test_the_wallet_is_not_offered_before_it_has_a_page(tab: Tab) -> None:
    await trip(tab)
    await tab.fire(QuoteState.ask)
    assert [method["method"] for method in (await tab.state(QuoteState)).methods] == ["cash", "upi", "card"]
