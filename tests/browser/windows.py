"""Browser windows of several people at once, each a context of its own; what went wrong inside fails the test."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    expect,
)
from playwright.async_api import TimeoutError as PlaywrightTimeout

from porter.core.geo import Point
from tests.browser.looks import serious_faults
from tests.servers import ROOT

PICTURES = ROOT / "screenshots" / "journeys"
PHONE, DESK = (390, 844), (1440, 900)
KORAMANGALA = Point(12.9349, 77.6189)
SWAY_DEG = 0.0001
"""About eleven metres: less is not worth a message to the driver's app."""
OWN = re.compile(r"^(https?|wss?)://(localhost|127\.0\.0\.1)[:/]|^(data|blob|about):")

MAP_WITHIN_MS = 15_000
_MAPS_DRAWN = """() => [...document.querySelectorAll(".pmap:has(> .pmap-canvas)")].every(
    (box) => !box.checkVisibility() || (box.dataset.ready && box.porterMap.loaded()))"""

Scheme = Literal["light", "dark"]


@dataclass
class Windows:
    """Opens windows and remembers what their consoles said."""

    browser: Browser
    origin: str
    contexts: list[BrowserContext] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    pardoned: list[str] = field(default_factory=list)
    pictures: int = 0

    async def phone(self, at: Point = KORAMANGALA, scheme: Scheme = "light") -> Page:
        """A phone that knows where it is."""
        return await self._open(PHONE, scheme, at)

    async def desk(self, scheme: Scheme = "light") -> Page:
        """A desk."""
        return await self._open(DESK, scheme, None)

    async def keep(self, page: Page, name: str) -> Path:
        """Keep a picture for people to look at; what is worth one is looked at by axe as well.

        Its faults are told at the end: the story goes on, and names them all.
        """
        file = await self.picture(page, name)
        self.errors += [f"axe at {name}: {fault}" for fault in await serious_faults(page)]
        return file

    async def picture(self, page: Page, name: str) -> Path:
        """Only the picture: of pages that differ from others by their words alone."""
        await _drawn(page)
        self.pictures += 1
        file = PICTURES / f"{self.pictures:02}-{name}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        await page.screenshot(path=file)
        return file

    def pardon(self, *words: str) -> None:
        """Errors with these words belong to the story."""
        self.pardoned += words

    def unpardoned(self) -> list[str]:
        """What nobody expected."""
        return [error for error in self.errors if not any(words in error for words in self.pardoned)]

    async def close(self) -> None:
        """Close every window."""
        for context in self.contexts:
            await context.close()

    async def _open(self, size: tuple[int, int], scheme: Scheme, at: Point | None) -> Page:
        context = await self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            reduced_motion="reduce",
            has_touch=size == PHONE,
            locale="en-IN",
            timezone_id="Asia/Kolkata",
            base_url=self.origin,
            **_place(at),
        )
        self.contexts.append(context)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.errors.append(f"uncaught: {error.error}"))
        context.on("response", self._response)
        context.on("requestfailed", self._failed)
        return await context.new_page()

    def _console(self, message: ConsoleMessage) -> None:
        # What a failed request prints lacks its address: `_response` and `_failed` say it better.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.errors.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.errors.append(f"{response.status} {response.request.method} {response.url}")

    def _failed(self, request: Request) -> None:
        if OWN.match(request.url) and request.failure != "net::ERR_ABORTED":
            self.errors.append(f"{request.failure} {request.method} {request.url}")


async def _drawn(page: Page) -> None:
    """The maps that can be seen are drawn; without a network one may stay half drawn, and that is its picture."""
    with suppress(PlaywrightTimeout):
        await page.wait_for_function(_MAPS_DRAWN, timeout=MAP_WITHIN_MS)


async def move(page: Page, to: Point) -> None:
    """The phone is somewhere else now."""
    await page.context.set_geolocation({"latitude": to.lat, "longitude": to.lng, "accuracy": 5})


async def leap(page: Page, to: Point, *, until: Locator, within_s: int = 60) -> None:
    """The phone is far off at once and sways there, as phones do, until the page shows it.

    No vehicle leaps: such a place is believed when several fixes agree (`tracking.sift`).
    """
    for turn in range(within_s):
        await move(page, Point(to.lat + SWAY_DEG * (turn % 2), to.lng))
        with suppress(PlaywrightTimeout):
            await until.wait_for(timeout=1_000)
            return
    await expect(until).to_be_visible()


async def network(page: Page, *, there: bool) -> None:
    """Airplane mode, on and off."""
    await page.context.set_offline(not there)


def _place(at: Point | None) -> dict[str, Any]:
    if at is None:
        return {}
    return {
        "permissions": ["geolocation"],
        "geolocation": {"latitude": at.lat, "longitude": at.lng, "accuracy": 5},
    }
