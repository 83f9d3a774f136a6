"""Limits are shared through Redis, and hold nobody back while it is down."""

import pytest

from porter.core import limits
from porter.core.config import settings
from porter.core.limits import hit, is_own_machine, look, per_minute

THREE = per_minute("test", 3)


@pytest.mark.usefixtures("valkey")
async def test_the_fourth_of_three_is_refused_and_looking_does_not_count() -> None:
    for left in (2, 1, 0):
        assert (await look(THREE, "asha")).allowed
        standing = await hit(THREE, "asha")
        assert (standing.allowed, standing.remaining, standing.limit) == (True, left, 3)
    assert not (await look(THREE, "asha")).allowed
    refused = await hit(THREE, "asha")
    assert not refused.allowed
    assert 1 <= refused.reset_in_s <= 60
    assert (await hit(THREE, "nikhil")).allowed


async def test_without_redis_everybody_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_limiters", type(limits._limiters)())
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    settings.cache_clear()
    for _ in range(5):
        assert (await hit(THREE, "asha")).allowed
    assert (await look(THREE, "asha")).allowed


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
