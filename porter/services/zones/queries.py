"""SQL of zones."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import City, Zone


async def active_zones(session: AsyncSession, city_code: str | None = None) -> Sequence[tuple[Zone, City]]:
    """Zones in force with their city: of one city, or of all."""
    query = select(Zone, City).join(City, col(Zone.city_code) == col(City.code)).where(col(Zone.is_active))
    if city_code:
        query = query.where(Zone.city_code == city_code)
    return (await session.exec(query.order_by(col(Zone.city_code), col(Zone.name)))).all()


async def active_zone(session: AsyncSession, zone_id: UUID) -> Zone | None:
    """One zone, when it is in force."""
    return (await session.exec(select(Zone).where(Zone.id == zone_id, col(Zone.is_active)))).first()
