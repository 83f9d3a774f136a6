"""Who takes the money: by configuration, never by the caller's wish alone."""

from collections.abc import Callable

from porter.core.config import Settings, settings
from porter.core.errors import GatewayUnavailable
from porter.integrations.payments.base import (
    PaymentGateway,
)
from porter.integrations.payments.sandbox import SandboxGateway
from porter.models.enums import Provider

HOME_CURRENCY = "INR"


_kept: dict[Provider, tuple[Settings, PaymentGateway]] = {}


class NotConfigured(GatewayUnavailable):
    """This installation has no keys for the vendor."""

    code = "gateway_not_configured"
    default_message = "This way of paying is not set up here. Please choose another one."


def gateway(provider: Provider) -> PaymentGateway:
    """The gateway of a provider. Raises NotConfigured when its keys are absent, or for the sandbox in production."""
    if provider not in configured():
        raise NotConfigured()
    return _made(provider, settings())


def default_gateway(currency: str) -> Provider:
    """Who takes a currency: Razorpay rupees, Stripe everything else, the sandbox where keys are absent.

    Raises NotConfigured in production when nobody takes it.
    """
    wanted = Provider.RAZORPAY if currency == HOME_CURRENCY else Provider.STRIPE
    here = configured()
    for provider in (wanted, Provider.SANDBOX):
        if provider in here:
            return provider
    raise NotConfigured()


def configured() -> tuple[Provider, ...]:
    """The gateways that this installation may use."""
    config = settings()
    keys = {
        Provider.RAZORPAY: bool(config.razorpay_key_id),
        Provider.STRIPE: bool(config.stripe_secret_key),
        Provider.SANDBOX: not config.is_production,
    }
    return tuple(provider for provider, there in keys.items() if there)


def _made(provider: Provider, config: Settings) -> PaymentGateway:
    """One per provider and settings: a gateway reads its keys when it is made."""
    kept = _kept.get(provider)
    if kept is None or kept[0] is not config:
        kept = _kept[provider] = (config, _MAKERS[provider]())
    return kept[1]


def _razorpay() -> PaymentGateway:
    # Here and not above: an installation without its keys should not pay for its SDK.
    from porter.integrations.payments.razorpay import RazorpayGateway  # noqa: PLC0415

    return RazorpayGateway()


def _stripe() -> PaymentGateway:
    # Here and not above: half a second and 13 MB.
    from porter.integrations.payments.stripe import StripeGateway  # noqa: PLC0415

    return StripeGateway()


_MAKERS: dict[Provider, Callable[[], PaymentGateway]] = {
    Provider.RAZORPAY: _razorpay,
    Provider.STRIPE: _stripe,
    Provider.SANDBOX: SandboxGateway,
}
