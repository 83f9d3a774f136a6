"""Signing in by phone: codes, tries, limits, races."""

import asyncio
import re
from datetime import timedelta
from uuid import uuid4

import pytest

from porter.core import clock
from porter.core.errors import GatewayUnavailable, Refused
from porter.integrations import sms
from porter.services import accounts
from porter.services.accounts import OtpExpired, OtpSent, OtpTooManyTries, OtpTooSoon, OtpWrong

pytestmark = pytest.mark.usefixtures("database")

ASHA = "+919000000001"
HERE = "198.51.100.7"


async def _send(phone: str = ASHA, audience: str = "customer", address: str = HERE) -> tuple[OtpSent, str]:
    sent = await accounts.send_otp(phone, audience, client_address=address)
    return sent, await _code(sent.phone)


async def _code(phone: str) -> str:
    match = re.match(r"\d{6}", (await sms.inbox(phone))[0].text)
    assert match
    return match[0]


def _other(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


async def test_a_new_phone_becomes_an_account_and_the_next_time_it_is_the_same_one() -> None:
    sent, code = await _send()
    assert (sent.expires_in_s, sent.resend_in_s, sent.phone) == (300, 60, ASHA)
    first = await accounts.verify_otp(sent.otp_id, ASHA, code)
    assert first.is_new
    with clock.travel(timedelta(minutes=2)):
        sent, code = await _send("090000 00001")
        again = await accounts.verify_otp(sent.otp_id, "9000000001", code)
    assert (again.account_id, again.is_new) == (first.account_id, False)


async def test_customer_and_driver_of_one_phone_are_two_accounts() -> None:
    as_customer = await accounts.verify_otp((await _send())[0].otp_id, ASHA, await _code(ASHA))
    with pytest.raises(OtpTooSoon):  # the phone is the same, whichever app asks
        await _send(audience="driver")
    with clock.travel(timedelta(seconds=60)):
        as_driver = await accounts.verify_otp((await _send(audience="driver"))[0].otp_id, ASHA, await _code(ASHA))
    assert as_customer.account_id != as_driver.account_id


async def test_a_code_of_one_app_does_not_end_that_of_the_other() -> None:
    as_customer, code = await _send()
    with clock.travel(timedelta(seconds=60)):
        await _send(audience="driver")
        assert (await accounts.verify_otp(as_customer.otp_id, ASHA, code)).is_new


async def test_two_apps_at_once_send_one_code_to_a_phone() -> None:
    apps = [each for _ in range(3) for each in ("customer", "driver")]
    outcomes = await asyncio.gather(
        *(accounts.send_otp(ASHA, app, client_address=HERE) for app in apps), return_exceptions=True
    )
    assert sum(isinstance(outcome, OtpSent) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, OtpTooSoon) for outcome in outcomes) == len(apps) - 1


async def test_the_tenth_of_a_day_goes_to_one_of_two_apps_at_once() -> None:
    for minutes in range(9):
        with clock.travel(timedelta(minutes=minutes)):
            await accounts.send_otp(ASHA, ("customer", "driver")[minutes % 2], client_address=f"198.51.100.{minutes}")
    with clock.travel(timedelta(minutes=20)):
        outcomes = await asyncio.gather(
            *(accounts.send_otp(ASHA, app, client_address=HERE) for app in ("customer", "driver")),
            return_exceptions=True,
        )
        assert sum(isinstance(outcome, OtpSent) for outcome in outcomes) == 1
    with clock.travel(timedelta(minutes=30)), pytest.raises(OtpTooSoon):
        await _send(audience="driver")


async def test_a_code_works_once() -> None:
    sent, code = await _send()
    await accounts.verify_otp(sent.otp_id, ASHA, code)
    with pytest.raises(OtpExpired):
        await accounts.verify_otp(sent.otp_id, ASHA, code)


async def test_ten_people_with_the_right_code_at_once_have_one_winner() -> None:
    sent, code = await _send()
    outcomes = await asyncio.gather(
        *(accounts.verify_otp(sent.otp_id, ASHA, code) for _ in range(10)), return_exceptions=True
    )
    assert sum(isinstance(outcome, accounts.Verified) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, OtpExpired) for outcome in outcomes) == 9


async def test_wrong_codes_count_down_and_the_sixth_try_is_refused_even_when_right() -> None:
    sent, code = await _send()
    left = []
    for _ in range(5):
        with pytest.raises(OtpWrong) as wrong:
            await accounts.verify_otp(sent.otp_id, ASHA, _other(code))
        left.append(wrong.value.extra["tries_left"])
    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(OtpTooManyTries):
        await accounts.verify_otp(sent.otp_id, ASHA, code)


async def test_guessing_in_parallel_gives_no_more_than_five_tries() -> None:
    sent, code = await _send()
    outcomes = await asyncio.gather(
        *(accounts.verify_otp(sent.otp_id, ASHA, _other(code)) for _ in range(20)), return_exceptions=True
    )
    assert sum(isinstance(outcome, OtpWrong) for outcome in outcomes) == 5
    assert sum(isinstance(outcome, OtpTooManyTries) for outcome in outcomes) == 15


async def test_the_fifth_try_may_still_be_right() -> None:
    sent, code = await _send()
    for _ in range(4):
        with pytest.raises(OtpWrong):
            await accounts.verify_otp(sent.otp_id, ASHA, _other(code))
    assert (await accounts.verify_otp(sent.otp_id, ASHA, code)).is_new


async def test_a_code_ends_after_five_minutes() -> None:
    sent, code = await _send()
    with clock.travel(timedelta(seconds=301)), pytest.raises(OtpExpired):
        await accounts.verify_otp(sent.otp_id, ASHA, code)


async def test_a_code_belongs_to_its_id_and_its_phone() -> None:
    sent, code = await _send()
    for otp_id, phone in ((uuid4(), ASHA), (sent.otp_id, "+919000000002")):
        with pytest.raises(OtpExpired):
            await accounts.verify_otp(otp_id, phone, code)
    assert (await accounts.verify_otp(sent.otp_id, ASHA, code)).is_new


async def test_a_new_code_ends_the_one_before() -> None:
    first, first_code = await _send()
    with clock.travel(timedelta(seconds=61)):
        second, second_code = await _send()
        with pytest.raises(OtpExpired):
            await accounts.verify_otp(first.otp_id, ASHA, first_code)
        assert (await accounts.verify_otp(second.otp_id, ASHA, second_code)).is_new


async def test_a_minute_lies_between_two_codes_also_when_asked_at_once() -> None:
    outcomes = await asyncio.gather(
        *(accounts.send_otp(ASHA, "customer", client_address=HERE) for _ in range(5)), return_exceptions=True
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, OtpTooSoon)]
    assert len(refused) == 4
    assert all(1 <= outcome.retry_after_s <= 61 for outcome in refused)
    assert len(await sms.inbox(ASHA)) == 1


async def test_ten_codes_a_day_for_a_phone() -> None:
    for minutes in range(0, 20, 2):
        with clock.travel(timedelta(minutes=minutes)):
            await accounts.send_otp(ASHA, "customer", client_address=f"198.51.100.{minutes}")
    with clock.travel(timedelta(minutes=30)), pytest.raises(OtpTooSoon) as refused:
        await accounts.send_otp(ASHA, "driver", client_address="198.51.100.99")
    assert 23 * 3600 < refused.value.retry_after_s <= 24 * 3600
    with clock.travel(timedelta(hours=24, seconds=1)):
        await accounts.send_otp(ASHA, "customer", client_address="198.51.100.99")


async def test_fifteen_codes_an_hour_for_an_address() -> None:
    for number in range(15):
        await accounts.send_otp(f"90000000{number:02}", "customer", client_address=HERE)
    with pytest.raises(OtpTooSoon):
        await accounts.send_otp("9000000050", "customer", client_address=HERE)
    await accounts.send_otp("9000000050", "customer", client_address="198.51.100.8")


async def test_known_and_unknown_phones_get_the_same_answer() -> None:
    sent, code = await _send()
    await accounts.verify_otp(sent.otp_id, ASHA, code)
    with clock.travel(timedelta(minutes=2)):
        known = await accounts.send_otp(ASHA, "customer", client_address=HERE)
        unknown = await accounts.send_otp("+919000000077", "customer", client_address=HERE)
    hidden = {"otp_id", "phone"}
    assert known.model_dump(exclude=hidden) == unknown.model_dump(exclude=hidden)


async def test_staff_do_not_sign_in_by_phone() -> None:
    for audience in ("staff", "admin", ""):
        with pytest.raises(Refused):
            await accounts.send_otp(ASHA, audience, client_address=HERE)


async def test_a_message_that_could_not_be_sent_costs_no_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise GatewayUnavailable()

    with monkeypatch.context() as broken:
        broken.setattr("porter.integrations.sms.SandboxSms.send", fail)
        with pytest.raises(GatewayUnavailable):
            await accounts.send_otp(ASHA, "customer", client_address=HERE)
    assert (await _send())[0].phone == ASHA


async def test_codes_that_ended_a_day_ago_are_forgotten() -> None:
    await _send()
    assert await accounts.forget_ended() == 0
    with clock.travel(timedelta(days=1, minutes=6)):
        assert await accounts.forget_ended() == 1
