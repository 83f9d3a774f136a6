"""The same key and body get the same bytes, whatever happens in between."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from porter.core import clock, db
from porter.services import idempotency
from porter.services.idempotency.keeping import InFlight, OtherRequest
from tests.people import ASHA, NIKHIL, client, signed_in, tokens

pytestmark = pytest.mark.usefixtures("database")

HOME = {"label": "Home", "full_address": "12, 5th Cross, Indiranagar", "lat": 12.97, "lng": 77.64}
WORK = {**HOME, "label": "Work"}


async def test_a_repeated_post_is_done_once_and_answered_with_the_same_bytes() -> None:
    async with signed_in(ASHA) as asha:
        first, second = [
            await asha.post("/api/v1/users/addresses", json=HOME, headers={"idempotency-key": "key-1"}) for _ in "12"
        ]
        kept = (await asha.get("/api/v1/users/addresses")).json()["addresses"]
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second.headers["idempotent-replayed"] == "true"
    assert second.headers["content-type"] == first.headers["content-type"]
    assert second.headers["x-request-id"] != first.headers["x-request-id"]
    assert len(kept) == 1


async def test_the_same_key_for_something_else_is_refused() -> None:
    async with signed_in(ASHA) as asha:
        await asha.post("/api/v1/users/addresses", json=HOME, headers={"idempotency-key": "key-1"})
        other_body = await asha.post("/api/v1/users/addresses", json=WORK, headers={"idempotency-key": "key-1"})
        other_path = await asha.post("/api/v1/notifications/read", json=HOME, headers={"idempotency-key": "key-1"})
    for refused in (other_body, other_path):
        assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")


async def test_keys_of_two_people_do_not_meet() -> None:
    async with signed_in(ASHA) as asha, signed_in(NIKHIL) as nikhil:
        one = await asha.post("/api/v1/users/addresses", json=HOME, headers={"idempotency-key": "key-1"})
        two = await nikhil.post("/api/v1/users/addresses", json=HOME, headers={"idempotency-key": "key-1"})
    assert one.json()["address"]["id"] != two.json()["address"]["id"]


async def test_twenty_at_once_do_it_once() -> None:
    async with signed_in(ASHA) as asha:
        answers = await asyncio.gather(
            *(asha.post("/api/v1/users/addresses", json=HOME, headers={"idempotency-key": "key-1"}) for _ in range(20))
        )
        kept = (await asha.get("/api/v1/users/addresses")).json()["addresses"]
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {"idempotency_in_flight"}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert len(kept) == 1


async def test_a_refusal_is_kept_too_but_not_being_signed_out() -> None:
    keys = await tokens(ASHA)
    async with client() as api:
        refused = await api.post("/api/v1/users/addresses", json=HOME, headers={"idempotency-key": "key-1"})
        api.headers["authorization"] = f"Bearer {keys.access}"
        done = await api.post("/api/v1/users/addresses", json=HOME, headers={"idempotency-key": "key-1"})
        clash = [
            await api.post("/api/v1/users/addresses", json=HOME, headers={"idempotency-key": "key-2"}) for _ in "12"
        ]
    assert (refused.status_code, done.status_code) == (401, 201)
    assert [answer.status_code for answer in clash] == [409, 409]
    assert clash[0].content == clash[1].content


async def test_a_request_that_failed_may_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise ZeroDivisionError

    async with signed_in(ASHA) as asha:
        with monkeypatch.context() as broken:
            broken.setattr("porter.services.accounts.add_address", fail)
            failed = await asha.post("/api/v1/users/addresses", json=HOME, headers={"idempotency-key": "key-1"})
        again = await asha.post("/api/v1/users/addresses", json=HOME, headers={"idempotency-key": "key-1"})
    assert (failed.status_code, again.status_code) == (500, 201)


@pytest.mark.parametrize("key", ["x" * 256, "with space", "tab\there", " "])
async def test_keys_that_cannot_be_kept_are_refused(key: str) -> None:
    async with signed_in(ASHA) as asha:
        refused = await asha.post("/api/v1/users/addresses", json=HOME, headers={"idempotency-key": key})
    assert refused.status_code in {400, 422}


async def test_a_process_that_died_while_answering_blocks_the_key_for_a_minute_only() -> None:
    dead = await idempotency.claim("someone", "key", "hash")
    with pytest.raises(InFlight):
        await idempotency.claim("someone", "key", "hash")
    with clock.travel(timedelta(seconds=61)):
        heirs = await asyncio.gather(
            *(idempotency.claim("someone", "key", "hash") for _ in range(5)), return_exceptions=True
        )
    assert [heir.answer_id for heir in heirs if isinstance(heir, idempotency.Claim)] == [dead.answer_id]


async def test_answers_are_unreadable_at_rest_and_forgotten_after_a_day() -> None:
    claim = await idempotency.claim("someone", "key", "hash")
    await idempotency.keep(claim.answer_id, 200, [("content-type", "application/json")], b'{"token":"very-secret"}')
    async with db.reading() as session:
        stored = (await session.exec(text("SELECT body FROM stored_answer"))).one()[0]  # type: ignore[call-overload]
    assert b"very-secret" not in bytes(stored)
    kept = await idempotency.claim("someone", "key", "hash")
    assert (kept.status, kept.body) == (200, b'{"token":"very-secret"}')
    with pytest.raises(OtherRequest):
        await idempotency.claim("someone", "key", "other")
    with clock.travel(timedelta(hours=25)):
        assert (await idempotency.claim("someone", "key", "other")).status is None
    with clock.travel(timedelta(hours=51)):
        assert await idempotency.forget_old() == 1


async def test_a_key_that_nobody_knows_is_new() -> None:
    assert (await idempotency.claim("someone", str(uuid4()), "hash")).status is None
