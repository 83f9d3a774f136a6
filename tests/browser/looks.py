"""Looking at a page as axe and a ruler do."""

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from tests.tasks.workers import until

GRAVE = ("serious", "critical")


async def serious_faults(page: Page) -> list[str]:
    """What axe calls serious or critical, each with its first element."""
    found = (await Axe().run(page)).response["violations"]
    grave = [one for one in found if one["impact"] in GRAVE]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in grave]


async def overflow_px(page: Page) -> int:
    """How far the page can be pushed sideways."""
    return int(await page.evaluate("document.documentElement.scrollWidth - innerWidth"))


async def until_awake(page: Page) -> None:
    """Its scripts have run. (`wait_for_function` needs eval, which our pages forbid.)"""

    async def awake() -> bool:
        return bool(await page.evaluate("globalThis.porterBooted === true"))

    await until(awake, within_s=30)
