"""What tracking does when something has happened."""

from porter.services import tracking
from porter.tasks.facts import Fact


async def promise(fact: Fact) -> None:
    """A driver was found: the way to the pickup, and the arrival that is promised by it."""
    await tracking.promise(fact.uuid("order_id"))
