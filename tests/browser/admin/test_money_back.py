"""The whole way of a rupee: Asha pays by UPI and holds the receipt, half of it goes back by two people, Ravi withdraws, the
books balance."""

import re
from decimal import Decimal
from typing import Any

import httpx
from playwright.async_api import Page, expect

from porter.seed import people as seeded
from porter.services.quotes import StopInput
from tests.booking import INDIRANAGAR, KORAMANGALA
from tests.browser.driver.test_money import adds_a_upi_id, withdraws
from tests.browser.hands import SOON_MS, AtCustomer
from tests.browser.looks import overflow_px, serious_faults
from tests.browser.people import ASHA, MEERA, RAVI, Visitor, api_of, enter_as
from tests.browser.stack import Stack
from tests.browser.windows import Windows
from tests.tasks.workers import until

FARID = Visitor("Farid", "staff", email="farid@porter.example")
NEW_COLLEAGUE = """
INSERT INTO account
SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'email', %s, 'name', 'Farid', 'role', 'finance'))).*
FROM account a WHERE email = %s
"""


async def test_paid_by_upi_half_given_back_withdrawn_and_the_books_balance(windows: Windows, stack: Stack) -> None:
    """Five windows; the refund is asked for in one, approved in the other, seen by both at once and by the customer."""
    stack.sql("UPDATE account SET role = 'support' WHERE email = %s", seeded.MEERA_EMAIL)
    stack.sql(NEW_COLLEAGUE, FARID.email, seeded.MEERA_EMAIL)
    asha = AtCustomer(await windows.phone())
    await enter_as(asha.page, stack.origin, ASHA)
    order = await a_paid_and_delivered_order(stack, asha)
    await holds_the_receipt(windows, asha.page, order["id"])
    meera, farid = await window(windows, stack, MEERA), await window(windows, stack, FARID)
    await asha.page.goto("/notifications")
    await expect(asha.page.get_by_text("Delivered").first).to_be_visible(timeout=SOON_MS)
    await gets_half_back(windows, meera, farid, order)
    await expect(asha.page.get_by_text("Money back").first).to_be_visible(timeout=SOON_MS)
    await windows.keep(asha.page, "customer-inbox-money-back")
    ravi = await windows.phone()
    await enter_as(ravi, stack.origin, RAVI)
    await adds_a_upi_id(ravi)
    await withdraws(windows, ravi)
    await farid.goto("/ops/ledger")
    await expect(farid.get_by_text("The books balance", exact=True)).to_be_visible(timeout=SOON_MS)
    await expect(farid.get_by_text("₹0.00", exact=True).first).to_be_visible()
    await windows.keep(farid, "operations-books-balance")


async def gets_half_back(windows: Windows, meera: Page, farid: Page, order: dict[str, Any]) -> None:
    """Meera of support asks, Farid of finance approves what has come into his open window."""
    half = f"{Decimal(str(order['total'])) / 2:.2f}"
    await farid.goto("/ops/refunds")
    await expect(farid.get_by_text("No refund fits")).to_be_visible(timeout=SOON_MS)
    panel = await asks_for(windows, meera, order["number"], half)
    await expect(panel.get_by_text("Waits for approval")).to_be_visible(timeout=SOON_MS)
    await approves(windows, farid, order["number"])
    await expect(
        farid.get_by_role("dialog", name=re.compile("^Refund of")).get_by_text("Paid out").first
    ).to_be_visible(timeout=SOON_MS)
    await expect(panel.get_by_text("Partly refunded").first).to_be_visible(timeout=SOON_MS)
    await expect(panel.get_by_text("Decided by Farid")).to_be_visible()
    await windows.keep(meera, "operations-payment-refunded")


async def holds_the_receipt(windows: Windows, page: Page, order_id: str) -> None:
    """On the screen, and as a PDF."""
    await page.goto(f"/orders/{order_id}/receipt")
    await expect(page.get_by_text(re.compile("^PRT/"))).to_be_visible(timeout=SOON_MS)
    await windows.keep(page, "customer-receipt-upi")
    await page.goto(f"/orders/{order_id}")
    paper = page.get_by_role("link", name=re.compile("PDF")).first
    await expect(paper).to_be_visible(timeout=SOON_MS)
    link = await paper.get_attribute("href")
    read = "href => fetch(href).then(async (paper) => [paper.headers.get('content-type'), (await paper.text()).slice(0, 5)])"
    assert await page.evaluate(read, link) == ["application/pdf", "%PDF-"]


async def asks_for(windows: Windows, page: Page, number: str, amount: str) -> Any:
    """Found by the order's number; the dialog says what it does and that a second person is needed."""
    await page.goto(f"/ops/payments?q={number}")
    await page.get_by_role("row", name=re.compile(number)).get_by_text(number).click(timeout=SOON_MS)
    panel = page.get_by_role("dialog", name=re.compile("^₹"))
    await expect(panel.get_by_text("Nothing more happens.")).to_be_visible(timeout=SOON_MS)
    await windows.keep(page, "operations-payment")
    await panel.get_by_role("button", name="Refund", exact=True).click()
    ask = page.get_by_role("dialog", name="Give money back")
    await ask.get_by_text("A part", exact=True).click(timeout=SOON_MS)
    await ask.get_by_label("Amount in rupees").fill(amount)
    await ask.get_by_label("Reason").select_option("damaged")
    await ask.get_by_label("Note for colleagues").fill("The box was wet")
    await expect(ask.get_by_text("A second person has to approve it")).to_be_visible(timeout=SOON_MS)
    await windows.keep(page, "operations-refund-asked")
    assert await serious_faults(page) == []
    await ask.get_by_role("button", name=re.compile("^Ask for approval")).click()
    await expect(ask).to_be_hidden(timeout=SOON_MS)
    return panel


async def approves(windows: Windows, page: Page, number: str) -> None:
    """It has come into the open window by itself."""
    await page.get_by_role("row", name=re.compile(f"{number}.*Meera")).get_by_text(number).click(timeout=SOON_MS)
    panel = page.get_by_role("dialog", name=re.compile("^Refund of"))
    await expect(panel.get_by_text("The box was wet")).to_be_visible(timeout=SOON_MS)
    await windows.keep(page, "operations-refund-to-decide")
    assert await serious_faults(page) == []
    assert await overflow_px(page) <= 0
    await panel.get_by_role("button", name="Approve").click()
    await page.get_by_role("button", name="Approve and send").click()


async def window(windows: Windows, stack: Stack, who: Visitor) -> Page:
    """A desk of somebody."""
    page = await windows.desk()
    await enter_as(page, stack.origin, who)
    return page


async def a_paid_and_delivered_order(stack: Stack, asha: AtCustomer | None = None) -> dict[str, Any]:
    """Asha pays by UPI, on her phone when she has one in her hands, Ravi drives, the money is collected."""
    async with api_of(stack.origin, ASHA) as api, api_of(stack.origin, RAVI) as ravi:
        told(await ravi.put("/pilots/online-status", json={"online": True}))
        told(await ravi.put("/pilots/location", json={"lat": KORAMANGALA.lat, "lng": KORAMANGALA.lng, "accuracy_m": 5}))
        order_id = await (books_by_upi(asha) if asha else pays(stack, api))
        await drives(api, ravi, order_id)

        async def is_collected() -> bool:
            found = told(await api.get("/payments", params={"order_id": order_id}))["payments"]
            return [one["status"] for one in found] == ["captured"]

        await until(is_collected, within_s=60)
        order: dict[str, Any] = told(await api.get(f"/orders/{order_id}"))["order"]
        return order


async def pays(stack: Stack, asha: httpx.AsyncClient) -> str:
    """Without a phone, but on the sandbox's own page; answers the order's id."""
    estimate = told(await asha.post("/orders/estimate", json={"stops": [stop(KORAMANGALA), stop(INDIRANAGAR)]}))
    offered = estimate["estimate"]["available_vehicles"]
    quote_id = next(one["quote_id"] for one in offered if one["vehicle_type"] == "mini_truck")
    order = told(await asha.post("/orders", json={"quote_id": quote_id, "payment_method": "upi"}))["order"]
    checkout = told(await asha.post("/payments/process", json={"order_id": order["id"]}))["checkout"]
    async with httpx.AsyncClient(base_url=stack.origin, timeout=20) as browser:
        chosen = {"method": "upi", "action": "pay", "travel": "once"}
        assert (await browser.post(checkout["payload"]["url"], data=chosen)).status_code == 303
    told(await asha.post(f"/payments/{checkout['payment_id']}/verify", json={}))
    return str(order["id"])


async def books_by_upi(asha: AtCustomer) -> str:
    """In the app and on the sandbox's own page; answers the order's id."""
    page = asha.page
    await asha.plans("indiranagar metro")
    await asha.asks_prices()
    # The choice is the server's: a press is done when the page shows it.
    await page.get_by_role("radio", name=re.compile("^Mini truck")).check(force=True)
    upi = page.get_by_role("radio", name=re.compile("^UPI"))
    await upi.click(force=True)
    await expect(upi).to_be_checked(timeout=SOON_MS)
    await page.get_by_role("button", name=re.compile("^Book mini truck")).click()
    await page.get_by_role("button", name=re.compile("^Pay ₹")).click(timeout=SOON_MS)
    await asha.sees("Finding a driver nearby")
    return page.url.split("/orders/")[1][:36]


async def drives(asha: httpx.AsyncClient, ravi: httpx.AsyncClient, order_id: str) -> None:
    """From the offer to the last code."""

    async def is_asked() -> bool:
        jobs = told(await ravi.get("/pilots/jobs/available"))["jobs"]
        return order_id in [one["order_id"] for one in jobs]

    await until(is_asked, within_s=60)
    told(await ravi.put(f"/pilots/jobs/{order_id}/accept"))
    pickup, drop = told(await asha.get(f"/orders/{order_id}"))["order"]["stops"]
    for action, at in (
        ("arrive", pickup),
        ("start_loading", None),
        ("hand_over", pickup),
        ("arrive", drop),
        ("hand_over", drop),
    ):
        where = {"stop_id": at["id"], "lat": at["lat"], "lng": at["lng"], "accuracy_m": 5} if at else {}
        code = {"otp": at["otp"]} if at and action == "hand_over" else {}
        told(await ravi.put(f"/pilots/jobs/{order_id}/status", json={"action": action, **where, **code}))


def stop(place: StopInput) -> dict[str, Any]:
    """A stop as the API takes it."""
    return {"lat": place.lat, "lng": place.lng, "address": place.address}


def told(answer: httpx.Response) -> dict[str, Any]:
    """What the API said."""
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found
