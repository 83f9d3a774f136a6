"""The ways in: a phone with a code, an e-mail with a password, and those who may not."""

import asyncio
import re

import pytest
from playwright.async_api import Route, expect

from porter.state.session import HOME_PATHS
from tests.browser.looks import until_awake
from tests.browser.people import ASHA, MEERA, RAVI, Visitor, sign_in
from tests.browser.stack import Stack
from tests.browser.windows import Windows


@pytest.mark.parametrize("who", [ASHA, RAVI, MEERA], ids=lambda who: who.name)
async def test_everybody_signs_in_and_stays_signed_in(windows: Windows, stack: Stack, who: Visitor) -> None:
    """Through the page; a reload asks for nothing."""
    page = await (windows.desk() if who.audience == "staff" else windows.phone())
    await sign_in(page, stack.origin, who)
    home = re.compile(re.escape(HOME_PATHS[who.audience]) + r"/?$")
    await expect(page).to_have_url(home)
    await page.reload()
    await expect(page).to_have_url(home)
    await windows.keep(page, f"home-of-{who.name.lower()}")


@pytest.mark.parametrize(
    ("path", "label", "typed"),
    [("/sign-in", "Mobile number", "98450 12345"), ("/ops/sign-in", "E-mail", "meera@porter.example")],
)
async def test_what_is_typed_before_the_page_is_awake_is_kept(
    windows: Windows, path: str, label: str, typed: str
) -> None:
    """Scripts come late on a slow network; the page is there before them. Nothing typed gets into an address."""
    page, awake = await windows.phone(), asyncio.Event()

    async def late(route: Route) -> None:
        await awake.wait()
        await route.continue_()

    await page.route("**/assets/*.js", late)
    await page.goto(path, wait_until="commit")
    await page.get_by_label(label).fill(typed)
    await page.get_by_label(label).press("Enter")
    awake.set()
    await until_awake(page)
    await expect(page.get_by_label(label)).to_have_value(typed)
    assert page.url == f"{windows.origin}{path}"
