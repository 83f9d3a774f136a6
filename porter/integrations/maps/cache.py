"""Answers of a paid provider kept in Redis for a while. Keys hold no person; a Redis that is down means no cache."""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import orjson

from porter.core.geo import Point
from porter.core.redis import UNREACHABLE, bus

AUTOCOMPLETE_KEEP_S = 600
ROUTE_KEEP_S = 120
MATRIX_KEEP_S = 60


async def remembered(kind: str, question: Sequence[Any], keep_s: int, ask: Callable[[], Awaitable[Any]]) -> Any:
    """The kept answer to the question, else a new one, kept for `keep_s` seconds. Answers are plain JSON values."""
    key = f"maps:{kind}:{hashlib.sha256(orjson.dumps(question)).hexdigest()[:32]}"
    try:
        kept = await bus().get(key)
    except UNREACHABLE:
        return await ask()
    if kept is not None:
        return orjson.loads(kept)
    answer = await ask()
    try:
        await bus().set(key, orjson.dumps(answer), ex=keep_s)
    except UNREACHABLE:
        return answer
    return answer


def rounded(point: Point | None, digits: int) -> list[float] | None:
    """A point coarse enough that neighbours share an answer: 4 digits are about 11 m, 2 about 1.1 km."""
    return None if point is None else [round(point.lat, digits), round(point.lng, digits)]
