"""Wrong passwords of operations: as many as allowed, however many come at the same time."""

import asyncio
from collections import Counter

import pytest

from porter.models.enums import Role
from porter.services import accounts
from porter.services.accounts import TooManySignIns, Verified
from tests.people import MEERA, PASSWORD, actor, staff

pytestmark = pytest.mark.usefixtures("database")

ELSEWHERE = "192.0.2.66"
SAM = staff("Sam", Role.SUPPORT)


async def guesses(many: int, *, email: str = MEERA.email, spread: bool = False, password: str = "") -> Counter[str]:
    """What became of so many guesses at the same time, from one place or each from another."""
    tries = (
        accounts.sign_in_staff(
            email, password or f"not this one at all {n}", client_address=f"198.18.0.{n}" if spread else ELSEWHERE
        )
        for n in range(many)
    )
    found = await asyncio.gather(*tries, return_exceptions=True)
    return Counter(type(each).__name__ for each in found)


async def test_of_fifty_guesses_at_the_same_time_five_are_looked_at() -> None:
    await actor(MEERA)
    assert await guesses(50) == {"PasswordWrong": 5, "TooManySignIns": 45}
    with pytest.raises(TooManySignIns) as refused:
        await accounts.sign_in_staff(MEERA.email, PASSWORD, client_address=ELSEWHERE)
    assert 0 < refused.value.retry_after_s <= 15 * 60


async def test_from_everywhere_together_fifty_an_hour_are_looked_at() -> None:
    await actor(MEERA)
    assert await guesses(70, spread=True) == {"PasswordWrong": 50, "TooManySignIns": 20}
    with pytest.raises(TooManySignIns):
        await accounts.sign_in_staff(MEERA.email, PASSWORD, client_address=MEERA.address)


async def test_one_place_guesses_at_thirty_whoever_it_is_after() -> None:
    found: Counter[str] = Counter()
    for n in range(8):
        found += await guesses(5, email=f"colleague{n}@porter.example")
    assert found == {"PasswordWrong": 30, "TooManySignIns": 10}


async def test_the_right_password_is_no_try() -> None:
    await actor(MEERA)
    for _ in range(12):
        assert isinstance(await accounts.sign_in_staff(MEERA.email, PASSWORD, client_address=ELSEWHERE), Verified)
    assert await guesses(10) == {"PasswordWrong": 5, "TooManySignIns": 5}


async def test_signing_in_oneself_does_not_buy_guesses_at_others() -> None:
    await actor(SAM)
    assert (await guesses(4))["PasswordWrong"] == 4
    assert isinstance(await accounts.sign_in_staff(SAM.email, PASSWORD, client_address=ELSEWHERE), Verified)
    assert await guesses(4) == {"PasswordWrong": 1, "TooManySignIns": 3}


async def test_who_is_refused_for_one_limit_has_used_up_no_other() -> None:
    """While everybody's guesses at Meera are used up, a place that is refused keeps its own five."""
    await actor(MEERA)
    await guesses(50, spread=True)
    assert await guesses(10) == {"TooManySignIns": 10}
    assert (await guesses(1, email="nobody@porter.example")) == {"PasswordWrong": 1}
