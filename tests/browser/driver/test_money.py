"""Ravi's money: he has delivered, sees every line, hands the cash in, withdraws a tip, reads his statement."""

import re
from typing import Any
from uuid import uuid4

import httpx
from playwright.async_api import Page, expect

from tests.browser.looks import overflow_px, serious_faults
from tests.browser.people import ASHA, RAVI, api_of, enter_as
from tests.browser.stack import Stack
from tests.browser.windows import Windows
from tests.tasks.workers import until

SOON_MS = 30_000
TIP = "250.00"
PLACES = ((12.9349, 77.6189, "Home"), (12.9719, 77.6412, "Work"))


async def test_from_the_last_drop_to_the_bank(windows: Windows, stack: Stack) -> None:
    """A cash trip and a tip: the cash locks the tip until it is handed in by UPI."""
    async with api_of(stack.origin, ASHA) as asha, api_of(stack.origin, RAVI) as ravi:
        order = await _delivered(asha, ravi)
        await _tip(stack, asha, ravi, order)
    page = await windows.phone()
    await enter_as(page, stack.origin, RAVI)
    await _sees_every_line(windows, page, order["number"])
    await _is_told_of_the_limit(windows, page, stack)
    await _hands_in_the_cash(windows, page)
    await adds_a_upi_id(page)
    await withdraws(windows, page)
    await _reads_the_statement(windows, page)


async def _delivered(asha: httpx.AsyncClient, ravi: httpx.AsyncClient) -> dict[str, Any]:
    """Asha's order, paid in cash, from the booking to the last drop, by REST."""
    lat, lng, _ = PLACES[0]
    await _done(ravi.put("/pilots/online-status", json={"online": True}))
    await _done(ravi.put("/pilots/location", json={"lat": lat, "lng": lng, "accuracy_m": 5}))
    stops = [{"lat": lat, "lng": lng, "address": address} for lat, lng, address in PLACES]
    estimate = await _done(asha.post("/orders/estimate", json={"stops": stops}, headers=_key()))
    quote = next(one for one in estimate["estimate"]["quotes"] if one["vehicle"]["code"] == "mini_truck")
    wish = {"quote_id": quote["id"], "payment_method": "cash"}
    order: dict[str, Any] = (await _done(asha.post("/orders", json=wish, headers=_key())))["order"]

    async def is_asked() -> bool:
        return bool((await _done(ravi.get("/pilots/jobs/available")))["jobs"])

    await until(is_asked, within_s=30)
    await _done(ravi.put(f"/pilots/jobs/{order['id']}/accept"))
    seen = (await _done(asha.get(f"/orders/{order['id']}")))["order"]
    pickup, drop = seen["stops"]
    for stop, actions in ((pickup, ("arrive", "start_loading", "hand_over")), (drop, ("arrive", "hand_over"))):
        for action in actions:
            otp = (await _done(asha.get(f"/orders/{order['id']}")))["order"]["stops"][stop["sequence"]]["otp"]
            step = {"action": action, "stop_id": stop["id"], "lat": stop["lat"], "lng": stop["lng"]}
            step |= {"accuracy_m": 5, "otp": otp or ""}
            await _done(ravi.put(f"/pilots/jobs/{order['id']}/status", json=step))
    return order


async def _tip(stack: Stack, asha: httpx.AsyncClient, ravi: httpx.AsyncClient, order: dict[str, Any]) -> None:
    """By sandbox UPI; it has arrived when Ravi is owed it."""
    wish = {"order_id": order["id"], "amount": TIP, "method": "upi"}
    checkout = (await _done(asha.post("/payments/tips", json=wish, headers=_key())))["checkout"]
    form = {"action": "pay", "method": "upi", "travel": "once"}
    async with httpx.AsyncClient(base_url=stack.origin) as browser:
        answer = await browser.post(checkout["payload"]["url"], data=form)
    assert answer.status_code == 303, answer.text

    async def is_owed() -> bool:
        return float((await _done(ravi.get("/pilots/balance")))["balance"]["payable"]) == float(TIP)

    await until(is_owed, within_s=30)


async def _sees_every_line(windows: Windows, page: Page, number: str) -> None:
    await page.goto("/driver/earnings")
    await expect(page.get_by_text("You earned")).to_be_visible(timeout=SOON_MS)
    await page.get_by_text(number).click()
    trip = page.locator(".earned-row", has_text=number)
    for words in ("Base fare", "Commission", "GST", "Tip", "You keep", "Collected in cash"):
        await expect(trip.get_by_text(re.compile(words)).first).to_be_visible()
    await _is_fine(page)
    await windows.keep(page, "driver-earnings")
    await page.get_by_text("Week", exact=True).click()
    await expect(page.get_by_role("group", name="Day by day")).to_be_visible(timeout=SOON_MS)
    await _is_fine(page)
    await windows.keep(page, "driver-week")
    await page.get_by_text("Trips", exact=True).click()
    await expect(page.get_by_text(number)).to_be_visible(timeout=SOON_MS)


async def _is_told_of_the_limit(windows: Windows, page: Page, stack: Stack) -> None:
    """The home screen says why cash jobs have stopped, with one tap to mend it."""
    stack.sql(
        "UPDATE driver SET cash_limit_minor = 100 FROM account a WHERE a.id = driver.id AND a.phone = %s", RAVI.phone
    )
    await page.goto("/driver")
    await expect(page.get_by_text("Cash jobs have stopped")).to_be_visible(timeout=SOON_MS)
    await expect(page.get_by_role("button", name="Hand it in by UPI")).to_be_visible()
    await _is_fine(page)
    await windows.keep(page, "driver-cash-limit")


async def _hands_in_the_cash(windows: Windows, page: Page) -> None:
    await page.goto("/driver/withdraw")
    await expect(page.get_by_text("stays for now")).to_be_visible(timeout=SOON_MS)
    await page.get_by_role("link", name="See the cash").click()
    await expect(page.get_by_text("Porter's cash in your hands")).to_be_visible(timeout=SOON_MS)
    await _is_fine(page)
    await windows.keep(page, "driver-cash")
    await page.get_by_role("button", name=re.compile("^Hand in ₹.* by UPI")).click()
    await page.get_by_role("button", name=re.compile("^Pay ₹")).click(timeout=SOON_MS)
    await page.wait_for_url(re.compile("/driver/cash"), timeout=SOON_MS)
    await expect(page.get_by_text("was received")).to_be_visible(timeout=SOON_MS)
    await expect(page.get_by_text("₹0.00", exact=True).first).to_be_visible(timeout=SOON_MS)
    await windows.keep(page, "driver-cash-handed-in")
    await page.goto(f"/driver/pay/{page.url.partition('payment=')[2]}")
    await expect(page.get_by_role("status").filter(has_text="was received")).to_be_visible(timeout=SOON_MS)
    await _is_fine(page)
    await windows.keep(page, "driver-payment")
    await page.get_by_role("link", name="Back to cash in hand").click()
    await expect(page.get_by_text("It is no longer in your hands.")).to_be_visible(timeout=SOON_MS)


async def adds_a_upi_id(page: Page) -> None:
    """Where the money goes."""
    await page.goto("/driver/withdraw")
    await page.get_by_role("link", name="Add an account").click(timeout=SOON_MS)
    await page.get_by_role("button", name="Add an account").click(timeout=SOON_MS)
    await page.get_by_label("Name of the owner").fill("Ravi Kumar")
    await page.get_by_label("UPI ID", exact=True).last.fill("ravi.kumar@okbank")
    await _is_fine(page)
    await page.get_by_role("button", name="Add this account").click()
    await expect(page.get_by_text("UPI ra••@okbank", exact=True)).to_be_visible(timeout=SOON_MS)
    await _is_fine(page)


async def withdraws(windows: Windows, page: Page) -> None:
    """All of it, with the impatient double click that people make; followed until it is paid."""
    await page.get_by_role("link", name="Withdraw", exact=True).click()
    await page.get_by_role("button", name=re.compile("^All of it")).click(timeout=SOON_MS)
    await _is_fine(page)
    await page.get_by_role("button", name="Withdraw", exact=True).click()
    await page.get_by_role("button", name="Yes, withdraw").dblclick(timeout=SOON_MS)
    history = page.locator(".money-payout")
    await expect(history).to_have_count(1, timeout=SOON_MS)
    await windows.keep(page, "driver-withdrawal")
    await expect(history.get_by_text(re.compile("^Paid on "))).to_be_visible(timeout=3 * SOON_MS)
    await _is_fine(page)
    await windows.keep(page, "driver-withdrawal-paid")


async def _reads_the_statement(windows: Windows, page: Page) -> None:
    await page.goto("/driver/statement")
    lines = page.get_by_role("listitem")
    for words in ("Order delivered", "Tip", "Withdrawal"):
        await expect(lines.filter(has_text=words).first).to_be_visible(timeout=SOON_MS)
    await _is_fine(page)
    await windows.keep(page, "driver-statement")
    link = await page.get_by_role("link", name="Open as PDF").get_attribute("href")
    kind = await page.evaluate("href => fetch(href).then((paper) => paper.headers.get('content-type'))", link)
    assert kind == "application/pdf"


async def _is_fine(page: Page) -> None:
    """For axe, and for a ruler also on the narrowest phone."""
    assert await serious_faults(page) == []
    await page.set_viewport_size({"width": 360, "height": 780})
    assert await overflow_px(page) <= 0
    await page.set_viewport_size({"width": 390, "height": 844})


async def _done(answer: Any) -> dict[str, Any]:
    """An answer that is fine."""
    came = await answer
    assert came.status_code in (200, 201), came.text
    found: dict[str, Any] = came.json()
    return found


def _key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}
