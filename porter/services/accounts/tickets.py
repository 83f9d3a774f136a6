"""Tickets: a proof of identity on its way to becoming a session, once, within a minute."""

from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.ids import digest, secret_token
from porter.models import LoginTicket

LIVES = timedelta(minutes=1)


def issue_ticket(session: AsyncSession, account_id: UUID) -> str:
    """A ticket for an account that has just proved who it is; only its hash is kept."""
    ticket = secret_token()
    session.add(LoginTicket(account_id=account_id, token_hash=digest(ticket), expires_at=clock.now() + LIVES))
    return ticket
