"""What is done by the clock and not because something happened. All of it may run twice or side by side."""

from datetime import timedelta

from porter.core import clock, db
from porter.services import accounts, idempotency, ledger, matching, notifications, payments, payouts, quotes, tracking
from porter.tasks import payment_jobs, queries, relay

TICK_LOCK = 7_072_117
"""Advisory lock: however many beats and workers there are, one of them sweeps at a time."""

DONE_FACTS_KEPT = timedelta(days=7)


async def tick() -> bool:
    """Do everything that is due and that no hint has done; False when another process is at it."""
    async with db.transaction() as guard:
        if not await queries.hold_alone(guard, TICK_LOCK):
            return False
        await relay.relay()
        await relay.deliver_due()
        await matching.sweep()
        await payment_jobs.send_sandbox_webhooks()
        await payments.reconcile()
        await payouts.settle()
        async with db.transaction() as session:
            await quotes.expire_due(session)
        await relay.relay()
        await relay.deliver_due()
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
