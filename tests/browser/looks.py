"""Looking at a page as axe, a ruler and a reader of Hindi do."""

import re

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from tests.messages import written
from tests.tasks.workers import until

GRAVE = ("serious", "critical")

SAID = """() => {
  const said = [document.title];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) if (!texts.currentNode.parentElement.closest('script, style, noscript')) said.push(texts.currentNode.textContent);
  for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
    for (const each of document.querySelectorAll(`[${name}]`)) said.push(each.getAttribute(name));
  return said.map((text) => text.trim()).filter(Boolean);
}"""
"""All that a page says: to be seen, to be heard, in its tab, and in dialogs that are still closed."""

ENGLISH = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b|^[A-Z][a-z]+ [a-z]{2,}\b")
"""Two small words side by side, or one after a capital: names of people and places are not written so."""
ALIKE = {"GPS", "GST", "UPI", "Porter", "English", "Home"}
"""Written so in every language, and what Asha called her own address."""


async def serious_faults(page: Page) -> list[str]:
    """What axe calls serious or critical, each with its first element."""
    found = (await Axe().run(page)).response["violations"]
    grave = [one for one in found if one["impact"] in GRAVE]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in grave]


async def overflow_px(page: Page) -> int:
    """How far the page can be pushed sideways."""
    return int(await page.evaluate("document.documentElement.scrollWidth - innerWidth"))


async def left_in_english(page: Page) -> set[str]:
    """What somebody would read in English who asked for another language."""
    ours = {form for message in written() for form in ((message,) if isinstance(message, str) else message)} - ALIKE
    said = {text.removesuffix(" · Porter") for text in await page.evaluate(SAID)}
    return {text for text in said if text in ours or ENGLISH.search(text)}


async def until_awake(page: Page) -> None:
    """Its scripts have run. (`wait_for_function` needs eval, which our pages forbid.)"""

    async def awake() -> bool:
        return bool(await page.evaluate("globalThis.porterBooted === true"))

    await until(awake, within_s=30)
