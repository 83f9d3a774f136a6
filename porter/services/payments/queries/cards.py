"""SQL of saved cards and of how people want to pay."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.integrations.payments import SavedCard
from porter.models import PaymentPreference, SavedMethod
from porter.models.enums import PaymentMethod, Provider


async def own(session: AsyncSession, account_id: UUID, provider: Provider) -> Sequence[SavedMethod]:
    """The cards of a person at a provider, newest first."""
    found = await session.exec(
        select(SavedMethod)
        .where(
            SavedMethod.account_id == account_id,
            SavedMethod.provider == provider,
            col(SavedMethod.removed_at).is_(None),
        )
        .order_by(col(SavedMethod.id).desc())
        .execution_options(populate_existing=True)
    )
    return found.all()


async def one(session: AsyncSession, account_id: UUID, card_id: UUID) -> SavedMethod | None:
    """One card of a person that is still kept."""
    found = await session.exec(
        select(SavedMethod).where(
            SavedMethod.id == card_id, SavedMethod.account_id == account_id, col(SavedMethod.removed_at).is_(None)
        )
    )
    return found.one_or_none()


async def keep(
    session: AsyncSession, account_id: UUID, provider: Provider, cards: Sequence[SavedCard], now: datetime
) -> None:
    """Write down which cards the provider keeps now; others are removed. Any number of times."""
    for card in reversed(cards):
        fresh = SavedMethod(
            account_id=account_id, provider=provider, token=card.token, label=card.label[:60], created_at=now
        )
        await session.exec(
            insert(SavedMethod)
            .values(**fresh.model_dump())
            .on_conflict_do_update(
                index_elements=["provider", "token"],
                set_={"label": fresh.label, "removed_at": None},
                where=col(SavedMethod.account_id) == account_id,
            )
        )
    await session.exec(
        update(SavedMethod)
        .where(
            col(SavedMethod.account_id) == account_id,
            col(SavedMethod.provider) == provider,
            col(SavedMethod.removed_at).is_(None),
            col(SavedMethod.token).not_in([card.token for card in cards]),
        )
        .values(removed_at=now)
        .execution_options(synchronize_session=False)
    )


async def preference(session: AsyncSession, account_id: UUID) -> PaymentPreference | None:
    """How a person wants to pay, when they said so."""
    found = await session.exec(
        select(PaymentPreference)
        .where(PaymentPreference.account_id == account_id)
        .execution_options(populate_existing=True)
    )
    return found.one_or_none()


async def prefer(
    session: AsyncSession, account_id: UUID, method: PaymentMethod, card_id: UUID | None, now: datetime
) -> None:
    """Remember it; the last word counts."""
    values = {"method": method, "saved_method_id": card_id, "updated_at": now}
    await session.exec(
        insert(PaymentPreference)
        .values(account_id=account_id, **values)
        .on_conflict_do_update(index_elements=["account_id"], set_=values)
    )
