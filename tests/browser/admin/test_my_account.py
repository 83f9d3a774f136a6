"""Meera makes her sign-in take two steps, leaves, and comes back with the code of her phone."""

import re

from playwright.async_api import Page, expect

from porter.seed import people as seeded
from tests.authenticator import App
from tests.browser.hands import SOON_MS
from tests.browser.looks import overflow_px, serious_faults, until_awake
from tests.browser.people import MEERA, enter_as
from tests.browser.stack import Stack
from tests.browser.windows import Windows

HOME = re.compile("/ops/?$")


async def test_meera_enrols_leaves_and_comes_back_with_a_code(windows: Windows, stack: Stack) -> None:
    """By the person menu; the recovery codes are shown once, and one of them lets her in without the phone."""
    page = await windows.desk()
    await enter_as(page, stack.origin, MEERA)
    app = await enrols(windows, page)
    await leaves(page)
    await gives_her_password(page)
    await expect(page.get_by_role("heading", name="Two-step sign-in")).to_be_visible(timeout=SOON_MS)
    await is_fit(windows, page, "operations-sign-in-code")
    await page.get_by_label("Six-digit code").press_sequentially(app.code())
    await page.wait_for_url(HOME)
    other = await windows.desk()
    await other.goto("/ops/sign-in")
    await gives_her_password(other)
    await other.get_by_role("button", name="Use a recovery code").click(timeout=SOON_MS)
    await other.get_by_label("Recovery code", exact=True).fill(app.recovery[0].lower())
    await is_fit(windows, other, "operations-sign-in-recovery")
    await other.get_by_role("button", name="Sign in", exact=True).click()
    await other.wait_for_url(HOME)


async def enrols(windows: Windows, page: Page) -> App:
    """A wrong code first, then the right one; after a reload the recovery codes are gone."""
    await page.goto("/ops")
    await until_awake(page)
    await page.get_by_label("Account", exact=True).click()
    await page.get_by_role("link", name="My account").click()
    await page.get_by_role("button", name="Set up two-step sign-in").click(timeout=SOON_MS)
    await expect(page.get_by_alt_text("QR code for your authenticator app")).to_be_visible()
    await is_fit(windows, page, "operations-two-step-scan")
    app = App((await page.locator("#two-step-key").inner_text()).replace(" ", ""))
    code = page.get_by_label("2. Enter the code that the app shows")
    await code.press_sequentially(app.wrong())
    await expect(page.get_by_text("That code is not right")).to_be_visible()
    await code.press_sequentially(app.code(-1))
    codes = page.get_by_role("list", name="Recovery codes").get_by_role("listitem")
    await expect(codes).to_have_count(10)
    app.recovery = tuple(await codes.all_inner_texts())
    await is_fit(windows, page, "operations-two-step-codes")
    await page.get_by_role("button", name="I have kept them").click()
    await expect(page.get_by_text("10 of 10")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("10 of 10")).to_be_visible(timeout=SOON_MS)
    await expect(codes).to_have_count(0)
    await is_fit(windows, page, "operations-my-account")
    return app


async def leaves(page: Page) -> None:
    """By the person menu."""
    await page.get_by_label("Account", exact=True).click()
    await page.get_by_role("button", name="Sign out").click()
    await page.wait_for_url(re.compile("/ops/sign-in"))


async def gives_her_password(page: Page) -> None:
    """The first step."""
    await until_awake(page)
    await page.get_by_label("E-mail").fill(MEERA.email)
    await page.get_by_label("Password", exact=True).fill(seeded.PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()


async def is_fit(windows: Windows, page: Page, name: str) -> None:
    """Nothing serious for axe, nothing to push sideways; a picture."""
    assert await serious_faults(page) == []
    assert await overflow_px(page) <= 0
    await windows.keep(page, name)
