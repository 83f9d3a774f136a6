"""The sandbox's webhooks: signed, kept in Redis until they are due, delivered to our own API like any vendor's."""

import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import httpx
import structlog
from pydantic import ValidationError

from porter.core import clock, security
from porter.core.config import settings
from porter.core.errors import GatewayUnavailable
from porter.core.redis import UNREACHABLE, bus
from porter.integrations.payments.base import (
    GatewayEvent,
    ProviderPayment,
    ProviderPayout,
    ProviderRefund,
)
from porter.integrations.payments.errors import WebhookForged
from porter.integrations.payments.sandbox.book import HOOKS, Hook

log = structlog.get_logger(__name__)

SIGNATURE = "x-sandbox-signature"
TOLERANCE_S = 300
ACCOUNT = "sandbox"
PATH = "/api/v1/webhooks/sandbox"

_TRIES = 5
_PAUSE_S = 5


@dataclass(frozen=True, slots=True)
class SignedWebhook:
    """What is sent: exactly these bytes with these headers."""

    raw: bytes
    headers: dict[str, str]
    hook: Hook


async def take_webhooks(limit: int = 100) -> list[SignedWebhook]:
    """The webhooks that are due, taken out of the queue and signed now. Raises GatewayUnavailable."""
    try:
        due = await bus().zrangebyscore(HOOKS, "-inf", clock.now().timestamp(), start=0, num=limit)
        # Whoever removes it sends it: several processes may deliver.
        mine = [member for member in due if await bus().zrem(HOOKS, member)]
    except UNREACHABLE as error:
        raise GatewayUnavailable() from error
    return [_signed(Hook.model_validate_json(member)) for member in mine]


async def deliver_due(url: str | None = None) -> int:
    """Send what is due to our own API and answer how many arrived; what did not arrive is tried again a few times."""
    webhooks = await take_webhooks()
    if not webhooks:
        return 0
    address = url or settings().sandbox_webhook_url or f"http://127.0.0.1:{settings().port}{PATH}"
    async with httpx.AsyncClient(timeout=settings().payments_timeout_s, trust_env=False) as client:
        return sum([await _deliver(client, address, webhook) for webhook in webhooks])


async def next_due_in_s() -> float | None:
    """Seconds until the next webhook is due, or None when there is none."""
    first: list[tuple[str, float]] = await bus().zrange(HOOKS, 0, 0, withscores=True)
    return max(0.0, first[0][1] - clock.now().timestamp()) if first else None


def sign(raw: bytes, at: datetime, secret: str | None = None) -> str:
    """The signature's header: time and HMAC over both."""
    stamp = int(at.timestamp())
    mac = hmac.new((secret or webhook_secret()).encode(), f"{stamp}.".encode() + raw, sha256).hexdigest()
    return f"t={stamp},v1={mac}"


def webhook_secret() -> str:
    """The secret both sides know; ours alone, because both sides are us."""
    return security.keyed_digest("sandbox-webhook", ACCOUNT)


def parse(raw: bytes, headers: dict[str, str]) -> list[GatewayEvent]:
    """What a webhook says. Raises WebhookForged."""
    _check_signature(raw, {name.lower(): value for name, value in headers.items()}.get(SIGNATURE, ""))
    try:
        body = json.loads(raw)
        if body["account"] != ACCOUNT:
            raise WebhookForged()
        return [_event(body)]
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        raise WebhookForged() from error


def _signed(hook: Hook) -> SignedWebhook:
    body: dict[str, Any] = {
        "id": hook.event_id,
        "type": hook.name,
        "created": int(hook.created_at.timestamp()),
        "account": ACCOUNT,
        "data": hook.model_dump(mode="json", include={"payment", "refund", "payout"}),
    }
    raw = json.dumps(body, separators=(",", ":")).encode()
    return SignedWebhook(raw, {"content-type": "application/json", SIGNATURE: sign(raw, clock.now())}, hook)


async def _deliver(client: httpx.AsyncClient, address: str, webhook: SignedWebhook) -> bool:
    try:
        answer = await client.post(address, content=webhook.raw, headers=webhook.headers)
        arrived = answer.is_success
    except httpx.TransportError:
        arrived = False
    if not arrived:
        await _try_again(webhook.hook)
    return arrived


async def _try_again(hook: Hook) -> None:
    if hook.tries + 1 >= _TRIES:
        log.warning("sandbox_webhook_given_up", event_id=hook.event_id, name=hook.name)
        return
    due_at = clock.now() + timedelta(seconds=_PAUSE_S)
    again = hook.model_copy(update={"tries": hook.tries + 1, "due_at": due_at})
    await bus().zadd(HOOKS, {again.model_dump_json(): due_at.timestamp()})


def _check_signature(raw: bytes, header: str) -> None:
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    stamp = parts.get("t", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise WebhookForged()
    at = datetime.fromtimestamp(int(stamp), UTC)
    if abs((clock.now() - at).total_seconds()) > TOLERANCE_S or not security.same(sign(raw, at), header):
        raise WebhookForged()


def _event(body: dict[str, Any]) -> GatewayEvent:
    data = body["data"]
    kind = next((kind for kind in ("refund", "payout", "payment") if data.get(kind)), "other")
    return GatewayEvent.model_validate(
        {
            "event_id": body["id"],
            "kind": kind,
            "name": body["type"],
            "occurred_at": datetime.fromtimestamp(body["created"], UTC),
            "payment": data.get("payment") and ProviderPayment.model_validate(data["payment"]),
            "refund": data.get("refund") and ProviderRefund.model_validate(data["refund"]),
            "payout": data.get("payout") and ProviderPayout.model_validate(data["payout"]),
            "raw": body,
        }
    )
