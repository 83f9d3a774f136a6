import asyncio
import json
import logging

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from porter.core import db, ids, live, outbox, redis
from porter.core.logging import configure, logger
from porter.core.outbox import OutboxEvent
from porter.models import LedgerAccount, LedgerEntry, Posting
from porter.models.enums import LedgerAccountKind

pytestmark = pytest.mark.usefixtures("database")


async def _heard(channel: str, act) -> list[dict]:  # type: ignore[no-untyped-def, type-arg]
    async with redis.bus().pubsub() as listener:
        await listener.subscribe(channel)
        await listener.get_message(timeout=30)
        await act()
        await redis.bus().publish(channel, "the end")
        heard: list[dict] = []  # type: ignore[type-arg]
        while (message := await listener.get_message(ignore_subscribe_messages=True, timeout=30)) is not None:
            if message["data"] in {"the end", b"the end"}:
                return heard
            heard.append(json.loads(message["data"]))
        pytest.fail("the bus has fallen silent")


async def test_a_push_goes_out_after_the_commit() -> None:
    async def act() -> None:
        async with db.transaction() as session:
            live.notify(session, "order:1", "order:updated", {"n": 1})

    assert [message["data"] for message in await _heard("order:1", act)] == [{"n": 1}]


async def test_a_change_that_did_not_happen_is_not_told() -> None:
    async def act() -> None:
        with pytest.raises(RuntimeError):
            async with db.transaction() as session:
                live.notify(session, "order:1", "order:updated", {"n": 1})
                raise RuntimeError("half-way")

    assert await _heard("order:1", act) == []
    assert await live.since("order:1", "0") == []


async def test_a_client_that_was_away_resumes_after_the_last_message_it_saw() -> None:
    for n in range(3):
        await live.publish("order:1", "order:updated", {"n": n})
    first, *_ = await live.since("order:1", "0")
    assert [message["data"]["n"] for message in await live.since("order:1", first["id"])] == [1, 2]


async def test_positions_are_pushed_and_not_kept() -> None:
    async def act() -> None:
        await live.publish_position("drv:1", {"lat": 1})

    assert (await _heard("drv:1", act))[0]["kind"] == "driver:location"
    assert await live.since("drv:1", "0") == []


async def test_a_fact_is_written_with_the_change_or_not_at_all() -> None:
    with pytest.raises(RuntimeError):
        async with db.transaction() as session:
            outbox.emit(session, "order.placed", {"n": 1})
            raise RuntimeError("half-way")
    async with db.transaction() as session:
        outbox.emit(session, "order.placed", {"n": 2})
    async with db.reading() as session:
        assert [event.payload["n"] for event in (await session.exec(select(OutboxEvent))).all()] == [2]


async def test_one_hint_a_commit_and_a_failing_hint_hurts_nobody() -> None:
    calls = 0

    async def hint() -> None:
        nonlocal calls
        calls += 1
        raise ConnectionError("the broker is away")

    outbox.on_commit(hint)
    try:
        async with db.transaction() as session:
            outbox.emit(session, "order.placed", {"n": 1})
            outbox.emit(session, "order.placed", {"n": 2})
    finally:
        outbox.on_commit(None)
    assert calls == 1


async def _book(*amounts: int) -> Posting:
    async with db.transaction() as session:
        accounts = [LedgerAccount(kind=kind, currency="INR") for kind in list(LedgerAccountKind)[1 : 1 + len(amounts)]]
        posting = Posting(correlation=ids.secret_token(), event="test")
        session.add_all([*accounts, posting])
        await session.flush()
        session.add_all(
            LedgerEntry(posting_id=posting.id, line=i, account_id=account.id, amount_minor=amount, currency="INR")
            for i, (account, amount) in enumerate(zip(accounts, amounts, strict=True))
        )
    return posting


async def test_the_database_refuses_a_posting_that_does_not_balance() -> None:
    with pytest.raises(DBAPIError, match="does not sum to zero"):
        await _book(100, -99)
    await _book(100, -60, -40)


@pytest.mark.parametrize(
    "change", ["UPDATE posting SET memo = 'nicer'", "DELETE FROM ledger_entry", "DELETE FROM posting"]
)
async def test_the_database_refuses_to_rewrite_the_books(change: str) -> None:
    await _book(100, -100)
    with pytest.raises(DBAPIError, match="append-only"):
        async with db.transaction() as session:
            await session.exec(text(change))  # type: ignore[call-overload]


async def test_a_dead_bus_does_not_undo_a_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise redis.RedisConnectionError("down")

    monkeypatch.setattr(live, "bus", broken)
    async with db.transaction() as session:
        outbox.emit(session, "order.placed", {"n": 7})
        live.notify(session, "order:1", "order:updated", {})
    await live.publish_position("drv:1", {})
    async with db.reading() as session:
        assert len((await session.exec(select(OutboxEvent))).all()) == 1


async def test_logs_hide_people_and_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.getLogger().handlers[:]
    try:
        configure()
        logger("porter.test").info("call me on 98450 12345 now", phone="9845012345", token="abc", order="PRT-1")
        written = capsys.readouterr().err
    finally:
        logging.getLogger().handlers[:] = before
    assert "98450" not in written
    assert "abc" not in written
    assert "PRT-1" in written


async def test_engines_belong_to_their_loop() -> None:
    assert db.engine() is db.engine()

    def elsewhere() -> object:
        async def peek() -> object:
            try:
                return db.engine()
            finally:
                await db.dispose()
                await redis.close()

        return asyncio.run(peek())

    assert await asyncio.to_thread(elsewhere) is not db.engine()


async def test_messages_of_one_change_go_out_in_order_and_each_is_remembered() -> None:
    async with db.transaction() as session:
        for n in range(3):
            live.notify(session, "order:2", "order:updated", {"n": n})
        live.notify(session, "ops", "order:updated", {"n": 9})
    assert [message["data"] for message in await live.since("order:2", "0-0")] == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert [message["data"] for message in await live.since("ops", "0-0")] == [{"n": 9}]
