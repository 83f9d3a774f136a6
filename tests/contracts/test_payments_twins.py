"""What only real vendors do: fail after charging, hang, go down, refuse unknown parameters, speak of others' accounts."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from porter.core import clock
from porter.core.config import Settings
from porter.core.errors import GatewayRefused, GatewayUnavailable
from porter.core.ids import new_id
from porter.integrations.payments import (
    Destination,
    PaymentState,
    PayoutState,
    ProviderPayment,
    ProviderReturn,
    RefundState,
    WebhookForged,
)
from porter.integrations.payments.outcomes import Outcome
from porter.integrations.payments.razorpay import RazorpayGateway
from porter.integrations.payments.razorpay import words as razorpay_words
from porter.integrations.payments.stripe import StripeGateway
from porter.integrations.payments.stripe import words as stripe_words
from porter.integrations.payments.twins import Fault, RazorpayTwin, StripeTwin, razorpay_rules, stripe_rules
from porter.models.enums import DestinationKind
from tests.contracts.payment_vendors import (
    AMOUNT,
    ASHA,
    IMPATIENT_S,
    TIMEOUT_S,
    TwinVendor,
    events,
    opened,
    paid,
    razorpay_vendor,
    stripe_vendor,
    vendor_of,
)

LOUD = [Fault.FAIL_BEFORE, Fault.FAIL_AFTER, Fault.DROP, Fault.GARBAGE, Fault.HANG]
DONE = [Fault.FAIL_AFTER, Fault.GARBAGE, Fault.HANG]
"""Faults after which the thing is done, and only the answer was lost."""


@pytest.fixture(params=["stripe", "razorpay"])
async def vendor(request: pytest.FixtureRequest) -> AsyncIterator[TwinVendor]:
    hangs = request.node.callspec.params.get("fault") is Fault.HANG
    async with vendor_of(request.param, IMPATIENT_S if hangs else TIMEOUT_S) as found:
        assert isinstance(found, TwinVendor)
        yield found


@pytest.fixture
async def stripe() -> AsyncIterator[TwinVendor]:
    with StripeTwin().running() as twin:
        yield stripe_vendor(twin)


@pytest.fixture
async def razorpay() -> AsyncIterator[TwinVendor]:
    with RazorpayTwin().running() as twin:
        yield razorpay_vendor(twin)


async def insist(question: Any) -> Any:
    """Ask until the vendor answers, as our worker does."""
    for _ in range(4):
        try:
            return await question()
        except GatewayUnavailable:
            continue
    raise AssertionError("the vendor never recovered")


@pytest.mark.parametrize("fault", LOUD)
async def test_a_capture_through_a_fault_takes_the_money_once(vendor: TwinVendor, fault: Fault) -> None:
    ids, _ = await paid(vendor)
    # Stripe's SDK tries twice by itself, so two faults in a row are the hard case.
    vendor.twin.faults.extend([fault, fault])
    taken: ProviderPayment = await insist(lambda: vendor.gateway.capture(ids, AMOUNT, "capture-fault-1"))
    assert taken.captured_minor == AMOUNT
    standing = await vendor.gateway.fetch(ids.provider_order)
    assert (standing.status, standing.captured_minor) == (PaymentState.CAPTURED, AMOUNT)


@pytest.mark.parametrize("fault", DONE)
async def test_a_refund_whose_answer_is_lost_is_sent_once(vendor: TwinVendor, fault: Fault) -> None:
    ids, _ = await paid(vendor, capture=True)
    vendor.twin.faults.append(fault)
    refund = await insist(lambda: vendor.gateway.refund(ids.provider_payment, 3000, "refund-fault-1"))
    assert refund.status is RefundState.DONE
    assert (await vendor.gateway.fetch(ids.provider_order)).refunded_minor == 3000


@pytest.mark.parametrize("fault", DONE)
async def test_a_payout_whose_answer_is_lost_is_sent_once(vendor: TwinVendor, fault: Fault) -> None:
    vendor.twin.faults.append(fault)
    key = str(new_id())
    first = await insist(lambda: vendor.gateway.payout(vendor.destination, 50_000, vendor.currency, key, "PO 1"))
    again = await vendor.gateway.payout(vendor.destination, 50_000, vendor.currency, key, "PO 1")
    assert first.id == again.id
    held = vendor.twin.payouts if isinstance(vendor.twin, RazorpayTwin) else vendor.twin.transfers  # type: ignore[attr-defined]
    assert len(held) == 1


@pytest.mark.parametrize("fault", LOUD)
async def test_an_order_opened_through_a_fault_can_be_paid(vendor: TwinVendor, fault: Fault) -> None:
    vendor.twin.faults.extend([fault, fault])
    payment_id = new_id()
    checkout = await insist(lambda: opened(vendor, payment_id=payment_id))
    assert await opened(vendor, payment_id=payment_id) == checkout
    await vendor.pay(checkout.provider_order)
    assert (await vendor.gateway.fetch(checkout.provider_order)).status is PaymentState.AUTHORIZED


async def test_stripe_repeats_a_failure_until_it_forgets_the_key(stripe: TwinVendor) -> None:
    ids, _ = await paid(stripe, capture=True)
    stripe.twin.faults.append(Fault.FAIL_BEFORE)
    for _ in range(2):
        with pytest.raises(GatewayUnavailable):
            await stripe.gateway.refund(ids.provider_payment, 3000, "refund-stuck-1")
    assert (await stripe.gateway.fetch(ids.provider_order)).refunded_minor == 0
    stripe.twin.kept.clear()
    await stripe.gateway.refund(ids.provider_payment, 3000, "refund-stuck-1")
    stripe.twin.kept.clear()
    await stripe.gateway.refund(ids.provider_payment, 3000, "refund-stuck-1")
    assert (await stripe.gateway.fetch(ids.provider_order)).refunded_minor == 3000


async def test_a_vendor_that_hangs_or_is_down_is_unavailable(vendor: TwinVendor) -> None:
    order = (await opened(vendor)).provider_order
    vendor.twin.is_down = True
    with pytest.raises(GatewayUnavailable):
        await vendor.gateway.fetch(order)
    vendor.twin.is_down = False
    assert (await vendor.gateway.fetch(order)).status is PaymentState.PENDING


async def test_wrong_keys_are_our_fault_and_end_no_payment(vendor: TwinVendor) -> None:
    config = Settings(
        payments_timeout_s=1,
        stripe_url=vendor.twin.address,
        stripe_secret_key="sk_test_other",
        stripe_publishable_key="pk_test_other",
        stripe_webhook_secrets=["whsec_other"],
        razorpay_url=vendor.twin.address,
        razorpay_key_id="rzp_other",
        razorpay_key_secret="other",
        razorpay_webhook_secrets=["other"],
    )
    stranger = StripeGateway(config) if isinstance(vendor.twin, StripeTwin) else RazorpayGateway(config)
    with pytest.raises(GatewayUnavailable):
        await stranger.fetch(vendor.unknown_order)


@pytest.mark.parametrize("status", ["requires_wizardry", "processing", "requires_confirmation", ""])
def test_an_unknown_word_of_stripe_is_pending(status: str) -> None:
    intent = {"id": "pi_1", "status": status, "amount": 100, "currency": "usd", "latest_charge": None}
    assert stripe_words.payment_of_intent(intent).status is PaymentState.PENDING
    charge = {"id": "ch_1", "status": status, "amount": 100, "currency": "usd", "payment_intent": "pi_1"}
    assert stripe_words.payment_of_charge(charge).status is PaymentState.PENDING
    refund = {"id": "re_1", "status": status, "amount": 100, "currency": "usd", "charge": "ch_1"}
    assert stripe_words.refund(refund).status is RefundState.PENDING


@pytest.mark.parametrize("status", ["created", "pending", "settled_to_the_moon", ""])
def test_an_unknown_word_of_razorpay_is_pending(status: str) -> None:
    said = {
        "id": "pay_1",
        "order_id": "order_1",
        "payment_id": "pay_1",
        "amount": 100,
        "currency": "INR",
        "status": status,
    }
    assert razorpay_words.payment(said).status is PaymentState.PENDING
    assert razorpay_words.refund(said).status is RefundState.PENDING
    assert razorpay_words.payout(said).status is PayoutState.PROCESSING


async def test_an_authorisation_that_lapsed_at_razorpay_is_let_go(razorpay: TwinVendor) -> None:
    assert isinstance(razorpay.twin, RazorpayTwin)
    ids, _ = await paid(razorpay)
    razorpay.twin.expire(ids.provider_payment)
    standing = await razorpay.gateway.fetch(ids.provider_order)
    assert (standing.status, standing.captured_minor, standing.refunded_minor) == (PaymentState.VOIDED, 0, 0)
    assert (await razorpay.gateway.void(ids, "void-lapsed-1")).status is PaymentState.VOIDED


async def test_a_lapsed_authorisation_is_told_of_without_a_refund(razorpay: TwinVendor) -> None:
    assert isinstance(razorpay.twin, RazorpayTwin)
    ids, _ = await paid(razorpay)
    await events(razorpay)
    razorpay.twin.expire(ids.provider_payment)
    said = await events(razorpay)
    assert [event.refund for event in said] == [None, None]
    assert {event.payment.status for event in said if event.payment} == {PaymentState.VOIDED}


async def test_what_a_partial_capture_lets_go_of_is_told_of_without_a_refund(stripe: TwinVendor) -> None:
    ids, _ = await paid(stripe)
    await events(stripe)
    await stripe.gateway.capture(ids, 8000, "capture-most-1")
    said = await events(stripe)
    assert [event.name for event in said if event.refund] == []
    assert {event.payment.refunded_minor for event in said if event.payment} == {0}
    assert "refund.created" in [event.name for event in said]


async def test_a_refund_at_the_vendors_desk_is_counted_by_its_charge(stripe: TwinVendor) -> None:
    ids, _ = await paid(stripe, capture=True)
    await events(stripe)
    headers = {"authorization": f"Bearer {stripe_rules.SECRET_KEY}"}
    async with httpx.AsyncClient(base_url=stripe.twin.address, headers=headers, trust_env=False) as client:
        await client.post("/v1/refunds", data={"charge": ids.provider_payment, "amount": "1000"})
    said = await events(stripe)
    assert [event.refund for event in said] == [None, None]
    assert [event.payment.refunded_minor for event in said if event.payment] == [1000]


async def test_razorpay_takes_rupees_only(razorpay: TwinVendor) -> None:
    razorpay.currency = "USD"
    with pytest.raises(GatewayRefused, match="currency"):
        await opened(razorpay)


async def test_a_payout_to_a_bank_account_carries_its_ifsc(razorpay: TwinVendor) -> None:
    bank = Destination(kind=DestinationKind.BANK, name="Ravi", account_number="0011223344", ifsc="HDFC0000001")
    sent = await razorpay.gateway.payout(bank, 50_000, "INR", str(new_id()), "Week 47: driver's payout, no. 1 of many")
    assert sent.status is PayoutState.PROCESSING
    assert isinstance(razorpay.twin, RazorpayTwin)
    razorpay.twin.settle_payout(sent.id, "failed", "Invalid account")
    failed = await razorpay.gateway.fetch_payout(sent.id)
    assert (failed.status, failed.failure_text) == (PayoutState.FAILED, "Invalid account")
    with pytest.raises(GatewayRefused):
        wrong = bank.model_copy(update={"ifsc": "nonsense"})
        await razorpay.gateway.payout(wrong, 50_000, "INR", str(new_id()), "PO")


async def test_razorpay_signs_what_the_browser_brings_back(razorpay: TwinVendor) -> None:
    assert isinstance(razorpay.twin, RazorpayTwin)
    ids, _ = await paid(razorpay)
    params = razorpay.twin.signature(ids.provider_payment)
    verify = razorpay.gateway.verify_return
    assert verify(params) == ProviderReturn(**ids.model_dump())
    for name, value in (
        ("razorpay_order_id", "order_other"),
        ("razorpay_payment_id", "pay_other"),
        ("razorpay_signature", "0" * 64),
        ("razorpay_signature", "é"),
        ("razorpay_payment_id", ""),
    ):
        assert verify({**params, name: value}) is None
    assert verify({}) is None


async def test_stripe_names_whom_the_browser_comes_back_for(stripe: TwinVendor) -> None:
    checkout = await opened(stripe)
    secret = checkout.payload["client_secret"]
    params = {"payment_intent": checkout.provider_order, "payment_intent_client_secret": secret}
    assert stripe.gateway.verify_return(params) == ProviderReturn(provider_order=checkout.provider_order)
    assert stripe.gateway.verify_return({**params, "payment_intent": "pi_other"}) is None
    assert stripe.gateway.verify_return({}) is None


async def test_stripe_keeps_cards_of_one_customer(stripe: TwinVendor) -> None:
    gateway = stripe.gateway
    assert isinstance(gateway, StripeGateway)
    assert isinstance(stripe.twin, StripeTwin)
    setup = await gateway.start_saving(ASHA, "save-1", "/account/payment-methods")
    assert setup.payload["client_secret"].startswith("seti_")
    token = stripe.twin.enter_card(setup.provider_order)
    nikhil = ASHA.model_copy(update={"id": new_id()})
    assert [card.label for card in await gateway.saved_cards(ASHA)] == ["Visa •••• 4242"]
    assert await gateway.saved_cards(nikhil) == ()
    with pytest.raises(GatewayRefused):
        await gateway.forget_card(nikhil, token)
    await gateway.forget_card(ASHA, token)
    assert await gateway.saved_cards(ASHA) == ()
    assert len(stripe.twin.customers) == 2


async def test_a_card_payment_names_its_customer_and_does_not_need_to(stripe: TwinVendor) -> None:
    assert isinstance(stripe.twin, StripeTwin)
    named = (await opened(stripe)).provider_order
    assert stripe.twin.intents[named]["customer"] in stripe.twin.customers
    payment_id = new_id()
    first = await opened(stripe, payment_id=payment_id)
    # Another customer is found the second time, and Stripe does not let a payment change hands.
    stripe.twin.customers.clear()
    stripe.twin.kept = {key: kept for key, kept in stripe.twin.kept.items() if key.startswith("open-")}
    assert await opened(stripe, payment_id=payment_id) == first


async def test_stripe_pays_out_to_connected_accounts_only(stripe: TwinVendor) -> None:
    loose = stripe.destination.model_copy(update={"provider_ref": None})
    with pytest.raises(GatewayRefused, match="connected"):
        await stripe.gateway.payout(loose, 1000, "USD", str(new_id()), "PO")


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"amount": "100", "currency": "usd", "colour": "red"}, "parameter_unknown"),
        ({"amount": "100", "currency": "usd", "idempotency_key": "x"}, "parameter_unknown"),
        ({"amount": "100"}, "parameter_missing"),
        ({"amount": "1.5", "currency": "usd"}, "parameter_invalid_integer"),
        ({"amount": "-5", "currency": "usd"}, "parameter_invalid_integer"),
    ],
)
async def test_the_sdks_own_types_decide_what_stripe_takes(stripe: TwinVendor, form: dict[str, str], code: str) -> None:
    headers = {"authorization": f"Bearer {stripe_rules.SECRET_KEY}"}
    async with httpx.AsyncClient(base_url=stripe.twin.address, headers=headers, trust_env=False) as client:
        answer = await client.post("/v1/payment_intents", data=form)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


async def test_razorpay_refuses_fields_that_it_does_not_know(razorpay: TwinVendor) -> None:
    auth = (razorpay_rules.KEY_ID, razorpay_rules.KEY_SECRET)
    async with httpx.AsyncClient(base_url=razorpay.twin.address, auth=auth, trust_env=False) as client:
        strange = await client.post("/v1/orders", json={"amount": 100, "currency": "INR", "colour": "red"})
        keyless = await client.post("/v1/payouts", json={"amount": 100})
    assert "should not be sent" in strange.json()["error"]["description"]
    assert "idempotency key" in keyless.json()["error"]["description"]


async def test_old_webhooks_are_refused(vendor: TwinVendor) -> None:
    old = timedelta(days=9) if isinstance(vendor.twin, RazorpayTwin) else timedelta(minutes=6)
    with clock.travel(-old):
        await paid(vendor)
    for hook in await vendor.webhooks():
        with pytest.raises(WebhookForged):
            vendor.gateway.parse_webhook(hook.raw, hook.headers)


async def test_webhooks_of_other_accounts_and_modes_are_refused(vendor: TwinVendor) -> None:
    await paid(vendor)
    raw = (await vendor.webhooks())[0].raw
    body = json.loads(raw)
    stripe_lies = ({"account": "acct_other"}, {"livemode": True})
    for change in stripe_lies if isinstance(vendor.twin, StripeTwin) else ({"account_id": "acc_other"},):
        forged = json.dumps({**body, **change}).encode()
        with pytest.raises(WebhookForged):
            vendor.gateway.parse_webhook(forged, _signed(vendor, forged))
    assert vendor.gateway.parse_webhook(raw, _signed(vendor, raw))


@pytest.mark.parametrize("body", [b"[]", b"null", b"{}", b'"x"', b"{", b'{"data": 1}', b'{"payload": {"payment": 1}}'])
async def test_signed_nonsense_is_refused(vendor: TwinVendor, body: bytes) -> None:
    with pytest.raises(WebhookForged):
        vendor.gateway.parse_webhook(body, _signed(vendor, body))


async def test_a_replay_under_another_event_id_is_the_same_event(razorpay: TwinVendor) -> None:
    await paid(razorpay)
    hook = (await razorpay.webhooks())[0]
    parse = razorpay.gateway.parse_webhook
    replayed = {**hook.headers, "x-razorpay-event-id": "evt_brand_new"}
    assert parse(hook.raw, replayed)[0].event_id == parse(hook.raw, hook.headers)[0].event_id


async def test_an_earlier_secret_still_counts(vendor: TwinVendor) -> None:
    await paid(vendor)
    raw = (await vendor.webhooks())[0].raw
    older = {"stripe-signature": stripe_rules.sign(raw, secret="whsec_older")}
    if isinstance(vendor.twin, RazorpayTwin):
        older = {"x-razorpay-signature": razorpay_rules.sign(raw, "older")}
    assert vendor.gateway.parse_webhook(raw, older)


async def test_a_twin_can_be_used_from_another_program(vendor: TwinVendor) -> None:
    order = (await opened(vendor)).provider_order
    async with httpx.AsyncClient(base_url=vendor.twin.address, trust_env=False) as client:
        await client.post("/_twin/pay", json={"order": order, "outcome": Outcome.FAIL})
        listed = (await client.post("/_twin/webhooks")).json()["webhooks"]
    assert (await vendor.gateway.fetch(order)).status is PaymentState.FAILED
    parsed = [vendor.gateway.parse_webhook(hook["body"].encode(), hook["headers"])[0] for hook in listed]
    assert PaymentState.FAILED in [event.payment.status for event in parsed if event.payment]


async def test_the_sdks_second_try_has_the_same_key_and_one_effect(stripe: TwinVendor) -> None:
    ids, _ = await paid(stripe)
    stripe.twin.faults.append(Fault.DROP)
    taken = await stripe.gateway.capture(ids, 2000, "capture-tries-1")
    assert taken.captured_minor == 2000
    posts = [asked.path for asked in stripe.twin.asked if asked.path.endswith("/capture")]
    assert posts == [f"/v1/payment_intents/{ids.provider_order}/capture"]


def _signed(vendor: TwinVendor, raw: bytes) -> dict[str, str]:
    if isinstance(vendor.twin, StripeTwin):
        return {"stripe-signature": stripe_rules.sign(raw)}
    return {"x-razorpay-signature": razorpay_rules.sign(raw)}


@pytest.mark.parametrize("name", ["stripe", "razorpay"])
def test_a_twin_runs_by_itself_and_says_how_to_reach_it(name: str) -> None:
    argv = [sys.executable, "-m", "porter.integrations.payments.twins", name, "--port", "0"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            variable, address = process.stdout.readline().strip().split("=")
            assert variable == f"PORTER_{name.upper()}_URL"
            assert httpx.post(f"{address}/_twin/webhooks", trust_env=False).json() == {"webhooks": []}
        finally:
            process.terminate()
    assert process.returncode == 0
