"""Stripe's SDK behind one verb: in a thread, with a time-out, its errors in our words, its answers as dictionaries."""

from collections.abc import Callable
from typing import Any

import stripe
import structlog

from porter.core.config import Settings
from porter.core.errors import GatewayRefused, GatewayUnavailable
from porter.integrations.payments.errors import UnknownAtVendor
from porter.integrations.payments.threads import in_thread

log = structlog.get_logger(__name__)

RETRIES = 1
"""The SDK tries again with the same idempotency key."""

IN_FLIGHT = "idempotency_key_in_use"

Keyed = Callable[[Any, dict[str, str]], Any]
"""A question to `client.v1`, to be asked with the options that hold its key."""


class StripeFailed(GatewayUnavailable):
    """Stripe answered that it had failed. It may have done it all the same, and repeats this answer for the key."""

    code = "stripe_failed"


class StripeCaller:
    """A configured client."""

    def __init__(self, config: Settings) -> None:
        self._timeout_s = config.payments_timeout_s
        self._client = stripe.StripeClient(
            config.stripe_secret_key,
            base_addresses={"api": config.stripe_url},
            max_network_retries=RETRIES,
            http_client=stripe.RequestsClient(timeout=config.payments_timeout_s),
        )

    async def ask(self, question: Callable[[Any], Any]) -> dict[str, Any]:
        """Ask something of `client.v1` and get plain data. Raises GatewayRefused, GatewayUnavailable, UnknownAtVendor."""
        try:
            return await in_thread(
                lambda: question(self._client.v1).to_dict(), timeout_s=self._timeout_s * (1 + RETRIES)
            )
        except stripe.StripeError as error:
            raise _ours(error) from error

    async def insist(self, key: str, question: Keyed) -> dict[str, Any]:
        """Ask for something that costs nothing when it exists twice; a key whose answer is a failure gets a successor."""
        try:
            return await self.ask(lambda v1: question(v1, {"idempotency_key": key}))
        except StripeFailed:
            return await self.ask(lambda v1: question(v1, {"idempotency_key": f"{key}-2"}))


def _ours(error: stripe.StripeError) -> GatewayRefused | GatewayUnavailable:
    if error.code == IN_FLIGHT or error.http_status in (409, 429):
        return GatewayUnavailable()
    if isinstance(error, stripe.AuthenticationError | stripe.PermissionError):
        # Keys can be put right; money must not be given up for lost meanwhile.
        log.error("stripe_refuses_our_key", request_id=error.request_id)
        return GatewayUnavailable()
    if error.http_status == 404:
        return UnknownAtVendor()
    if isinstance(error, stripe.CardError | stripe.InvalidRequestError | stripe.IdempotencyError):
        return GatewayRefused(error.user_message or None, vendor_code=error.code)
    return StripeFailed() if (error.http_status or 0) >= 500 else GatewayUnavailable()
