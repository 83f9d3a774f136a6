"""Webhooks: believed only when they are signed and fresh, kept once, answered before anything is done with them."""

from datetime import timedelta
from typing import Any

import pytest

from porter.core import clock
from porter.models import Payment
from porter.models.enums import Provider
from porter.services import payments
from tests import people
from tests.soak import webhooks

pytestmark = pytest.mark.usefixtures("database")

PROVIDERS = [Provider.RAZORPAY, Provider.STRIPE]


async def a_payment(provider: Provider) -> Payment:
    """A top-up that waits at this vendor."""
    return next(one for one in await webhooks._open_payments(2) if one.provider is provider)


async def test_shuffled_repeated_deliveries_have_one_effect_each() -> None:
    assert (await webhooks.soak(40))["effects"] == 40


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_what_is_not_the_vendors_is_refused(provider: Provider) -> None:
    with webhooks.keys_of_vendors():
        body = webhooks.body_of(await a_payment(provider))
        right = webhooks.signed(provider, body)
        wrong_secret = webhooks.signed(provider, body, secret="somebody-elses")
        tampered = webhooks.Sent(provider, right.raw.replace(b"12300", b"99300"), right.headers)
        unsigned = webhooks.Sent(provider, right.raw, {})
        others = webhooks.signed(provider, body | {"account_id": "acc_other", "account": "acct_other"})
        unreadable = webhooks.signed(provider, {"not": "an event"})
        async with people.client() as api:
            for sent in (wrong_secret, tampered, unsigned, others, unreadable):
                assert await webhooks.post(api, sent) == 400, sent
        assert await webhooks.effects() == (0, 0, 0)


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_old_ones_are_refused_and_replays_change_nothing(provider: Provider) -> None:
    with webhooks.keys_of_vendors():
        body = webhooks.body_of(await a_payment(provider))
        now = int(clock.now().timestamp())
        stamp = "created_at" if provider is Provider.RAZORPAY else "created"
        old = webhooks.signed(provider, body | {stamp: now - 9 * 24 * 3600}, at=now - 301)
        sent = webhooks.signed(provider, body)
        async with people.client() as api:
            assert await webhooks.post(api, old) == 400
            assert [await webhooks.post(api, sent) for _ in range(3)] == [200, 200, 200]
            await webhooks.work_off()
            assert await webhooks.post(api, sent) == 200
            await webhooks.work_off()
        assert await webhooks.effects() == (1, 1, 1)


async def test_too_large_unknown_and_not_configured() -> None:
    async with people.client() as api:
        assert (await api.post("/api/v1/webhooks/sandbox", content=b"x" * 1_000_001)).status_code == 413
        assert (await api.post("/api/v1/webhooks/sandbox", content=b"{}")).status_code == 400
        assert (await api.post("/api/v1/webhooks/razorpay", content=b"{}")).status_code == 404
        assert (await api.post("/api/v1/webhooks/paypal", content=b"{}")).status_code in {404, 422}


async def test_a_word_about_a_payment_that_is_not_ours_waits_and_is_given_up() -> None:
    with webhooks.keys_of_vendors():
        payment: Any = await a_payment(Provider.STRIPE)
        body = webhooks.body_of(payment)
        body["data"]["object"] |= {"id": "pi_of_somebody", "latest_charge": "ch_of_somebody"}
        async with people.client() as api:
            assert await webhooks.post(api, webhooks.signed(Provider.STRIPE, body)) == 200
        for day in range(15):
            with clock.travel(timedelta(days=day)):
                await payments.process_due()
        assert await webhooks.effects() == (1, 0, 0)
        assert not await payments.process_due()
