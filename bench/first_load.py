"""Claim: a first visit loads at most 200 KB of scripts and styles, map pages 250 KB before the map itself (gzip).

`python -m bench.first_load --url http://127.0.0.1:8000` against a development server: what Chromium really transfers,
page by page, in fresh windows. Beside it: the smallest page of the same build (`/offline`), which is the floor.
"""

import argparse
import asyncio
from collections.abc import Iterable

from playwright.async_api import Browser, CDPSession, async_playwright

from bench import city
from porter.launch.chromium import chromium
from porter.seed.people import customer_phone, driver_phone

KIND = {"Script": "scripts", "Stylesheet": "styles"}
MAP = ("/assets/map-", "/assets/map_", "maplibre")
PLAIN_KB, WITH_MAP_KB = 200, 250
PUBLIC = ("/offline", "/", "/hi", "/sign-in", "/driver/sign-in", "/ops/sign-in")
CUSTOMER, DRIVER = ("/home", "/orders", "/account"), ("/driver", "/driver/earnings")
WITH_MAP = ("/home", "/driver")


async def main() -> None:
    """Print a line per page; fails when a claim does not hold."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--url", required=True)
    url = asked.parse_args().url
    broken = False
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for route, cookie in await _visits(url):
            loaded = await _visit(browser, url, route, cookie)
            limit = WITH_MAP_KB if route in WITH_MAP else PLAIN_KB
            counted = _kb(size for name, size in loaded if not _is_map(name))
            map_kb = _kb(size for name, size in loaded if _is_map(name))
            broken |= counted > limit
            print(
                f"{'kept  ' if counted <= limit else 'BROKEN'} {route:20} {counted:4.0f} KB, at most {limit}; the map {map_kb:.0f} KB"
            )
        await browser.close()
    if broken:
        raise SystemExit(1)


async def _visits(url: str) -> list[tuple[str, dict[str, str]]]:
    """Every page with the cookie of its person."""
    visits: list[tuple[str, dict[str, str]]] = [(route, {}) for route in PUBLIC]
    for audience, kind, phone, routes in (
        ("customer", "user", customer_phone(17), CUSTOMER),
        ("driver", "pilot", driver_phone(13), DRIVER),
    ):
        http = await city.signed_in(url, phone, kind)
        token = http.headers["authorization"].removeprefix("Bearer ")
        visits += [(route, {"name": f"porter_{audience}", "value": token}) for route in routes]
    return visits


async def _visit(browser: Browser, url: str, route: str, cookie: dict[str, str]) -> list[tuple[str, int]]:
    """What came over the wire: address and bytes of each script and style."""
    context = await browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    if cookie:
        await context.add_cookies([{**cookie, "url": url}])  # type: ignore[list-item, typeddict-item]
    page = await context.new_page()
    wire = await context.new_cdp_session(page)
    loaded = await _listen(wire)
    await page.goto(f"{url}{route}", wait_until="networkidle")
    await context.close()
    return loaded


async def _listen(wire: CDPSession) -> list[tuple[str, int]]:
    names: dict[str, str] = {}
    loaded: list[tuple[str, int]] = []

    def seen(event: dict[str, object]) -> None:
        if event["type"] in KIND:
            names[str(event["requestId"])] = str(event["response"]["url"])  # type: ignore[index]

    def ended(event: dict[str, object]) -> None:
        if name := names.get(str(event["requestId"])):
            loaded.append((name, int(event["encodedDataLength"])))  # type: ignore[call-overload]

    wire.on("Network.responseReceived", seen)
    wire.on("Network.loadingFinished", ended)
    await wire.send("Network.enable")
    return loaded


def _is_map(name: str) -> bool:
    return any(part in name for part in MAP)


def _kb(sizes: Iterable[int]) -> float:
    return sum(sizes) / 1000


if __name__ == "__main__":
    asyncio.run(main())
