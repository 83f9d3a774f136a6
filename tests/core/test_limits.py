"""Limits are shared through Redis, and hold nobody back while it is down."""

import pytest

from porter.core import limits
from porter.core.config import settings
from porter.core.limits import give_back, hit, is_own_machine, per_minute, take

THREE = per_minute("test", 3)
ONE = per_minute("test-one", 1)


@pytest.mark.usefixtures("valkey")
async def test_the_fourth_of_three_is_refused() -> None:
    for left in (2, 1, 0):
        standing = await hit(THREE, "asha")
        assert (standing.allowed, standing.remaining, standing.limit) == (True, left, 3)
    refused = await hit(THREE, "asha")
    assert not refused.allowed
    assert 1 <= refused.reset_in_s <= 60
    assert (await hit(THREE, "nikhil")).allowed


@pytest.mark.usefixtures("valkey")
async def test_what_is_given_back_may_be_taken_again() -> None:
    tries = [(THREE, "asha"), (ONE, "asha")]
    for _ in range(5):
        assert (await take(tries)).allowed
        await give_back(tries)
    assert (await hit(THREE, "asha")).remaining == 2


@pytest.mark.usefixtures("valkey")
async def test_what_one_limit_refuses_the_others_do_not_count() -> None:
    tries = [(THREE, "asha"), (ONE, "asha")]
    assert (await take(tries)).allowed
    for _ in range(5):
        refused = await take(tries)
        assert (refused.allowed, refused.limit) == (False, 1)
    assert (await hit(THREE, "asha")).remaining == 1


async def test_without_redis_everybody_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_limiters", type(limits._limiters)())
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    settings.cache_clear()
    for _ in range(5):
        assert (await hit(THREE, "asha")).allowed
    assert (await take([(THREE, "asha")] * 5)).allowed
    await give_back([(THREE, "asha")])


@pytest.mark.parametrize(
    ("mode", "address", "own"),
    [("development", "127.0.0.1", True), ("development", "::1", True), ("development", "192.0.2.1", False),
     ("development", "unknown", False), ("test", "127.0.0.1", False)],
)  # fmt: skip
def test_only_a_developers_own_desk_is_exempt(
    monkeypatch: pytest.MonkeyPatch, mode: str, address: str, own: bool
) -> None:
    monkeypatch.setenv("PORTER_MODE", mode)
    settings.cache_clear()
    assert is_own_machine(address) is own
