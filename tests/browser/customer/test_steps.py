"""The steps of a booking: what is wrong stands where the hand is, and Back goes one step back."""

import re

from playwright.async_api import expect

from tests.browser.hands import SOON_MS, AtCustomer
from tests.browser.looks import overflow_px
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


async def test_skipping_the_navigation_is_no_step_of_a_booking(windows: Windows, stack: Stack) -> None:
    """The first stop of the tab key leads to the content and leaves the booking where it is."""
    asha = AtCustomer(await windows.phone())
    page = asha.page
    await enter_as(page, stack.origin, ASHA)
    await asha.plans("domlur")
    steps = await page.evaluate("history.length")
    await page.get_by_role("link", name="Skip to content").press("Enter")
    await expect(page.locator("#main")).to_be_focused()
    assert await page.evaluate("history.length") == steps
    await page.keyboard.press("Tab")
    await asha.sees("Your trip")


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
    await form.get_by_role("button", name="Save").click(delay=400)  # as long as a thumb: nothing may move under it
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


async def test_a_trip_is_planned_without_a_mouse(windows: Windows, stack: Stack) -> None:
    """Arrows, Enter and Escape; the heading of the next step takes the focus."""
    asha = AtCustomer(await windows.desk())
    page = asha.page
    await enter_as(page, stack.origin, ASHA)
    await page.goto("/home")
    await page.get_by_role("button", name="Where to?").press("Enter", timeout=SOON_MS)
    field = page.get_by_label("Search for a place")
    await expect(field).to_be_focused(timeout=SOON_MS)
    await field.press("Escape")
    await page.get_by_role("button", name="Where to?").press("Enter", timeout=SOON_MS)
    await field.fill("indiranagar")
    found = page.get_by_role("group", name="Places found").get_by_role("button")
    await expect(found.nth(1)).to_be_visible(timeout=SOON_MS)
    await field.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(found.nth(1)).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    await expect(field).to_be_focused()
    await field.press("Enter")
    await expect(page.get_by_role("heading", name="Your trip")).to_be_focused(timeout=SOON_MS)


async def test_before_it_is_booked_one_sees_how_it_is_paid_and_that_nobody_is_near(
    windows: Windows, stack: Stack
) -> None:
    """Without scrolling, on a phone."""
    asha = AtCustomer(await windows.phone())
    page = asha.page
    await enter_as(page, stack.origin, ASHA)
    await asha.plans("domlur")
    await asha.asks_prices()
    await page.get_by_role("radio", name=re.compile("^Truck")).click(force=True)
    await expect(page.get_by_text("No truck is near now. We search for up to 5 minutes.")).to_be_in_viewport(
        timeout=SOON_MS
    )
    pay_by = page.get_by_role("button", name=re.compile("^Pay by.*₹"))
    await expect(pay_by).to_be_in_viewport()
    await windows.keep(page, "customer-classes-foot")
    await pay_by.click()
    await expect(page.locator("#pay-by input:checked")).to_be_focused()
    await page.goto("/orders/00000000-0000-0000-0000-000000000000")
    await expect(page.get_by_text("We could not find this order")).to_be_visible(timeout=SOON_MS)
    await expect(page.locator(".pmap")).to_have_count(0)
    await windows.keep(page, "customer-no-order")


async def test_money_is_added_by_enter_and_a_bad_amount_is_told(windows: Windows, stack: Stack) -> None:
    asha = AtCustomer(await windows.phone())
    page = asha.page
    await enter_as(page, stack.origin, ASHA)
    await page.goto("/wallet")
    await page.get_by_role("button", name="Add money").first.click(timeout=SOON_MS)
    field = page.get_by_label("Amount in")
    await field.fill("abc")
    await field.press("Enter")
    await expect(page.get_by_text("Please enter an amount in rupees")).to_be_visible(timeout=SOON_MS)


async def test_twice_the_size_still_fits(windows: Windows, stack: Stack) -> None:
    """A phone at 200 % shows 195 pixels."""
    asha = AtCustomer(await windows.phone())
    page = asha.page
    await page.set_viewport_size({"width": 195, "height": 422})
    for path in ("/", "/sign-in"):
        await page.goto(path)
        await page.wait_for_load_state("networkidle")
        await windows.keep(page, f"narrow{path.replace('/', '-')}")
        assert await overflow_px(page) <= 0, path
    await enter_as(page, stack.origin, ASHA)
    for path, seen in (("/account", "Edit"), ("/notifications", "Inbox")):
        await page.goto(path)
        await expect(page.get_by_text(seen).first).to_be_visible(timeout=SOON_MS)
        await windows.keep(page, f"narrow{path.replace('/', '-')}")
        assert await overflow_px(page) <= 0, path
    await asha.plans("domlur")
    await asha.asks_prices()
    await windows.keep(page, "narrow-classes")
    assert await page.locator(".sheet-body").evaluate("body => body.scrollWidth - body.clientWidth") <= 0
