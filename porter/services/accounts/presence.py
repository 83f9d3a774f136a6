"""Who an access token stands for, right now.

The signature says who it was issued to. Whether that session still lives is kept per session in Redis: a small record
of the person for a minute, or the word that it ended for as long as a token could live. A missing record is rebuilt
from Postgres, and while Redis is down Postgres is asked every time. A record of life is only written where nothing
stands (NX), so a reader that was slow cannot bring an ended session back.
"""

import json
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import db, live, security
from porter.core.errors import Unauthenticated
from porter.core.language import as_language
from porter.core.redis import UNREACHABLE, bus
from porter.models import Account
from porter.models.enums import Audience, Role
from porter.services.accounts import queries
from porter.services.accounts.actor import Actor

KNOWN_S = 60
ENDED_S = 24 * 3600 + 60
ENDING_S = 5
"""How long a revocation that is not committed yet keeps people out; longer than a commit takes."""

_ENDED = "ended"


async def identify(access_token: str, audience: Audience | str) -> Actor | None:
    """The person behind an access token of this app; None when it is forged, over or its session has ended."""
    try:
        claims = security.read_token(access_token, audience=audience)
        session_id = UUID(claims["sid"])
    except (Unauthenticated, KeyError, ValueError):
        return None
    known = await _known(session_id)
    if known == _ENDED:
        return None
    actor = _from_record(known, session_id) if known else await _look_up(session_id)
    return actor if actor and actor.audience == audience and str(actor.id) == claims["sub"] else None


async def identify_any(access_token: str) -> Actor | None:
    """The person behind an access token of whichever app."""
    for audience in Audience:
        if actor := await identify(access_token, audience):
            return actor
    return None


async def deny(session: AsyncSession, ended: list[tuple[UUID, UUID]]) -> None:
    """Keep these (session, account) pairs out: now, while the transaction lasts, and for good once it commits."""
    if not ended:
        return
    await _mark([session_id for session_id, _ in ended], ENDING_S)

    async def for_good() -> None:
        await _mark([session_id for session_id, _ in ended], ENDED_S)

    db.after_commit(session, for_good)
    for session_id, account_id in ended:
        live.notify(session, f"account:{account_id}", "session:ended", {"session_id": str(session_id)})


async def forget(session: AsyncSession, account_id: UUID) -> None:
    """Look the person up anew after the commit, e.g. because the name has changed."""
    ids = await queries.sessions_of(session, account_id)

    async def drop() -> None:
        try:
            if ids:
                await bus().delete(*map(_key, ids))
        except UNREACHABLE:
            return

    db.after_commit(session, drop)


async def _known(session_id: UUID) -> str | None:
    try:
        known: str | None = await bus().get(_key(session_id))
        return known
    except UNREACHABLE:
        return None


async def _look_up(session_id: UUID) -> Actor | None:
    async with db.reading() as session:
        found = await queries.living_session(session, session_id)
    if found is None:
        await _mark([session_id], KNOWN_S)
        return None
    actor = _actor(found[1], session_id)
    await _remember(actor)
    return actor


async def _remember(actor: Actor) -> None:
    record = {
        "id": str(actor.id), "audience": actor.audience, "role": actor.role, "name": actor.name,
        "language": actor.language,
    }  # fmt: skip
    try:
        await bus().set(_key(actor.session_id), json.dumps(record), ex=KNOWN_S, nx=True)
    except UNREACHABLE:
        return


async def _mark(session_ids: list[UUID], lasts_s: int) -> None:
    try:
        async with bus().pipeline(transaction=False) as pipe:
            for session_id in session_ids:
                pipe.set(_key(session_id), _ENDED, ex=lasts_s)
            await pipe.execute()
    except UNREACHABLE:
        return


def _actor(account: Account, session_id: UUID) -> Actor:
    spoken = "en" if account.audience is Audience.STAFF else as_language(account.language)
    return Actor(account.id, account.audience, account.role, account.name, session_id, spoken)


def _from_record(record: str, session_id: UUID) -> Actor:
    data = json.loads(record)
    spoken = as_language(data.get("language", ""))
    return Actor(UUID(data["id"]), Audience(data["audience"]), Role(data["role"]), data["name"], session_id, spoken)


def _key(session_id: UUID) -> str:
    return f"session:{session_id}"
