"""Components are drawn here without a page around them: for a reader of English."""

from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

import porter.components.ui  # noqa: F401 - rxconfig asks for its theme, and that before the words
from porter.components.words import drawn_for
from tests.chromium import ARGUMENTS, program
from tests.phone import RAVI, Server, opened, signs_in


@pytest.fixture(autouse=True)
def _page() -> Iterator[None]:
    with drawn_for("en"):
        yield


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium."""
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        yield launched
        await launched.close()


@pytest.fixture
async def server() -> Server:
    """A reachable server."""
    return Server()


@pytest.fixture
async def context(browser: Browser, server: Server) -> AsyncIterator[BrowserContext]:
    """A fresh phone, with Ravi signed in."""
    made = await browser.new_context(
        permissions=["geolocation"], geolocation={"latitude": 12.97, "longitude": 77.59, "accuracy": 8}
    )
    await signs_in(made, RAVI)
    await made.route("**/*", server.handle)
    yield made
    await made.close()


@pytest.fixture
async def page(context: BrowserContext) -> Page:
    """The driver's page on it."""
    return await opened(context)
