"""The end of quotes that nobody booked."""

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.services.quotes import queries

AT_A_TIME = 1000


async def expire_due(session: AsyncSession) -> int:
    """Mark what has ended; booking looks at the time itself, so that this may be late. How many."""
    return await queries.expire(session, clock.now(), AT_A_TIME)
