"""One whole Porter and one Chromium for all browser tests; every test begins with the demo city fresh and its own windows.

    async def test_asha_sees_her_orders(windows: Windows, stack: Stack) -> None:
        page = await windows.phone()                  # or windows.desk(); a context of its own each time
        await enter_as(page, stack.origin, ASHA)      # cookies at once; `sign_in` goes through the pages instead
        await page.goto("/orders")
        await windows.keep(page, "orders")            # screenshots/journeys/01-orders.png

A console error, an uncaught error, a failed request or an answer of 400 and more fails the test, unless it belongs to
the story: `windows.pardon("409 PUT")`. Nothing outside this machine is ever asked.
"""

from collections.abc import AsyncIterator, Generator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright, expect

from tests.browser.hands import SOON_MS
from tests.browser.stack import Stack
from tests.browser.windows import Windows
from tests.chromium import ARGUMENTS, NO_FOREIGN_NAMES, program
from tests.servers import ROOT

HERE = Path(__file__).parent
FAILURES = ROOT / "screenshots" / "failures"
FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They need Chromium and the built frontend."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember a failure, so that the windows are photographed before they close."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The system's Chromium; what is expected may take its time on a machine that has much else to do."""
    expect.set_options(timeout=SOON_MS)
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=program(), args=[*ARGUMENTS, NO_FOREIGN_NAMES])
        yield launched
        await launched.close()


@pytest.fixture
async def windows(chromium: Browser, stack: Stack, request: pytest.FixtureRequest) -> AsyncIterator[Windows]:
    """Windows of this test; a failed test leaves a picture of each in screenshots/failures/."""
    opened = Windows(chromium, stack.origin)
    yield opened
    failed = request.node.stash.get(FAILED, False)
    if failed:
        await _photograph(opened, request.node.name)
    await opened.close()
    if not failed:
        assert opened.unpardoned() == []


async def _photograph(opened: Windows, name: str) -> None:
    FAILURES.mkdir(parents=True, exist_ok=True)
    for number, context in enumerate(opened.contexts, 1):
        for page in context.pages:
            await page.screenshot(path=FAILURES / f"{name}-{number}.png")
