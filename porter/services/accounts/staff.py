"""People of operations: by invitation only, with e-mail and password."""

import asyncio
import hashlib
from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db, security
from porter.core.config import settings
from porter.core.errors import Conflict, Forbidden, Refused
from porter.core.ids import digest, secret_token
from porter.core.limits import Limit, give_back, per_hour, per_minute, take
from porter.models import Account, Invitation
from porter.models.enums import STAFF_ROLES, AccountStatus, Audience, Role
from porter.services.accounts import invitation_queries, queries, two_step_queries
from porter.services.accounts.actor import Actor
from porter.services.accounts.errors import (
    AccountSuspended,
    AlreadyStaff,
    InvitationEnded,
    PasswordWeak,
    PasswordWrong,
    TooManySignIns,
)
from porter.services.accounts.second_step import open_second_step
from porter.services.accounts.tickets import issue_ticket
from porter.services.accounts.views import InvitationView, SecondStepView, Verified

INVITATION_LIVES = timedelta(days=7)
MIN_PASSWORD = 12
MAX_PASSWORD = 128
WRONG_FROM_HERE = per_minute("sign-in-email-address", 5, minutes=15)
"""Wrong passwords for one e-mail from one place: strict, and no way to lock a colleague out from elsewhere."""
WRONG_FOR_EMAIL = per_hour("sign-in-email", 50)
WRONG_FROM_ADDRESS = per_minute("sign-in-address", 30, minutes=15)


class AdministratorExists(Conflict):
    """The command line gives out the first invitation, no second one."""

    code = "administrator_exists"
    default_message = "There is an administrator already, who invites everybody else on the page Staff."


async def sign_in_staff(email: str, password: str, *, client_address: str) -> Verified | SecondStepView:
    """Exchange e-mail and password for a ticket, or for the wait for a code where two-step sign-in is on.

    A try is counted before the password is looked at, so tries at the same time are as many as tries one by one.
    Raises PasswordWrong, TooManySignIns, AccountSuspended.
    """
    tries = _tries(email, client_address)
    standing = await take(tries)
    if not standing.allowed:
        raise TooManySignIns(retry_after_s=standing.reset_in_s)
    async with db.reading() as session:
        account = await queries.staff_by_email(session, email.strip())
    stored = account.password_hash if account else None
    # Off the event loop: hashing takes 20 ms on purpose. As slow for strangers as for staff.
    fits = await asyncio.to_thread(security.verify_password, stored, password[:MAX_PASSWORD])
    if account is None or not fits:
        raise PasswordWrong()
    await give_back(tries)
    if account.status is not AccountStatus.ACTIVE:
        raise AccountSuspended()
    async with db.transaction() as session:
        if await two_step_queries.is_on(session, account.id):
            return open_second_step(session, account.id)
        return Verified(account_id=account.id, is_new=False, ticket=issue_ticket(session, account.id))


async def invite_staff(actor: Actor, email: str, role: Role | str) -> InvitationView:
    """Invite somebody to operations; a newer invitation ends older ones. Raises Forbidden, AlreadyStaff."""
    if actor.role is not Role.ADMIN:
        raise Forbidden("Only an administrator may invite people.")
    async with db.transaction() as session:
        return await _invite(session, email, role, actor)


async def withdraw_invitation(session: AsyncSession, actor: Actor, invitation_id: UUID) -> str:
    """End an invitation that nobody has accepted; answers whom it was for. Raises Forbidden, InvitationEnded."""
    if actor.role is not Role.ADMIN:
        raise Forbidden("Only an administrator may withdraw invitations.")
    email = await invitation_queries.withdraw_invitation(session, invitation_id)
    if email is None:
        raise InvitationEnded()
    return email


async def invite_first_admin(email: str) -> InvitationView:
    """The invitation that an operator at the command line gives to the first administrator; a newer one ends older ones,
    whatever their address.

    Raises AdministratorExists while one may sign in, AlreadyStaff.
    """
    async with db.transaction() as session:
        if await invitation_queries.has_administrator(session):
            raise AdministratorExists()
        await invitation_queries.withdraw_first_invitations(session)
        return await _invite(session, email, Role.ADMIN, None)


async def invitation(token: str) -> InvitationView:
    """What an open invitation says. Raises InvitationEnded."""
    async with db.reading() as session:
        found = await invitation_queries.open_invitation(session, digest(token))
    if found is None:
        raise InvitationEnded()
    return InvitationView(id=found.id, email=found.email, role=found.role, expires_at=found.expires_at)


async def accept_invitation(token: str, name: str, password: str) -> Verified:
    """Become staff with the role that was given. Raises InvitationEnded, PasswordWeak, AlreadyStaff."""
    if not name.strip():
        raise Refused("Please enter your name.")
    open_one = await invitation(token)
    _check_password(password, open_one.email)
    password_hash = await asyncio.to_thread(security.hash_password, password)
    async with db.transaction() as session:
        taken = await invitation_queries.take_invitation(session, digest(token))
        if taken is None:
            raise InvitationEnded()
        account = await enrol_staff(session, taken.email, taken.role, name.strip(), password_hash)
        taken.account_id = account.id
        session.add(taken)
        return Verified(account_id=account.id, is_new=True, ticket=issue_ticket(session, account.id))


async def enrol_staff(session: AsyncSession, email: str, role: Role, name: str, password_hash: str) -> Account:
    """Make an account of operations; for accepted invitations and the demo city. Raises AlreadyStaff."""
    if await queries.staff_by_email(session, email):
        raise AlreadyStaff()
    account = Account(audience=Audience.STAFF, role=role, email=email.lower(), name=name, password_hash=password_hash)
    session.add(account)
    await session.flush()
    return account


async def _invite(session: AsyncSession, email: str, role: Role | str, actor: Actor | None) -> InvitationView:
    address = email.strip().lower()
    if role not in STAFF_ROLES:
        raise Refused("That is not a role of operations.")
    if await queries.staff_by_email(session, address):
        raise AlreadyStaff()
    await invitation_queries.withdraw_invitations(session, address)
    token = secret_token()
    made = Invitation(
        email=address,
        role=Role(role),
        token_hash=digest(token),
        invited_by=actor.id if actor else None,
        expires_at=clock.now() + INVITATION_LIVES,
    )
    session.add(made)
    link = f"{settings().origin}/ops/invite/{token}"
    return InvitationView(id=made.id, email=made.email, role=made.role, expires_at=made.expires_at, link=link)


def _check_password(password: str, email: str) -> None:
    too_plain = len(set(password)) < 5 or email.partition("@")[0].lower() in password.lower()
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD or too_plain:
        raise PasswordWeak()


def _tries(email: str, client_address: str) -> list[tuple[Limit, str]]:
    person = hashlib.sha256(email.strip().lower().encode()).hexdigest()
    return [
        (WRONG_FROM_HERE, f"{person}:{client_address}"),
        (WRONG_FOR_EMAIL, person),
        (WRONG_FROM_ADDRESS, client_address),
    ]
