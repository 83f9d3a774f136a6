"""Two-step sign-in of operations: switched on with a code, asked for at sign-in, each code once, and the ways back."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from porter.core import clock, db
from porter.core.errors import Forbidden, NotFound, PorterError
from porter.models.enums import Role
from porter.services import accounts
from porter.services.accounts import (
    Actor,
    CodeUsed,
    CodeWrong,
    EnrolmentEnded,
    SecondStepEnded,
    SecondStepView,
    TicketEnded,
    TooManyCodes,
    TooManySignIns,
    TwoStepOff,
    TwoStepOn,
    TwoStepView,
    Verified,
)
from porter.services.accounts.tickets import issue_ticket
from tests.authenticator import App, enrol
from tests.people import ASHA, MEERA, PASSWORD, RAVI, Person, actor, staff, tokens

pytestmark = pytest.mark.usefixtures("database")

SAM = staff("Sam", Role.SUPPORT)
TARA = staff("Tara", Role.ADMIN)
SOON = timedelta(seconds=31)


async def password(who: Person = MEERA) -> str:
    """The first step; the token of the second."""
    waiting = await accounts.sign_in_staff(who.email, PASSWORD, client_address=who.address)
    assert isinstance(waiting, SecondStepView)
    return waiting.token


async def code(token: str, given: str, address: str = MEERA.address) -> Verified:
    """The second step."""
    return await accounts.finish_sign_in(token, given, client_address=address)


async def standing(person: Actor) -> TwoStepView:
    """On or off, and how many recovery codes are left."""
    async with db.reading() as session:
        return await accounts.two_step(session, person)


async def stop(person: Actor, given: str) -> None:
    """Switch it off."""
    async with db.transaction() as session:
        await accounts.stop_two_step(session, person, given)


async def reset(by: Actor, account_id: UUID) -> None:
    """Switch it off for a colleague."""
    async with db.transaction() as session:
        await accounts.reset_two_step(session, by, account_id)


async def outcomes(*calls: Awaitable[object]) -> list[str]:
    """What became of things done at the same time."""
    found = await asyncio.gather(*calls, return_exceptions=True)
    return sorted(type(each).__name__ for each in found)


async def test_meera_enrols_and_signs_in_with_a_code() -> None:
    meera = await actor(MEERA)
    assert await standing(meera) == TwoStepView(on=False)
    app = await enrol(meera)
    assert ((await standing(meera)).on, (await standing(meera)).codes_left) == (True, 10)
    verified = await code(await password(), app.code())
    keys = await accounts.redeem_ticket(verified.ticket, "desk")
    assert keys.account.id == meera.id


async def test_nothing_is_asked_before_a_code_has_confirmed() -> None:
    meera = await actor(MEERA)
    async with db.transaction() as session:
        first = await accounts.begin_two_step(session, meera)
    async with db.transaction() as session:
        second = await accounts.begin_two_step(session, meera)  # another tab
    assert first == second
    assert first.qr.startswith("data:image/svg+xml")
    assert first.secret_text.replace(" ", "") == first.secret
    assert isinstance(await accounts.sign_in_staff(MEERA.email, PASSWORD, client_address="192.0.2.9"), Verified)
    with pytest.raises(CodeWrong):
        async with db.transaction() as session:
            await accounts.confirm_two_step(session, meera, App(first.secret).wrong())
    assert not (await standing(meera)).on


async def test_an_enrolment_ends_after_a_quarter_of_an_hour() -> None:
    meera = await actor(MEERA)
    async with db.transaction() as session:
        old = await accounts.begin_two_step(session, meera)
    with clock.travel(timedelta(minutes=16)):
        with pytest.raises(EnrolmentEnded):
            async with db.transaction() as session:
                await accounts.confirm_two_step(session, meera, App(old.secret).code())
        async with db.transaction() as session:
            assert (await accounts.begin_two_step(session, meera)).secret != old.secret


async def test_enrolling_twice_and_at_the_same_time_gives_one_set_of_codes() -> None:
    meera = await actor(MEERA)
    async with db.transaction() as session:
        app = App((await accounts.begin_two_step(session, meera)).secret)

    async def confirm(given: str) -> None:
        async with db.transaction() as session:
            await accounts.confirm_two_step(session, meera, given)

    found = await outcomes(*(confirm(app.code()) for _ in range(4)))
    assert found == ["NoneType", "TwoStepOn", "TwoStepOn", "TwoStepOn"]
    assert (await standing(meera)).codes_left == 10
    with pytest.raises(TwoStepOn):
        async with db.transaction() as session:
            await accounts.begin_two_step(session, meera)


async def test_the_secret_and_the_codes_are_not_readable_in_the_database() -> None:
    app = await enrol(await actor(MEERA))
    async with db.reading() as session:
        kept = str((await session.exec(text("SELECT a, r FROM authenticator a, recovery_code r"))).all())  # type: ignore[call-overload]
    assert kept
    assert app.secret not in kept
    assert not any(each in kept or each.replace("-", "") in kept for each in app.recovery)


@pytest.mark.parametrize("steps", [-1, 0, 1])
async def test_clocks_may_be_a_step_off(steps: int) -> None:
    meera = await actor(MEERA)
    app = await enrol(meera)
    with clock.travel(timedelta(minutes=5)):
        assert await code(await password(), app.code(steps))


@pytest.mark.parametrize("steps", [-2, 2])
async def test_clocks_may_not_be_two_steps_off(steps: int) -> None:
    app = await enrol(await actor(MEERA))
    with clock.travel(timedelta(minutes=5)):
        token, given = await password(), app.code(steps)
        assert given not in (app.code(-1), app.code(), app.code(1))
        with pytest.raises(CodeWrong):
            await code(token, given)


async def test_a_code_works_once_also_in_another_window() -> None:
    app = await enrol(await actor(MEERA))
    with clock.travel(timedelta(minutes=5)):
        given = app.code()
        await code(await password(), given)
        with pytest.raises(CodeUsed):
            await code(await password(), given)
        with pytest.raises(CodeUsed):
            await code(await password(), app.code(-1))  # older than the last one that was used


async def test_of_many_at_the_same_time_one_gets_in() -> None:
    app = await enrol(await actor(MEERA))
    with clock.travel(timedelta(minutes=5)):
        windows = [await password() for _ in range(4)]
        assert (await outcomes(*(code(token, app.code()) for token in windows))).count("Verified") == 1
        token = await password()
        assert (await outcomes(*(code(token, app.code(1)) for _ in range(4)))).count("Verified") == 1
        windows = [await password() for _ in range(4)]
        found = await outcomes(*(code(token, app.recovery[0]) for token in windows))
    assert found.count("Verified") == 1


async def test_five_wrong_codes_end_the_sign_in() -> None:
    app = await enrol(await actor(MEERA))
    token = await password()
    for left in (4, 3, 2, 1):
        with pytest.raises(CodeWrong) as refused:
            await code(token, app.wrong())
        assert refused.value.extra["tries_left"] == left
    for given in (app.wrong(), app.code(), app.recovery[0]):
        with pytest.raises(TooManyCodes):
            await code(token, given)
    assert await code(await password(), app.code())


async def test_wrong_codes_from_one_place_are_limited() -> None:
    app = await enrol(await actor(MEERA))
    for _ in range(3):
        token = await password()
        for _ in range(5):
            with pytest.raises((CodeWrong, TooManyCodes)):
                await code(token, app.wrong(), "192.0.2.66")
    token = await password()
    with pytest.raises(TooManySignIns):
        await code(token, app.code(), "192.0.2.66")
    assert await code(token, app.code(), "192.0.2.67")


async def test_wrong_codes_from_one_place_are_limited_also_at_the_same_time() -> None:
    """Twenty colleagues' windows at once: fifteen codes are looked at, and right ones are no tries."""
    app = await enrol(await actor(MEERA))
    windows = [await password() for _ in range(20)]
    found = await outcomes(*(code(token, app.wrong(), "192.0.2.66") for token in windows))
    assert (found.count("CodeWrong"), found.count("TooManySignIns")) == (15, 5)
    for given in app.recovery:
        await code(await password(), given, "192.0.2.67")
    windows = [await password() for _ in range(20)]
    found = await outcomes(*(code(token, app.wrong(), "192.0.2.67") for token in windows))
    assert (found.count("CodeWrong"), found.count("TooManySignIns")) == (15, 5)


async def test_fifty_wrong_codes_a_day_are_all_there_are_and_recovery_codes_still_work() -> None:
    meera = await actor(MEERA)
    app = await enrol(meera)
    wrong = [outcome for _ in range(5) for outcome in await outcomes(*(stop(meera, app.wrong()) for _ in range(11)))]
    assert (wrong.count("CodeWrong"), wrong.count("TooManyCodes")) == (50, 5)
    with pytest.raises(TooManyCodes):
        await stop(meera, app.code())
    assert await code(await password(), app.recovery[0])
    with clock.travel(timedelta(days=1, minutes=1)):
        await stop(meera, app.code())


async def test_a_sign_in_that_waits_ends_after_five_minutes_and_after_use() -> None:
    app = await enrol(await actor(MEERA))
    token = await password()
    with clock.travel(timedelta(seconds=301)), pytest.raises(SecondStepEnded):
        await code(token, app.code())
    await code(token, app.code())
    with clock.travel(SOON), pytest.raises(SecondStepEnded):
        await code(token, app.code())


@pytest.mark.parametrize("given", ["", " ", "12345", "१२३४५६", "abcdef", "a\0b", "\ud800", "x" * 10_000, "0" * 10])
async def test_garbage_is_a_wrong_code(given: str) -> None:
    meera = await actor(MEERA)
    await enrol(meera)
    with pytest.raises(CodeWrong):
        await code(await password(), given)
    with pytest.raises(CodeWrong):
        await stop(meera, given)
    for token in ("", "x", "\ud800x"[1:], "x" * 10_000):
        with pytest.raises(SecondStepEnded):
            await code(token, given)


async def test_recovery_codes_work_once_however_they_are_typed() -> None:
    meera = await actor(MEERA)
    app = await enrol(meera)
    for given in (app.recovery[0], app.recovery[1].lower().replace("-", " "), f" {app.recovery[2]} "):
        assert await code(await password(), given)
        with pytest.raises(CodeWrong):
            await code(await password(), given)
    assert (await standing(meera)).codes_left == 7


async def test_new_recovery_codes_end_the_old_ones() -> None:
    meera = await actor(MEERA)
    app = await enrol(meera)
    async with db.transaction() as session:
        fresh = await accounts.renew_recovery_codes(session, meera, app.code())
    assert not set(fresh.codes) & set(app.recovery)
    with pytest.raises(CodeWrong):
        await code(await password(), app.recovery[0])
    assert await code(await password(), fresh.codes[0])


@pytest.mark.parametrize("kind", ["app", "recovery"])
async def test_switching_off_takes_a_code(kind: str) -> None:
    meera = await actor(MEERA)
    app = await enrol(meera)
    with pytest.raises(CodeWrong):
        await stop(meera, app.wrong())
    waiting = await password()
    await stop(meera, app.code() if kind == "app" else app.recovery[9])
    assert await standing(meera) == TwoStepView(on=False)
    with pytest.raises(TwoStepOff):
        await stop(meera, app.code())
    with pytest.raises(SecondStepEnded):
        await code(waiting, app.code(1))
    assert await tokens(MEERA)
    assert (await enrol(meera)).secret != app.secret


async def test_a_colleague_s_code_proves_nothing() -> None:
    meera, sam = await actor(MEERA), await actor(SAM)
    app, other = await enrol(meera), await enrol(sam)
    for given in (other.code(), other.recovery[0]):
        with pytest.raises(CodeWrong):
            await stop(meera, given)
    await stop(meera, app.code())
    assert (await standing(sam)).on


async def test_customers_and_drivers_have_no_second_step() -> None:
    for who in (ASHA, RAVI):
        person = await actor(who)
        async with db.transaction() as session:
            for refused in (
                accounts.begin_two_step(session, person),
                accounts.confirm_two_step(session, person, "123456"),
                accounts.renew_recovery_codes(session, person, "123456"),
                accounts.stop_two_step(session, person, "123456"),
                accounts.two_step(session, person),
            ):
                with pytest.raises(Forbidden):
                    await refused


async def test_an_administrator_resets_a_colleague_who_is_signed_out_everywhere() -> None:
    sam_keys, sam, tara = await tokens(SAM), await actor(SAM), await actor(TARA)
    app = await enrol(sam)
    waiting = await password(SAM)
    async with db.transaction() as session:
        ticket = issue_ticket(session, sam.id)
    await reset(tara, sam.id)
    assert await accounts.identify(sam_keys.access, "staff") is None
    with pytest.raises(TicketEnded):
        await accounts.redeem_ticket(ticket, "desk")
    with pytest.raises(SecondStepEnded):
        await code(waiting, app.code())
    assert await tokens(SAM)
    with pytest.raises(TwoStepOff):
        await reset(tara, sam.id)


async def test_who_may_reset_whom() -> None:
    meera, sam, asha = await actor(MEERA), await actor(SAM), await actor(ASHA)
    await enrol(meera)
    await enrol(sam)
    cases: list[tuple[Actor, UUID, type[PorterError]]] = [
        (asha, sam.id, Forbidden), (sam, meera.id, Forbidden), (sam, sam.id, Forbidden), (meera, meera.id, Forbidden),
        (meera, asha.id, NotFound), (meera, uuid4(), NotFound),
    ]  # fmt: skip
    for by, target, error in cases:
        with pytest.raises(error):
            await reset(by, target)
    assert (await standing(meera)).on
    assert (await standing(sam)).on


async def test_resetting_while_the_person_signs_in_leaves_nobody_in_between() -> None:
    """Whichever comes first, no ticket of before the reset opens a session."""
    sam, tara = await actor(SAM), await actor(TARA)
    app = await enrol(sam)
    token = await password(SAM)
    done = await asyncio.gather(code(token, app.code()), reset(tara, sam.id), return_exceptions=True)
    assert done[1] is None
    if isinstance(done[0], Verified):
        with pytest.raises(TicketEnded):
            await accounts.redeem_ticket(done[0].ticket, "desk")
    else:
        assert isinstance(done[0], SecondStepEnded)


async def test_the_suspended_are_refused_after_the_right_code() -> None:
    meera, sam = await actor(MEERA), await actor(SAM)
    app = await enrol(sam)
    token = await password(SAM)
    async with db.transaction() as session:
        await accounts.suspend(session, meera, sam.id, "Left us")
    with pytest.raises(accounts.AccountSuspended):
        await code(token, app.code())


async def test_sign_ins_half_way_are_forgotten() -> None:
    await enrol(await actor(MEERA))
    await password()
    with clock.travel(timedelta(days=2)):
        assert await accounts.forget_ended() >= 1
