"""Proving by a code who one is: of the authenticator app, or one of the recovery codes. Either works once.

The authenticator's row is held meanwhile, so tries of one person come one after the other and wrong ones are counted
exactly: five hundred windows at once have fifty tries a day together.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, security
from porter.core.ids import human_code
from porter.models import Authenticator
from porter.services.accounts import authenticator
from porter.services.accounts import two_step_queries as queries
from porter.services.accounts.errors import CodeUsed, CodeWrong, TooManyCodes, TwoStepOff

WRONG_A_DAY = 50
"""As many as for a phone: ten codes a day, five tries each. Recovery codes are too long to be guessed and still work."""
DAY = timedelta(days=1)
RECOVERY_CODES = 10
RECOVERY_SIGNS = 10


async def prove(session: AsyncSession, account_id: UUID, code: str) -> None:
    """Use up a code of either kind. Raises TwoStepOff, CodeWrong, CodeUsed, TooManyCodes."""
    kept = await queries.authenticator(session, account_id, lock=True)
    if kept is None or kept.confirmed_at is None:
        raise TwoStepOff()
    given = tidied(code)
    if len(given) != RECOVERY_SIGNS:
        await check_code(session, kept, given)
    elif not await queries.spend_recovery_code(session, account_id, _digest(account_id, given)):
        raise CodeWrong("That recovery code is not right, or was used already.")


async def check_code(session: AsyncSession, kept: Authenticator, code: str) -> None:
    """Use up a code of the app, whose row is held. Raises CodeWrong, CodeUsed, TooManyCodes."""
    now = clock.now()
    _check_day(kept, now)
    step = authenticator.step_of(security.decrypt(kept.secret), tidied(code), now)
    if step is not None and await queries.spend_step(session, kept.account_id, step):
        return
    _count_wrong(kept, now)
    session.add(kept)
    raise CodeWrong() if step is None else CodeUsed()


async def new_recovery_codes(session: AsyncSession, account_id: UUID) -> tuple[str, ...]:
    """Ten codes in place of those before; only their hashes are kept."""
    codes = [human_code(RECOVERY_SIGNS) for _ in range(RECOVERY_CODES)]
    await queries.replace_recovery_codes(session, account_id, [_digest(account_id, code) for code in codes])
    half = RECOVERY_SIGNS // 2
    return tuple(f"{code[:half]}-{code[half:]}" for code in codes)


def tidied(code: str) -> str:
    """What somebody typed, without the gaps and dashes that make it readable."""
    return "".join(sign for sign in code[:40].upper() if sign.isalnum())


def _check_day(kept: Authenticator, now: datetime) -> None:
    if kept.wrong_since is None or kept.wrong_tries < WRONG_A_DAY:
        return
    wait_s = int((kept.wrong_since + DAY - now).total_seconds()) + 1
    if wait_s > 0:
        raise TooManyCodes("Too many wrong codes today. Please use a recovery code.", retry_after_s=wait_s)


def _count_wrong(kept: Authenticator, now: datetime) -> None:
    if kept.wrong_since is None or now - kept.wrong_since >= DAY:
        kept.wrong_since, kept.wrong_tries = now, 0
    kept.wrong_tries += 1


def _digest(account_id: UUID, code: str) -> str:
    return security.keyed_digest("recovery-code", f"{account_id}:{code}")
