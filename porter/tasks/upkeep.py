"""What is done by the clock and not because something happened. All of it may run twice or side by side."""

from datetime import timedelta
from uuid import UUID

from porter.core import clock, db
from porter.services import accounts, idempotency, ledger, matching, notifications, payments, quotes, tracking
from porter.tasks import payment_jobs, queries, relay

SWEEP_LOCK = 7_072_119
"""Advisory lock: however many beats and workers there are, one of them sweeps at a time."""

TICK_LOCK = 7_072_117
"""The same for everything else; what asks gateways or mail servers never holds up the sweep."""

DONE_FACTS_KEPT = timedelta(days=7)


async def sweep() -> list[tuple[UUID, str]] | None:
    """Drive what matching has due, and make new facts into deliveries, the urgent of them at once.

    Answers the deliveries that others are to make; None when another process is at it. Maps are all that it asks, with
    their short patience: no gateway, no mail.
    """
    async with db.transaction() as guard:
        if not await queries.hold_alone(guard, SWEEP_LOCK):
            return None
        made = await relay.relay()
        await relay.deliver_due(urgent=True)
        await matching.sweep()
        return made + await relay.relay()


async def tick() -> bool:
    """Do everything else that is due and that no hint has done; False when another process is at it."""
    async with db.transaction() as guard:
        if not await queries.hold_alone(guard, TICK_LOCK):
            return False
        async with db.transaction() as session:
            await quotes.expire_due(session)
        await relay.deliver_due(urgent=False)
        await payment_jobs.send_sandbox_webhooks()
        await payments.reconcile()
    return True


async def upkeep() -> None:
    """Make room ahead, add up the books once a day, forget what has no use."""
    async with db.transaction() as session:
        await tracking.keep_partitions(session)
    async with db.transaction() as session:
        await ledger.check_when_due(session)
    await accounts.forget_ended()
    await idempotency.forget_old()
    await notifications.forget_old()
    async with db.transaction() as session:
        await queries.forget_done(session, clock.now() - DONE_FACTS_KEPT)
