"""Twins of vendors behind the real adapters and SDKs, taking the rupees of a test."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from porter.core.config import settings
from porter.integrations.payments import choose
from porter.integrations.payments.twins import StripeTwin, Twin, razorpay_rules, stripe_rules
from porter.integrations.payments.twins.server import SentWebhook
from porter.models.enums import Provider
from porter.services import payments


@contextmanager
def taking_rupees(twin: Twin, monkeypatch: pytest.MonkeyPatch, timeout_s: float = 60) -> Iterator[None]:
    """The twin runs, and this installation has keys for it and for nobody else."""
    with twin.running():
        for name, value in _settings(twin).items():
            monkeypatch.setenv(f"PORTER_{name}", value)
        monkeypatch.setenv("PORTER_PAYMENTS_TIMEOUT_S", str(timeout_s))
        settings.cache_clear()
        # Stripe takes what is not the home currency.
        monkeypatch.setattr(choose, "HOME_CURRENCY", "EUR" if isinstance(twin, StripeTwin) else "INR")
        yield


def provider_of(twin: Twin) -> Provider:
    """How we call this vendor."""
    return Provider.STRIPE if isinstance(twin, StripeTwin) else Provider.RAZORPAY


async def speaks(twin: Twin, times: int = 1) -> None:
    """Webhooks of everything that happened at the vendor arrive."""
    await arrive(twin, twin.take_webhooks() * times)


async def arrive(twin: Twin, hooks: Sequence[SentWebhook]) -> None:
    """These webhooks arrive."""
    for hook in hooks:
        await payments.receive_webhook(provider_of(twin), hook.raw, hook.headers)


def _settings(twin: Twin) -> dict[str, str]:
    if isinstance(twin, StripeTwin):
        return {
            "STRIPE_URL": twin.address,
            "STRIPE_SECRET_KEY": stripe_rules.SECRET_KEY,
            "STRIPE_PUBLISHABLE_KEY": "pk_test_twin",
            "STRIPE_WEBHOOK_SECRETS": f'["{stripe_rules.WEBHOOK_SECRET}"]',
        }
    return {
        "RAZORPAY_URL": twin.address,
        "RAZORPAY_KEY_ID": razorpay_rules.KEY_ID,
        "RAZORPAY_KEY_SECRET": razorpay_rules.KEY_SECRET,
        "RAZORPAY_WEBHOOK_SECRETS": f'["{razorpay_rules.WEBHOOK_SECRET}"]',
        "RAZORPAY_ACCOUNT_ID": razorpay_rules.ACCOUNT,
        "RAZORPAYX_ACCOUNT_NUMBER": razorpay_rules.X_ACCOUNT,
    }
