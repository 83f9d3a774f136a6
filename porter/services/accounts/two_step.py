"""Two-step sign-in of operations: switched on by its owner with a code, off with a code, or by an administrator."""

from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, outbox, security
from porter.core.errors import Forbidden, NotFound
from porter.models import Account, Authenticator
from porter.models.enums import AccountStatus, Audience, Role
from porter.services.accounts import authenticator, queries, two_step_queries
from porter.services.accounts.actor import Actor
from porter.services.accounts.errors import EnrolmentEnded, TwoStepOff, TwoStepOn
from porter.services.accounts.proving import check_code, new_recovery_codes, prove
from porter.services.accounts.sessions import end_sessions
from porter.services.accounts.views import EnrolmentView, RecoveryCodesView, TwoStepView

ENROLMENT_LIVES = timedelta(minutes=15)


async def two_step(session: AsyncSession, actor: Actor) -> TwoStepView:
    """Whether my sign-in asks for a code. Raises Forbidden for anybody but staff."""
    _staff_only(actor)
    kept = await two_step_queries.authenticator(session, actor.id)
    if kept is None or kept.confirmed_at is None:
        return TwoStepView(on=False)
    left = await two_step_queries.codes_left(session, actor.id)
    return TwoStepView(on=True, since=kept.confirmed_at, codes_left=left)


async def begin_two_step(session: AsyncSession, actor: Actor) -> EnrolmentView:
    """A secret for my authenticator app, which counts once confirmed. Raises Forbidden, NotFound, TwoStepOn."""
    _staff_only(actor)
    account = await queries.account(session, actor.id)
    if account is None:
        raise NotFound()
    fresh = authenticator.new_secret()
    await two_step_queries.ensure_authenticator(session, actor.id, security.encrypt(fresh))
    kept = await two_step_queries.authenticator(session, actor.id, lock=True)
    if kept is None or kept.confirmed_at:
        raise TwoStepOn()
    if _is_old(kept):
        kept.secret, kept.created_at = security.encrypt(fresh), clock.now()
        session.add(kept)
    return _enrolment(account, security.decrypt(kept.secret))


async def confirm_two_step(session: AsyncSession, actor: Actor, code: str) -> RecoveryCodesView:
    """Switch it on with a code of the app. Raises Forbidden, EnrolmentEnded, TwoStepOn, CodeWrong, TooManyCodes."""
    _staff_only(actor)
    kept = await two_step_queries.authenticator(session, actor.id, lock=True)
    if kept and kept.confirmed_at:
        raise TwoStepOn()
    if kept is None or _is_old(kept):
        raise EnrolmentEnded()
    await check_code(session, kept, code)
    kept.confirmed_at = clock.now()
    session.add(kept)
    await session.flush()
    _tell(session, "account.two_step_on", actor.id, actor)
    return RecoveryCodesView(codes=await new_recovery_codes(session, actor.id))


async def renew_recovery_codes(session: AsyncSession, actor: Actor, code: str) -> RecoveryCodesView:
    """New recovery codes; the old ones end. Raises Forbidden, TwoStepOff, CodeWrong, TooManyCodes."""
    _staff_only(actor)
    await prove(session, actor.id, code)
    return RecoveryCodesView(codes=await new_recovery_codes(session, actor.id))


async def stop_two_step(session: AsyncSession, actor: Actor, code: str) -> None:
    """Switch it off with a code of either kind. Raises Forbidden, TwoStepOff, CodeWrong, TooManyCodes."""
    _staff_only(actor)
    await prove(session, actor.id, code)
    await two_step_queries.forget(session, actor.id)
    _tell(session, "account.two_step_off", actor.id, actor)


async def reset_two_step(session: AsyncSession, actor: Actor, account_id: UUID) -> None:
    """Switch it off for a colleague who lost the phone, and sign them out everywhere. For another administrator.

    Raises Forbidden, NotFound, TwoStepOff.
    """
    if actor.audience is not Audience.STAFF or actor.role is not Role.ADMIN or actor.id == account_id:
        raise Forbidden("Only another administrator may do this.")
    account = await queries.account(session, account_id)
    if account is None or account.audience is not Audience.STAFF or account.status is AccountStatus.DELETED:
        raise NotFound("We could not find that person.")
    if not await two_step_queries.forget(session, account_id):
        raise TwoStepOff()
    await two_step_queries.void_tickets(session, account_id)
    await end_sessions(session, "two-step sign-in reset", account_id=account_id)
    _tell(session, "account.two_step_off", account_id, actor)


def _staff_only(actor: Actor) -> None:
    if actor.audience is not Audience.STAFF:
        raise Forbidden()


def _is_old(kept: Authenticator) -> bool:
    return clock.now() - kept.created_at > ENROLMENT_LIVES


def _enrolment(account: Account, secret: str) -> EnrolmentView:
    picture = authenticator.picture(secret, account.email or account.name)
    return EnrolmentView(secret=secret, secret_text=authenticator.in_groups(secret), qr=picture)


def _tell(session: AsyncSession, fact: str, account_id: UUID, actor: Actor) -> None:
    outbox.emit(session, fact, {"account_id": str(account_id), "by": str(actor.id)})
