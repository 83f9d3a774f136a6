"""Razorpay's window and Stripe's fields in a real Chromium, under our real content policy, with stand-ins for their scripts."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, async_playwright

from porter.core.config import Settings
from porter.web.headers import page_policy, pay_vendors
from tests.chromium import ARGUMENTS, program

ORIGIN = "http://localhost:21251"
MODULE = Path(__file__).parents[2] / "porter" / "components" / "vendor_scripts.js"
PAGE = '<!doctype html><title>pay</title><div id="host"></div><script type="module" src="/start.js"></script>'
START = 'import * as vendor from "/vendor_scripts.js"; window.vendor = vendor; window.told = [];'
RAZORPAY = """
window.Razorpay = class { constructor(options) { window.options = options; } open() { window.opened = true; } };
"""
STRIPE = """
window.Stripe = (key) => ({
  elements: (options) => ({ options, create: (kind) => ({ mount: (host) => { host.textContent = `${kind} of ${key}`; }, destroy() {} }) }),
  confirmPayment: async (what) => {
    window.confirmed = what;
    return window.refusal ? { error: { message: window.refusal } } : { paymentIntent: {} };
  },
  confirmSetup: async (what) => { window.confirmed = what; return { setupIntent: {} }; },
});
"""
INTENT = {"publishable_key": "pk_test", "client_secret": "pi_1_secret_2", "return_url": "/back"}
ORDER = {"key": "rzp_test_1", "order_id": "order_1", "amount": 9440, "callback_url": "/back"}


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One for these tests."""
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        yield launched
        await launched.close()


class Shop:
    """A page with our module, under the policy of these keys."""

    def __init__(self, page: Page, **keys: str) -> None:
        self.page = page
        settings = Settings.model_construct(**keys)
        self.policy = page_policy(settings, (), pay_vendors(settings))
        self.scripts = {"https://checkout.razorpay.com/v1/checkout.js": RAZORPAY, "https://js.stripe.com/v3/": STRIPE}
        self.loaded: list[str] = []

    async def opens(self) -> "Shop":
        await self.page.context.route("**/*", self._answer)
        await self.page.goto(f"{ORIGIN}/")
        await self.page.wait_for_selector("#host", state="attached")
        await self.page.evaluate("import('/vendor_scripts.js')")
        return self

    async def runs(self, code: str) -> Any:
        return await self.page.evaluate(f"async () => {{ {code} }}")

    async def _answer(self, route: Route) -> None:
        url = route.request.url
        if url.startswith(ORIGIN):
            body = {"/vendor_scripts.js": MODULE.read_text(), "/start.js": START}.get(url.removeprefix(ORIGIN), PAGE)
            kind = "text/javascript" if url.endswith(".js") else "text/html"
            await route.fulfill(body=body, content_type=kind, headers={"content-security-policy": self.policy})
        else:
            self.loaded.append(url)
            script = self.scripts.get(url)
            await (route.fulfill(body=script, content_type="text/javascript") if script else route.abort())


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A fresh one."""
    context = await browser.new_context()
    yield await context.new_page()
    await context.close()


async def test_nothing_of_a_vendor_is_loaded_before_somebody_pays(page: Page) -> None:
    shop = await Shop(page, razorpay_key_id="rzp_test_1").opens()
    assert shop.loaded == []


async def test_razorpay_opens_its_window_and_its_answer_is_passed_on(page: Page) -> None:
    shop = await Shop(page, razorpay_key_id="rzp_test_1").opens()
    await shop.runs(f"await vendor.openRazorpay({json.dumps(ORDER)}, (told) => window.told.push(told));")
    shown = await shop.runs(
        "const { handler, modal, retry, ...plain } = window.options; return [window.opened, plain];"
    )
    assert shown == [True, {"key": "rzp_test_1", "order_id": "order_1", "amount": 9440}]
    await shop.runs("window.options.modal.ondismiss(); window.options.handler({ razorpay_payment_id: 'pay_1' });")
    assert await shop.runs("return window.told;") == [{"closed": True}, {"answer": {"razorpay_payment_id": "pay_1"}}]
    assert shop.loaded == ["https://checkout.razorpay.com/v1/checkout.js"]


async def test_stripe_draws_its_fields_and_names_the_payment_it_confirmed(page: Page) -> None:
    shop = await Shop(page, stripe_secret_key="sk_test_1").opens()
    mount = f"window.form = await vendor.mountStripe({json.dumps(INTENT)}, document.getElementById('host'), false);"
    await shop.runs(mount)
    assert await page.inner_text("#host") == "payment of pk_test"
    answer = await shop.runs("return window.form.confirm();")
    assert answer == {"answer": {"payment_intent": "pi_1", "payment_intent_client_secret": "pi_1_secret_2"}}
    refused = await shop.runs("window.refusal = 'Your card was declined.'; return window.form.confirm();")
    assert refused == {"failed": "Your card was declined."}


async def test_a_saved_card_is_confirmed_without_fields(page: Page) -> None:
    shop = await Shop(page, stripe_secret_key="sk_test_1").opens()
    saved = json.dumps({**INTENT, "payment_method": "pm_1"})
    await shop.runs(
        f"const form = await vendor.mountStripe({saved}, document.getElementById('host'), true); await form.confirm();"
    )
    assert await page.inner_text("#host") == ""
    assert (await shop.runs("return window.confirmed;"))["confirmParams"]["payment_method"] == "pm_1"


async def test_a_vendor_without_keys_is_kept_out_by_the_policy_and_the_person_is_told(page: Page) -> None:
    shop = await Shop(page, razorpay_key_id="rzp_test_1").opens()
    said = await shop.runs(
        f"return vendor.mountStripe({json.dumps(INTENT)}, document.getElementById('host'), false).catch((error) => error.message);"
    )
    assert re.match("The payment window could not be loaded", said)
    assert shop.loaded == []
