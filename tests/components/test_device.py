"""The driver's queue and senses in a real Chromium, against a server that is played by the test."""

import asyncio

from playwright.async_api import BrowserContext, Page

from tests.phone import Server, body, emptied, keep, latitudes, opened, start, step


async def test_positions_go_in_one_batch_in_order(page: Page, server: Server) -> None:
    """One request, the fixes as they were measured, an id to recognise a replay."""
    await keep(page, 1, 2, 3)
    await start(page)
    await emptied(page)
    assert [latitudes(request) for request in server.heard] == [[1, 2, 3]]
    sent = body(server.heard[0])
    assert sent["batch_id"]
    assert sent["sent_at"].endswith("Z")
    assert "idempotency-key" not in server.heard[0].headers


async def test_what_could_not_be_sent_survives_a_reload(page: Page, context: BrowserContext, server: Server) -> None:
    """Two fixes before the reload, one after; all arrive once."""
    server.reachable = False
    await start(page)
    await keep(page, 1, 2)
    await page.wait_for_function("told.at(-1)?.network === 'offline' && told.at(-1)?.queued === 0")  # nothing was done
    await page.wait_for_function("queue.waiting().then((waiting) => waiting === 2)")
    await page.close()
    again = await opened(context)
    await keep(again, 3)
    server.reachable = True
    await start(again)
    await emptied(again)
    assert sorted(number for request in server.heard for number in latitudes(request)) == [1, 2, 3]


async def test_a_phone_with_nothing_to_send_knows_whether_anybody_answers(page: Page, server: Server) -> None:
    """The browser takes a Wi-Fi that leads nowhere for a connection."""
    server.reachable = False
    await start(page)
    await page.wait_for_function("told.at(-1)?.network === 'offline'")
    assert await page.evaluate("navigator.onLine")
    server.reachable = True
    await page.evaluate("dispatchEvent(new Event('online'))")
    await page.wait_for_function("told.at(-1)?.network === 'online'")
    assert server.heard == []


async def test_a_lost_answer_is_asked_for_with_the_same_batch(page: Page, server: Server) -> None:
    """The server took it and the line broke: the replay is the same fixes under the same id."""
    server.lose_answers = True
    await keep(page, 1, 2)
    await start(page)
    await server.until(lambda: len(server.heard) == 1)
    await page.wait_for_function("told.at(-1)?.network === 'offline'")
    await keep(page, 3)
    server.lose_answers = False
    await page.evaluate("dispatchEvent(new Event('online'))")
    await emptied(page)
    replays = [request for request in server.heard if latitudes(request) == [1, 2]]
    assert len(replays) >= 2
    assert len({body(request)["batch_id"] for request in replays}) == 1
    assert latitudes(server.heard[-1]) == [3]
    assert body(server.heard[-1])["batch_id"] != body(replays[0])["batch_id"]


async def test_steps_replay_in_order_with_the_phones_time(page: Page, context: BrowserContext, server: Server) -> None:
    """Three steps without a connection, a reload, then all of them, once, as they were pressed."""
    server.reachable = False
    for name in ("arrive", "load", "hand_over"):
        await step(page, name, fields={"stop_id": name})
    before = await page.evaluate("new Date().toISOString()")
    await page.close()
    again = await opened(context)
    server.reachable = True
    await start(again)
    await emptied(again)
    assert [body(request)["stop_id"] for request in server.heard] == ["arrive", "load", "hand_over"]
    assert all(body(request)["device_time"] <= before for request in server.heard)
    keys = {request.headers["idempotency-key"] for request in server.heard}
    assert len(keys) == 3
    await again.wait_for_function("answers.length === 3 && answers.every((answer) => answer.ok)")


async def test_a_refused_step_is_told_and_does_not_block_the_next(page: Page, server: Server) -> None:
    """The person reads the server's own words."""
    server.answers = [(400, {}, {"code": "otp_wrong", "detail": "That code is wrong."})]
    await step(page, "hand_over")
    await step(page, "load")
    await start(page)
    await emptied(page)
    first, second = await page.evaluate("answers")
    assert (first["ok"], first["code"], first["message"]) == (False, "otp_wrong", "That code is wrong.")
    assert (second["name"], second["ok"]) == ("load", True)


async def test_a_busy_server_is_asked_again_with_the_same_key(page: Page, server: Server) -> None:
    """In flight, overloaded: the step waits and holds back the next."""
    server.answers = [(409, {"retry-after": "1"}, {}), (503, {}, {})]
    await step(page, "arrive")
    await step(page, "load")
    await start(page)
    for heard in (1, 2):
        await server.until(lambda wanted=heard: len(server.heard) >= wanted)
        await page.wait_for_function("told.length > 0")
        await page.evaluate("dispatchEvent(new Event('online'))")
    await emptied(page)
    names = [request.url.rsplit("/", 1)[-1] for request in server.heard]
    assert names == ["arrive", "arrive", "arrive", "load"]
    assert len({request.headers["idempotency-key"] for request in server.heard[:3]}) == 1


async def test_a_photo_waits_like_any_step(page: Page, context: BrowserContext, server: Server) -> None:
    """The bytes are kept across a reload and sent as a form."""
    server.reachable = False
    await page.evaluate(
        """() => queue.queueStep({ path: "/api/v1/jobs/photos", method: "POST", name: "photo",
            fields: { stop_id: "s1" }, files: { photo: new File(["pixels"], "proof.jpg", { type: "image/jpeg" }) } })"""
    )
    await page.close()
    again = await opened(context)
    server.reachable = True
    await start(again)
    await emptied(again)
    assert server.heard[0].headers["content-type"].startswith("multipart/form-data")
    assert server.heard[0].method == "POST"
    assert server.heard[0].headers["idempotency-key"]


async def test_a_session_that_ended_loses_nothing(page: Page, server: Server) -> None:
    """The page is told to renew; what is stored stays."""
    server.answers = [(401, {}, {})]
    await keep(page, 1)
    await start(page)
    await page.wait_for_function("told.at(-1)?.refused === 'signed_out'")
    assert await page.evaluate("queue.waiting()") == 1


async def test_two_tabs_send_once(page: Page, context: BrowserContext, server: Server) -> None:
    """The driver opened the app twice."""
    other = await opened(context)
    await keep(page, 1, 2)
    await asyncio.gather(start(page), start(other))
    await emptied(page)
    assert [latitudes(request) for request in server.heard] == [[1, 2]]


async def test_the_state_hears_only_of_changes(page: Page) -> None:
    """The same status twice is told once."""
    await page.evaluate("for (const gps of ['ok', 'ok', 'ok', 'paused', 'ok']) report({ gps })")
    assert [status["gps"] for status in await page.evaluate("told")] == ["ok", "paused", "ok"]


async def test_a_moving_phone_is_heard_and_a_bad_fix_is_marked(
    page: Page, context: BrowserContext, server: Server
) -> None:
    """Real geolocation of Chromium: two places, then one that is too vague."""
    await start(page)
    await page.evaluate("void (watch = sensors.watchPositions({ pace: () => 0, report }))")
    await server.until(lambda: len(server.heard) >= 1)
    await context.set_geolocation({"latitude": 12.98, "longitude": 77.6, "accuracy": 8})
    await server.until(lambda: latitudes(server.heard[-1])[-1] == 12.98)
    await context.set_geolocation({"latitude": 12.99, "longitude": 77.6, "accuracy": 400})
    await page.wait_for_function("told.at(-1)?.gps === 'inaccurate'")


async def test_a_phone_that_forbids_its_position_says_so(page: Page, context: BrowserContext) -> None:
    """Denied is not the same as paused."""
    await context.clear_permissions()
    await page.evaluate("void (watch = sensors.watchPositions({ pace: () => 0, report }))")
    await page.wait_for_function("told.at(-1)?.gps === 'denied'")
