"""`porter screenshots`: every page of a running Porter, at two sizes, light and dark, as the demo people see it.

Pages of one thing (an order, a payment, an invitation) and states that pass (an offer, a trip) need a story: `staged`.
"""

import argparse
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright

import porter.pages  # noqa: F401 - importing registers the pages
from porter.core.config import ROOT, settings
from porter.launch import staged
from porter.launch.alone import address
from porter.launch.chromium import chromium
from porter.launch.errors import LaunchError
from porter.launch.http import answers
from porter.launch.logins import logins
from porter.launch.steps import step
from porter.pages.shells import PAGES

_SETTLE_MS = 6000
_PATIENCE_MS = 30_000


def run(argv: list[str]) -> int:
    """Write PNG files into screenshots/. Raises LaunchError when Porter or Chromium is not there."""
    parser = argparse.ArgumentParser(prog="porter screenshots", description=__doc__)
    parser.add_argument("--url", default=address(), help="where Porter runs")
    parser.add_argument("--out", type=Path, default=ROOT / "screenshots")
    parser.add_argument("--only", default="", help="only pages whose address contains this")
    wishes = parser.parse_args(argv)
    if not answers(f"{wishes.url}/health/live"):
        raise LaunchError(f"Nobody answers at {wishes.url}. Start Porter with `make run` in another terminal.")
    wanted = [page.route for page in PAGES if wishes.only in page.route]
    with _browser() as browser:
        states = dict(_people(browser, wishes.url))
        for audience, state in states.items():
            mine = [route for route in plain_routes() if route in wanted and _audience(route) == audience]
            _photograph(browser, wishes.url, mine, state, wishes.out / audience)
        if set(staged.ROUTES) & set(wanted):
            with step("An order, from the search to the receipt"):
                staged.photograph(browser, wishes.url, states, wishes.out, _settle)
    print(f"  {len(list(wishes.out.rglob('*.png')))} pictures in {wishes.out}")
    return 0


def plain_routes() -> list[str]:
    """Pages that anybody who may see them opens by their address alone."""
    return [page.route for page in PAGES if page.route not in staged.ROUTES]


@contextmanager
def _browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        raise LaunchError("Chromium is missing. On Debian or Ubuntu: apt install chromium")
    expect.set_options(timeout=_PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def _people(browser: Browser, url: str) -> Iterator[tuple[str, StorageState | None]]:
    yield "public", None
    for audience, enter in SIGN_IN.items():
        context = browser.new_context()
        with step(f"Signing in: {audience}"):
            enter(context, url)
        yield audience, context.storage_state()
        context.close()


def _photograph(browser: Browser, url: str, routes: list[str], state: StorageState | None, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for size, (width, height) in staged.SIZES.items():
        for scheme in staged.SCHEMES:
            with step(f"{folder.name}, {size}, {scheme}") as shown:
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if scheme == "dark" else "light",
                    storage_state=state,
                    reduced_motion="reduce",
                )
                for route in routes:
                    shown.progress(route)
                    _one(
                        context, f"{url}/{route.lstrip('/')}", folder / f"{staged.file_name(route)}.{size}.{scheme}.png"
                    )
                context.close()


def _one(context: BrowserContext, url: str, file: Path) -> None:
    page = context.new_page()
    page.goto(url)
    _settle(page)
    page.screenshot(path=file)
    page.close()


def _settle(page: Page) -> None:
    """Wait until the page stops changing: maps and live lists never fall silent, so not for the network."""
    before, deadline = b"", time.monotonic() + _SETTLE_MS / 1000
    while time.monotonic() < deadline:
        page.wait_for_timeout(400)
        now = page.screenshot()
        if now == before:
            return
        before = now


def _by_phone(path: str) -> Callable[[BrowserContext, str], None]:
    def enter(context: BrowserContext, url: str) -> None:
        page = context.new_page()
        page.goto(f"{url}{path}")
        page.get_by_role("button", name=re.compile("^Sign in as")).first.click()
        first = page.locator("input[autocomplete='one-time-code']").first
        expect(first).to_be_visible()
        first.press_sequentially(_newest_code(context, url))
        expect(page).not_to_have_url(re.compile("sign-in"))

    return enter


def _newest_code(context: BrowserContext, url: str) -> str:
    found = re.search(r"\b\d{6}\b", context.request.get(f"{url}/api/v1/dev/inbox").text())
    if found is None:
        raise LaunchError("The development inbox holds no code: is this Porter in development mode?")
    return found.group()


def _by_password(context: BrowserContext, url: str) -> None:
    login = next(login for login in logins(settings().data_dir) if login.path == "/ops/sign-in")
    page = context.new_page()
    page.goto(f"{url}{login.path}")
    page.locator("input[type=email]").fill(login.name)
    page.locator("input[type=password]").fill(login.secret)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("sign-in"))


SIGN_IN: dict[str, Callable[[BrowserContext, str], None]] = {
    "customer": _by_phone("/sign-in"),
    "driver": _by_phone("/driver/sign-in"),
    "ops": _by_password,
}


def _audience(route: str) -> str:
    """Whose page it is: the first word of its address, except for what everybody may open."""
    if (
        route in ("/", "/hi", "/kn", "404", "/offline")
        or route.startswith("/dev")
        or "sign-in" in route
        or "invite" in route
    ):
        return "public"
    first = route.strip("/").split("/")[0]
    return first if first in SIGN_IN else "customer"
