"""What only the sandbox does: its checkout's tricks, its webhooks on the way, what it remembers."""

import asyncio
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
import respx

from porter.core import clock
from porter.core.config import settings
from porter.core.errors import GatewayRefused
from porter.core.ids import new_id
from porter.integrations.payments import (
    Checkout,
    GatewayEvent,
    Payer,
    PaymentState,
    ProviderReturn,
    WebhookForged,
    sandbox,
)
from porter.integrations.payments.sandbox import Outcome, SandboxGateway, Travel
from porter.models.enums import PaymentMethod

pytestmark = pytest.mark.usefixtures("valkey")

GATEWAY = SandboxGateway()


async def opened(*, capture: bool = True, payment_id: UUID | None = None) -> Checkout:
    return await GATEWAY.open(
        payment_id or new_id(),
        9440,
        "INR",
        method=PaymentMethod.UPI,
        customer=Payer(id=new_id(), name="Asha"),
        description="Trip",
        capture=capture,
        return_url="/orders/1",
    )


async def heard() -> list[GatewayEvent]:
    return [event for hook in await sandbox.take_webhooks() for event in GATEWAY.parse_webhook(hook.raw, hook.headers)]


async def names() -> list[str]:
    return [event.name for event in await heard()]


async def test_a_delayed_payment_is_pending_until_its_time_has_come() -> None:
    order = (await opened()).provider_order
    await sandbox.pay(order, PaymentMethod.UPI, Outcome.DELAY)
    assert (await GATEWAY.fetch(order)).status is PaymentState.PENDING
    assert await names() == []
    with clock.travel(timedelta(seconds=11)):
        assert (await GATEWAY.fetch(order)).status is PaymentState.CAPTURED
        assert await names() == ["payment.authorized", "payment.captured", "order.paid"]


async def test_a_late_authorisation_follows_a_refusal() -> None:
    order = (await opened(capture=False)).provider_order
    await sandbox.pay(order, PaymentMethod.UPI, Outcome.LATE)
    assert (await GATEWAY.fetch(order)).status is PaymentState.FAILED
    assert await names() == ["payment.failed"]
    with pytest.raises(sandbox.AlreadyPaid):
        await sandbox.pay(order, PaymentMethod.UPI)
    with clock.travel(timedelta(seconds=21)):
        assert (await GATEWAY.fetch(order)).status is PaymentState.AUTHORIZED
        assert await names() == ["payment.authorized"]


@pytest.mark.parametrize(
    ("travel", "expected"),
    [
        (Travel.ONCE, ["payment.authorized", "payment.captured", "order.paid"]),
        (Travel.REORDERED, ["order.paid", "payment.captured", "payment.authorized"]),
        (Travel.LOST, []),
    ],
)
async def test_the_person_chooses_how_webhooks_travel(travel: Travel, expected: list[str]) -> None:
    await sandbox.pay((await opened()).provider_order, PaymentMethod.CARD, travel=travel)
    with clock.travel(timedelta(seconds=1)):
        assert await names() == expected


async def test_duplicates_have_one_event_id() -> None:
    await sandbox.pay((await opened(capture=False)).provider_order, PaymentMethod.CARD, travel=Travel.DUPLICATED)
    events = await heard()
    assert len(events) == 3
    assert len({event.event_id for event in events}) == 1


async def test_3d_secure_is_passed_or_refused_once() -> None:
    order = (await opened()).provider_order
    await sandbox.pay(order, PaymentMethod.CARD, Outcome.SECURE)
    assert (await GATEWAY.fetch(order)).status is PaymentState.PENDING
    assert (await sandbox.refuse_secure(order)).status is PaymentState.FAILED
    with pytest.raises(sandbox.NothingToConfirm):
        await sandbox.pass_secure(order)
    await sandbox.pay(order, PaymentMethod.CARD, Outcome.SECURE)
    assert (await sandbox.pass_secure(order)).status is PaymentState.CAPTURED
    with pytest.raises(sandbox.AlreadyPaid):
        await sandbox.pass_secure(order)


async def test_two_tabs_pay_at_once_and_one_payment_comes_of_it() -> None:
    order = (await opened()).provider_order
    tries = await asyncio.gather(*(sandbox.pay(order, PaymentMethod.UPI) for _ in range(20)), return_exceptions=True)
    assert sum(not isinstance(answer, Exception) for answer in tries) == 1
    assert all(isinstance(answer, sandbox.AlreadyPaid) for answer in tries if isinstance(answer, Exception))
    assert len(await GATEWAY.list_payments(order)) == 1


async def test_a_webhook_is_taken_by_one_deliverer() -> None:
    for _ in range(5):
        await sandbox.pay((await opened(capture=False)).provider_order, PaymentMethod.UPI)
    taken = await asyncio.gather(*(sandbox.take_webhooks() for _ in range(8)))
    assert sum(len(part) for part in taken) == 5
    assert await sandbox.next_due_in_s() is None


async def test_the_way_back_is_signed() -> None:
    order = (await opened()).provider_order
    paid = await sandbox.pay(order, PaymentMethod.UPI)
    back = ProviderReturn(provider_order=order, provider_payment=paid.provider_payment)
    params = {
        "sandbox_order": order,
        "sandbox_payment": paid.provider_payment or "",
        "sandbox_signature": sandbox.return_signature(back),
    }
    assert GATEWAY.verify_return(params) == back
    assert GATEWAY.verify_return({**params, "sandbox_order": "sbo_other"}) is None
    assert GATEWAY.verify_return({}) is None


async def test_an_old_webhook_is_refused() -> None:
    await sandbox.pay((await opened(capture=False)).provider_order, PaymentMethod.UPI)
    (hook,) = await sandbox.take_webhooks()
    with clock.travel(timedelta(seconds=301)), pytest.raises(WebhookForged):
        GATEWAY.parse_webhook(hook.raw, hook.headers)


@respx.mock
async def test_webhooks_are_sent_to_our_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTER_PORT", "8123")
    settings.cache_clear()
    ours = respx.post("http://127.0.0.1:8123/api/v1/webhooks/sandbox").mock(httpx.Response(200))
    await sandbox.pay((await opened(capture=False)).provider_order, PaymentMethod.UPI)
    assert await sandbox.deliver_due() == 1
    sent = ours.calls.last.request
    assert GATEWAY.parse_webhook(sent.content, dict(sent.headers))[0].name == "payment.authorized"
    assert await sandbox.deliver_due() == 0


@pytest.mark.parametrize("trouble", [httpx.Response(500), httpx.ConnectError("down")])
@respx.mock
async def test_what_does_not_arrive_is_sent_again_a_few_times(
    monkeypatch: pytest.MonkeyPatch, trouble: httpx.Response | Exception
) -> None:
    monkeypatch.setenv("PORTER_SANDBOX_WEBHOOK_URL", "http://web.test/hooks")
    settings.cache_clear()
    ours = respx.post("http://web.test/hooks").mock(side_effect=[trouble] * 9)
    await sandbox.pay((await opened(capture=False)).provider_order, PaymentMethod.UPI)
    assert await sandbox.deliver_due() == 0
    assert await sandbox.deliver_due() == 0
    assert ours.call_count == 1
    for minute in range(1, 8):
        with clock.travel(timedelta(minutes=minute)):
            await sandbox.deliver_due()
    assert ours.call_count == 5
    assert await sandbox.next_due_in_s() is None


async def kept(customer: Payer, name: str = "visa") -> str:
    """A card on the sandbox's page; its token."""
    setup = await GATEWAY.start_saving(customer, str(new_id()), "/account/payment-methods")
    return (await sandbox.keep_card(setup.provider_order, name)).token


async def test_cards_of_one_customer_are_kept_shown_paid_with_and_forgotten() -> None:
    asha, nikhil = (Payer(id=new_id(), name=name) for name in ("Asha", "Nikhil"))
    token = await kept(asha)
    assert [(card.token, card.label) for card in await GATEWAY.saved_cards(asha)] == [(token, "Visa •••• 4242")]
    assert await GATEWAY.saved_cards(nikhil) == ()
    with pytest.raises(GatewayRefused):
        await GATEWAY.forget_card(nikhil, token)
    with pytest.raises(GatewayRefused):
        await pay_by(nikhil, token)
    assert (await sandbox.order((await pay_by(asha, token)).provider_order)).card_label == "Visa •••• 4242"
    await GATEWAY.forget_card(asha, token)
    assert await GATEWAY.saved_cards(asha) == ()


async def test_the_same_payment_may_be_tried_with_another_card() -> None:
    asha, payment_id = Payer(id=new_id(), name="Asha"), new_id()
    first, second = await kept(asha), await kept(asha, "rupay")
    opened_once = await pay_by(asha, first, payment_id)
    assert await pay_by(asha, second, payment_id) == opened_once
    assert (await sandbox.order(opened_once.provider_order)).card_label == "RuPay •••• 0008"
    await pay_by(asha, None, payment_id)
    assert (await sandbox.order(opened_once.provider_order)).card_label == ""


async def pay_by(customer: Payer, card: str | None, payment_id: UUID | None = None) -> Checkout:
    """A payment of this customer with a kept card."""
    return await GATEWAY.open(
        payment_id or new_id(),
        9440,
        "INR",
        method=PaymentMethod.CARD,
        customer=customer,
        description="Trip",
        capture=False,
        return_url="/orders/1",
        card=card,
    )
