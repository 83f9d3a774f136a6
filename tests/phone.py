"""A driver's phone: the device's own modules in a real Chromium, against a server that is played by the test."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, Page, Request, Route

ORIGIN = "http://localhost:21250"
CODE = Path(__file__).parents[1] / "porter" / "components"
MODULES = {
    **{f"device_{name}.js": CODE / f"device_{name}.js" for name in ("store", "account", "queue", "sensors", "played")},
    "offer_ring.js": CODE / "offer_ring.js",
    "photo_smaller.js": CODE / "driver" / "photo_smaller.js",
}
PAGE = """<!doctype html><title>device</title><script type="module">
import * as account from "/device_account.js"; import * as queue from "/device_queue.js"; import * as store from "/device_store.js";
import * as sensors from "/device_sensors.js"; import * as offer from "/offer_ring.js"; import * as photo from "/photo_smaller.js";
window.told = []; window.answers = [];
Object.assign(window, { account, queue, store, sensors, offer, photo });
window.report = sensors.reporter((status) => window.told.push({ ...status }));
window.ready = true;
</script>"""
FIX = {"lat": 12.97, "lng": 77.59, "heading": None, "speed_kmh": None, "accuracy_m": 8}
PATIENCE_S = 60
RAVI, SUNIL = "0190-ravi", "0190-sunil"
"""Accounts: whose phone it is, and who borrows it."""


@dataclass
class Server:
    """What the phone talks to: reachable or not, with answers in stock."""

    reachable: bool = True
    lose_answers: bool = False
    answers: list[tuple[int, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    heard: list[Request] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, route: Route) -> None:
        """Serve our own modules; answer the API."""
        name = route.request.url.removeprefix(f"{ORIGIN}/")
        if name in MODULES:
            await route.fulfill(body=MODULES[name].read_text(), content_type="text/javascript")
        elif name == "health/live":
            await (route.fulfill(json={}) if self.reachable else route.abort("internetdisconnected"))
        elif not name.startswith("api/"):
            await route.fulfill(body=PAGE, content_type="text/html")
        else:
            await self._answer(route)

    async def until(self, met: Callable[[], bool]) -> None:
        """Wait until what was heard is enough."""
        async with asyncio.timeout(PATIENCE_S):
            while not met():
                self.news.clear()
                await self.news.wait()

    async def _answer(self, route: Route) -> None:
        if not self.reachable:
            await route.abort("internetdisconnected")
            return
        self.heard.append(route.request)
        if self.lose_answers:
            await route.abort("connectionreset")
        else:
            status, headers, body = self.answers.pop(0) if self.answers else (200, {}, {})
            await route.fulfill(status=status, headers=headers, json=body)
        self.news.set()


async def opened(context: BrowserContext) -> Page:
    """Open the page and wait for its modules."""
    made = await context.new_page()
    await made.goto(f"{ORIGIN}/driver")
    await made.wait_for_function("window.ready")
    return made


async def signs_in(phone: BrowserContext, account: str) -> None:
    """As the server does it: the answer that brings the session also says whose it is. Nobody, for an empty account."""
    await phone.clear_cookies()
    if account:
        await phone.add_cookies([{"name": "porter_driver_id", "value": account, "url": ORIGIN}])


async def start(page: Page) -> None:
    """Begin to send."""
    await page.evaluate("void (stop = queue.keepSending(report, (answer) => window.answers.push(answer)))")


async def keep(page: Page, *latitudes: float) -> None:
    """Store fixes."""
    for latitude in latitudes:
        await page.evaluate("(fix) => queue.keepFix(fix)", {**FIX, "lat": latitude})


async def step(page: Page, name: str, **more: Any) -> None:
    """Queue a trip step."""
    await page.evaluate("(step) => queue.queueStep(step)", {"path": f"/api/v1/jobs/{name}", "name": name, **more})


def body(request: Request) -> dict[str, Any]:
    """The JSON that was sent."""
    return json.loads(request.post_data or "{}")


def latitudes(request: Request) -> list[float]:
    """Where the fixes of a batch were."""
    return [fix["lat"] for fix in body(request)["fixes"]]


async def emptied(page: Page, left: int = 0) -> None:
    """Wait until nothing, or just so much, is stored any more."""
    async with asyncio.timeout(PATIENCE_S):
        while await page.evaluate("queue.waiting()") != left:
            await page.evaluate("new Promise(requestAnimationFrame)")
