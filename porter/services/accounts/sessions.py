"""Sessions: a ticket opens one, refreshing keeps it, signing out ends it.

Refresh tokens rotate. The successor of a token is derived from it with the server's key, so that the same token
presented twice within `GRACE_S` (two tabs of one browser, or an answer lost on the way) gets the same successor, as
long as that successor has not been used. Anything later is a copy in other hands: the whole family ends.
"""

import base64
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db, security
from porter.core.errors import Unauthenticated
from porter.core.ids import digest, new_id, secret_token
from porter.models import Account, LoginSession, RefreshToken
from porter.models.enums import AccountStatus, Audience
from porter.services.accounts import presence, queries
from porter.services.accounts.errors import AccountSuspended, RefreshReused, SessionEnded, TicketEnded
from porter.services.accounts.views import AccountView, Tokens

ACCESS_LIVES = timedelta(hours=24)
REFRESH_LIVES = timedelta(days=30)
GRACE_S = 10
MAX_DEVICE = 200


async def redeem_ticket(ticket: str, device: str) -> Tokens:
    """Open a session with a ticket. Raises TicketEnded, AccountSuspended."""
    async with db.transaction() as session:
        account_id = await queries.take_ticket(session, digest(ticket))
        if account_id is None:
            raise TicketEnded()
        account = await queries.account(session, account_id, lock=True)
        if account is None or account.status is not AccountStatus.ACTIVE:
            raise AccountSuspended()
        account.last_login_at = clock.now()
        login = LoginSession(
            id=new_id(), account_id=account.id, device=device[:MAX_DEVICE], expires_at=clock.now() + REFRESH_LIVES
        )
        session.add_all((account, login))
        await session.flush()
        token = secret_token()
        ends = _chain(session, login.id, token)
        return _tokens(account, login.id, token, ends)


async def refresh(refresh_token: str) -> Tokens:
    """New keys for an old refresh token. Raises SessionEnded, RefreshReused (and ends the family)."""
    async with db.transaction() as session:
        # Raised after the commit: a stolen family has to stay revoked.
        outcome = await _rotate(session, refresh_token)
    if isinstance(outcome, Tokens):
        return outcome
    raise outcome


async def logout(token: str) -> None:
    """End the session of an access or a refresh token, at once and everywhere. Silent when it has ended already."""
    async with db.transaction() as session:
        session_id = _session_of(token) or await _session_of_refresh(session, token)
        if session_id:
            await end_sessions(session, "signed out", session_id=session_id)


async def end_sessions(
    session: AsyncSession, because: str, *, session_id: UUID | None = None, account_id: UUID | None = None
) -> None:
    """Revoke one session, or all of an account, so that the next request already is refused."""
    ended = await queries.revoke_sessions(session, because, session_id=session_id, account_id=account_id)
    await presence.deny(session, ended)


def issue_access(account: Account, session_id: UUID) -> tuple[str, datetime]:
    """A signed access token of a session; it carries no personal data."""
    claims = {"sub": str(account.id), "aud": str(account.audience), "sid": str(session_id)}
    return security.issue_token(claims, lifetime=ACCESS_LIVES)


async def _rotate(session: AsyncSession, token: str) -> Tokens | SessionEnded | RefreshReused:
    session_id = await queries.spend_refresh(session, digest(token))
    if session_id is None:
        return await _used_before(session, token)
    found = await queries.living_session(session, session_id, lock=True)
    if found is None:
        return SessionEnded()
    login, account = found
    login.expires_at = clock.now() + REFRESH_LIVES
    session.add(login)
    successor = _successor(token)
    return _tokens(account, login.id, successor, _chain(session, login.id, successor))


async def _used_before(session: AsyncSession, token: str) -> Tokens | SessionEnded | RefreshReused:
    link = await queries.refresh_token(session, digest(token))
    if link is None or link.used_at is None:
        return SessionEnded()
    found = await queries.living_session(session, link.session_id)
    if found is None:
        return SessionEnded()
    login, account = found
    following = await queries.refresh_token(session, digest(_successor(token)))
    if following and following.used_at is None and clock.now() - link.used_at <= timedelta(seconds=GRACE_S):
        return _tokens(account, login.id, _successor(token), following.expires_at)
    await end_sessions(session, "refresh token reused", session_id=login.id)
    return RefreshReused()


def _chain(session: AsyncSession, session_id: UUID, token: str) -> datetime:
    ends = clock.now() + REFRESH_LIVES
    session.add(RefreshToken(session_id=session_id, token_hash=digest(token), expires_at=ends))
    return ends


def _successor(token: str) -> str:
    mac = bytes.fromhex(security.keyed_digest("refresh-chain", token))
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def _tokens(account: Account, session_id: UUID, refresh_token: str, refresh_ends_at: datetime) -> Tokens:
    access, ends = issue_access(account, session_id)
    return Tokens(
        access=access,
        access_ends_at=ends,
        refresh=refresh_token,
        refresh_ends_at=refresh_ends_at,
        account=AccountView.of(account),
    )


def _session_of(token: str) -> UUID | None:
    for audience in Audience:
        try:
            return UUID(security.read_token(token, audience=audience)["sid"])
        except Unauthenticated:
            continue
    return None


async def _session_of_refresh(session: AsyncSession, token: str) -> UUID | None:
    link = await queries.refresh_token(session, digest(token))
    return link.session_id if link else None
