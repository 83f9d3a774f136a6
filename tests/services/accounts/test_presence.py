"""Who an access token stands for: at once after suspension, from Postgres when Redis forgets or is down."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from porter.core import clock, db, security
from porter.core.errors import Forbidden, NotFound
from porter.core.redis import bus
from porter.models.enums import AccountStatus, Party, Role
from porter.services import accounts
from porter.services.accounts import AccountSuspended, SessionEnded, TicketEnded, presence, queries
from tests.people import ASHA, MEERA, NIKHIL, RAVI, actor, newest_code, staff, tokens

pytestmark = pytest.mark.usefixtures("database")


async def test_an_actor_knows_name_role_and_party() -> None:
    ravi, meera = await actor(RAVI), await actor(MEERA)
    assert (ravi.name, ravi.role, ravi.party) == ("Ravi", Role.DRIVER, Party.DRIVER)
    assert (meera.role, meera.party) == (Role.ADMIN, Party.STAFF)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "x" * 10_000])
async def test_garbage_is_nobody(token: str) -> None:
    assert await accounts.identify(token, "customer") is None


async def test_a_token_without_a_session_is_nobody() -> None:
    forged, _ = security.issue_token({"sub": str(uuid4()), "aud": "customer"}, lifetime=timedelta(hours=1))
    unknown, _ = security.issue_token(
        {"sub": str(uuid4()), "aud": "customer", "sid": str(uuid4())}, lifetime=timedelta(hours=1)
    )
    assert await accounts.identify(forged, "customer") is None
    assert await accounts.identify(unknown, "customer") is None


async def test_suspension_counts_at_once_for_every_session_and_sign_in() -> None:
    meera, keys = await actor(MEERA), [await tokens(ASHA) for _ in range(3)]
    for key in keys:
        assert await accounts.identify(key.access, "customer")
    async with db.transaction() as session:
        await accounts.suspend(session, meera, keys[0].account.id, "fraud")
    for key in keys:
        assert await accounts.identify(key.access, "customer") is None
        with pytest.raises(SessionEnded):
            await accounts.refresh(key.refresh)
    with pytest.raises(AccountSuspended):
        await tokens(ASHA)


async def test_a_reinstated_person_signs_in_anew() -> None:
    meera, old = await actor(MEERA), await tokens(ASHA)
    async with db.transaction() as session:
        await accounts.suspend(session, meera, old.account.id, "mistake")
    async with db.transaction() as session:
        await accounts.reinstate(session, meera, old.account.id, "sorry")
    assert await accounts.identify(old.access, "customer") is None
    assert await accounts.identify((await tokens(ASHA)).access, "customer")


async def test_who_may_suspend_whom() -> None:
    meera, dispatcher, asha = await actor(MEERA), await actor(staff("Dev", Role.DISPATCHER)), await actor(ASHA)
    support = await actor(staff("Sam", Role.SUPPORT))
    cases = [
        (asha, asha.id, Forbidden),
        (dispatcher, asha.id, Forbidden),
        (support, meera.id, Forbidden),
        (meera, meera.id, Forbidden),
        (meera, uuid4(), NotFound),
    ]
    for by, target, error in cases:
        with pytest.raises(error):
            async with db.transaction() as session:
                await accounts.suspend(session, by, target, "because")


async def test_a_suspension_that_is_rolled_back_did_not_happen() -> None:
    meera, keys = await actor(MEERA), await tokens(ASHA)
    with pytest.raises(ZeroDivisionError):
        async with db.transaction() as session:
            await accounts.suspend(session, meera, keys.account.id, "fraud")
            raise ZeroDivisionError
    async with db.reading() as session:
        account = await queries.account(session, keys.account.id)
    assert account
    assert account.status is AccountStatus.ACTIVE
    key = f"session:{_session_of(keys.access)}"
    assert 0 < await bus().ttl(key) <= 5
    await bus().delete(key)  # what five seconds do by themselves
    assert await accounts.identify(keys.access, "customer")


async def test_when_redis_forgets_postgres_still_knows_who_is_out() -> None:
    out, still = await tokens(ASHA), await tokens(NIKHIL)
    await accounts.logout(out.access)
    await bus().flushdb()
    assert await accounts.identify(out.access, "customer") is None
    assert await accounts.identify(still.access, "customer")


async def test_while_redis_is_down_postgres_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    out, still = await tokens(ASHA), await tokens(NIKHIL)
    assert await accounts.identify(still.access, "customer")

    def broken() -> None:
        raise RedisConnectionError("down")

    monkeypatch.setattr("porter.services.accounts.presence.bus", broken)
    await accounts.logout(out.access)
    assert await accounts.identify(out.access, "customer") is None
    assert await accounts.identify(still.access, "customer")


async def test_a_slow_reader_does_not_bring_an_ended_session_back() -> None:
    keys = await tokens(ASHA)
    known = await accounts.identify(keys.access, "customer")
    assert known
    await accounts.logout(keys.access)
    await presence._remember(known)
    assert await accounts.identify(keys.access, "customer") is None


async def test_signing_out_while_others_ask_ends_it_for_all() -> None:
    keys = await tokens(ASHA)
    await asyncio.gather(accounts.logout(keys.access), *(accounts.identify(keys.access, "customer") for _ in range(30)))
    assert await accounts.identify(keys.access, "customer") is None


async def test_a_ticket_has_one_winner_and_one_minute() -> None:
    sent = await accounts.send_otp(ASHA.phone, "customer", client_address="192.0.2.1")
    verified = await accounts.verify_otp(sent.otp_id, ASHA.phone, await _code())
    outcomes = await asyncio.gather(
        *(accounts.redeem_ticket(verified.ticket, "phone") for _ in range(5)), return_exceptions=True
    )
    assert sum(isinstance(outcome, accounts.Tokens) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, TicketEnded) for outcome in outcomes) == 4
    with clock.travel(timedelta(seconds=61)):
        sent = await accounts.send_otp(ASHA.phone, "customer", client_address="192.0.2.1")
        late = await accounts.verify_otp(sent.otp_id, ASHA.phone, await _code())
    with clock.travel(timedelta(seconds=122)), pytest.raises(TicketEnded):
        await accounts.redeem_ticket(late.ticket, "phone")


async def test_a_session_that_refreshes_lives_on_and_one_that_does_not_ends_after_thirty_days() -> None:
    lively, idle = await tokens(ASHA), await tokens(NIKHIL)
    for days in (20, 40, 60):
        with clock.travel(timedelta(days=days)):
            lively = await accounts.refresh(lively.refresh)
    with clock.travel(timedelta(days=31)), pytest.raises(SessionEnded):
        await accounts.refresh(idle.refresh)


async def _code() -> str:
    return await newest_code(ASHA.phone)


def _session_of(access: str) -> str:
    return str(security.read_token(access, audience="customer")["sid"])
