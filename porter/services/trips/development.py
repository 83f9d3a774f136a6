"""What the person at a stop would say, for demo drivers. In production mode it does not exist."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.config import settings
from porter.core.errors import NotFound
from porter.core.security import derived_code
from porter.services.accounts import Actor
from porter.services.trips.arrive import stop_of
from porter.services.trips.job import held


async def development_handover_code(session: AsyncSession, actor: Actor, order_id: UUID, stop_id: UUID) -> str:
    """The code of a stop of the driver's own job. Raises NotFound, also in production mode, and JobEnded."""
    if settings().is_production:
        raise NotFound
    stop = stop_of(await held(session, actor.id, order_id, lock=False), stop_id)
    return derived_code("stop-otp", str(stop.id), 4)
