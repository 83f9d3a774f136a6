"""Ravi hands in cash with a vendor whose script runs in our page: Razorpay and Stripe behind their real adapters."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from porter.integrations.payments import sandbox
from porter.integrations.payments.sandbox import Outcome
from porter.integrations.payments.twins import RazorpayTwin, StripeTwin, Twin
from porter.models.enums import PaymentMethod
from porter.services import ledger, payments
from porter.services.accounts import Actor
from porter.state.driver.cash import CashState
from porter.state.driver.offer import OfferState
from porter.state.driver.pay import HandInState
from tests import paying
from tests.services.matching.town import Town
from tests.state.driver.test_money import balance, booked
from tests.state.driver.test_offer import asked
from tests.state.tabs import Tab
from tests.vendors import provider_of, speaks, taking_rupees

NOBODYS = "/driver/pay/00000000-0000-0000-0000-000000000000"


@pytest.fixture(autouse=True)
async def _cash(town: Town, ravi: Actor) -> None:
    """Ravi holds 94.40 of ours."""
    await booked("order.delivered", ledger.cash_delivered(ravi.id, total_minor=9_440, payout_minor=0, tax_minor=1_440))


@pytest.fixture(params=[RazorpayTwin, StripeTwin])
def twin(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twin]:
    """A vendor whose keys this installation has."""
    made: Twin = request.param()
    with taking_rupees(made, monkeypatch):
        yield made


async def at_payment(tab: Tab) -> UUID:
    """Ravi has tapped "hand in" and the page that it led to is open."""
    await tab.fire(CashState.load)
    await tab.fire(CashState.hand_in)
    address = (await tab.until(CashState, lambda state: bool(state.checkout_url))).checkout_url.partition("#")[0]
    tab.page = address
    await tab.fire(HandInState.load)
    return UUID(address.removeprefix("/driver/pay/"))


def answer_of(twin: Twin, provider_order: str, payload: dict[str, str]) -> dict[str, str]:
    """The person pays; what the vendor's script hands the page then (`vendor_scripts.js`)."""
    paid = twin.pay(provider_order)
    if isinstance(twin, RazorpayTwin):
        return twin.signature(paid)
    return {"payment_intent": provider_order, "payment_intent_client_secret": payload["client_secret"]}


async def test_the_vendors_own_fields_take_the_cash(tab: Tab, twin: Twin, ravi: Actor) -> None:
    payment_id = await at_payment(tab)
    page = await tab.state(HandInState)
    assert (page.phase, page.kind, page.shown["amount_text"]) == ("pay", provider_of(twin).value, "₹94.40")
    assert page.payload
    (payment,) = await paying.all_payments()
    assert payment.id == payment_id
    await tab.fire(HandInState.answered, params=answer_of(twin, payment.provider_order or "", page.payload))
    page = await tab.state(HandInState)
    assert (page.phase, page.shown["done_text"]) == ("done", "₹94.40 was received")
    assert page.shown["back_href"] == f"/driver/cash?payment={payment_id}"
    await speaks(twin, times=2)
    await paying.settled()
    assert (await balance(ravi)).cash_in_hand_minor == 0
    assert not tab.failures


async def test_tapped_again_it_is_the_same_payment(tab: Tab, twin: Twin) -> None:
    assert await at_payment(tab) == await at_payment(tab)
    assert len(await paying.all_payments()) == 1


async def test_what_the_vendor_did_not_say_moves_nothing(tab: Tab, twin: Twin, ravi: Actor) -> None:
    await at_payment(tab)
    order = (await paying.all_payments())[0].provider_order or ""
    forged = {"razorpay_order_id": order, "razorpay_payment_id": "pay_1", "razorpay_signature": "0" * 64}
    for params in (forged, {"payment_intent": "pi_other"}, {"x" * 300: ["y"]}, {}):
        await tab.fire(HandInState.answered, params=params)
        assert (await tab.state(HandInState)).phase != "done"
    assert (await balance(ravi)).cash_in_hand_minor == 9_440


async def test_another_driver_finds_nothing_there(tab: Tab, outsider: Tab, twin: Twin, ravi: Actor) -> None:
    payment_id = await at_payment(tab)
    outsider.page = f"/driver/pay/{payment_id}"
    await outsider.fire(HandInState.load)
    for handler in (HandInState.go_on, HandInState.look, HandInState.changed):
        await outsider.fire(handler)
    await outsider.fire(HandInState.answered, params={})
    theirs = await outsider.state(HandInState)
    assert (theirs.shown, theirs.payload, theirs.leave_to) == ({}, {}, "")


@pytest.mark.parametrize("path", ["/driver/pay/nonsense", "/driver/pay", NOBODYS])
async def test_an_address_that_names_no_payment_is_answered_calmly(tab: Tab, path: str) -> None:
    tab.page = path
    await tab.fire(HandInState.load)
    assert (await tab.state(HandInState)).phase == "missing"
    await tab.fire(HandInState.go_on)
    assert (await tab.state(HandInState)).leave_to == ""


async def test_a_vendor_with_a_page_of_its_own_is_gone_to_and_come_back_from(tab: Tab, ravi: Actor) -> None:
    """The sandbox: a driver who follows an old link to our page is led on, and told when it is done."""
    checkout = await payments.start_cash_settlement(ravi)
    tab.page = f"/driver/pay/{checkout.payment_id}"
    await tab.fire(HandInState.load)
    assert (await tab.state(HandInState)).phase == "pending"
    await tab.fire(HandInState.go_on)
    assert (await tab.state(HandInState)).leave_to == checkout.page_url
    await sandbox.pay(checkout.page_url.rsplit("/", 1)[-1], PaymentMethod.UPI, Outcome.PAY)
    await tab.fire(HandInState.look)
    page = await tab.state(HandInState)
    assert (page.phase, page.shown["after_text"]) == ("done", "It is no longer in your hands.")


async def test_a_job_taken_while_paying_leaves_the_vendors_page_behind(tab: Tab, town: Town) -> None:
    """By loading the next page anew, so that the vendor's window cannot lie over the trip."""
    await asked(town)
    tab.page = NOBODYS
    await tab.fire(OfferState.load)
    await tab.fire(OfferState.accept, offer_id=(await tab.state(OfferState)).offer_id)
    assert (await tab.state(OfferState)).leave_to == "/driver"
    tab.page = "/driver"
    await tab.fire("reflex___state____state.hydrate_and_load")
    assert (await tab.state(OfferState)).leave_to == ""
