"""Rate limits shared by every process through Redis. While Redis is down nobody is held back: the database still guards."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from weakref import WeakKeyDictionary

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from porter.core import clock
from porter.core.config import settings
from porter.core.redis import UNREACHABLE

_limiters: WeakKeyDictionary[asyncio.AbstractEventLoop, SlidingWindowCounterRateLimiter] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Limit:
    """So many a window, for one named purpose."""

    name: str
    item: RateLimitItem


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a subject stands against a limit."""

    allowed: bool
    limit: int
    remaining: int
    reset_in_s: int


def per_minute(name: str, amount: int, minutes: int = 1) -> Limit:
    """A limit over a sliding window of minutes."""
    return Limit(name, RateLimitItemPerMinute(amount, minutes))


def per_hour(name: str, amount: int) -> Limit:
    """A limit over a sliding hour."""
    return Limit(name, RateLimitItemPerHour(amount))


def per_day(name: str, amount: int) -> Limit:
    """A limit over a sliding day."""
    return Limit(name, RateLimitItemPerDay(amount))


async def hit(limit: Limit, subject: str) -> Standing:
    """Count one more for the subject and say whether it was within the limit."""
    try:
        allowed = await _limiter().hit(limit.item, limit.name, subject)
        return await _standing(limit, subject, allowed)
    except UNREACHABLE:
        return Standing(True, limit.item.amount, limit.item.amount, 0)


async def take(tries: Sequence[tuple[Limit, str]]) -> Standing:
    """Count one more for each subject, or for none of them when one is over its limit: that one's standing.

    For what must not be guessed: count first, then look at the guess, then `give_back` what was none. Whoever looks at
    the limit, then at the guess, and counts at the end lets through all that come at the same time.
    """
    standing = Standing(True, 0, 0, 0)
    for place, (limit, subject) in enumerate(tries):
        standing = await hit(limit, subject)
        if not standing.allowed:
            await give_back(tries[:place])
            break
    return standing


async def give_back(tries: Sequence[tuple[Limit, str]]) -> None:
    """Take one from what was counted for each subject: it was not what the limit is against."""
    with suppress(*UNREACHABLE):
        for limit, subject in tries:
            await _limiter().hit(limit.item, limit.name, subject, cost=-1)


def is_own_machine(address: str) -> bool:
    """Whether a request at a developer's desk comes from that desk: demo drivers all share its address."""
    if settings().mode != "development":
        return False
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


async def _standing(limit: Limit, subject: str, allowed: bool) -> Standing:
    window = await _limiter().get_window_stats(limit.item, limit.name, subject)
    wait_s = max(1, round(window.reset_time - clock.now().timestamp()))
    return Standing(allowed, limit.item.amount, max(0, window.remaining), min(wait_s, limit.item.get_expiry()))


def _limiter() -> SlidingWindowCounterRateLimiter:
    loop = asyncio.get_running_loop()
    if loop not in _limiters:
        storage = RedisStorage(
            f"async+{settings().redis_url_bus}",
            implementation="redispy",
            key_prefix="limit",
            socket_connect_timeout=2,
            socket_timeout=2,
            driver_info=None,  # type: ignore[arg-type] # goes on to redis-py
        )
        _limiters[loop] = SlidingWindowCounterRateLimiter(storage)
    return _limiters[loop]
