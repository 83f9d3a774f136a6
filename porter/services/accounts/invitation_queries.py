"""SQL of invitations to operations."""

from uuid import UUID

from sqlalchemy import func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.models import Account, Invitation
from porter.models.enums import AccountStatus, Role


async def has_administrator(session: AsyncSession) -> bool:
    """Whether anybody may sign in as administrator."""
    rows = await session.exec(
        select(Account.id).where(Account.role == Role.ADMIN, Account.status == AccountStatus.ACTIVE).limit(1)
    )
    return rows.first() is not None


async def open_invitation(session: AsyncSession, token_hash: str) -> Invitation | None:
    """An invitation that can still be accepted."""
    rows = await session.exec(
        select(Invitation).where(
            Invitation.token_hash == token_hash,
            col(Invitation.accepted_at).is_(None),
            Invitation.expires_at > clock.now(),
        )
    )
    return rows.first()


async def take_invitation(session: AsyncSession, token_hash: str) -> Invitation | None:
    """Accept an invitation: one winner."""
    rows = await session.exec(
        update(Invitation)
        .where(
            col(Invitation.token_hash) == token_hash,
            col(Invitation.accepted_at).is_(None),
            col(Invitation.expires_at) > clock.now(),
        )
        .values(accepted_at=clock.now())
        .returning(Invitation)
    )
    return rows.scalars().first()


async def withdraw_invitations(session: AsyncSession, email: str) -> None:
    """A newer invitation ends the older ones."""
    await session.exec(
        update(Invitation)
        .where(func.lower(Invitation.email) == email.lower(), col(Invitation.accepted_at).is_(None))
        .values(expires_at=clock.now())
    )


async def withdraw_invitation(session: AsyncSession, invitation_id: UUID) -> str | None:
    """End one that is still open; answers whom it was for."""
    rows = await session.exec(
        update(Invitation)
        .where(
            col(Invitation.id) == invitation_id,
            col(Invitation.accepted_at).is_(None),
            col(Invitation.expires_at) > clock.now(),
        )
        .values(expires_at=clock.now())
        .returning(col(Invitation.email))
    )
    return rows.scalar_one_or_none()


async def withdraw_first_invitations(session: AsyncSession) -> None:
    """End those that nobody of operations has given: they come from the command line."""
    await session.exec(
        update(Invitation)
        .where(col(Invitation.invited_by).is_(None), col(Invitation.accepted_at).is_(None))
        .values(expires_at=clock.now())
    )
