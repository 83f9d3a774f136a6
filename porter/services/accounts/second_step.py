"""The second step of signing in to operations: the code after the password."""

from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db
from porter.core.ids import digest, secret_token
from porter.core.limits import give_back, per_hour, take
from porter.models import SecondStep
from porter.models.enums import AccountStatus
from porter.services.accounts import queries
from porter.services.accounts import two_step_queries as steps
from porter.services.accounts.errors import (
    AccountSuspended,
    CodeWrong,
    SecondStepEnded,
    TooManyCodes,
    TooManySignIns,
    TwoStepOff,
)
from porter.services.accounts.proving import prove
from porter.services.accounts.tickets import issue_ticket
from porter.services.accounts.views import SecondStepView, Verified

LIVES_S = 300
MAX_TRIES = 5
AGAIN_S = 60
WRONG_FROM_ADDRESS = per_hour("second-step-address", 15)


def open_second_step(session: AsyncSession, account_id: UUID) -> SecondStepView:
    """Somebody's password was right: wait for the code."""
    token = secret_token()
    ends = clock.now() + timedelta(seconds=LIVES_S)
    session.add(SecondStep(account_id=account_id, token_hash=digest(token), expires_at=ends))
    return SecondStepView(token=token, expires_in_s=LIVES_S)


async def finish_sign_in(token: str, code: str, *, client_address: str) -> Verified:
    """Exchange a code of the app, or a recovery code, for a ticket.

    Raises CodeWrong and CodeUsed (`tries_left`), TooManyCodes, SecondStepEnded, TooManySignIns, AccountSuspended.
    """
    tries = [(WRONG_FROM_ADDRESS, client_address)]  # counted first: see `take`
    standing = await take(tries)
    if not standing.allowed:
        raise TooManySignIns(retry_after_s=standing.reset_in_s)
    try:
        async with db.transaction() as session:
            verified = await _finish(session, digest(token), code)
    except (SecondStepEnded, AccountSuspended):
        await give_back(tries)  # no wrong code
        raise
    await give_back(tries)
    return verified


async def _finish(session: AsyncSession, token_hash: str, code: str) -> Verified:
    step = await steps.take_try(session, token_hash, MAX_TRIES)
    if step is None:
        if await steps.was_tried_out(session, token_hash, MAX_TRIES):
            raise TooManyCodes(retry_after_s=AGAIN_S)
        raise SecondStepEnded()
    try:
        await prove(session, step.account_id, code)
    except CodeWrong as wrong:
        raise _with_tries(wrong, MAX_TRIES - step.attempts) from wrong
    except TwoStepOff as reset:
        raise SecondStepEnded() from reset  # switched off meanwhile: the password alone begins anew
    step.used_at = clock.now()
    session.add(step)
    account = await queries.account(session, step.account_id)
    if account is None or account.status is not AccountStatus.ACTIVE:
        raise AccountSuspended()
    return Verified(account_id=account.id, is_new=False, ticket=issue_ticket(session, account.id))


def _with_tries(wrong: CodeWrong, left: int) -> CodeWrong | TooManyCodes:
    if left == 0:
        return TooManyCodes(retry_after_s=AGAIN_S)
    return type(wrong)(wrong.message, tries_left=left)
