"""Claim: a provider's webhook is answered within 300 ms (99 of 100) with 8 senders. Beside it: GET /health/live, same senders.

`python -m bench.webhook_answer --url http://127.0.0.1:8000 [--events 500]` against a development server with its worker:
the sandbox's own signature, real top-ups that are captured, each event delivered twice, worked off meanwhile.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator

import httpx

from bench import city
from porter.core import clock
from porter.core.ids import new_id
from porter.integrations.payments.sandbox import hooks
from porter.seed.people import customer_phone

SENDERS = 8
AMOUNT_MINOR = 12_300

Once = Callable[[httpx.AsyncClient], Awaitable[None]]


async def main() -> None:
    """Print the percentiles of both and their ratio."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--url", required=True)
    asked.add_argument("--events", type=int, default=500)
    wanted = asked.parse_args()
    customer = await city.signed_in(wanted.url, customer_phone(16))
    orders = [await _top_up(customer) for _ in range(SENDERS)]
    events = [_captured(orders[number % SENDERS]) for number in range(wanted.events)]
    told_s = await _sent(wanted.url, [_deliver(body) for body in [*events, *events]])
    alive_s = await _sent(wanted.url, [_alive] * len(told_s))
    print(city.said(f"webhooks, {SENDERS} senders    ", told_s))
    print(city.said(f"/health/live, {SENDERS} senders", alive_s))
    print(f"ratio of p99: {city.percentile(told_s, 99) / city.percentile(alive_s, 99):.1f}")
    city.verdict("webhook answered, p99", city.percentile(told_s, 99) * 1000, 300, "ms")


async def _top_up(customer: httpx.AsyncClient) -> str:
    """A payment that waits at the sandbox; answers the sandbox's name for it."""
    body = {"amount": "123.00", "method": "upi"}
    checkout = (await customer.post("/wallet/add-money", json=body)).raise_for_status().json()["checkout"]
    return str(checkout["payload"]["url"]).rpartition("/")[2]


def _captured(provider_order: str) -> bytes:
    payment = {
        "provider_order": provider_order,
        "provider_payment": f"pay_{provider_order}",
        "status": "captured",
        "amount_minor": AMOUNT_MINOR,
        "captured_minor": AMOUNT_MINOR,
        "currency": "INR",
    }
    now = int(clock.now().timestamp())
    body = {"id": f"evt_{new_id().hex}", "type": "payment.captured", "created": now, "account": hooks.ACCOUNT}
    return json.dumps({**body, "data": {"payment": payment}}, separators=(",", ":")).encode()


def _deliver(raw: bytes) -> Once:
    async def once(http: httpx.AsyncClient) -> None:
        headers = {"content-type": "application/json", hooks.SIGNATURE: hooks.sign(raw, clock.now())}
        (await http.post(hooks.PATH, content=raw, headers=headers)).raise_for_status()

    return once


async def _alive(http: httpx.AsyncClient) -> None:
    (await http.get("/health/live")).raise_for_status()


async def _sent(url: str, jobs: list[Once]) -> list[float]:
    """By so many senders, each as fast as it is answered."""
    took_s: list[float] = []
    left: Iterator[Once] = iter(jobs)

    async def send() -> None:
        async with httpx.AsyncClient(base_url=url, timeout=30) as http:
            for once in left:
                begun = time.perf_counter()
                await once(http)
                took_s.append(time.perf_counter() - begun)

    await asyncio.gather(*(send() for _ in range(SENDERS)))
    return took_s


if __name__ == "__main__":
    asyncio.run(main())
