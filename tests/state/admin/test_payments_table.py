"""Payments of operations: found, sorted, opened; the browser's words are claims."""

from typing import Any

import pytest

from porter.models.enums import Role
from porter.services import payments
from porter.services.accounts import Actor
from porter.services.orders import OrderView
from porter.state.admin.overview import OverviewState
from porter.state.admin.palette import PaletteState
from porter.state.admin.payment import PaymentPanelState
from porter.state.admin.payments import PaymentsState
from tests import booking, paying
from tests.state.admin.conftest import OpenDesk
from tests.state.tabs import Tab


@pytest.fixture(autouse=True)
def _every_method(monkeypatch: pytest.MonkeyPatch) -> None:
    paying.offer_everything(monkeypatch)


async def delivered() -> tuple[Actor, OrderView]:
    """Asha's order, paid by UPI, delivered by Ravi, its money collected."""
    asha, ravi = await booking.customer(), await booking.driver()
    order = await paying.placed(asha)
    await paying.paid(asha, order.id)
    await booking.delivered(order.id, ravi)
    await paying.settled()
    return asha, order


async def shown(tab: Tab) -> list[str]:
    """What the payments on the screen are for."""
    return [row["purpose_text"] for row in (await tab.state(PaymentsState)).rows]


async def test_payments_are_found_by_what_one_knows(desk: OpenDesk) -> None:
    """By order number, by the gateway's reference, by phone, by status, method, gateway and kind."""
    asha, order = await delivered()
    top_up = await payments.start_top_up(asha, 50_000)
    assert top_up.payment_id
    payment = await paying.payment_of(order.id)
    tab, of_order, added = await desk(), f"Order {order.number}", "Money added to the wallet"
    await tab.fire(PaymentsState.load)
    assert await shown(tab) == [added, of_order]
    for text, found in (
        (order.number.removeprefix("PRT-").lower(), [of_order]),
        (payment.provider_payment, [of_order]),
        (paying.provider_order(top_up), [added]),
        ("90000 00001", [added, of_order]),
        ("sbp_nobody", []),
    ):
        await tab.fire(PaymentsState.narrow, kind="text", value=text)
        assert await shown(tab) == found, text
    await tab.fire(PaymentsState.narrow, kind="clear", value="")
    for kind, value, found in (
        ("status", "captured", [of_order]),
        ("provider", "stripe", []),
        ("method", "upi", [added, of_order]),
        ("purpose", "top_up", [added]),
        ("when", "today", [added, of_order]),
        ("status", "attention", []),
    ):
        await tab.fire(PaymentsState.narrow, kind="clear", value="")
        await tab.fire(PaymentsState.narrow, kind=kind, value=value)
        assert await shown(tab) == found, (kind, value)


async def test_pages_follow_the_cursor_in_each_order(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """By time and by amount, forwards and back."""
    asha = await booking.customer()
    for minor in (30_000, 10_000, 20_000):
        await payments.start_top_up(asha, minor)
    monkeypatch.setattr("porter.state.admin.paged.PAGE_SIZE", 2)
    tab = await desk()
    await tab.fire(PaymentsState.load)
    assert await pages(tab) == [["₹200.00", "₹100.00"], ["₹300.00"]]
    await tab.fire(PaymentsState.sort_by, key="amount")
    assert await pages(tab) == [["₹300.00", "₹200.00"], ["₹100.00"]]
    await tab.fire(PaymentsState.sort_by, key="amount")
    assert await pages(tab) == [["₹100.00", "₹200.00"], ["₹300.00"]]


async def pages(tab: Tab) -> list[list[str]]:
    """Amounts of the first page and of the second; back on the first afterwards."""
    first = [row["amount_text"] for row in (await tab.state(PaymentsState)).rows]
    await tab.fire(PaymentsState.turn, by=1)
    second = [row["amount_text"] for row in (await tab.state(PaymentsState)).rows]
    await tab.fire(PaymentsState.turn, by=-1)
    return [first, second]


async def test_a_browser_that_makes_things_up_changes_nothing(desk: OpenDesk) -> None:
    """Unknown columns, states, gateways, a NUL, ids of nobody: the table stays, the panel says so."""
    await delivered()
    tab = await desk()
    await tab.fire(PaymentsState.load)
    before = await shown(tab)
    for kind, value in (
        ("status", "'; --"),
        ("provider", "bank of mars"),
        ("when", "ever"),
        ("x", "y"),
        ("text", "\x00"),
    ):
        await tab.fire(PaymentsState.narrow, kind=kind, value=value)
    await tab.fire(PaymentsState.sort_by, key="secret")
    assert await shown(tab) == before
    for claim in ("01a1fc3e-e9e7-7b46-ac37-1ca9b23db872", "garbage", "\x00"):
        await tab.fire(PaymentPanelState.open, which=claim)
        panel = await tab.state(PaymentPanelState)
        assert (panel.error, panel.view) == ("We could not find this payment.", {})
    assert tab.failures == []


async def test_the_panel_tells_the_whole_story(desk: OpenDesk) -> None:
    """Each step with its source, what happens next, the books for those who may look, references."""
    _, order = await delivered()
    payment = await paying.payment_of(order.id)
    panel = await opened(await desk(Role.FINANCE, "Farid"), payment.id)
    assert panel.address == f"/ops/payments?payment={payment.id}"
    assert panel.view["provider_payment"] == payment.provider_payment
    assert (panel.view["next_text"], panel.view["refundable_text"]) == ("Nothing more happens.", order.total_text)
    assert [step["title"] for step in reversed(panel.timeline)][-2:] == ["Being collected", "Paid"]
    assert "payment.prepaid" in {posting["event"] for posting in panel.postings}
    assert all(sum(entry["amount_minor"] for entry in one["entries"]) == 0 for one in panel.postings)


async def test_a_dispatcher_sees_the_payment_without_the_books(desk: OpenDesk) -> None:
    """And why nothing can be given back."""
    _, order = await delivered()
    panel = await opened(await desk(Role.DISPATCHER), (await paying.payment_of(order.id)).id)
    assert panel.postings == []
    assert (panel.view["can_refund"], panel.view["why_not"]) == (False, "Your role may not give money back.")


async def test_what_happens_next_while_the_gateway_is_silent(desk: OpenDesk) -> None:
    """A checkout that nobody finished is looked at again, at a time that is named; a secured one waits for the order."""
    asha = await booking.customer()
    order = await paying.placed(asha)
    await payments.start_checkout(asha, order.id)
    tab, payment = await desk(), await paying.payment_of(order.id)
    text = (await opened(tab, payment.id)).view["next_text"]
    assert text.startswith("Waiting for the customer and the gateway; we look again at ")
    await paying.paid(asha, order.id)
    await tab.fire(PaymentPanelState.refresh)
    assert (await tab.state(PaymentPanelState)).view["next_text"].startswith("Secured: collected when")


async def test_customers_and_drivers_get_nothing(processor: Any, asha: Actor, ravi: Actor) -> None:
    """The guard stands before the states."""
    for who in (asha, ravi):
        tab = Tab(processor, f"porter_{who.audience}={who.id}")
        await tab.fire(PaymentsState.load)
        assert (await tab.state(PaymentsState)).rows == []


async def test_the_overview_and_the_palette_lead_to_payments(desk: OpenDesk) -> None:
    """Cards with an address; a payment found by the number of its order; payouts only for those who see them."""
    _, order = await delivered()
    payment = await paying.payment_of(order.id)
    tab = await desk(Role.FINANCE, "Farid")
    await tab.fire(OverviewState.load)
    money = {stat["key"]: (stat["value_text"], stat["href"]) for stat in (await tab.state(OverviewState)).money}
    assert money["payments"] == ("1", "/ops/payments?when=today")
    assert money["refunds"] == ("0", "/ops/refunds?status=requested")
    assert money["payouts"][0] == "0"
    await tab.fire(PaletteState.search, text=order.number)
    found = {item["group"]: item["href"] for item in (await tab.state(PaletteState)).items}
    assert found["Payments"] == f"/ops/payments?payment={payment.id}"
    dispatcher = await desk(Role.DISPATCHER)
    await dispatcher.fire(OverviewState.load)
    assert [stat["key"] for stat in (await dispatcher.state(OverviewState)).money] == ["payments", "refunds"]
    await dispatcher.fire(PaletteState.show)
    assert "Payouts" not in [item["title"] for item in (await dispatcher.state(PaletteState)).items]


async def opened(tab: Tab, payment_id: object) -> Any:
    """The panel of a payment."""
    await tab.fire(PaymentPanelState.open, which=str(payment_id))
    return await tab.state(PaymentPanelState)
