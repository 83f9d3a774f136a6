"""Keeping a person out, and letting them back in."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, outbox
from porter.core.errors import Forbidden, NotFound, Refused
from porter.models import Account
from porter.models.enums import AccountStatus, Audience, Role
from porter.services.accounts import queries
from porter.services.accounts.actor import Actor
from porter.services.accounts.sessions import end_sessions
from porter.services.accounts.views import AccountView

MAY_SUSPEND = frozenset({Role.ADMIN, Role.SUPPORT, Role.DELIVERY_MANAGER})
MAX_REASON = 300


async def suspend(session: AsyncSession, actor: Actor, account_id: UUID, reason: str) -> AccountView:
    """Refuse a person everywhere from now on; who is suspended already stays so. Raises Refused, Forbidden, NotFound."""
    account = await _change(session, actor, account_id, AccountStatus.SUSPENDED, reason)
    await end_sessions(session, "suspended", account_id=account_id)
    return AccountView.of(account)


async def reinstate(session: AsyncSession, actor: Actor, account_id: UUID, reason: str) -> AccountView:
    """Let a suspended person sign in again; nothing changes for others. Raises Refused, Forbidden, NotFound."""
    account = await _change(session, actor, account_id, AccountStatus.ACTIVE, reason)
    return AccountView.of(account)


async def _change(session: AsyncSession, actor: Actor, account_id: UUID, after: AccountStatus, reason: str) -> Account:
    if not reason.strip():
        raise Refused("Please say why.")
    if actor.audience is not Audience.STAFF or actor.role not in MAY_SUSPEND:
        raise Forbidden()
    account = await queries.account(session, account_id, lock=True)
    if account is None or account.status is AccountStatus.DELETED:
        raise NotFound("We could not find that person.")
    if account.audience is Audience.STAFF and (actor.role is not Role.ADMIN or actor.id == account_id):
        raise Forbidden("Only another administrator may do this.")
    if account.status is after:
        return account  # said twice, or by two colleagues at once: the first reason stands, and is told once
    account.status, account.status_reason, account.updated_at = after, reason.strip()[:MAX_REASON], clock.now()
    session.add(account)
    outbox.emit(
        session,
        f"account.{'suspended' if after is AccountStatus.SUSPENDED else 'reinstated'}",
        {"account_id": str(account_id), "audience": account.audience, "by": str(actor.id)},
    )
    return account
