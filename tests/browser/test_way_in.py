"""The ways in: a phone with a code, an e-mail with a password, and those who may not."""

import re

import pytest
from playwright.async_api import expect

from porter.state.session import HOME_PATHS
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
