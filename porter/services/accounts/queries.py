"""Every SQL statement of identity."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.ids import human_code, new_id
from porter.core.language import Language
from porter.models import (
    Account,
    Address,
    LoginSession,
    LoginTicket,
    OtpChallenge,
    RefreshToken,
    SecondStep,
)
from porter.models.enums import AccountStatus, Audience, Role

REFERRAL_SIGNS = 8


async def lock_phone(session: AsyncSession, phone: str) -> None:
    """Let one send per phone at a time through, whichever app asks, until the end of the transaction."""
    await session.exec(  # type: ignore[call-overload]
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), params={"name": f"otp:{phone}"}
    )


async def sent_since(session: AsyncSession, phone: str, since: datetime) -> Sequence[datetime]:
    """When codes were sent to a phone, for all apps together, oldest first."""
    rows = await session.exec(
        select(OtpChallenge.created_at)
        .where(OtpChallenge.phone == phone, OtpChallenge.created_at > since)
        .order_by(col(OtpChallenge.created_at))
    )
    return rows.all()


async def replace_challenges(session: AsyncSession, phone: str, audience: Audience) -> None:
    """A new code ends the ones before."""
    await session.exec(
        update(OtpChallenge)
        .where(
            col(OtpChallenge.phone) == phone,
            col(OtpChallenge.audience) == audience,
            col(OtpChallenge.used_at).is_(None),
            col(OtpChallenge.replaced_at).is_(None),
        )
        .values(replaced_at=clock.now())
    )


async def take_try(session: AsyncSession, otp_id: UUID, phone: str, max_tries: int) -> OtpChallenge | None:
    """Count one try of a living code and hold its row; None when there is no such code any more."""
    rows = await session.exec(
        update(OtpChallenge)
        .where(
            col(OtpChallenge.id) == otp_id,
            col(OtpChallenge.phone) == phone,
            col(OtpChallenge.used_at).is_(None),
            col(OtpChallenge.replaced_at).is_(None),
            col(OtpChallenge.expires_at) > clock.now(),
            col(OtpChallenge.attempts) < max_tries,
        )
        .values(attempts=OtpChallenge.attempts + 1)
        .returning(OtpChallenge)
    )
    return rows.scalars().first()


async def was_tried_out(session: AsyncSession, otp_id: UUID, phone: str, max_tries: int) -> bool:
    """Whether this code is dead because of wrong tries."""
    row = await session.get(OtpChallenge, otp_id)
    return row is not None and row.phone == phone and row.used_at is None and row.attempts >= max_tries


async def ensure_account(
    session: AsyncSession, audience: Audience, role: Role, phone: str, language: Language = "en"
) -> tuple[Account, bool]:
    """The account of a phone in one app, and whether it was made just now. One winner among concurrent calls."""
    made = await session.exec(
        insert(Account)
        .values(
            id=new_id(),
            audience=audience,
            role=role,
            phone=phone,
            referral_code=human_code(REFERRAL_SIGNS),
            name="",
            language=language,
            is_vip=False,
            status=AccountStatus.ACTIVE,
            created_at=clock.now(),
            updated_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["phone", "audience"], index_where=text("status <> 'deleted'"))
        .returning(col(Account.id))
    )
    is_new = made.first() is not None
    rows = await session.exec(
        select(Account).where(
            Account.phone == phone, Account.audience == audience, Account.status != AccountStatus.DELETED
        )
    )
    return rows.one(), is_new


async def account(session: AsyncSession, account_id: UUID, *, lock: bool = False) -> Account | None:
    """One account, held until the end of the transaction when asked."""
    return await session.get(Account, account_id, with_for_update=lock or None)


async def staff_by_email(session: AsyncSession, email: str) -> Account | None:
    """A person of operations; e-mail addresses do not care about case."""
    rows = await session.exec(
        select(Account).where(func.lower(Account.email) == email.lower(), Account.audience == Audience.STAFF)
    )
    return rows.first()


async def take_ticket(session: AsyncSession, token_hash: str) -> UUID | None:
    """Use a ticket; the account it stands for, or None when it is over."""
    rows = await session.exec(
        update(LoginTicket)
        .where(
            col(LoginTicket.token_hash) == token_hash,
            col(LoginTicket.used_at).is_(None),
            col(LoginTicket.expires_at) > clock.now(),
        )
        .values(used_at=clock.now())
        .returning(col(LoginTicket.account_id))
    )
    return rows.scalar_one_or_none()


async def spend_refresh(session: AsyncSession, token_hash: str) -> UUID | None:
    """Use a refresh token for the first time; its session, or None when it was used before, is over or unknown."""
    rows = await session.exec(
        update(RefreshToken)
        .where(
            col(RefreshToken.token_hash) == token_hash,
            col(RefreshToken.used_at).is_(None),
            col(RefreshToken.expires_at) > clock.now(),
        )
        .values(used_at=clock.now())
        .returning(col(RefreshToken.session_id))
    )
    return rows.scalar_one_or_none()


async def refresh_token(session: AsyncSession, token_hash: str) -> RefreshToken | None:
    """A link of a chain by its hash."""
    rows = await session.exec(select(RefreshToken).where(RefreshToken.token_hash == token_hash))
    return rows.first()


async def living_session(
    session: AsyncSession, session_id: UUID, *, lock: bool = False
) -> tuple[LoginSession, Account] | None:
    """A session that is neither revoked nor over, of an account that is active."""
    query = (
        select(LoginSession, Account)
        .join(Account, col(Account.id) == LoginSession.account_id)
        .where(
            LoginSession.id == session_id,
            col(LoginSession.revoked_at).is_(None),
            LoginSession.expires_at > clock.now(),
            Account.status == AccountStatus.ACTIVE,
        )
    )
    rows = await session.exec(query.with_for_update(of=LoginSession) if lock else query)
    return rows.first()


async def revoke_sessions(
    session: AsyncSession, because: str, *, session_id: UUID | None = None, account_id: UUID | None = None
) -> list[tuple[UUID, UUID]]:
    """End a session, or all of an account; returns (session, account) of those that ended now."""
    which = col(LoginSession.id) == session_id if session_id else col(LoginSession.account_id) == account_id
    rows = await session.exec(
        update(LoginSession)
        .where(which, col(LoginSession.revoked_at).is_(None))
        .values(revoked_at=clock.now(), revoked_because=because)
        .returning(col(LoginSession.id), col(LoginSession.account_id))
    )
    return [(row[0], row[1]) for row in rows.all()]


async def sessions_of(session: AsyncSession, account_id: UUID) -> Sequence[UUID]:
    """The sessions of an account that are still alive."""
    rows = await session.exec(
        select(LoginSession.id).where(LoginSession.account_id == account_id, col(LoginSession.revoked_at).is_(None))
    )
    return rows.all()


async def addresses(session: AsyncSession, account_id: UUID) -> Sequence[Address]:
    """Saved places, the default first."""
    rows = await session.exec(
        select(Address)
        .where(Address.account_id == account_id)
        .order_by(col(Address.is_default).desc(), func.lower(Address.label), col(Address.id))
    )
    return rows.all()


async def address(session: AsyncSession, account_id: UUID, address_id: UUID) -> Address | None:
    """One saved place of one person, held until the end of the transaction."""
    rows = await session.exec(
        select(Address).where(Address.id == address_id, Address.account_id == account_id).with_for_update()
    )
    return rows.first()


async def clear_default(session: AsyncSession, account_id: UUID, but: UUID) -> None:
    """No other saved place is the default one."""
    await session.exec(
        update(Address)
        .where(col(Address.account_id) == account_id, col(Address.is_default).is_(True), col(Address.id) != but)
        .values(is_default=False)
        .execution_options(synchronize_session=False)
    )


async def forget_ended(session: AsyncSession, keep: timedelta) -> int:
    """Delete codes, tickets and sign-ins half-way that ended long enough ago; how many rows went."""
    before = clock.now() - keep
    gone = 0
    for table in (OtpChallenge, LoginTicket, SecondStep):
        rows = await session.exec(delete(table).where(col(table.expires_at) < before).returning(col(table.id)))
        gone += len(rows.all())
    return gone
