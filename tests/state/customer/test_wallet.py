"""Asha's wallet on its page: money in through the checkout, every line, and back to where it came from, once."""

from typing import Any

import pytest

from porter.core import db
from porter.integrations.payments import sandbox
from porter.integrations.payments.sandbox import Outcome
from porter.services import ledger, wallets
from porter.services.accounts import Actor
from porter.state.customer.pay import CheckoutState
from porter.state.customer.wallet import WalletState
from porter.state.customer.wallet_moves import AddMoneyState, SendBackState
from tests import paying
from tests.state.customer.test_order import visit
from tests.state.tabs import Tab

NOBODYS = "/pay/00000000-0000-0000-0000-000000000000"


async def balance(who: Actor) -> wallets.WalletView:
    async with db.reading() as session:
        return await wallets.balance(session, who)


async def at_checkout(tab: Tab, rupees: str = "500") -> str:
    """Asha has chosen an amount and is at the checkout; the sandbox's order."""
    await tab.fire(AddMoneyState.open)
    await tab.fire(AddMoneyState.type, text=rupees)
    await tab.fire(AddMoneyState.go)
    return str((await tab.state(AddMoneyState)).checkout_url).rsplit("/", 1)[-1]


async def added(tab: Tab, rupees: str = "500") -> str:
    """Money is in the wallet; the page of its payment."""
    order = await at_checkout(tab, rupees)
    await sandbox.pay(order, paying.UPI)
    await paying.settled()
    return f"/pay/{order.removeprefix('sbo_')}"


async def test_money_is_added_and_its_page_says_so(tab: Tab, outsider: Tab, asha: Actor) -> None:
    page = await added(tab)
    await visit(tab, CheckoutState.load, page)
    shown = await tab.state(CheckoutState)
    assert (shown.phase, shown.shown["done_text"], shown.shown["after_text"]) == (
        "done",
        "₹500.00 is in your wallet",
        "Your wallet holds ₹500.00 now.",
    )
    await tab.fire(WalletState.load)
    wallet = await tab.state(WalletState)
    assert wallet.wallet["balance_text"] == "₹500.00"
    assert [(line["title"], line["amount_text"], line["day"]) for line in wallet.lines] == [
        ("Money added", "+₹500.00", "Today")
    ]
    await visit(outsider, CheckoutState.load, page)
    assert (await outsider.state(CheckoutState)).phase == "missing"
    await outsider.fire(WalletState.load)
    assert (await outsider.state(WalletState)).lines == []


async def test_pressed_twice_it_is_the_same_checkout(tab: Tab) -> None:
    first = await at_checkout(tab)
    await tab.fire(AddMoneyState.go)
    assert (await tab.state(AddMoneyState)).checkout_url.endswith(first)
    assert len(await paying.all_payments()) == 1


@pytest.mark.parametrize("typed", ["", "abc", "-5", "0", "NaN", "1e3x", "5.001", "9", "10001", "Infinity"])
async def test_amounts_that_are_none_lead_nowhere(tab: Tab, typed: str) -> None:
    await at_checkout(tab, typed)
    shown = await tab.state(AddMoneyState)
    assert (shown.checkout_url, bool(shown.error), shown.busy) == ("", True, False)
    assert await paying.all_payments() == []


async def test_a_declined_payment_can_be_tried_again_at_the_same_checkout(tab: Tab, asha: Actor) -> None:
    order = await at_checkout(tab)
    await sandbox.pay(order, paying.UPI, Outcome.FAIL)
    page = f"/pay/{order.removeprefix('sbo_')}"
    await visit(tab, CheckoutState.load, page)
    shown = await tab.state(CheckoutState)
    assert (shown.phase, shown.shown["failure_text"]) == ("failed", "The bank declined the payment.")
    await tab.fire(CheckoutState.go_on)
    assert (await tab.state(CheckoutState)).leave_to.endswith(order)
    await sandbox.pay(order, paying.UPI)
    await visit(tab, CheckoutState.load, page)
    await tab.fire(CheckoutState.go_on)
    assert (await tab.state(CheckoutState)).leave_to == ""
    assert (await balance(asha)).balance_minor == 50_000


async def test_a_payment_that_waits_changes_by_itself(tab: Tab) -> None:
    order = await at_checkout(tab)
    await visit(tab, CheckoutState.load, f"/pay/{order.removeprefix('sbo_')}")
    assert (await tab.state(CheckoutState)).phase == "pending"
    await tab.fire(CheckoutState.look)
    assert (await tab.state(CheckoutState)).phase == "pending"
    await sandbox.pay(order, paying.UPI)
    await tab.fire(CheckoutState.look)
    assert (await tab.state(CheckoutState)).phase == "done"


async def test_what_a_browser_hands_over_is_believed_only_when_it_is_signed(tab: Tab, asha: Actor) -> None:
    order = await at_checkout(tab)
    await visit(tab, CheckoutState.load, f"/pay/{order.removeprefix('sbo_')}")
    forged = {"sandbox_order": order, "sandbox_payment": f"{order}_1", "sandbox_signature": "0" * 64}
    for params in (forged, {"razorpay_payment_id": "pay_1"}, {"x" * 300: ["y"]}):
        await tab.fire(CheckoutState.answered, params=params)
        assert (await tab.state(CheckoutState)).phase != "done"
    assert (await balance(asha)).balance_minor == 0


@pytest.mark.parametrize("path", ["/pay/nonsense", "/pay", NOBODYS])
async def test_an_address_that_names_no_payment_is_answered_calmly(tab: Tab, path: str) -> None:
    await visit(tab, CheckoutState.load, path)
    assert (await tab.state(CheckoutState)).phase == "missing"
    await tab.fire(CheckoutState.go_on)
    assert (await tab.state(CheckoutState)).leave_to == ""


async def test_money_goes_back_once_however_often_it_is_pressed(tab: Tab, asha: Actor) -> None:
    await added(tab)
    await tab.fire(SendBackState.open)
    assert (await tab.state(SendBackState)).typed == "500"
    await tab.fire(SendBackState.type, text="₹1,20.50")
    await tab.fire(SendBackState.ask)
    assert (await tab.state(SendBackState)).asked_text == "₹120.50"
    await tab.fire(SendBackState.confirm)
    await tab.fire(SendBackState.confirm)
    assert (await balance(asha)).balance_minor == 37_950
    shown = await tab.state(WalletState)
    assert [sent["amount_text"] for sent in shown.sent_back] == ["₹120.50"]
    assert shown.sent_back[0]["is_under_way"]
    await paying.settled()
    await tab.fire(WalletState.refresh)
    assert "Sent back" in (await tab.state(WalletState)).sent_back[0]["status_text"]
    assert not tab.failures


async def test_gifts_stay_and_the_page_says_why(tab: Tab, asha: Actor) -> None:
    await paying.with_money(asha, 10_000)
    await tab.fire(WalletState.load)
    wallet = (await tab.state(WalletState)).wallet
    assert (wallet["withdrawable_minor"], wallet["why_not_more"][:7]) == (0, "₹100.00")
    await tab.fire(SendBackState.open)
    await tab.fire(SendBackState.type, text="50")
    await tab.fire(SendBackState.ask)
    assert (await tab.state(SendBackState)).error == "At most ₹0.00 can go back."
    await tab.fire(SendBackState.confirm)
    assert (await balance(asha)).balance_minor == 10_000


async def test_the_history_comes_in_pages_and_new_lines_come_above(tab: Tab, asha: Actor) -> None:
    for _ in range(23):
        await paying.with_money(asha, 100)
    await tab.fire(WalletState.load)
    await tab.fire(WalletState.show_more)
    await tab.fire(WalletState.show_more)
    assert len((await tab.state(WalletState)).lines) == 23
    await paying.with_money(asha, 700)
    await tab.fire(WalletState.refresh)
    lines: list[dict[str, Any]] = (await tab.state(WalletState)).lines
    assert (len(lines), lines[0]["amount_text"]) == (24, "+₹7.00")
    assert [line["day"] for line in lines].count("Today") == 1
    assert len({line["id"] for line in lines}) == 24


async def test_wallet_money_kept_for_an_order_is_told(tab: Tab, asha: Actor) -> None:
    await paying.with_money(asha, 100_000)
    order = await paying.placed(asha, paying.WALLET)
    await paying.settled()
    await tab.fire(WalletState.load)
    shown = await tab.state(WalletState)
    assert shown.wallet["held_text"] == order.total_text
    assert (shown.lines[0]["title"], shown.lines[0]["href"]) == ("Kept for an order", f"/orders/{order.id}")


async def test_what_is_owed_is_paid_from_the_wallet_once(tab: Tab, asha: Actor) -> None:
    async with db.transaction() as session:
        entries = ledger.cancellation_fee(asha.id, None, fee_minor=3000, tax_minor=0, driver_share_bps=0)
        await ledger.post(session, "fee:1", "order.cancelled", entries)
    await paying.with_money(asha, 10_000)
    await tab.fire(WalletState.load)
    assert (await tab.state(WalletState)).wallet["owed_text"] == "₹30.00"
    await tab.fire(WalletState.pay_owed)
    await tab.fire(WalletState.pay_owed)
    shown = await tab.state(WalletState)
    assert (shown.wallet["balance_text"], shown.wallet["owed_minor"]) == ("₹70.00", 0)
    assert shown.lines[0]["amount_text"] == "−₹30.00"


async def test_a_page_that_loads_anew_does_not_go_where_the_last_one_went(tab: Tab) -> None:
    await at_checkout(tab)
    await tab.fire("reflex___state____state.hydrate_and_load")
    shown = await tab.state(AddMoneyState)
    assert (shown.checkout_url, shown.busy, shown.is_open) == ("", False, False)
