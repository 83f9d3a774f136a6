"""What matching does when something has happened."""

from porter.core import db
from porter.services import matching
from porter.tasks.facts import Fact


async def search(fact: Fact) -> None:
    """An order looks for a driver, or offers more: take the next step now."""
    if fact.name == "order.raised":
        async with db.transaction() as session:
            await matching.bring_raise(session, fact.uuid("order_id"))
    await matching.run_round(fact.uuid("order_id"), at_once=True)


async def go_on(fact: Fact) -> None:
    """A driver has answered: ask the next ones as soon as all have."""
    await matching.run_round(fact.uuid("order_id"))


async def release(fact: Fact) -> None:
    """An order was cancelled: nobody is asked any more, its driver is free."""
    async with db.transaction() as session:
        await matching.release(session, fact.uuid("order_id"))


async def stop_offers(fact: Fact) -> None:
    """A driver went offline or was suspended: others are asked instead."""
    driver_id = fact.uuid("driver_id" if "driver_id" in fact.payload else "account_id")
    async with db.transaction() as session:
        orders = await matching.stop_offers_to(session, driver_id)
    for order_id in orders:
        await matching.run_round(order_id)
