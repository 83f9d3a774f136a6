"""Every SQL statement of two-step sign-in."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.models import Authenticator, LoginTicket, RecoveryCode, SecondStep


async def authenticator(session: AsyncSession, account_id: UUID, *, lock: bool = False) -> Authenticator | None:
    """Somebody's authenticator, confirmed or not, held until the end of the transaction when asked."""
    return await session.get(Authenticator, account_id, with_for_update=lock or None)


async def is_on(session: AsyncSession, account_id: UUID) -> bool:
    """Whether signing in asks this person for a code."""
    kept = await authenticator(session, account_id)
    return kept is not None and kept.confirmed_at is not None


async def ensure_authenticator(session: AsyncSession, account_id: UUID, secret: str) -> None:
    """A row to enrol with, unless there is one: two tabs get one secret."""
    await session.exec(
        insert(Authenticator)
        .values(account_id=account_id, secret=secret, created_at=clock.now(), last_step=0, wrong_tries=0)
        .on_conflict_do_nothing(index_elements=["account_id"])
    )


async def spend_step(session: AsyncSession, account_id: UUID, step: int) -> bool:
    """Use a code of the app: one winner, and no step at or before the last one that was used."""
    rows = await session.exec(
        update(Authenticator)
        .where(col(Authenticator.account_id) == account_id, col(Authenticator.last_step) < step)
        .values(last_step=step)
        .returning(col(Authenticator.account_id))
    )
    return rows.first() is not None


async def spend_recovery_code(session: AsyncSession, account_id: UUID, code_hash: str) -> bool:
    """Use a recovery code: one winner."""
    rows = await session.exec(
        update(RecoveryCode)
        .where(
            col(RecoveryCode.account_id) == account_id,
            col(RecoveryCode.code_hash) == code_hash,
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=clock.now())
        .returning(col(RecoveryCode.id))
    )
    return rows.first() is not None


async def replace_recovery_codes(session: AsyncSession, account_id: UUID, hashes: Iterable[str]) -> None:
    """New codes end the ones before."""
    await session.exec(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))
    session.add_all(RecoveryCode(account_id=account_id, code_hash=each) for each in hashes)


async def codes_left(session: AsyncSession, account_id: UUID) -> int:
    """How many recovery codes still work."""
    rows = await session.exec(
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, col(RecoveryCode.used_at).is_(None))
    )
    return rows.one()


async def forget(session: AsyncSession, account_id: UUID) -> bool:
    """Delete a confirmed authenticator with its recovery codes; whether there was one."""
    rows = await session.exec(
        delete(Authenticator)
        .where(col(Authenticator.account_id) == account_id, col(Authenticator.confirmed_at).is_not(None))
        .returning(col(Authenticator.account_id))
    )
    return rows.first() is not None


async def void_tickets(session: AsyncSession, account_id: UUID) -> None:
    """End claims on a session that nobody has redeemed yet."""
    await session.exec(
        update(LoginTicket)
        .where(col(LoginTicket.account_id) == account_id, col(LoginTicket.used_at).is_(None))
        .values(used_at=clock.now())
    )


async def take_try(session: AsyncSession, token_hash: str, max_tries: int) -> SecondStep | None:
    """Count one try of a sign-in that waits for a code and hold its row; None when there is no such sign-in any more."""
    rows = await session.exec(
        update(SecondStep)
        .where(
            col(SecondStep.token_hash) == token_hash,
            col(SecondStep.used_at).is_(None),
            col(SecondStep.expires_at) > clock.now(),
            col(SecondStep.attempts) < max_tries,
        )
        .values(attempts=SecondStep.attempts + 1)
        .returning(SecondStep)
    )
    return rows.scalars().first()


async def was_tried_out(session: AsyncSession, token_hash: str, max_tries: int) -> bool:
    """Whether this sign-in is dead because of wrong tries."""
    rows = await session.exec(
        select(SecondStep).where(
            SecondStep.token_hash == token_hash, SecondStep.attempts >= max_tries, col(SecondStep.used_at).is_(None)
        )
    )
    return rows.first() is not None
