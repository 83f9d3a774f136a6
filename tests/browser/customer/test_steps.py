"""The steps of a booking: what is wrong stands where the hand is, and Back goes one step back."""

import re

from playwright.async_api import expect

from tests.browser.hands import SOON_MS, AtCustomer
from tests.browser.people import ASHA, enter_as
from tests.browser.stack import Stack
from tests.browser.windows import Windows


async def test_back_goes_one_step_back_and_forward_does_no_harm(windows: Windows, stack: Stack) -> None:
    """On a phone Back is the most pressed button: it must not throw away a booking."""
    asha = AtCustomer(await windows.phone())
    page = asha.page
    await enter_as(page, stack.origin, ASHA)
    await page.goto("/orders")
    await asha.plans("domlur")
    await asha.asks_prices()
    await page.reload()
    await asha.sees("Choose a vehicle")
    await page.go_back()
    await asha.sees("Your trip")
    await page.go_forward()
    await page.go_back()
    await expect(page.get_by_role("button", name="Go on with your trip")).to_be_visible(timeout=SOON_MS)
    await page.go_forward()
    await page.get_by_role("button", name="Go on with your trip").click()
    await asha.sees("Your trip")
    await page.get_by_role("button", name="Back", exact=True).click()
    await expect(page.get_by_role("button", name="Go on with your trip")).to_be_visible(timeout=SOON_MS)
    await page.evaluate("history.back()")
    await page.wait_for_url(re.compile("/orders$"), timeout=SOON_MS)


async def test_what_is_wrong_stands_where_the_hand_is(windows: Windows, stack: Stack) -> None:
    """At the field of the form; and above the button of the step, in sight."""
    asha = AtCustomer(await windows.phone())
    page = asha.page
    await enter_as(page, stack.origin, ASHA)
    await asha.plans("domlur")
    await page.get_by_role("button", name=re.compile("^Goods")).click()
    form = page.get_by_role("dialog", name="Goods")
    await form.get_by_label("Weight in kg").fill("12.5")
    await form.get_by_label("What exactly").fill("Petrol and fireworks")
    await form.get_by_label("Declared value in").fill("75000")
    await form.get_by_role("button", name="Save").click()
    await expect(form.get_by_text("whole kilograms")).to_be_visible(timeout=SOON_MS)
    await expect(form.get_by_text("firework, petrol")).to_be_visible()
    await expect(form.get_by_text("12-digit number")).to_be_visible()
    await expect(form.get_by_label("Weight in kg")).to_have_value("12.5")
    await windows.keep(page, "customer-goods-wrong")
    await form.get_by_role("button", name="Close").click()
    await page.locator(".stop[data-kind=drop] .stop-edit").click()
    await page.get_by_role("button", name="Choose another place").click()
    home = page.get_by_role("group", name="Saved places").get_by_role("button").first
    await home.click()
    told = page.get_by_role("alert").filter(has_text="Pickup and drop are the same place")
    await expect(told).to_be_in_viewport(timeout=SOON_MS)
    await expect(page.locator(".stop[data-wrong=true]")).to_have_count(1)
    await windows.keep(page, "customer-same-place")
