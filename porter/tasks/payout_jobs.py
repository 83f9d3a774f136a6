"""What is done about payouts when one was asked for, and by the clock."""

from porter.core import db
from porter.services import payouts
from porter.tasks import queries
from porter.tasks.facts import Fact

PAYOUTS_LOCK = 7_072_120
"""Advisory lock: the next round does not begin while the gateway keeps one waiting."""


async def send(fact: Fact) -> None:
    """A driver has asked for money: send it now."""
    await payouts.send(fact.uuid("payout_id"))


async def settle() -> bool:
    """Send what is due, ask after what is under way; False when another process is at it."""
    async with db.transaction() as guard:
        if not await queries.hold_alone(guard, PAYOUTS_LOCK):
            return False
        await payouts.settle()
    return True
