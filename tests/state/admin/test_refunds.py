"""Refunds at the screen: asked for by one, decided by another, once."""

import asyncio
from typing import Any

import pytest

from porter.models.enums import PaymentStatus, RefundStatus, Role
from porter.state.admin.order import OrderPanelState
from porter.state.admin.payment import PaymentPanelState
from porter.state.admin.refund import RefundDecideState, RefundPanelState
from porter.state.admin.refund_asking import NO_AMOUNT, RefundAskState
from porter.state.admin.refunds import RefundsState
from tests import paying
from tests.state.admin.conftest import OpenDesk
from tests.state.admin.test_payments_table import _every_method, delivered, opened
from tests.state.tabs import Tab

__all__ = ["_every_method"]


async def asked(tab: Tab, order_id: Any, amount: str = "", reason: str = "damaged") -> Any:
    """From the payment's panel: all of it, or so much; answers the dialog."""
    await opened(tab, (await paying.payment_of(order_id)).id)
    await tab.fire(RefundAskState.ask)
    if amount:
        await tab.fire(RefundAskState.take, part="part")
        await tab.fire(RefundAskState.say_amount, amount=amount)
    await tab.fire(RefundAskState.say_why, kind="reason", words=reason)
    await tab.fire(RefundAskState.confirm)
    return await tab.state(RefundAskState)


async def decides(tab: Tab, refund_id: Any, what: str = "approve", why: str = "") -> Any:
    """Yes or no; answers the dialog."""
    await tab.fire(RefundDecideState.ask, what=what, refund_id=str(refund_id), title="")
    await tab.fire(RefundDecideState.say_why, why=why)
    await tab.fire(RefundDecideState.confirm)
    return await tab.state(RefundDecideState)


async def test_support_asks_and_finance_approves(desk: OpenDesk) -> None:
    """Above the limit it waits; whoever asked is told why the buttons are dead; afterwards both see it done."""
    _, order = await delivered()
    sunita, farid = await desk(Role.SUPPORT, "Sunita"), await desk(Role.FINANCE, "Farid")
    ask = await asked(sunita, order.id)
    assert not ask.asking
    (refund,) = await paying.all_refunds()
    assert refund.status is RefundStatus.REQUESTED
    await sunita.fire(RefundPanelState.open, which=str(refund.id))
    seen = (await sunita.state(RefundPanelState)).view["refund"]
    assert (seen["can_decide"], seen["why_not_decide"]) == (False, "Finance or an administrator decides about it.")
    await farid.fire(RefundsState.load)
    (row,) = (await farid.state(RefundsState)).rows
    assert (row["can_decide"], row["requested_by"], row["payer_name"]) == (True, "Sunita", "Asha")
    assert (await decides(farid, refund.id)).asking == ""
    await paying.settled()
    await sunita.fire(PaymentPanelState.refresh)
    panel = await sunita.state(PaymentPanelState)
    (told,) = panel.refunds
    assert (told["status"], told["approved_by"]) == ("done", "Farid")
    assert panel.view["payment"]["status"] == "refunded"
    assert {"Refund asked for", "Refund approved"} <= {step["title"] for step in panel.timeline}


async def test_a_finance_person_does_not_approve_the_own_wish(desk: OpenDesk) -> None:
    """The panel says so, and so does the service when a browser tries nevertheless."""
    _, order = await delivered()
    farid = await desk(Role.FINANCE, "Farid")
    await asked(farid, order.id)
    (refund,) = await paying.all_refunds()
    await farid.fire(RefundPanelState.open, which=str(refund.id))
    seen = (await farid.state(RefundPanelState)).view["refund"]
    assert seen["why_not_decide"] == "You asked for it, so somebody else has to decide."
    assert (await decides(farid, refund.id)).error == "Somebody else has to approve this refund."
    assert (await paying.all_refunds())[0].status is RefundStatus.REQUESTED


async def test_two_decide_at_the_same_time_and_one_counts(desk: OpenDesk) -> None:
    """One yes and one no together: one decision, the other person is told; the money moves once or not at all."""
    _, order = await delivered()
    await asked(await desk(Role.SUPPORT, "Sunita"), order.id)
    (refund,) = await paying.all_refunds()
    farid, gita = await desk(Role.FINANCE, "Farid"), await desk(Role.ADMIN, "Gita")
    dialogs = await asyncio.gather(decides(farid, refund.id), decides(gita, refund.id, "reject", "Not damaged"))
    assert sorted(dialog.error for dialog in dialogs) == ["", "This refund has already been decided."]
    await paying.settled()
    (after,) = await paying.all_refunds()
    payment = await paying.payment_of(order.id)
    approved = after.status is RefundStatus.DONE
    assert after.status in {RefundStatus.DONE, RefundStatus.REJECTED}
    assert payment.refunded_minor == (order.total_minor if approved else 0)
    await paying.books()


async def test_a_no_needs_a_reason_and_frees_the_money(desk: OpenDesk) -> None:
    """It is read by whoever asked, and the money can be asked for again."""
    _, order = await delivered()
    sunita, farid = await desk(Role.SUPPORT, "Sunita"), await desk(Role.FINANCE, "Farid")
    await asked(sunita, order.id)
    (refund,) = await paying.all_refunds()
    assert (await decides(farid, refund.id, "reject", "  ")).error == "Please say why it is rejected."
    await decides(farid, refund.id, "reject", "The photos show a dry box")
    await sunita.fire(RefundPanelState.open, which=str(refund.id))
    seen = (await sunita.state(RefundPanelState)).view["refund"]
    assert (seen["status"], seen["failure_text"]) == ("rejected", "The photos show a dry box")
    await asked(sunita, order.id, "100")
    await paying.settled()
    assert (await paying.payment_of(order.id)).refunded_minor == 10_000


async def test_small_ones_go_at_once_but_not_any_number_of_them(desk: OpenDesk) -> None:
    """Two hundred rupees of a payment are in one hand; what is more waits, however small its pieces are."""
    _, order = await delivered()
    sunita = await desk(Role.SUPPORT, "Sunita")
    for amount in ("120", "80.00", "₹10.50"):
        assert not (await asked(sunita, order.id, amount)).asking
    assert [one.status for one in await paying.all_refunds()] == [
        RefundStatus.APPROVED,
        RefundStatus.APPROVED,
        RefundStatus.REQUESTED,
    ]
    await paying.settled()
    assert (await paying.payment_of(order.id)).status is PaymentStatus.PARTIALLY_REFUNDED
    assert (await sunita.state(RefundAskState)).preview["approval_text"].endswith("limit of this payment is used up.")


async def test_the_preview_says_what_it_does(desk: OpenDesk) -> None:
    """Shares that sum to the amount, and who has to say yes."""
    _, order = await delivered()
    sunita = await desk(Role.SUPPORT, "Sunita")
    await opened(sunita, (await paying.payment_of(order.id)).id)
    await sunita.fire(RefundAskState.ask)
    whole = (await sunita.state(RefundAskState)).preview
    assert (whole["needs_second_person"], whole["amount_text"]) == (True, order.total_text)
    assert whole["lines"][0] == {"label": "Goes back to the account it came from", "text": order.total_text}
    assert whole["lines"][-1] == {"label": "The customer has then paid", "text": "₹0.00"}
    await sunita.fire(RefundAskState.take, part="part")
    await sunita.fire(RefundAskState.say_amount, amount="50")
    part = (await sunita.state(RefundAskState)).preview
    assert (part["needs_second_person"], part["approval_text"]) == (False, "It is sent at once.")
    assert await paying.all_refunds() == []


@pytest.mark.parametrize("amount", ["0", "-5", "NaN", "1e30", "0.001", "9999999", "many", "\x00", " "])
async def test_senseless_amounts_are_refused_in_words(desk: OpenDesk, amount: str) -> None:
    """The dialog stays open and says what to do."""
    _, order = await delivered()
    sunita = await desk(Role.SUPPORT, "Sunita")
    dialog = await asked(sunita, order.id, amount)
    assert dialog.asking
    assert dialog.error == NO_AMOUNT or dialog.error.startswith(("At most", "This amount"))
    assert (await asked(sunita, order.id, "50", reason="because")).error == "Please choose a reason."
    assert await paying.all_refunds() == []
    assert sunita.failures == []


async def test_twice_at_once_is_asked_for_once_when_only_one_fits(desk: OpenDesk) -> None:
    """Two colleagues ask for all of it in the same moment; whoever opens the dialog later hears the same."""
    _, order = await delivered()
    tabs = [await desk(Role.SUPPORT, "Sunita"), await desk(Role.FINANCE, "Farid")]
    dialogs = await asyncio.gather(*(asked(tab, order.id) for tab in tabs))
    assert sorted(dialog.error for dialog in dialogs) == ["", "All of it was given back or is on its way."]
    late = await asked(await desk(Role.SUPPORT, "Suresh"), order.id)
    assert late.error == "All of it was given back or is on its way."
    assert len(await paying.all_refunds()) == 1


async def test_dispatchers_ask_and_decide_nothing(desk: OpenDesk) -> None:
    """The guard refuses before the state; support decides nothing either."""
    _, order = await delivered()
    dev, sunita = await desk(Role.DISPATCHER, "Dev"), await desk(Role.SUPPORT, "Sunita")
    assert not (await asked(dev, order.id)).asking
    assert await paying.all_refunds() == []
    await asked(sunita, order.id)
    (refund,) = await paying.all_refunds()
    for tab in (dev, sunita):
        await decides(tab, refund.id)
    assert (await paying.all_refunds())[0].status is RefundStatus.REQUESTED


async def test_an_order_is_refunded_from_its_own_panel(desk: OpenDesk) -> None:
    """The dialog lists its payments; a stranger's payment is not among them."""
    _, order = await delivered()
    sunita = await desk(Role.SUPPORT, "Sunita")
    await sunita.fire(OrderPanelState.open, which=str(order.id))
    await sunita.fire(RefundAskState.ask_for_order)
    dialog = await sunita.state(RefundAskState)
    assert [key for key, _ in dialog.choices] == [str((await paying.payment_of(order.id)).id)]
    await sunita.fire(RefundAskState.choose, payment_id="01a1fc3e-e9e7-7b46-ac37-1ca9b23db872")
    assert (await sunita.state(RefundAskState)).payment_id == dialog.payment_id


async def test_garbage_about_refunds(desk: OpenDesk) -> None:
    """Unknown verbs open nothing; unknown ids get plain words; unknown filters change nothing."""
    tab = await desk(Role.ADMIN)
    await tab.fire(RefundDecideState.ask, what="steal", refund_id="x", title="y")
    assert (await tab.state(RefundDecideState)).asking == ""
    await tab.fire(RefundDecideState.confirm)
    for claim in ("garbage", "01a1fc3e-e9e7-7b46-ac37-1ca9b23db872"):
        assert (await decides(tab, claim)).error == "We could not find this refund."
        await tab.fire(RefundPanelState.open, which=claim)
        assert (await tab.state(RefundPanelState)).error == "We could not find this refund."
    await tab.fire(RefundsState.narrow, kind="status", value="stolen")
    await tab.fire(RefundsState.narrow, kind="text", value="\x00")
    assert (await tab.state(RefundsState)).status == []
    assert tab.failures == []
