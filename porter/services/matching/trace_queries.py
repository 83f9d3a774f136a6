"""Every look into the tables of matching that operations takes afterwards."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import Account, Candidate, MatchingRound, Offer, Vehicle


async def rounds(session: AsyncSession, order_id: UUID) -> Sequence[MatchingRound]:
    """Every round of an order, oldest first."""
    found = await session.exec(
        select(MatchingRound)
        .where(MatchingRound.order_id == order_id)
        .order_by(col(MatchingRound.search), col(MatchingRound.number))
    )
    return found.all()


async def candidates(
    session: AsyncSession, order_id: UUID
) -> Sequence[tuple[Candidate, str, str | None, Offer | None]]:
    """Everybody who was considered for an order, with name, present plate and offer; the best first."""
    found = await session.exec(
        select(Candidate, Account.name, Vehicle.plate, Offer)
        .join(Account, col(Account.id) == col(Candidate.driver_id))
        .outerjoin(Vehicle, (col(Vehicle.driver_id) == col(Candidate.driver_id)) & col(Vehicle.is_active))
        .outerjoin(
            Offer,
            (col(Offer.round_id) == col(Candidate.round_id)) & (col(Offer.driver_id) == col(Candidate.driver_id)),
        )
        .where(Candidate.order_id == order_id)
        .order_by(col(Candidate.rank).nulls_last(), col(Candidate.distance_m), col(Candidate.id))
    )
    return found.all()
