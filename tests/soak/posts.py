"""The same POST many times at once: one effect, and everybody gets the same bytes."""

import asyncio

from httpx import AsyncClient, Response

from porter.core import db
from porter.core.ids import new_id
from porter.services import ledger, payouts
from tests.people import RAVI, actor, signed_in
from tests.soak.operations import assert_sound

API = "/api/v1"
WHERE = {"kind": "upi", "name": "Ravi Kumar", "upi": "ravi@okbank"}
AMOUNT_MINOR = 30_000


async def soak(posts: int) -> dict[str, int]:
    """So many identical withdrawals with one key. Raises AssertionError unless there is one, and one answer."""
    ravi = await actor(RAVI)
    async with db.transaction() as session:
        entries = ledger.rules.incentive_earned(ravi.id, 2 * AMOUNT_MINOR)
        await ledger.post(session, f"incentive:{new_id()}", "incentive", entries)
    async with signed_in(RAVI) as api:
        assert (await api.post(f"{API}/pilots/payout-destinations", json=WHERE)).status_code == 201
        body, key = {"amount": "300.00"}, {"Idempotency-Key": str(new_id())}
        answers = await asyncio.gather(*(_asked(api, body, key) for _ in range(posts)))
    assert {(one.status_code, one.content) for one in answers} == {(201, answers[0].content)}
    async with db.reading() as session:
        assert len((await payouts.mine(session, ravi)).items) == 1
        assert (await payouts.balance(session, ravi)).in_transit_minor == AMOUNT_MINOR
    await assert_sound()
    return {"posts": posts, "effects": 1, "answers": 1}


async def _asked(api: AsyncClient, body: dict[str, str], key: dict[str, str]) -> Response:
    """As a client is told to: "the same request is being worked on, wait a moment" is no answer to keep."""
    while True:
        answer = await api.post(f"{API}/pilots/payouts", json=body, headers=key)
        if answer.is_success or not answer.json()["retryable"]:
            return answer
