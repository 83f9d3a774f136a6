"""The bus: one Redis client per process and event loop, for cache, live messages and last positions."""

import asyncio
from weakref import WeakKeyDictionary

from redis.asyncio import BlockingConnectionPool, ConnectionPool, Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff, NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from porter.core.config import settings

UNREACHABLE = (RedisConnectionError, RedisTimeoutError, OSError)
"""What a Redis that is down looks like: callers that can go on without it catch these."""

MOST_CONNECTIONS = 32
"""Of one process. In a burst requests take turns: a new connection costs more than a command."""
TURN_WITHIN_S = 2
CONNECT_WITHIN_S = 2
ANSWER_WITHIN_S = 5

_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, Redis] = WeakKeyDictionary()


def bus() -> Redis:
    """The client of this event loop; answers are text."""
    loop = asyncio.get_running_loop()
    if loop not in _clients:
        pool = BlockingConnectionPool.from_url(
            settings().redis_url_bus,
            max_connections=MOST_CONNECTIONS,
            timeout=TURN_WITHIN_S,
            decode_responses=True,
            health_check_interval=15,
            socket_connect_timeout=CONNECT_WITHIN_S,
            socket_timeout=ANSWER_WITHIN_S,
            retry=Retry(ExponentialBackoff(cap=0.2, base=0.02), 3),
            driver_info=None,  # else every new connection looks the library's version up in its files
        )
        _clients[loop] = Redis.from_pool(pool)
    return _clients[loop]


def listening() -> PubSub:
    """A connection of its own to hear channels with, for the caller to close. One that is lost stays lost: every error is told."""
    pool = ConnectionPool.from_url(
        settings().redis_url_bus,
        decode_responses=True,
        socket_connect_timeout=CONNECT_WITHIN_S,
        socket_timeout=ANSWER_WITHIN_S,
        retry=Retry(NoBackoff(), 0, supported_errors=()),
        driver_info=None,
    )
    return Redis.from_pool(pool).pubsub()


async def close() -> None:
    """Close the connections of this event loop."""
    loop = asyncio.get_running_loop()
    if loop in _clients:
        await _clients.pop(loop).aclose()
