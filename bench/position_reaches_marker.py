"""Claim: a driver's position is on 200 tracking pages within 300 ms (95 of 100). Beside it: bare websockets, same words.

`python -m bench.position_reaches_marker --url http://127.0.0.1:8000 [--pages 200] [--fixes 20]` against a development
server at rest. The pages are raw sockets that speak as the page does, all in this process, which also drives: what is
measured is from the moment the phone begins to send to the moment that the new latitude stands in a page's delta.
"""

import argparse
import asyncio
import gc
import json
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import socketio
import websockets

from bench import city
from porter.seed.people import customer_phone, driver_phone
from tests.tasks.workers import until

MINI_TRUCK = 2
STEP_DEG = 0.00005
"""About five metres: no driver is faster."""
GAP_S = 0.5
QUIET_S = 3.0
CONNECTIONS = 10
"""So many land on every one of two web processes, but for once in five hundred times."""


async def main() -> None:
    """Print the percentiles of both and their ratio."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--url", required=True)
    asked.add_argument("--pages", type=int, default=200)
    asked.add_argument("--fixes", type=int, default=20)
    wanted = asked.parse_args()
    driver = await city.signed_in(wanted.url, driver_phone(MINI_TRUCK), "pilot")
    customer = await city.signed_in(wanted.url, customer_phone(18))
    order_id = await _held_order(driver, customer)
    print(f"not counted, the first of each web process: {await _first_ones_s(driver) * 1000:.0f} ms at most")
    pages = [await Page.opened(wanted.url, order_id, customer) for _ in range(wanted.pages)]
    await asyncio.gather(*(page.until("12.93") for page in pages))
    _keep_still()
    seen_s = await _drive(driver, pages, wanted.fixes)
    bare_s = await _bare(wanted.pages, wanted.fixes)
    print(city.said(f"Reflex pages, {wanted.pages}  ", seen_s))
    print(city.said(f"bare websockets, {wanted.pages}", bare_s))
    print(f"ratio of p95: {city.percentile(seen_s, 95) / city.percentile(bare_s, 95):.1f}")
    for page in pages:
        await page.socket.disconnect()
    await city.cancel_for_what_it_costs(customer, order_id)
    city.verdict("position on the pages, p95", city.percentile(seen_s, 95) * 1000, 300, "ms")


class Page:
    """A socket that has opened the order's page."""

    def __init__(self) -> None:
        self.socket = socketio.AsyncClient(reconnection=False)
        self.told, self.wanted, self.met = "", "", asyncio.Event()
        self.at_s = self.heard_at_s = 0.0

    @classmethod
    async def opened(cls, url: str, order_id: str, customer: Any) -> "Page":
        """As the browser does it: the cookie of the handshake, the address in the event."""
        page = cls()
        page.socket.on("event", page._hear, namespace="/_event")
        path = f"/orders/{order_id}"
        where = {"pathname": "/orders/[order_id]", "asPath": path, "query": {"order_id": order_id}}
        event = {"name": "reflex___state____state.hydrate_and_load", "payload": {}, "router_data": where}
        cookie = f"porter_customer={customer.headers['authorization'].removeprefix('Bearer ')}"
        await page.socket.connect(
            f"{url}/?token={uuid.uuid4()}",
            headers={"Origin": url, "Cookie": cookie},
            socketio_path="/_event",
            namespaces=["/_event"],
            transports=["websocket"],
            auth={"event": event},
            wait_timeout=60,
        )
        return page

    async def until(self, words: str) -> float:
        """When these words came; at once when they have been there before."""
        self.wanted = words
        self.met.clear()
        if words in self.told:
            return self.at_s
        async with asyncio.timeout(30):
            await self.met.wait()
        return self.at_s

    async def _hear(self, update: Any) -> None:
        self.heard_at_s = at_s = time.perf_counter()
        text = json.dumps(update)
        self.told += text
        if self.wanted and self.wanted in text and not self.met.is_set():
            self.at_s = at_s
            self.met.set()


async def _first_ones_s(driver: httpx.AsyncClient) -> float:
    """The slowest of some fixes over connections of their own: a process that has just started puts its statements into words."""
    took_s: list[float] = []
    for _ in range(CONNECTIONS):
        async with httpx.AsyncClient(base_url=driver.base_url, headers=driver.headers, timeout=30) as fresh:
            begun = time.perf_counter()
            await city.stand(fresh, city.PICKUP["lat"], city.PICKUP["lng"])
            took_s.append(time.perf_counter() - begun)
    return max(took_s)


def _keep_still() -> None:
    """Two hundred pages and all of Porter's models are in this process: one look of the collector through them holds
    every page up for a second, which would be told as the server's. What stands by now need not be looked through."""
    gc.collect()
    gc.freeze()


async def _held_order(driver: Any, customer: Any) -> str:
    """An order that the driver drives."""
    (await driver.put("/pilots/online-status", json={"online": True})).raise_for_status()
    await city.stand(driver, city.PICKUP["lat"], city.PICKUP["lng"])
    order = (await customer.post("/orders", json={"quote_id": await city.quote(customer)})).raise_for_status().json()
    order_id = str(order["order"]["id"])

    async def taken() -> bool:
        return (await driver.put(f"/pilots/jobs/{order_id}/accept")).is_success

    await until(taken, within_s=60)
    return order_id


async def _drive(driver: Any, pages: list[Page], fixes: int) -> list[float]:
    """Five metres every half second; how long each page took to know. The first one is not counted, see `_near`."""
    took_s: list[float] = []
    lat = float(city.PICKUP["lat"]) + 0.001
    await _near(driver, pages, lat)
    for _ in range(fixes):
        lat = round(lat + STEP_DEG, 6)
        waiting = [asyncio.create_task(page.until(str(lat))) for page in pages]
        await asyncio.sleep(GAP_S)
        begun = time.perf_counter()
        await city.stand(driver, lat, float(city.PICKUP["lng"]))
        took_s += [at - begun for at in await asyncio.gather(*waiting)]
    return took_s


async def _near(driver: Any, pages: list[Page], lat: float) -> None:
    """Drive near, and wait until every page has taken that in.

    "Almost there" makes each page of the order read anew. Of one order there are a page or two; the two hundred of this
    bench would read in the same second, and the positions of that second would be measured with it.
    """
    begun = time.perf_counter()
    await city.stand(driver, lat, float(city.PICKUP["lng"]))

    async def all_quiet() -> bool:
        last = max(page.heard_at_s for page in pages)
        return last > begun and time.perf_counter() - last > QUIET_S

    await until(all_quiet, within_s=60)
    took_s = max(page.heard_at_s for page in pages) - begun
    print(f"a notice that {len(pages)} pages read at once: the last has it after {took_s * 1000:.0f} ms")


async def _bare(pages: int, rounds: int) -> list[float]:
    """The least that the same fan-out can cost: one process, one message, no state."""
    open_sockets: set[websockets.ServerConnection] = set()

    async def serve(socket: websockets.ServerConnection) -> None:
        open_sockets.add(socket)
        await socket.wait_closed()

    async with websockets.serve(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        clients = [await websockets.connect(f"ws://127.0.0.1:{port}") for _ in range(pages)]
        took_s: list[float] = []
        for turn in range(rounds):
            begun = time.perf_counter()
            hearing = [asyncio.create_task(_at(client.recv)) for client in clients]
            websockets.broadcast(open_sockets, json.dumps({"lat": turn, "lng": 77.6, "eta_text": "4 min"}))
            took_s += [at - begun for at in await asyncio.gather(*hearing)]
        for client in clients:
            await client.close()
    return took_s


async def _at(hear: Callable[[], Awaitable[object]]) -> float:
    await hear()
    return time.perf_counter()


if __name__ == "__main__":
    asyncio.run(main())
