"""What people do on their screens, in the words of the screens."""

import re
from contextlib import suppress
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect
from playwright.async_api import TimeoutError as PlaywrightTimeout

from porter.core.geo import Point
from tests.browser.windows import move

SOON_MS = 30_000
"""A page of a busy machine has to come within this."""


@dataclass
class AtCustomer:
    """A customer's phone."""

    page: Page

    async def chooses(self, place: str) -> None:
        """Type a few letters, take the first place found."""
        await self.page.get_by_label("Search for a place").fill(place)
        await self.page.get_by_role("group", name="Places found").get_by_role("button").first.click(timeout=SOON_MS)

    async def plans(self, *drops: str) -> None:
        """To there and there, from the default address or else from here, up to the whole trip on the screen."""
        await self.page.goto("/home")
        await self.page.get_by_role("button", name="Where to?").click(timeout=SOON_MS)
        await self.chooses(drops[0])
        asked, planned = (
            self.page.get_by_role("heading", name=words) for words in ("Where do we pick up?", "Your trip")
        )
        await expect(asked.or_(planned)).to_be_visible(timeout=SOON_MS)
        if await asked.is_visible():
            await self.page.get_by_role("button", name="Use my location").click()
            await self.page.get_by_role("button", name="Pick up here").click(timeout=SOON_MS)
        for drop in drops[1:]:
            await self.page.get_by_role("button", name="Add a drop").click(timeout=SOON_MS)
            await self.chooses(drop)

    async def asks_prices(self) -> None:
        """The classes side by side."""
        await self.page.get_by_role("button", name="Confirm pickup and see prices").click(timeout=SOON_MS)
        await expect(self.page.get_by_role("heading", name="Choose a vehicle")).to_be_visible(timeout=SOON_MS)

    async def books(self, vehicle: str = "Mini truck") -> str:
        """With the impatient double click that people make; answers the order's number."""
        await self.page.get_by_role("radio", name=re.compile(f"^{vehicle}")).check(force=True)
        await self.page.get_by_role("button", name=re.compile(f"^Book {vehicle}", re.IGNORECASE)).dblclick()
        await self.page.wait_for_url(re.compile(r"/orders/[0-9a-f-]{36}"), timeout=SOON_MS)
        await self.sees("Finding a driver nearby")
        return await self.number()

    async def books_a_trip(self, *drops: str) -> str:
        """All of it."""
        await self.plans(*drops)
        await self.asks_prices()
        return await self.books()

    async def number(self) -> str:
        """Of the order on the screen."""
        number = self.page.get_by_role("definition").filter(has_text=re.compile("^PRT-"))
        return (await number.inner_text()).strip()

    async def sees(self, headline: str | re.Pattern[str]) -> None:
        """The large words."""
        await expect(self.page.get_by_role("heading", level=1, name=headline)).to_be_visible(timeout=SOON_MS)

    async def sees_driver(self) -> tuple[str, str]:
        """Where the vehicle stands on the map, and how far it is in words."""
        await expect(self._vehicle).to_be_visible(timeout=SOON_MS)
        return await self._vehicle.get_attribute("style") or "", await self._way.inner_text()

    async def sees_driver_move(self, seen: tuple[str, str]) -> None:
        """Both change, without the page being loaded anew."""
        place, way = seen
        await expect(self._vehicle).not_to_have_attribute("style", place, timeout=SOON_MS)
        await expect(self._way).not_to_have_text(way, timeout=SOON_MS)

    @property
    def _vehicle(self) -> Locator:
        return self.page.locator('.pm[data-id="driver"]')

    @property
    def _way(self) -> Locator:
        return self.page.get_by_text(re.compile(r"^[\d.]+ k?m to "))

    async def reads_code(self) -> str:
        """Of the handover that comes next."""
        code = self.page.get_by_label("Code", exact=True)
        await expect(code).to_have_text(re.compile(r"^\d{4}$"), timeout=SOON_MS)
        return await code.inner_text()


@dataclass
class AtDriver:
    """A driver's phone."""

    page: Page

    async def goes_online(self) -> None:
        """The switch."""
        await self.page.goto("/driver")
        switch = self.page.get_by_role("switch", name="Online")
        await expect(switch).to_be_enabled(timeout=SOON_MS)
        if not await switch.is_checked():
            await switch.click()
        await expect(switch).to_be_checked(timeout=SOON_MS)
        await expect(self.page.get_by_text("Waiting for a job near you.")).to_be_visible(timeout=SOON_MS)

    @property
    def offer(self) -> Locator:
        """The whole screen."""
        return self.page.get_by_role("dialog", name="New job")

    async def is_asked(self) -> Locator:
        """The offer is there."""
        await expect(self.offer).to_be_visible(timeout=SOON_MS)
        return self.offer

    async def accepts(self) -> None:
        """The large button."""
        await (await self.is_asked()).get_by_role("button", name="Accept").click()
        await expect(self.offer).to_be_hidden(timeout=SOON_MS)

    async def stands_at(self, place: Point) -> None:
        """The phone's position, and that the server knows it."""
        async with self.page.expect_response(re.compile("/api/v1/pilots/location"), timeout=SOON_MS):
            await move(self.page, place)

    async def presses(self, words: str, then: str) -> None:
        """The one large button, until the screen shows what follows: a tap right after the last step is ignored."""
        button = self.page.get_by_role("button", name=re.compile(f"^{words}"))
        shown = self.page.get_by_text(re.compile(then)).first
        for _ in range(10):
            await button.or_(shown).first.wait_for(timeout=SOON_MS)
            if await shown.is_visible():
                return
            await button.click()
            with suppress(PlaywrightTimeout):
                await shown.wait_for(timeout=2_000)
        await expect(shown).to_be_visible()

    async def enters(self, code: str, asked: str) -> None:
        """Four digits; the last one sends."""
        field = self.page.get_by_label(asked)
        await expect(field).to_be_visible(timeout=SOON_MS)
        await field.press_sequentially(code)

    async def sees(self, words: str) -> None:
        """Somewhere on the screen."""
        await expect(self.page.get_by_text(re.compile(words)).first).to_be_visible(timeout=SOON_MS)


@dataclass
class AtDesk:
    """Somebody of operations."""

    page: Page

    async def opens(self, number: str) -> Locator:
        """The orders table, then the panel of one order."""
        await self.page.goto("/ops/orders")
        await self.page.get_by_role("row", name=re.compile(number)).get_by_text(number).click(timeout=SOON_MS)
        await expect(self.page.get_by_role("heading", name=number)).to_be_visible(timeout=SOON_MS)
        return self.page.get_by_role("tabpanel", name="Order")

    async def turns_to(self, tab: str) -> Locator:
        """A tab of the panel."""
        await self.page.get_by_role("tab", name=tab).click()
        return self.page.get_by_role("tabpanel", name=tab)
