"""What a driver hears, whether the screen stays on, and the photo that travels: in a real Chromium."""

import pytest
from playwright.async_api import BrowserContext, Page

from tests.phone import opened

HEARING = """window.tones = 0; window.shakes = []; window.unhandled = [];
const begin = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.tones++; return begin.apply(this, when); };
if (window.AudioContext) window.AudioContext = class extends AudioContext { constructor() { super(); window.sounding = this; } };
navigator.vibrate = (pattern) => (window.shakes.push(pattern), true);
addEventListener("unhandledrejection", (event) => window.unhandled.push(String(event.reason)));
addEventListener("error", (event) => window.unhandled.push(event.message));"""
MUTE = {
    "no sound at all": "delete window.AudioContext; delete window.webkitAudioContext;",
    "refused when made": "window.AudioContext = class { constructor() { throw new DOMException('no device'); } };",
    "refused when woken": """AudioContext.prototype.resume = () => Promise.reject(new DOMException("not allowed"));
        Object.defineProperty(AudioContext.prototype, "state", { get: () => "suspended" });""",
}
WAKING = """window.locks = []; window.seen = "visible"; window.refuse = false;
Object.defineProperty(document, "visibilityState", { get: () => window.seen });
class Lock extends EventTarget {
  released = false;
  async release() { if (!this.released) { this.released = true; this.dispatchEvent(new Event("release")); } }
}
Object.defineProperty(navigator, "wakeLock", { value: { async request(kind) {
  if (window.refuse) throw new DOMException("low battery", "NotAllowedError");
  window.locks.push(new Lock());
  return window.locks.at(-1);
} } });
window.look = (seen) => { window.seen = seen; document.dispatchEvent(new Event("visibilitychange")); };
window.held = () => locks.filter((lock) => !lock.released).length;"""
AWAKE = "told.at(-1)?.awake === true"
ASLEEP = "told.at(-1)?.awake === false"


async def _listening(context: BrowserContext, script: str = "") -> Page:
    """A phone whose clock is in our hand, and that notes what it would sound like."""
    await context.add_init_script(HEARING + script)
    page = await opened(context)
    await page.clock.install()
    return page


async def test_an_offer_rings_until_it_is_over(context: BrowserContext) -> None:
    """Three tones and a shake, again and again; silence at once when it is answered or runs out."""
    page = await _listening(context)
    await page.mouse.click(5, 5)  # as at the online switch: without a touch browsers stay silent
    await page.wait_for_function("window.sounding?.state === 'running'")
    await page.evaluate("void (stop = offer.startRinging(1600))")
    await page.clock.run_for(3 * 1600)
    assert await page.evaluate("tones") == 12
    assert (await page.evaluate("shakes"))[-1] == [200, 80, 200]
    await page.evaluate("stop()")
    await page.clock.run_for(60_000)
    assert await page.evaluate("tones") == 12
    assert (await page.evaluate("shakes"))[-1] == 0, "the shaking ends, too"


async def test_without_a_touch_it_shakes_only(context: BrowserContext) -> None:
    """Browsers forbid sound on a page that nobody has touched: no error, no waiting."""
    page = await _listening(context)
    await page.evaluate("void offer.startRinging(1600)")
    await page.clock.run_for(1600)
    assert await page.evaluate("[tones, shakes.length, unhandled]") == [0, 2, []]


@pytest.mark.parametrize("refusal", MUTE.values(), ids=MUTE.keys())
async def test_a_browser_that_refuses_sound_is_no_error(context: BrowserContext, refusal: str) -> None:
    """The touch that would unlock it works as any touch, and the offer shakes."""
    page = await _listening(context, refusal)
    await page.mouse.click(5, 5)
    await page.keyboard.press("Tab")
    await page.evaluate("void (stop = offer.startRinging(1600))")
    await page.clock.run_for(1600)
    assert await page.evaluate("[tones, shakes.length, unhandled]") == [0, 2, []]
    await page.evaluate("stop()")


async def _screen(context: BrowserContext) -> Page:
    await context.add_init_script(WAKING)
    return await opened(context)


async def test_the_screen_is_kept_on_and_given_back(context: BrowserContext) -> None:
    """One lock while it is wanted, none afterwards."""
    page = await _screen(context)
    await page.evaluate("void (stop = sensors.keepAwake(report))")
    await page.wait_for_function(AWAKE)
    await page.evaluate("look('visible')")
    assert await page.evaluate("[locks.length, held()]") == [1, 1], "one is enough"
    await page.evaluate("stop()")
    await page.wait_for_function(ASLEEP)
    await page.evaluate("look('visible')")
    assert await page.evaluate("[locks.length, held()]") == [1, 0]


async def test_a_page_that_comes_back_asks_again(context: BrowserContext) -> None:
    """A browser takes the lock from a page that is not seen, and gives none to it."""
    page = await _screen(context)
    await page.evaluate("void (stop = sensors.keepAwake(report))")
    await page.wait_for_function(AWAKE)
    await page.evaluate("look('hidden'); void locks[0].release()")
    await page.wait_for_function(ASLEEP)
    assert await page.evaluate("locks.length") == 1
    await page.evaluate("look('visible')")
    await page.wait_for_function(AWAKE)
    assert await page.evaluate("[locks.length, held()]") == [2, 1]


async def test_a_lock_that_comes_too_late_is_given_back(context: BrowserContext) -> None:
    """The trip ended while the phone was still thinking: it must not stay on for ever."""
    page = await _screen(context)
    await page.evaluate("sensors.keepAwake(report)()")
    await page.wait_for_function("locks.length === 1 && held() === 0")
    assert not any(status["awake"] for status in await page.evaluate("told"))


async def test_a_phone_that_will_not_stay_on_says_so(context: BrowserContext) -> None:
    """With a low battery the phone decides; when it is charged, the next look asks again."""
    page = await _screen(context)
    await page.evaluate("refuse = true; void (stop = sensors.keepAwake(report))")
    await page.wait_for_function(ASLEEP)
    await page.evaluate("refuse = false; look('visible')")
    await page.wait_for_function(AWAKE)


async def test_a_browser_without_wake_lock_says_so(context: BrowserContext) -> None:
    """The strip must not promise what nobody does."""
    await context.add_init_script("Object.defineProperty(navigator, 'wakeLock', { value: undefined });")
    page = await opened(context)
    await page.evaluate("sensors.keepAwake(report)()")
    await page.wait_for_function(ASLEEP)


GRAINY = """async ([width, height]) => {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d");
  const grain = pen.createImageData(500, 500);
  for (let i = 0; i < grain.data.length; i++) grain.data[i] = i % 4 === 3 ? 255 : Math.random() * 256;
  for (let x = 0; x < width; x += 500) for (let y = 0; y < height; y += 500) pen.putImageData(grain, x, y);
  const taken = new File([await canvas.convertToBlob({ type: "image/jpeg", quality: 0.95 })], "big.jpg", { type: "image/jpeg" });
  const small = await photo.smaller(taken);
  const seen = await createImageBitmap(small);
  return { width: seen.width, height: seen.height, type: small.type, share: small.size / taken.size };
}"""


@pytest.mark.parametrize(
    ("taken", "travels", "share"),
    [((4000, 3000), (1600, 1200), 0.25), ((1500, 3000), (800, 1600), 0.5), ((640, 480), (640, 480), 1)],
)
async def test_a_photo_travels_small(
    page: Page, taken: tuple[int, int], travels: tuple[int, int], share: float
) -> None:
    """The longest side is 1,600 px and nothing is cut off; a small photo keeps its size. Mobile data costs money."""
    made = await page.evaluate(GRAINY, list(taken))
    assert (made["width"], made["height"]) == travels
    assert made["type"] == "image/jpeg"
    assert made["share"] < share


@pytest.mark.parametrize("content", ["MZ\\x90\\x00 a program", "plain words", ""])
async def test_a_file_that_is_no_picture_is_refused_whatever_its_name(page: Page, content: str) -> None:
    """By its content: a program may call itself a photo."""
    refused = await page.evaluate(
        f"photo.smaller(new File([`{content}`], 'photo.jpg', {{ type: 'image/jpeg' }})).then(() => '', () => 'refused')"
    )
    assert refused == "refused"
