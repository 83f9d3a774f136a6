"""Ravi's phone: an offer, a trip through a dead zone, and the money, at the real pages."""

import json
import re
from contextlib import suppress
from typing import Any
from uuid import uuid4

import httpx
from playwright.async_api import Page, Request, expect
from playwright.async_api import TimeoutError as PlaywrightTimeout

from porter.core.geo import Point
from tests.browser.looks import overflow_px, serious_faults
from tests.browser.people import ASHA, RAVI, api_of, enter_as
from tests.browser.stack import Stack
from tests.browser.windows import Windows, leap, move, network

HOME, WORK = Point(12.9349, 77.6189), Point(12.9719, 77.6412)
NEARBY = Point(12.9396, 77.6227)
SOON_MS = 30_000


async def _booked(asha: httpx.AsyncClient) -> dict[str, Any]:
    """Asha books a mini truck from home to work, to be paid in cash."""
    places = [{"lat": at.lat, "lng": at.lng, "address": address} for at, address in ((HOME, "Home"), (WORK, "Work"))]
    answer = await asha.post("/orders/estimate", json={"stops": places}, headers=_key())
    quote = next(one for one in answer.json()["estimate"]["quotes"] if one["vehicle"]["code"] == "mini_truck")
    body = {"quote_id": quote["id"], "payment_method": "cash"}
    order: dict[str, Any] = (await asha.post("/orders", json=body, headers=_key())).json()["order"]
    return order


def _key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


async def _code(asha: httpx.AsyncClient, order_id: str, stop: int) -> str:
    """What Asha reads on her screen."""
    order = (await asha.get(f"/orders/{order_id}")).json()["order"]
    return str(order["stops"][stop]["otp"])


async def _online(page: Page) -> None:
    await page.goto("/driver")
    switch = page.get_by_role("switch", name="Online")
    await switch.click(force=True)
    await expect(switch).to_be_checked(timeout=SOON_MS)
    await expect(page.get_by_text("GPS", exact=True)).to_be_visible(timeout=SOON_MS)


async def _healthy(page: Page) -> None:
    assert await serious_faults(page) == []
    assert await overflow_px(page) == 0


async def _drives_off(page: Page, to: Point) -> None:
    """Until the phone has told the server so: positions that come too fast it keeps to itself."""

    def tells(request: Request) -> bool:
        fixes = json.loads(request.post_data or "")["fixes"] if request.url.endswith("/api/v1/pilots/location") else []
        return any(abs(fix["lat"] - to.lat) < 0.001 for fix in fixes)

    for turn in range(SOON_MS // 1_000):
        with suppress(PlaywrightTimeout):
            async with page.expect_request(tells, timeout=1_000):
                await move(page, Point(to.lat + 0.0002 * (turn % 2), to.lng))
            return
    raise AssertionError("the phone told nobody that it moved")


async def test_an_offer_fills_the_screen_and_the_trip_survives_a_dead_zone(windows: Windows, stack: Stack) -> None:
    """Steps taken without a network are kept over a reload, sent once in order, and end in the money."""
    windows.pardon("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "WebSocket")
    page = await windows.phone(at=NEARBY)
    await enter_as(page, stack.origin, RAVI)
    await _online(page)
    await _healthy(page)
    async with api_of(stack.origin, ASHA) as asha:
        order = await _booked(asha)
        await page.get_by_role("button", name="Accept").click(timeout=SOON_MS)
        await expect(page.get_by_role("button", name="I have arrived at the pickup")).to_be_visible(timeout=SOON_MS)
        await _healthy(page)

        await leap(page, HOME, until=page.get_by_text(re.compile(r"^\d+ m$")))
        codes = [await _code(asha, order["id"], stop) for stop in (0, 1)]
        await network(page, there=False)
        await page.get_by_role("button", name="I have arrived at the pickup").click()
        await page.get_by_role("button", name="Start loading").click()
        await page.reload()
        await expect(page.get_by_text("steps are kept on this phone")).to_be_visible(timeout=SOON_MS)
        await page.get_by_label("Enter the pickup code").press_sequentially(codes[0])
        await expect(page.get_by_role("button", name="I have arrived at the drop")).to_be_visible()
        await expect(page.locator(".drive-eta")).to_have_text("On the way")  # the last word was about the pickup
        await network(page, there=True)
        await expect(page.get_by_text("kept on this phone")).to_be_hidden(timeout=2 * SOON_MS)

        await page.get_by_role("button", name="I have arrived at the drop").click(timeout=SOON_MS)
        await page.get_by_text("The pin is in the wrong place").click(timeout=SOON_MS)
        windows.pardon("400 PUT")  # too far: refused, then taken with a reason
        await page.get_by_role("button", name="I am here").click()
        await page.get_by_label("Enter the delivery code").press_sequentially(codes[1], timeout=SOON_MS)
        await expect(page.get_by_role("heading", name="You earned")).to_be_visible(timeout=SOON_MS)
        await _healthy(page)
        assert (await asha.get(f"/orders/{order['id']}")).json()["order"]["status"] == "delivered"


async def test_who_drives_away_is_asked_why_before_the_stop_is_ended(windows: Windows, stack: Stack) -> None:
    """At the drop, then gone: neither the code nor "nobody is there" ends it without a reason, online or off."""
    windows.pardon("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "WebSocket", "400 PUT")
    page = await windows.phone(at=HOME)
    await enter_as(page, stack.origin, RAVI)
    await _online(page)
    async with api_of(stack.origin, ASHA) as asha:
        order = await _booked(asha)
        await page.get_by_role("button", name="Accept").click(timeout=SOON_MS)
        await page.get_by_role("button", name="I have arrived at the pickup").click(timeout=SOON_MS)
        await page.get_by_role("button", name="Start loading").click(timeout=SOON_MS)
        codes = [await _code(asha, order["id"], stop) for stop in (0, 1)]
        await page.get_by_label("Enter the pickup code").press_sequentially(codes[0], timeout=SOON_MS)
        arrived = page.get_by_role("button", name="I have arrived at the drop")
        await leap(page, WORK, until=page.get_by_text(re.compile(r"^\d+ m$")))
        await arrived.click(timeout=SOON_MS)
        code = page.get_by_label("Enter the delivery code")
        asked = page.get_by_role("heading", name="You are not at the stop yet")
        await expect(code).to_be_visible(timeout=SOON_MS)

        await _drives_off(page, HOME)
        await code.press_sequentially(codes[1])
        await expect(asked).to_be_visible(timeout=SOON_MS)
        await page.get_by_role("button", name="Go back").click()
        assert (await asha.get(f"/orders/{order['id']}")).json()["order"]["status"] == "in_transit"

        await network(page, there=False)
        await page.get_by_role("button", name="Problem?").click(timeout=SOON_MS)
        await page.get_by_text("Nobody is there").click()
        await page.get_by_role("button", name="Mark as failed").click()
        await page.get_by_text("The pin is in the wrong place").click()
        await page.get_by_role("button", name="I am here").click()
        await expect(page.get_by_role("button", name="Goods are back at the pickup")).to_be_visible()
        waits = page.get_by_text("1 to send")
        await expect(waits).to_be_visible()
        await network(page, there=True)
        await expect(waits).to_be_hidden(timeout=2 * SOON_MS)
        told = (await asha.get(f"/orders/{order['id']}")).json()["order"]
        assert (told["status"], told["stops"][1]["failed_reason"]) == ("returning", "Nobody is there")


async def test_a_withdrawn_offer_leaves_kindly(windows: Windows, stack: Stack) -> None:
    """Wherever in the app the driver is."""
    page = await windows.phone(at=NEARBY)
    await enter_as(page, stack.origin, RAVI)
    await _online(page)
    await page.get_by_role("link", name="Earnings").first.click()
    async with api_of(stack.origin, ASHA) as asha:
        order = await _booked(asha)
        await expect(page.get_by_role("dialog", name="New job")).to_be_visible(timeout=SOON_MS)
        await asha.put(f"/orders/{order['id']}/cancel", json={"reason": "Plans changed"})
        await expect(page.get_by_role("dialog", name="New job")).to_be_hidden(timeout=SOON_MS)
        await expect(page.get_by_text("The customer cancelled this order")).to_be_visible()
