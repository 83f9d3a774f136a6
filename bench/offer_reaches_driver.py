"""Claim: an offer is on the driver's socket within 2 s (95 of 100) of the press on Book. Beside it: the booking itself.

`python -m bench.offer_reaches_driver --url http://127.0.0.1:8000 [--orders 40]` against a development server at rest
(`porter up --drivers 0`).
"""

import argparse
import asyncio
import json
import time

import websockets

from bench import city
from porter.seed.people import customer_phone, driver_phone

MINI_TRUCK = 2
"""The second simulated driver of the seed drives one."""


async def main() -> None:
    """Print the percentiles of both and their ratio."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--url", required=True)
    asked.add_argument("--orders", type=int, default=40)
    wanted = asked.parse_args()
    driver = await city.signed_in(wanted.url, driver_phone(MINI_TRUCK), "pilot")
    customer = await city.signed_in(wanted.url, customer_phone(19))
    (await driver.put("/pilots/online-status", json={"online": True})).raise_for_status()
    booked_s, offered_s = [], []
    async with websockets.connect(f"ws{wanted.url.removeprefix('http')}/api/v1/live") as socket:
        await _enter(socket, driver.headers["authorization"].removeprefix("Bearer "))
        for _ in range(wanted.orders):
            await city.stand(driver, city.PICKUP["lat"], city.PICKUP["lng"])
            quote_id = await city.quote(customer)
            begun = time.perf_counter()
            answer = (await customer.post("/orders", json={"quote_id": quote_id})).raise_for_status().json()
            booked_s.append(time.perf_counter() - begun)
            order_id = answer["order"]["id"]
            await _until_offered(socket, order_id)
            offered_s.append(time.perf_counter() - begun)
            await city.cancel(customer, order_id)
    print(city.said("booked ", booked_s))
    print(city.said("offered", offered_s))
    print(f"ratio of p95: {city.percentile(offered_s, 95) / city.percentile(booked_s, 95):.1f}")
    city.verdict("offer on the driver's socket, p95", city.percentile(offered_s, 95) * 1000, 2000, "ms")


async def _enter(socket: websockets.ClientConnection, token: str) -> None:
    await socket.send(json.dumps({"type": "auth", "token": token}))
    assert json.loads(await socket.recv())["type"] == "ready"
    await socket.send(json.dumps({"type": "subscribe", "room": "driver"}))
    assert json.loads(await socket.recv())["type"] == "subscribed"


async def _until_offered(socket: websockets.ClientConnection, order_id: str) -> None:
    async with asyncio.timeout(30):
        async for text in socket:
            message = json.loads(text)
            if message.get("event") == "job:new" and order_id in text:
                return


if __name__ == "__main__":
    asyncio.run(main())
