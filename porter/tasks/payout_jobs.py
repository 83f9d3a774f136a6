"""What is done about payouts when one was asked for, and by the clock."""

from porter.services import payouts
from porter.tasks.facts import Fact


async def send(fact: Fact) -> None:
    """A driver has asked for money: send it now."""
    await payouts.send(fact.uuid("payout_id"))


async def settle() -> int:
    """Send what is due, ask after what is under way."""
    return await payouts.settle()
