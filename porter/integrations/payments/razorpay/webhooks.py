"""Razorpay's webhooks: the SDK checks the signature, what they mean is ours."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import ValidationError
from razorpay.errors import SignatureVerificationError

from porter.core import clock
from porter.core.config import Settings
from porter.integrations.payments.base import (
    GatewayEvent,
)
from porter.integrations.payments.errors import WebhookForged
from porter.integrations.payments.razorpay import words
from porter.integrations.payments.razorpay.client import RazorpayCaller

OLDEST = timedelta(days=8)
"""Razorpay tries for a day and lets its customers replay for seven."""
AHEAD = timedelta(minutes=5)


class RazorpayWebhooks:
    """Reads what Razorpay sends to one account."""

    def __init__(self, caller: RazorpayCaller, config: Settings) -> None:
        self._check = caller.sdk.utility.verify_webhook_signature
        self._secrets = config.razorpay_webhook_secrets
        self._account = config.razorpay_account_id

    def parse(self, raw: bytes, headers: dict[str, str]) -> list[GatewayEvent]:
        """The event of a webhook. Raises WebhookForged."""
        signature = {name.lower(): value for name, value in headers.items()}.get("x-razorpay-signature", "")
        try:
            text = raw.decode()
            if not any(self._is_signed(text, signature, secret) for secret in self._secrets):
                raise WebhookForged()
            said = json.loads(text)
            if self._account and said["account_id"] != self._account:
                raise WebhookForged()
            return [_event(said, raw)]
        except (ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
            raise WebhookForged() from error

    def _is_signed(self, text: str, signature: str, secret: str) -> bool:
        try:
            self._check(text, signature, secret)
        except SignatureVerificationError:
            return False
        return True


def _event(said: Mapping[str, Any], raw: bytes) -> GatewayEvent:
    occurred_at = datetime.fromtimestamp(said["created_at"], UTC)
    if not clock.now() - OLDEST <= occurred_at <= clock.now() + AHEAD:
        raise WebhookForged()
    return GatewayEvent.model_validate(
        {
            "kind": "other",
            # Of the body, which is signed; the header x-razorpay-event-id is not, and a replay could carry a new one.
            "event_id": f"rzp_{hashlib.sha256(raw).hexdigest()}",
            "name": said["event"],
            "occurred_at": occurred_at,
            "raw": said,
            **_meaning(said["payload"]),
        }
    )


def _meaning(payload: Mapping[str, Any]) -> dict[str, Any]:
    about = {kind: part["entity"] for kind, part in payload.items()}
    meaning: dict[str, Any] = {}
    if "payment" in about and about["payment"].get("order_id"):
        meaning |= {"kind": "payment", "payment": words.payment(about["payment"])}
    # A lapsed authorisation is told of as a refund, although nothing had been taken.
    was_taken = "payment" not in about or about["payment"].get("captured")
    if "refund" in about and was_taken:
        meaning |= {"kind": "refund", "refund": words.refund(about["refund"])}
    if "payout" in about:
        meaning |= {"kind": "payout", "payout": words.payout(about["payout"])}
    return meaning
