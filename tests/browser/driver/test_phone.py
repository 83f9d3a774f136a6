"""The driver's phone itself: it installs, rings, stays on, takes the photo that a city asks for, and may be lent."""

import io
from typing import Any
from uuid import uuid4

import httpx
from PIL import Image
from playwright.async_api import Locator, Page, Route, expect

from porter.core.geo import Point
from tests.browser.hands import SOON_MS, AtDriver
from tests.browser.looks import overflow_px, serious_faults, until_awake
from tests.browser.people import ASHA, RAVI, api_of, driver, enter_as, sign_in
from tests.browser.stack import Stack
from tests.browser.windows import Windows
from tests.tasks.workers import until

HOME, WORK, NEARBY = Point(12.9349, 77.6189), Point(12.9719, 77.6412), Point(12.9396, 77.6227)
ICONS = {("192x192", "any"), ("512x512", "any"), ("192x192", "maskable"), ("512x512", "maskable")}
HEARD = """window.tones = 0; window.shakes = [];
const begin = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.tones++; return begin.apply(this, when); };
navigator.vibrate = (pattern) => (window.shakes.push(pattern), true);"""
SEEN = """window.locks = []; window.seen = "visible";
Object.defineProperty(document, "visibilityState", { get: () => window.seen });
class Lock extends EventTarget {
  released = false;
  async release() { if (!this.released) { this.released = true; this.dispatchEvent(new Event("release")); } }
}
Object.defineProperty(navigator, "wakeLock", { value: { request: async () => (window.locks.push(new Lock()), window.locks.at(-1)) } });
window.look = (seen) => { window.seen = seen; document.dispatchEvent(new Event("visibilitychange")); };"""
"""A screen that can be turned off and on: headless browsers have none."""

STORED = """([account, path, stop_id]) => new Promise((done, failed) => {
  const asked = indexedDB.open("porter-device");
  asked.onerror = failed;
  asked.onsuccess = () => {
    const writing = asked.result.transaction("steps", "readwrite");
    const photo = new File(["MZ and then a program".repeat(20)], "photo.jpg", { type: "image/jpeg" });
    writing.objectStore("steps").add({ account, path, method: "POST", name: "photo", fields: { stop_id }, files: { photo },
      key: crypto.randomUUID(), device_time: new Date().toISOString(), kept_at: Date.now() });
    writing.oncomplete = () => { asked.result.close(); dispatchEvent(new Event("porter:queued")); done(); };
  };
})"""
"""As if a phone had let it through: the program that calls itself a photo waits to be sent."""


async def test_the_driver_app_installs_and_opens_without_a_connection(windows: Windows, stack: Stack) -> None:
    """What a browser asks for before it offers to install, and what stands there in a dead zone."""
    windows.pardon("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "WebSocket")
    page = await windows.phone(at=NEARBY)
    await enter_as(page, stack.origin, RAVI)
    await page.goto("/driver/account")
    await until_awake(page)
    link = page.locator('link[rel="manifest"]')
    await expect(link).to_have_attribute("href", "/driver.webmanifest")
    manifest = await (await page.request.get("/driver.webmanifest")).json()
    assert (manifest["display"], manifest["start_url"], manifest["scope"]) == ("standalone", "/driver", "/")
    assert manifest["name"]
    await _has_its_icons(page, manifest)
    devtools = await page.context.new_cdp_session(page)
    assert (await devtools.send("Page.getAppManifest"))["errors"] == []
    problems = (await devtools.send("Page.getInstallabilityErrors"))["installabilityErrors"]
    assert {each["errorId"] for each in problems} <= {"in-incognito"}

    scope = await page.evaluate("navigator.serviceWorker.ready.then((worker) => worker.scope)")
    assert scope == f"{stack.origin}/"
    await page.goto(manifest["start_url"])
    await expect(page.get_by_role("switch", name="Online")).to_be_enabled(timeout=SOON_MS)
    await page.context.set_offline(True)
    await page.goto("/pages-of-nowhere")
    await expect(page.get_by_role("heading", name="You are offline")).to_be_visible(timeout=SOON_MS)
    assert await page.locator(".wordmark img").evaluate("(mark) => mark.complete && mark.naturalWidth > 0")
    await page.goto("/driver/statement-of-nowhere")  # a driver is led back to the job
    assert page.url.endswith(manifest["start_url"])
    await expect(page.get_by_role("status").filter(has_text="Connecting again")).to_be_visible(timeout=SOON_MS)
    await expect(page.get_by_role("navigation", name="Main")).to_be_visible()


async def _has_its_icons(page: Page, manifest: dict[str, Any]) -> None:
    assert {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]} == ICONS
    for icon in manifest["icons"]:
        answer = await page.request.get(icon["src"])
        assert answer.headers["content-type"] == icon["type"] == "image/png"
        width, height = Image.open(io.BytesIO(await answer.body())).size
        assert f"{width}x{height}" == icon["sizes"]


async def test_an_offer_rings_until_it_is_answered_and_the_trip_keeps_the_screen_on(
    windows: Windows, stack: Stack
) -> None:
    """The strip says what the screen does, in words; the streets are on the phone before there is a job."""
    page = await windows.phone(at=NEARBY)
    await page.add_init_script(HEARD + SEEN)
    await enter_as(page, stack.origin, RAVI)
    await AtDriver(page).goes_online()
    strip = page.get_by_role("status", name="Device")
    await expect(strip).to_contain_text("May sleep")
    await _becomes(page, "caches.match('/map/city.json').then(Boolean)")
    assert await page.evaluate("[tones, shakes.length]") == [0, 0]
    async with api_of(stack.origin, ASHA) as asha:
        await _booked(asha)
    await AtDriver(page).is_asked()
    await _becomes(page, "tones >= 6 && shakes.length >= 2 && shakes.at(-1).length === 3")
    await AtDriver(page).accepts()
    await _becomes(page, "shakes.at(-1) === 0")
    silent = await page.evaluate("[tones, shakes.length]")

    await expect(strip).to_contain_text("Stays on", timeout=SOON_MS)
    await page.evaluate("look('hidden'); void locks.at(-1).release()")
    await expect(strip).to_contain_text("May sleep")
    await page.evaluate("look('visible')")
    await expect(strip).to_contain_text("Stays on")
    await expect(strip).to_contain_text("Connected")
    assert await page.evaluate("[tones, shakes.length]") == silent


async def test_a_city_asks_for_a_photo_of_the_goods(windows: Windows, stack: Stack) -> None:
    """Seen before it is sent, made small, and anything else refused in words: on the phone, and by the server."""
    stack.sql("""UPDATE city SET rules = rules || '{"photo_at_pickup": true}'""")
    page = await windows.phone(at=HOME)
    async with api_of(stack.origin, ASHA) as asha, api_of(stack.origin, RAVI) as ravi:
        order = await _accepted(asha, ravi)
        pickup = order["stops"][0]["id"]
        for action in ("arrive", "start_loading"):
            step = {"action": action, "stop_id": pickup, "lat": HOME.lat, "lng": HOME.lng, "accuracy_m": 5}
            await _done(ravi.put(f"/pilots/jobs/{order['id']}/status", json=step))
        account = (await _done(ravi.get("/users/profile")))["user"]["id"]
        await enter_as(page, stack.origin, RAVI)
        await page.goto("/driver")
        chooser = page.locator('input[type="file"]')
        await expect(page.locator("button", has_text="Take a photo of the goods")).to_be_visible(timeout=SOON_MS)

        for words in (b"MZ\x90\x00 a program", b"plain words"):
            await chooser.set_input_files({"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": words})
            await expect(page.get_by_role("alert")).to_contain_text("This file is not a photo.")
            await expect(page.get_by_role("button", name="Use this photo")).to_have_count(0)

        windows.pardon("400 POST")
        await page.evaluate(STORED, [account, f"/api/v1/pilots/jobs/{order['id']}/photos", pickup])
        refused = page.get_by_role("alert").filter(has_text="Please send a JPEG, PNG or WebP picture.")
        await expect(refused).to_be_visible(timeout=SOON_MS)
        await refused.get_by_role("button", name="Close").click()

        await chooser.set_input_files({"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": _picture()})
        await _is_previewed(page.get_by_role("img", name="The photo that you took"))
        await expect(page.get_by_role("alert").filter(has_text="This file is not a photo.")).to_have_count(0)
        assert await serious_faults(page) == []
        assert await overflow_px(page) == 0
        await windows.keep(page, "photo-preview")
        async with page.expect_response("**/photos", timeout=SOON_MS) as sent:
            await page.get_by_role("button", name="Use this photo").click()
        proof = (await (await sent.value).json())["photo"]
        await expect(page.get_by_label("Enter the pickup code")).to_be_visible(timeout=SOON_MS)
        kept = Image.open(io.BytesIO((await ravi.get(proof["url"].removeprefix("/api/v1"))).content))
        assert (kept.format, kept.size) == ("JPEG", (1600, 1067))


def _picture() -> bytes:
    """As a phone's camera takes them."""
    out = io.BytesIO()
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(out, "JPEG", quality=92)
    return out.getvalue()


async def _is_previewed(preview: Locator) -> None:
    await expect(preview).to_be_visible(timeout=SOON_MS)
    await preview.evaluate("(image) => image.decode()")
    assert await preview.evaluate("(image) => [image.naturalWidth, image.naturalHeight]") == [1600, 1067]


async def test_a_lent_phone_keeps_the_work_of_its_owner(windows: Windows, stack: Stack) -> None:
    """A step that cannot be sent: Ravi is told before he leaves, a colleague's app sends none of it, Ravi's does later."""
    windows.pardon("ERR_FAILED")
    page = await windows.phone(at=HOME)
    async with api_of(stack.origin, ASHA) as asha, api_of(stack.origin, RAVI) as ravi:
        order = await _accepted(asha, ravi)
    tried: list[str] = []
    await enter_as(page, stack.origin, RAVI)
    await page.goto("/driver")
    arrived = page.get_by_role("button", name="I have arrived at the pickup")
    await expect(arrived).to_be_visible(timeout=SOON_MS)
    jobs = f"**/api/v1/pilots/jobs/{order['id']}/**"

    async def fail(route: Route) -> None:
        tried.append(route.request.method)
        await route.abort("failed")

    await page.route(jobs, fail)
    await arrived.click()
    await expect(page.get_by_role("button", name="Start loading")).to_be_visible(timeout=SOON_MS)

    await page.goto("/driver/account")
    await page.get_by_role("button", name="Sign out").click(timeout=SOON_MS)
    asked = page.get_by_role("dialog", name="One step is not sent yet")
    await expect(asked).to_be_visible()
    await windows.keep(page, "one-step-not-sent")
    assert await serious_faults(page) == []
    await asked.get_by_role("button", name="Stay signed in").click()
    await expect(asked).to_be_hidden()
    await page.get_by_role("button", name="Sign out").click()
    await asked.get_by_role("button", name="Sign out anyway").click()
    await page.wait_for_url("**/driver/sign-in", timeout=SOON_MS)

    tried.clear()
    await sign_in(page, stack.origin, driver(2))
    async with page.expect_response("**/api/v1/pilots/location", timeout=SOON_MS) as sent:
        await AtDriver(page).goes_online()
    assert (await sent.value).ok
    await page.goto("/driver/account")
    await page.get_by_role("button", name="Sign out").click(timeout=SOON_MS)
    await page.wait_for_url("**/driver/sign-in", timeout=SOON_MS)
    assert tried == [], "nobody else sends Ravi's step"

    await page.unroute(jobs)
    stack.sql("UPDATE otp_challenge SET created_at = created_at - interval '5 minutes'")
    await sign_in(page, stack.origin, RAVI)
    await expect(page.get_by_role("button", name="Start loading")).to_be_visible(timeout=SOON_MS)
    async with api_of(stack.origin, ASHA) as asha:

        async def is_there() -> bool:
            seen = (await _done(asha.get(f"/orders/{order['id']}")))["order"]
            return bool(seen["stops"][0]["status"] == "arrived")

        await until(is_there, within_s=60)


async def _accepted(asha: httpx.AsyncClient, ravi: httpx.AsyncClient) -> dict[str, Any]:
    """Asha's order, with Ravi at its pickup."""
    await _done(ravi.put("/pilots/online-status", json={"online": True}))
    await _done(ravi.put("/pilots/location", json={"lat": HOME.lat, "lng": HOME.lng, "accuracy_m": 5}))
    order = await _booked(asha)

    async def is_asked() -> bool:
        return bool((await _done(ravi.get("/pilots/jobs/available")))["jobs"])

    await until(is_asked, within_s=30)
    await _done(ravi.put(f"/pilots/jobs/{order['id']}/accept"))
    seen: dict[str, Any] = (await _done(asha.get(f"/orders/{order['id']}")))["order"]
    return seen


async def _booked(asha: httpx.AsyncClient) -> dict[str, Any]:
    places = [{"lat": at.lat, "lng": at.lng, "address": address} for at, address in ((HOME, "Home"), (WORK, "Work"))]
    estimate = await _done(asha.post("/orders/estimate", json={"stops": places}, headers=_key()))
    quote = next(one for one in estimate["estimate"]["quotes"] if one["vehicle"]["code"] == "mini_truck")
    wish = {"quote_id": quote["id"], "payment_method": "cash"}
    order: dict[str, Any] = (await _done(asha.post("/orders", json=wish, headers=_key())))["order"]
    return order


async def _done(asked: Any) -> dict[str, Any]:
    answer = await asked
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found


def _key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


async def _becomes(page: Page, condition: str) -> None:
    """Pages forbid eval, which `wait_for_function` needs."""

    async def met() -> bool:
        return bool(await page.evaluate(condition))

    await until(met, within_s=30)
