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


CONTROLS = 'a[href], button, input, select, textarea, summary, [role="button"], [role="slider"]'
SMALL = """([what, least]) => {
  const small = [];
  for (const each of document.querySelectorAll(what)) {
    const inText = each.matches('a') && getComputedStyle(each).display === 'inline' && each.parentElement.closest('p, li, dd');
    if (each.disabled || inText || each.matches('.skip-link, [inert] *')) continue;
    if (!each.checkVisibility({ visibilityProperty: true })) continue;
    each.scrollIntoView({ block: 'center', inline: 'center' });
    const labels = [...(each.labels ?? [])];
    const box = (each.closest('label') ?? each).getBoundingClientRect();  // a label around a field is pressed like it
    const [x, y, far] = [box.left + box.width / 2, box.top + box.height / 2, least / 2 - 0.6];
    const hits = (dx, dy) => {
      const at = document.elementFromPoint(x + dx, y + dy);
      return at !== null && (each.contains(at) || labels.some((label) => label.contains(at)));
    };
    if (box.width < 2 || !hits(0, 0)) continue;  // shown to nobody, or below something else
    const wide = box.width >= 2 * far || hits(-far, 0) && hits(far, 0);
    const high = box.height >= 2 * far || hits(0, -far) && hits(0, far);
    if (wide && high) continue;
    const name = each.getAttribute('aria-label') || each.textContent.trim().slice(0, 40) || each.name;
    small.push(`${Math.round(box.width)}x${Math.round(box.height)} "${name}" ${each.tagName.toLowerCase()}.${each.getAttribute('class')}`);
  }
  return small;
}"""
"""Its box counts, or how far from its middle it can still be pressed: padding and the space that a pseudo-element adds."""


async def serious_faults(page: Page) -> list[str]:
    """What axe calls serious or critical, each with its first element."""
    found = (await Axe().run(page)).response["violations"]
    grave = [one for one in found if one["impact"] in GRAVE]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in grave]


async def small_targets(page: Page, least_px: int, what: str = CONTROLS) -> list[str]:
    """Visible controls that offer a finger less than so many pixels. Links within a line of text are excepted, as in WCAG 2.5.8."""
    found: list[str] = await page.evaluate(SMALL, [what, least_px])
    return found


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
