"""Claim a key, keep its answer, or let it go again.

Answers are encrypted at rest: they hold tokens and personal data. A process that dies between doing and keeping leaves a
lock that ends after `LOCK`; the request is then done again, which the conditional updates underneath survive.
"""

import base64
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db, security
from porter.core.errors import Conflict, PorterError
from porter.models import StoredAnswer
from porter.services.idempotency import queries

KEPT = timedelta(hours=24)
LOCK = timedelta(seconds=60)


class InFlight(Conflict):
    """The first request with this key has not been answered yet."""

    code = "idempotency_in_flight"
    retryable = True
    default_message = "The same request is being worked on. Please wait a moment."


class OtherRequest(PorterError):
    """The key belongs to another request."""

    code = "idempotency_key_reused"
    http_status = 422
    default_message = "This Idempotency-Key was used for a different request. Please use a new one."


@dataclass(frozen=True, slots=True)
class Claim:
    """Either the right to answer (`answer_id`), or the answer that was given."""

    answer_id: UUID
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


async def claim(scope: str, key: str, request_hash: str) -> Claim:
    """Claim a key for a request, or get its answer. Raises InFlight, OtherRequest."""
    async with db.transaction() as session:
        return await _claim(session, scope, key, request_hash)


async def keep(answer_id: UUID, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
    """Keep the answer of a claimed key."""
    sealed = security.encrypt(orjson.dumps([headers, base64.b64encode(body).decode()]).decode())
    async with db.transaction() as session:
        await queries.write(session, answer_id, status, sealed.encode())


async def release(answer_id: UUID) -> None:
    """Let a key go whose request came to nothing, so that it may be tried again."""
    async with db.transaction() as session:
        await queries.remove(session, answer_id)


async def forget_old() -> int:
    """Delete answers older than a day; returns how many. For the nightly job."""
    async with db.transaction() as session:
        return await queries.remove_older(session, clock.now() - KEPT)


async def _claim(session: AsyncSession, scope: str, key: str, request_hash: str) -> Claim:
    until = clock.now() + LOCK
    if made := await queries.claim_new(session, scope, key, request_hash, until):
        return Claim(made)
    kept = await queries.find(session, scope, key)
    if kept is None:
        raise InFlight()
    if kept.created_at < clock.now() - KEPT:
        await queries.remove(session, kept.id)
        return await _claim(session, scope, key, request_hash)
    if kept.request_hash != request_hash:
        raise OtherRequest()
    if kept.status_code is not None:
        return _opened(kept, kept.status_code)
    if await queries.take_over(session, kept.id, until):
        return Claim(kept.id)
    raise InFlight()


def _opened(kept: StoredAnswer, status: int) -> Claim:
    headers, body = orjson.loads(security.decrypt((kept.body or b"").decode()))
    return Claim(kept.id, status, tuple((name, value) for name, value in headers), base64.b64decode(body))
