"""Stripe's webhooks: signature and age are the SDK's, what they mean is ours."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import stripe
from pydantic import ValidationError

from porter.core.config import Settings
from porter.integrations.payments.base import (
    GatewayEvent,
)
from porter.integrations.payments.errors import WebhookForged
from porter.integrations.payments.stripe import words

TOLERANCE_S = 300
_LIVE_KEYS = ("sk_live_", "rk_live_")


class StripeWebhooks:
    """Reads what Stripe sends to one account."""

    def __init__(self, config: Settings) -> None:
        self._secrets = config.stripe_webhook_secrets
        self._account = config.stripe_account_id
        self._live = config.stripe_secret_key.startswith(_LIVE_KEYS)

    def parse(self, raw: bytes, headers: dict[str, str]) -> list[GatewayEvent]:
        """The event of a webhook. Raises WebhookForged."""
        signature = {name.lower(): value for name, value in headers.items()}.get("stripe-signature", "")
        if not any(_is_signed(raw, signature, secret) for secret in self._secrets):
            raise WebhookForged()
        try:
            event = json.loads(raw)
            if event.get("account", self._account) not in ("", self._account) or event["livemode"] is not self._live:
                raise WebhookForged()
            return [_event(event)]
        except (ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
            raise WebhookForged() from error


def _is_signed(raw: bytes, signature: str, secret: str) -> bool:
    try:
        stripe.WebhookSignature.verify_header(raw, signature, secret, TOLERANCE_S)
    except (stripe.SignatureVerificationError, UnicodeDecodeError, TypeError):
        return False
    return True


def _event(event: Mapping[str, Any]) -> GatewayEvent:
    about = event["data"]["object"]
    return GatewayEvent.model_validate(
        {
            "kind": "other",
            "event_id": event["id"],
            "name": event["type"],
            "occurred_at": datetime.fromtimestamp(event["created"], UTC),
            "raw": event,
            **_meaning(about),
        }
    )


def _meaning(about: Mapping[str, Any]) -> dict[str, Any]:
    match about.get("object"):
        case "payment_intent":
            return {"kind": "payment", "payment": words.payment_of_intent(about)}
        case "charge" if about.get("payment_intent"):
            return {"kind": "payment", "payment": words.payment_of_charge(about)}
        # Without our key it is either the part that a partial capture let go of, which never was money, or somebody's
        # refund at Stripe's desk: the charge, which is told of too, counts the second and not the first.
        case "refund" if (about.get("metadata") or {}).get("key"):
            return {"kind": "refund", "refund": words.refund(about)}
        case "transfer":
            return {"kind": "payout", "payout": words.payout(about)}
        case _:
            return {}
