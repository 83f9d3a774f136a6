"""Forgetting what has no use any more."""

from datetime import timedelta

from porter.core import db
from porter.services.accounts import queries

KEEP = timedelta(days=1)


async def forget_ended() -> int:
    """Delete one-time codes and tickets that ended a day ago; returns how many rows went. For the nightly job."""
    async with db.transaction() as session:
        return await queries.forget_ended(session, KEEP)
