"""Who takes the money in an installation: by its keys; never the sandbox in production."""

import json
import os
import subprocess
import sys

import pytest
from pydantic import ValidationError

from porter.core.config import settings
from porter.integrations.payments import configured, default_gateway, gateway
from porter.integrations.payments.choose import NotConfigured
from porter.models.enums import Provider

RAZORPAY = {
    "PORTER_RAZORPAY_KEY_ID": "rzp_live_1",
    "PORTER_RAZORPAY_KEY_SECRET": "secret",
    "PORTER_RAZORPAY_WEBHOOK_SECRETS": '["hook"]',
}
STRIPE = {
    "PORTER_STRIPE_SECRET_KEY": "sk_live_1",
    "PORTER_STRIPE_PUBLISHABLE_KEY": "pk_live_1",
    "PORTER_STRIPE_WEBHOOK_SECRETS": '["whsec_1"]',
}
PRODUCTION = {
    "PORTER_MODE": "production",
    "PORTER_SECRET_KEY": "k" * 40,
    "PORTER_PUBLIC_URL": "https://porter.example",
    "PORTER_SMS_PROVIDER": "msg91",
    "PORTER_MSG91_AUTH_KEY": "key",
    "PORTER_MSG91_FLOWS": json.dumps({"otp": "flow"}),
    "PORTER_EMAIL_PROVIDER": "smtp",
    "PORTER_EMAIL_FROM": "Porter <receipts@porter.in>",
    "PORTER_SMTP_HOST": "smtp.porter.in",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    settings.cache_clear()
    return monkeypatch


def put(environment: pytest.MonkeyPatch, *groups: dict[str, str]) -> None:
    for name, value in (pair for group in groups for pair in group.items()):
        environment.setenv(name, value)
    settings.cache_clear()


@pytest.mark.usefixtures("environment")
def test_without_keys_the_sandbox_takes_everything() -> None:
    assert configured() == (Provider.SANDBOX,)
    assert {default_gateway("INR"), default_gateway("USD")} == {Provider.SANDBOX}
    assert gateway(Provider.SANDBOX).provider is Provider.SANDBOX
    with pytest.raises(NotConfigured):
        gateway(Provider.STRIPE)


def test_razorpay_takes_rupees_and_stripe_the_rest(environment: pytest.MonkeyPatch) -> None:
    put(environment, RAZORPAY, STRIPE)
    assert (default_gateway("INR"), default_gateway("USD")) == (Provider.RAZORPAY, Provider.STRIPE)
    assert gateway(Provider.RAZORPAY).provider is Provider.RAZORPAY
    assert gateway(Provider.STRIPE).provider is Provider.STRIPE
    assert gateway(Provider.STRIPE) is gateway(Provider.STRIPE)
    assert not gateway(Provider.RAZORPAY).capabilities.payouts


def test_new_keys_make_a_new_gateway(environment: pytest.MonkeyPatch) -> None:
    put(environment, RAZORPAY)
    before = gateway(Provider.RAZORPAY)
    put(environment, {"PORTER_RAZORPAYX_ACCOUNT_NUMBER": "7878"})
    assert gateway(Provider.RAZORPAY) is not before
    assert gateway(Provider.RAZORPAY).capabilities.payouts


def test_production_refuses_the_sandbox(environment: pytest.MonkeyPatch) -> None:
    put(environment, PRODUCTION)
    with pytest.raises(ValidationError, match="sandbox"):
        settings()
    put(environment, RAZORPAY)
    assert configured() == (Provider.RAZORPAY,)
    with pytest.raises(NotConfigured):
        gateway(Provider.SANDBOX)
    with pytest.raises(NotConfigured):
        default_gateway("USD")


@pytest.mark.parametrize("vendor", [RAZORPAY, STRIPE])
@pytest.mark.parametrize("missing", [0, 1, 2])
def test_half_a_gateway_is_refused_in_every_mode(
    environment: pytest.MonkeyPatch, vendor: dict[str, str], missing: int
) -> None:
    put(environment, {name: value for place, (name, value) in enumerate(vendor.items()) if place != missing})
    with pytest.raises(ValidationError, match="belong together"):
        settings()


def test_an_installation_without_keys_does_not_load_the_sdks() -> None:
    code = "import sys, porter.integrations.payments; sys.exit(len({'stripe', 'razorpay'} & set(sys.modules)))"
    keyless = {name: value for name, value in os.environ.items() if "RAZORPAY" not in name and "STRIPE" not in name}
    assert subprocess.run([sys.executable, "-c", code], env=keyless, check=False).returncode == 0
