"""One phone, several drivers: what one of them has stored is never sent, shown or lost as another's."""

from datetime import UTC, datetime, timedelta

from playwright.async_api import BrowserContext, Page

from tests.phone import (
    ORIGIN,
    RAVI,
    SUNIL,
    Server,
    body,
    emptied,
    keep,
    latitudes,
    opened,
    signs_in,
    start,
    step,
)

WHO = "/api/v1/auth/session?audience=driver"


async def _takes_over(phone: BrowserContext, page: Page, account: str) -> Page:
    """The session of the one before has just expired; somebody else signs in, which opens the page anew."""
    await page.close()
    await signs_in(phone, account)
    return await opened(phone)


async def test_positions_are_sent_for_their_driver_only(page: Page, context: BrowserContext, server: Server) -> None:
    """Ravi's stay on the phone while Sunil has it, and go when Ravi is back."""
    await keep(page, 1, 2)
    borrowed = await _takes_over(context, page, SUNIL)
    await keep(borrowed, 3)
    await start(borrowed)
    await emptied(borrowed)
    assert [latitudes(request) for request in server.heard] == [[3]]
    back = await _takes_over(context, borrowed, RAVI)
    assert await back.evaluate("queue.waiting()") == 2
    await start(back)
    await emptied(back)
    assert [latitudes(request) for request in server.heard] == [[3], [1, 2]]


async def test_steps_survive_a_stranger_and_are_sent_in_order(
    page: Page, context: BrowserContext, server: Server
) -> None:
    """A stranger's 404 would have ended them."""
    await step(page, "o1/arrive", fields={"n": 1})
    await step(page, "o1/load", fields={"n": 2})
    borrowed = await _takes_over(context, page, SUNIL)
    assert await borrowed.evaluate("queue.stepsOf('o1')") == []
    await step(borrowed, "o2/arrive", fields={"n": 3})
    await start(borrowed)
    await emptied(borrowed)
    assert [body(request)["n"] for request in server.heard] == [3]
    back = await _takes_over(context, borrowed, RAVI)
    assert len(await back.evaluate("queue.stepsOf('o1')")) == 2
    await start(back)
    await emptied(back)
    assert [body(request)["n"] for request in server.heard] == [3, 1, 2]
    await back.wait_for_function("answers.length === 2 && answers.every((answer) => answer.ok)")


async def test_a_batch_that_the_session_outlived_is_not_replayed_by_another(
    page: Page, context: BrowserContext, server: Server
) -> None:
    """It has its id already, and keeps it for its own driver."""
    server.answers = [(401, {}, {})]
    await keep(page, 1)
    await start(page)
    await page.wait_for_function("told.at(-1)?.refused === 'signed_out'")
    borrowed = await _takes_over(context, page, SUNIL)
    await keep(borrowed, 2)
    await start(borrowed)
    await emptied(borrowed)
    back = await _takes_over(context, borrowed, RAVI)
    await start(back)
    await emptied(back)
    assert [latitudes(request) for request in server.heard] == [[1], [2], [1]]
    first, _, last = server.heard
    assert body(first)["batch_id"] == body(last)["batch_id"]


async def test_the_sender_stops_where_somebody_else_signs_in(page: Page, server: Server) -> None:
    """In another tab, between two steps."""
    other = {"set-cookie": f"porter_driver_id={SUNIL}; Path=/"}
    server.answers = [(200, other, {})]
    await step(page, "arrive")
    await step(page, "load")
    await keep(page, 1)
    await start(page)
    await emptied(page)
    assert [request.url.rsplit("/", 1)[-1] for request in server.heard] == ["arrive"]
    assert await page.evaluate(f"store.countOf('steps', '{RAVI}')") == 1
    assert await page.evaluate(f"store.countOf('fixes', '{RAVI}')") == 1


async def test_who_leaves_takes_positions_and_job_but_no_work_is_lost(page: Page, context: BrowserContext) -> None:
    """Sunil's things are not Ravi's to take away."""
    await keep(page, 1)
    await step(page, "arrive")
    await page.evaluate(f"store.put('kept', {{ seq: 'job', account: '{RAVI}', job: {{ number: 'PRT-1' }} }})")
    borrowed = await _takes_over(context, page, SUNIL)
    assert await borrowed.evaluate("account.mine('kept', 1)") == []
    await keep(borrowed, 2)
    await borrowed.evaluate(f"account.forget('{RAVI}')")
    left = await borrowed.evaluate(
        f"Promise.all(['fixes', 'steps', 'kept'].map((name) => store.countOf(name, '{RAVI}')))"
    )
    assert left == [0, 1, 0]
    assert await borrowed.evaluate("queue.waiting()") == 1


async def test_an_open_page_does_not_block_who_deletes_the_database(page: Page) -> None:
    """And goes on working with a fresh one."""
    await keep(page, 1)
    deleted = """() => new Promise((done) => {
        const asked = indexedDB.deleteDatabase("porter-device");
        asked.onsuccess = () => done("deleted");
        asked.onblocked = () => done("blocked");
    })"""
    assert await page.evaluate(deleted) == "deleted"
    assert await page.evaluate("queue.waiting()") == 0
    await keep(page, 2)
    assert await page.evaluate("queue.waiting()") == 1


async def test_rows_that_do_not_say_whose_they_are_go(context: BrowserContext, server: Server) -> None:
    """Those of the version before: nobody may send them."""
    page = await context.new_page()
    await page.goto(f"{ORIGIN}/driver")
    await page.evaluate(
        """() => new Promise((done, failed) => {
            const asked = indexedDB.open("porter-device", 2);
            asked.onupgradeneeded = () => {
                for (const name of ["fixes", "steps", "kept"]) asked.result.createObjectStore(name, { keyPath: "seq", autoIncrement: true });
            };
            asked.onsuccess = () => {
                const writing = asked.result.transaction("fixes", "readwrite");
                writing.objectStore("fixes").add({ fix: { lat: 1 } });
                writing.oncomplete = () => (asked.result.close(), done());
            };
            asked.onerror = failed;
        })"""
    )
    await keep(page, 2)
    await start(page)
    await emptied(page)
    assert [latitudes(request) for request in server.heard] == [[2]]


async def test_a_phone_that_lost_the_name_asks_for_it_once(page: Page, context: BrowserContext, server: Server) -> None:
    """The session is there: the answer names its driver again."""
    await signs_in(context, "")
    server.answers = [(200, {"set-cookie": f"porter_driver_id={RAVI}; Path=/"}, {})]
    await page.evaluate("(fix) => Promise.all([queue.keepFix(fix), queue.keepFix(fix)])", {"lat": 1})
    assert [request.url.removeprefix(ORIGIN) for request in server.heard] == [WHO]
    assert await page.evaluate(f"store.countOf('fixes', '{RAVI}')") == 2


async def test_nobody_stores_nothing(page: Page, context: BrowserContext, server: Server) -> None:
    """After signing out in another tab: no position is kept, and a step is not taken as if it were."""
    await signs_in(context, "")
    server.answers = [(401, {}, {})]
    await keep(page, 1)
    taken = await page.evaluate("queue.queueStep({ path: '/x', name: 'arrive' }).then(() => true, () => false)")
    assert taken is False
    stored = await page.evaluate("Promise.all([store.oldest('fixes', 9), store.oldest('steps', 9)])")
    assert stored == [[], []]


async def test_what_nobody_came_back_for_goes_in_time(page: Page, context: BrowserContext, server: Server) -> None:
    """A position after a day, which is as long as the server takes it; a step after seven."""
    await keep(page, 1)
    await step(page, "arrive")
    borrowed = await _takes_over(context, page, SUNIL)
    now = datetime.now(UTC)
    for days, left in ((0.9, [1, 1]), (6.9, [0, 1]), (7.1, [0, 0])):
        await borrowed.clock.set_fixed_time(now + timedelta(days=days))
        await start(borrowed)
        await borrowed.wait_for_function("told.at(-1)?.network === 'online'")
        await borrowed.wait_for_function(
            f"""async (left) => JSON.stringify(left) === JSON.stringify(await Promise.all(
                ['fixes', 'steps'].map((name) => store.countOf(name, '{RAVI}'))))""",
            arg=left,
        )
    assert server.heard == []
    assert await borrowed.evaluate("answers") == []


async def test_who_comes_back_too_late_is_told(page: Page, server: Server) -> None:
    """Work is not lost without a word."""
    await step(page, "arrive")
    await page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=8))
    await start(page)
    await page.wait_for_function("answers.length === 1")
    [told] = await page.evaluate("answers")
    assert (told["ok"], told["code"], told["name"]) == (False, "too_old_to_send", "arrive")
    assert server.heard == []
