"""The question of a tip on the page of a delivered order."""

from porter.integrations.payments import sandbox
from porter.services.accounts import Actor
from porter.services.orders import OrderView
from porter.state.customer.paying import PayState
from porter.state.customer.tip import TipState
from tests import booking, paying
from tests.state.customer.test_paying import at_order, at_sandbox
from tests.state.tabs import Tab


async def delivered(tab: Tab, asha: Actor) -> OrderView:
    """Asha looks at what Ravi has brought."""
    order = await booking.booked(asha)
    await booking.delivered(order.id, await booking.driver())
    await paying.settled()
    await at_order(tab, order.id)
    await tab.fire(TipState.open)
    return order


async def test_the_wallet_gives_it_at_once_and_once(tab: Tab, asha: Actor) -> None:
    await paying.with_money(asha, 8000)
    await delivered(tab, asha)
    await tab.fire(TipState.type, text="100")
    shown = await tab.state(TipState)
    assert (shown.button, shown.chosen) == ("Give ₹100", "upi"), "the wallet holds too little"
    await tab.fire(TipState.type, text="50")
    await tab.fire(TipState.choose, key="wallet")
    for _ in range(2):
        await tab.fire(TipState.give)
    assert not (await tab.state(TipState)).is_open
    await tab.fire(PayState.refresh)
    money = await tab.state(PayState)
    assert (money.tipped_text, money.paid[0]["name"]) == ("₹50", "Tip by Wallet")


async def test_by_upi_it_leads_to_the_checkout_and_back(tab: Tab, asha: Actor) -> None:
    order = await delivered(tab, asha)
    await tab.fire(TipState.type, text="20")
    for _ in range(2):
        await tab.fire(TipState.give)
    url = (await tab.state(TipState)).checkout_url
    await sandbox.pay(at_sandbox(url), paying.UPI)
    await paying.settled()
    await at_order(tab, order.id)
    assert (await tab.state(PayState)).tipped_text == "₹20"
    assert len(await paying.payments_of(order.id)) == 1


async def test_what_is_no_amount_is_told_at_the_field(tab: Tab, asha: Actor) -> None:
    await delivered(tab, asha)
    for typed in ("", "many", "-5", "0", "NaN", "10.555"):
        await tab.fire(TipState.type, text=typed)
        await tab.fire(TipState.give)
        assert (await tab.state(TipState)).error == "Please enter an amount in rupees, for example 50."
    await tab.fire(TipState.type, text="5000")
    await tab.fire(TipState.give)
    assert (await tab.state(TipState)).error == "Please choose an amount between ₹1 and ₹1,000."


async def test_nobody_else_is_asked(tab: Tab, outsider: Tab, asha: Actor) -> None:
    order = await delivered(tab, asha)
    await at_order(outsider, order.id)
    await outsider.fire(TipState.open)
    assert not (await outsider.state(TipState)).is_open
