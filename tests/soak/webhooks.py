"""Many webhooks of Razorpay and Stripe, each delivered several times, shuffled, by several senders at once."""

import asyncio
import hmac
import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from httpx import AsyncClient
from sqlmodel import col, func, select

from porter.core import clock, db
from porter.core.config import settings
from porter.models import Account, Payment, Posting, WebhookEvent
from porter.models.enums import Audience, PaymentMethod, PaymentPurpose, PaymentStatus, Provider, Role
from porter.tasks import relay
from tests import people

AMOUNT_MINOR = 12_300
SECRETS = {Provider.RAZORPAY: "soak-razorpay-secret", Provider.STRIPE: "whsec_soak"}
_KEYS = {
    "PORTER_RAZORPAY_KEY_ID": "rzp_test_soak",
    "PORTER_RAZORPAY_KEY_SECRET": "soak-key-secret",
    "PORTER_RAZORPAY_WEBHOOK_SECRETS": json.dumps([SECRETS[Provider.RAZORPAY]]),
    "PORTER_RAZORPAY_ACCOUNT_ID": "acc_soak",
    "PORTER_STRIPE_SECRET_KEY": "sk_test_soak",
    "PORTER_STRIPE_PUBLISHABLE_KEY": "pk_test_soak",
    "PORTER_STRIPE_WEBHOOK_SECRETS": json.dumps([SECRETS[Provider.STRIPE]]),
}


@dataclass(frozen=True)
class Sent:
    """A webhook as it arrives."""

    provider: Provider
    raw: bytes
    headers: dict[str, str]


async def soak(events: int, deliveries: int = 5, senders: int = 8, seed: int = 7) -> dict[str, Any]:
    """Deliver, work off and count. Raises AssertionError unless there is one effect per event."""
    with keys_of_vendors():
        before = await effects()
        payments = await _open_payments(events)
        pile = [_captured(payment) for payment in payments for _ in range(deliveries)]
        random.Random(seed).shuffle(pile)
        answers, slowest_ms = await _deliver(pile, senders)
        await work_off()
        after = await effects()
    assert answers == Counter({200: events * deliveries}), answers
    assert [now - then for now, then in zip(after, before, strict=True)] == [events] * 3
    return {"deliveries": len(pile), "effects": events, "answered_p99_ms": round(slowest_ms)}


@contextmanager
def keys_of_vendors() -> Iterator[None]:
    """Both vendors are configured."""
    before = {name: os.environ.get(name) for name in _KEYS}
    os.environ.update(_KEYS)
    settings.cache_clear()
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        settings.cache_clear()


async def post(api: AsyncClient, sent: Sent) -> int:
    """Deliver one webhook; answers the status."""
    return (await api.post(f"/api/v1/webhooks/{sent.provider}", content=sent.raw, headers=sent.headers)).status_code


async def work_off() -> None:
    """What workers do, until nothing is left."""
    while await relay.relay() or await _is_open():
        await relay.deliver_due()


async def effects() -> tuple[int, int, int]:
    """Events kept, payments captured, postings written."""
    async with db.reading() as session:
        kept = await session.exec(select(func.count()).select_from(WebhookEvent))
        taken = await session.exec(
            select(func.count()).select_from(Payment).where(Payment.status == PaymentStatus.CAPTURED)
        )
        booked = await session.exec(select(func.count()).select_from(Posting))
        return kept.one(), taken.one(), booked.one()


def signed(provider: Provider, body: dict[str, Any], *, secret: str = "", at: int | None = None) -> Sent:
    """A webhook with the vendor's signature."""
    raw = json.dumps(body, separators=(",", ":")).encode()
    key = (secret or SECRETS[provider]).encode()
    if provider is Provider.RAZORPAY:
        return Sent(provider, raw, {"x-razorpay-signature": hmac.new(key, raw, sha256).hexdigest()})
    stamp = at or int(clock.now().timestamp())
    mac = hmac.new(key, f"{stamp}.".encode() + raw, sha256).hexdigest()
    return Sent(provider, raw, {"stripe-signature": f"t={stamp},v1={mac}"})


def body_of(payment: Payment) -> dict[str, Any]:
    """The vendor says that a payment was captured."""
    name, now = payment.id.hex, int(payment.created_at.timestamp())
    if payment.provider is Provider.RAZORPAY:
        entity = {
            "id": f"pay_{name}",
            "order_id": payment.provider_order,
            "status": "captured",
            "captured": True,
            "amount": payment.amount_minor,
            "amount_refunded": 0,
            "currency": "INR",
            "method": "upi",
        }
        return {
            "event": "payment.captured",
            "account_id": "acc_soak",
            "created_at": now,
            "payload": {"payment": {"entity": entity}},
        }
    intent = {
        "object": "payment_intent",
        "id": payment.provider_order,
        "latest_charge": f"ch_{name}",
        "status": "succeeded",
        "amount": payment.amount_minor,
        "amount_received": payment.amount_minor,
        "currency": "inr",
    }
    return {
        "id": f"evt_{name}",
        "type": "payment_intent.succeeded",
        "created": now,
        "livemode": False,
        "data": {"object": intent},
    }


async def _open_payments(count: int) -> list[Payment]:
    asha = Account(audience=Audience.CUSTOMER, role=Role.CUSTOMER, phone="+919000600001", name="Asha")
    providers = (Provider.RAZORPAY, Provider.STRIPE)
    made = [
        Payment(
            account_id=asha.id,
            purpose=PaymentPurpose.TOP_UP,
            provider=providers[number % 2],
            method=PaymentMethod.UPI,
            amount_minor=AMOUNT_MINOR,
            currency="INR",
            provider_order=f"open_{number}",
        )
        for number in range(count)
    ]
    async with db.transaction() as session:
        session.add(asha)
        await session.flush()
        session.add_all(made)
    return made


async def _deliver(pile: list[Sent], senders: int) -> tuple[Counter[int], float]:
    found: Counter[int] = Counter()
    took_ms: list[float] = []
    left = iter(pile)

    async def send(number: int) -> None:
        async with people.client(f"203.0.113.{number}") as api:
            for sent in left:
                began = time.perf_counter()
                found[await post(api, sent)] += 1
                took_ms.append((time.perf_counter() - began) * 1000)

    await asyncio.gather(*(send(number) for number in range(senders)))
    return found, sorted(took_ms)[int(len(took_ms) * 0.99) - 1]


def _captured(payment: Payment) -> Sent:
    return signed(payment.provider, body_of(payment))


async def _is_open() -> bool:
    async with db.reading() as session:
        found = await session.exec(select(WebhookEvent.id).where(col(WebhookEvent.done_at).is_(None)).limit(1))
        return found.first() is not None
