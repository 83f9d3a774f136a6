"""One promise, every gateway: the same questions to the sandbox, to Stripe and to Razorpay (their twins, the real SDKs)."""

import asyncio
import math
from collections.abc import AsyncIterator
from typing import Any

import pytest

from porter.core.errors import GatewayRefused, PorterError
from porter.core.ids import new_id
from porter.integrations.payments import (
    AmountWrong,
    CurrencyWrong,
    PaymentState,
    PayoutState,
    ProviderIds,
    RefundState,
    UnknownAtVendor,
    VoidImpossible,
    WebhookForged,
)
from porter.integrations.payments.outcomes import Outcome
from porter.models.enums import PaymentMethod
from tests.contracts.payment_vendors import AMOUNT, ASHA, Vendor, events, opened, paid, vendor_of

NOT_AMOUNTS: list[Any] = [0, -1, 10**14, 94.4, math.nan, True, "9440", None]


@pytest.fixture(params=["sandbox", "stripe", "razorpay"])
async def vendor(request: pytest.FixtureRequest, valkey: object) -> AsyncIterator[Vendor]:
    async with vendor_of(request.param) as found:
        yield found


async def test_a_payment_is_opened_once(vendor: Vendor) -> None:
    payment_id = new_id()
    first, again = [await opened(vendor, payment_id=payment_id) for _ in range(2)]
    assert first == again
    with pytest.raises(GatewayRefused):
        await opened(vendor, payment_id=payment_id, amount=AMOUNT + 1)
    standing = await vendor.gateway.fetch(first.provider_order)
    assert (standing.status, standing.amount_minor, standing.currency) == (
        PaymentState.PENDING,
        AMOUNT,
        vendor.currency,
    )
    assert await vendor.gateway.list_payments(first.provider_order) == ()


async def test_what_is_authorised_is_captured_once(vendor: Vendor) -> None:
    ids, standing = await paid(vendor)
    assert (standing.status, standing.captured_minor) == (PaymentState.AUTHORIZED, 0)
    taken = [
        await vendor.gateway.capture(ids, AMOUNT, key) for key in ("capture-one-1", "capture-one-1", "capture-two-2")
    ]
    assert {(payment.status, payment.captured_minor, payment.refunded_minor) for payment in taken} == {
        (PaymentState.CAPTURED, AMOUNT, 0)
    }
    assert await vendor.gateway.fetch(ids.provider_order) == taken[0]
    captured = [event for event in await events(vendor) if event.payment and event.payment.captured_minor]
    assert {event.payment.captured_minor for event in captured if event.payment} == {AMOUNT}


async def test_a_payment_that_captures_itself_is_captured(vendor: Vendor) -> None:
    ids, standing = await paid(vendor, capture=True)
    assert (standing.status, standing.captured_minor) == (PaymentState.CAPTURED, AMOUNT)
    assert (await vendor.gateway.capture(ids, AMOUNT, "capture-late-1")).captured_minor == AMOUNT


async def test_a_declined_payment_can_be_tried_again_on_the_same_order(vendor: Vendor) -> None:
    order = (await opened(vendor, capture=True)).provider_order
    await vendor.pay(order, Outcome.FAIL)
    failed = await vendor.gateway.fetch(order)
    assert (failed.status, failed.captured_minor) == (PaymentState.FAILED, 0)
    assert failed.failure_code
    assert failed.failure_text
    await vendor.pay(order)
    assert (await vendor.gateway.fetch(order)).status is PaymentState.CAPTURED
    tries = await vendor.gateway.list_payments(order)
    assert [payment.status for payment in tries] == [PaymentState.FAILED, PaymentState.CAPTURED]
    assert await vendor.gateway.fetch(order, failed.provider_payment) == tries[0]


async def test_a_paid_order_cannot_be_paid_again(vendor: Vendor) -> None:
    ids, _ = await paid(vendor)
    with pytest.raises(Exception, match=r"."):
        await vendor.pay(ids.provider_order)
    assert len(await vendor.gateway.list_payments(ids.provider_order)) == 1


@pytest.mark.parametrize("outcome", [Outcome.SECURE, Outcome.DELAY])
async def test_what_waits_for_the_bank_is_pending(vendor: Vendor, outcome: Outcome) -> None:
    order = (await opened(vendor)).provider_order
    await vendor.pay(order, outcome)
    assert (await vendor.gateway.fetch(order)).status is PaymentState.PENDING
    await vendor.bank_says_yes(order)
    assert (await vendor.gateway.fetch(order)).status is PaymentState.AUTHORIZED


async def test_an_authorisation_may_come_late(vendor: Vendor) -> None:
    order = (await opened(vendor)).provider_order
    await vendor.pay(order, Outcome.LATE)
    assert (await vendor.gateway.fetch(order)).status is PaymentState.FAILED
    await vendor.bank_says_yes(order)
    standing = await vendor.gateway.fetch(order)
    assert (standing.status, standing.failure_code) == (PaymentState.AUTHORIZED, None)
    said = [event.payment.status for event in await events(vendor) if event.payment]
    assert PaymentState.FAILED in said
    assert said[-1] is PaymentState.AUTHORIZED


async def test_a_part_is_captured_where_the_vendor_can(vendor: Vendor) -> None:
    ids, _ = await paid(vendor)
    if not vendor.gateway.capabilities.partial_capture:
        with pytest.raises(AmountWrong):
            await vendor.gateway.capture(ids, 2000, "capture-part-1")
        assert (await vendor.gateway.fetch(ids.provider_order)).captured_minor == 0
        return
    taken = await vendor.gateway.capture(ids, 2000, "capture-part-1")
    assert (taken.status, taken.captured_minor, taken.refunded_minor) == (PaymentState.CAPTURED, 2000, 0)
    with pytest.raises(GatewayRefused):
        await vendor.gateway.capture(ids, 3000, "capture-part-2")
    with pytest.raises(GatewayRefused):
        await vendor.gateway.refund(ids.provider_payment, 2001, "refund-part-1")
    await vendor.gateway.refund(ids.provider_payment, 2000, "refund-part-2")
    standing = await vendor.gateway.fetch(ids.provider_order)
    assert (standing.status, standing.refunded_minor) == (PaymentState.REFUNDED, 2000)


async def test_more_than_authorised_is_never_captured(vendor: Vendor) -> None:
    ids, _ = await paid(vendor)
    with pytest.raises(GatewayRefused):
        await vendor.gateway.capture(ids, AMOUNT + 1, "capture-much-1")
    assert (await vendor.gateway.fetch(ids.provider_order)).status is PaymentState.AUTHORIZED


async def test_an_authorisation_is_let_go_where_the_vendor_can(vendor: Vendor) -> None:
    ids, _ = await paid(vendor)
    if not vendor.gateway.capabilities.void:
        with pytest.raises(VoidImpossible):
            await vendor.gateway.void(ids, "void-it-1")
        return
    states = [(await vendor.gateway.void(ids, key)).status for key in ("void-it-1", "void-it-1", "void-it-2")]
    assert states == [PaymentState.VOIDED] * 3
    standing = await vendor.gateway.fetch(ids.provider_order)
    assert (standing.captured_minor, standing.refunded_minor) == (0, 0)
    with pytest.raises(GatewayRefused):
        await vendor.gateway.capture(ids, AMOUNT, "capture-void-1")


async def test_what_is_captured_is_not_let_go(vendor: Vendor) -> None:
    ids, _ = await paid(vendor, capture=True)
    with pytest.raises(GatewayRefused):
        await vendor.gateway.void(ids, "void-late-1")
    assert (await vendor.gateway.fetch(ids.provider_order)).status is PaymentState.CAPTURED


async def test_refunds_are_partial_then_whole_and_once_per_key(vendor: Vendor) -> None:
    ids, _ = await paid(vendor, capture=True)
    refund = vendor.gateway.refund
    half = [await refund(ids.provider_payment, 4720, "refund-half-1") for _ in range(2)]
    assert half[0] == half[1]
    assert (half[0].status, half[0].amount_minor, half[0].provider_payment) == (
        RefundState.DONE,
        4720,
        ids.provider_payment,
    )
    assert await vendor.gateway.fetch_refund(half[0].id) == half[0]
    standing = await vendor.gateway.fetch(ids.provider_order)
    assert (standing.status, standing.refunded_minor) == (PaymentState.CAPTURED, 4720)
    for amount, key in ((4721, "refund-half-2"), (1000, "refund-half-1")):
        with pytest.raises(GatewayRefused):
            await refund(ids.provider_payment, amount, key)
    await refund(ids.provider_payment, 4720, "refund-half-3")
    standing = await vendor.gateway.fetch(ids.provider_order)
    assert (standing.status, standing.captured_minor, standing.refunded_minor) == (
        PaymentState.REFUNDED,
        AMOUNT,
        AMOUNT,
    )
    with pytest.raises(GatewayRefused):
        await refund(ids.provider_payment, 100, "refund-half-4")


async def test_refunds_are_told_by_webhook(vendor: Vendor) -> None:
    ids, _ = await paid(vendor, capture=True)
    await events(vendor)
    done = await vendor.gateway.refund(ids.provider_payment, 4720, "refund-told-1")
    said = await events(vendor)
    assert done in [event.refund for event in said]
    assert {event.provider_payment for event in said} == {ids.provider_payment}
    assert [event.payment.refunded_minor for event in said if event.payment][-1:] == [4720]


async def test_what_is_not_captured_is_not_refunded(vendor: Vendor) -> None:
    ids, _ = await paid(vendor)
    with pytest.raises(GatewayRefused):
        await vendor.gateway.refund(ids.provider_payment, AMOUNT, "refund-early-1")


@pytest.mark.parametrize("amount", NOT_AMOUNTS)
async def test_what_is_no_amount_reaches_no_vendor(vendor: Vendor, amount: Any) -> None:
    for question in (
        opened(vendor, amount=amount),
        vendor.gateway.payout(vendor.destination, amount, vendor.currency, "payout-bad-1", "PO1"),
    ):
        before = vendor.asked()
        with pytest.raises(AmountWrong):
            await question
        assert vendor.asked() == before
    ids, _ = await paid(vendor)
    with pytest.raises(AmountWrong):
        await vendor.gateway.capture(ids, amount, "capture-bad-1")
    await vendor.gateway.capture(ids, AMOUNT, "capture-good-1")
    with pytest.raises(AmountWrong):
        await vendor.gateway.refund(ids.provider_payment, amount, "refund-bad-1")


@pytest.mark.parametrize("currency", ["inr", "", "RUPEE", "₹₹₹", "12"])
async def test_what_is_no_currency_is_refused(vendor: Vendor, currency: str) -> None:
    with pytest.raises(CurrencyWrong):
        await vendor.gateway.payout(vendor.destination, 100, currency, "payout-cur-1", "PO1")
    with pytest.raises(CurrencyWrong):
        await vendor.gateway.open(
            new_id(),
            AMOUNT,
            currency,
            method=PaymentMethod.UPI,
            customer=ASHA,
            description="",
            capture=True,
            return_url="/",
        )


async def test_what_the_vendor_does_not_know_is_said_so(vendor: Vendor) -> None:
    ids = ProviderIds(provider_order=vendor.unknown_order, provider_payment=vendor.unknown_payment)
    for question in (
        vendor.gateway.fetch(vendor.unknown_order),
        vendor.gateway.fetch(vendor.unknown_order, vendor.unknown_payment),
        vendor.gateway.capture(ids, AMOUNT, "capture-none-1"),
        vendor.gateway.fetch_refund(vendor.unknown_payment),
        vendor.gateway.fetch_payout("nothing"),
    ):
        with pytest.raises(UnknownAtVendor):
            await question


async def test_another_orders_payment_is_not_shown(vendor: Vendor) -> None:
    (mine, _), (other, _) = [await paid(vendor) for _ in range(2)]
    with pytest.raises(UnknownAtVendor):
        await vendor.gateway.fetch(mine.provider_order, other.provider_payment)


async def test_a_payout_is_sent_once_per_key(vendor: Vendor) -> None:
    send = vendor.gateway.payout
    key = str(new_id())
    sent = [await send(vendor.destination, 50_000, vendor.currency, key, "PO 1") for _ in range(2)]
    assert sent[0].id == sent[1].id
    with pytest.raises(GatewayRefused):
        await send(vendor.destination, 60_000, vendor.currency, key, "PO 1")
    await vendor.payout_becomes(sent[0].id, PayoutState.PAID)
    standing = await vendor.gateway.fetch_payout(sent[0].id)
    assert (standing.status, standing.amount_minor, standing.reference) == (PayoutState.PAID, 50_000, "PO 1")
    assert standing.id in {event.payout.id for event in await events(vendor) if event.payout}


async def test_a_payout_can_come_back(vendor: Vendor) -> None:
    sent = await vendor.gateway.payout(vendor.destination, 50_000, vendor.currency, str(new_id()), "PO 2")
    await vendor.payout_becomes(sent.id, PayoutState.REVERSED)
    standing = await vendor.gateway.fetch_payout(sent.id)
    assert standing.status is PayoutState.REVERSED
    assert standing.failure_text


async def test_many_at_once_have_one_effect(vendor: Vendor) -> None:
    ids, _ = await paid(vendor)
    gateway, key = vendor.gateway, str(new_id())
    taken = await asyncio.gather(*(gateway.capture(ids, AMOUNT, key) for _ in range(8)), return_exceptions=True)
    assert {payment.captured_minor for payment in taken if not isinstance(payment, BaseException)} == {AMOUNT}
    refunds = await asyncio.gather(*(gateway.refund(ids.provider_payment, 1000, key) for _ in range(8)))
    assert len({refund.id for refund in refunds}) == 1
    payouts = await asyncio.gather(
        *(gateway.payout(vendor.destination, 1000, vendor.currency, key, "PO3") for _ in range(8))
    )
    assert len({payout.id for payout in payouts}) == 1
    standing = await gateway.fetch(ids.provider_order)
    assert (standing.captured_minor, standing.refunded_minor) == (AMOUNT, 1000)


async def test_webhooks_say_what_fetching_says(vendor: Vendor) -> None:
    ids, standing = await paid(vendor, capture=True)
    said = await events(vendor)
    assert len({event.event_id for event in said}) == len(said)
    about = [event.payment for event in said if event.payment]
    assert {payment.provider_order for payment in about} == {ids.provider_order}
    last = about[-1]
    assert (last.status, last.captured_minor, last.amount_minor, last.currency) == (
        standing.status,
        standing.captured_minor,
        standing.amount_minor,
        standing.currency,
    )
    assert {event.kind for event in said} == {"payment"}


async def test_forged_webhooks_are_refused(vendor: Vendor) -> None:
    await paid(vendor, capture=True)
    first, second, *_ = await vendor.webhooks()
    parse = vendor.gateway.parse_webhook
    shouting = {name.upper(): value for name, value in first.headers.items()}
    assert parse(first.raw, shouting) == parse(first.raw, first.headers)
    for raw, headers in (
        (first.raw.replace(b"9440", b"9441"), first.headers),
        (first.raw, second.headers if first.raw != second.raw else {}),
        (first.raw + b" ", first.headers),
        (first.raw, {}),
        (b"", first.headers),
        (b"\xff\xfe", first.headers),
        (first.raw, dict.fromkeys(first.headers, "t=1,v1=é")),
        (b" " * 1_000_000, first.headers),
    ):
        with pytest.raises(WebhookForged):
            parse(raw, headers)


async def test_errors_are_ours_and_say_nothing_of_keys(vendor: Vendor) -> None:
    with pytest.raises(PorterError) as caught:
        await vendor.gateway.fetch(vendor.unknown_order)
    assert "twin" not in caught.value.message
    assert caught.value.code == "unknown_at_vendor"
