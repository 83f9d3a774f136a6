"""The outbox relay: facts become deliveries, deliveries are made at least once, each on its own.

A delivery is claimed for a while before its subscriber runs: a worker that dies in the middle is followed by another
when the claim ends. A failure is put off with growing pauses and given up after `MOST_ATTEMPTS`, with its reason.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db
from porter.core.errors import PorterError
from porter.tasks import queries
from porter.tasks.celery_app import MATCH
from porter.tasks.queries import Claimed
from porter.tasks.subscriptions import SUBSCRIBERS, SUBSCRIPTIONS

log = logging.getLogger(__name__)

BATCH = 100
AT_ONCE = 8
LEASE = timedelta(seconds=30)
LONGEST_S = 25
"""No subscriber takes longer: whoever waits for a vendor that hangs is cut off before another worker makes the same delivery."""

MOST_ATTEMPTS = 12
LONGEST_PAUSE_S = 300


async def relay() -> list[tuple[UUID, str]]:
    """Give every subscriber of every new fact a delivery; answers (delivery, queue) of those that are new."""
    made: list[tuple[UUID, str]] = []
    while True:
        async with db.transaction() as session:
            events = await queries.take_events(session, BATCH)
            if events:
                made += await queries.add_deliveries(session, SUBSCRIPTIONS, events, clock.now())
        if len(events) < BATCH:
            return made


async def deliver(delivery_ids: Sequence[UUID]) -> list[BaseException]:
    """Make those of these deliveries that are due, side by side; answers what went wrong, which stands in the rows too."""
    now = clock.now()
    async with db.transaction() as session:
        claimed = await queries.claim(session, delivery_ids, now, now + LEASE)
    # gather() hands back whatever a subscriber raises: a bug in one must be recorded, not end the relay.
    outcomes = await asyncio.gather(*(_handle(each) for each in claimed), return_exceptions=True)
    await _record([(each, outcome) for each, outcome in zip(claimed, outcomes, strict=True)])
    return [outcome for outcome in outcomes if outcome is not None]


async def deliver_due(*, urgent: bool | None = None) -> list[BaseException]:
    """Run everything that is due now, some side by side; answers what went wrong.

    `urgent` picks what matching waits for, or what may wait for vendors; without it, all.
    """
    failures: list[BaseException] = []
    while True:
        async with db.reading() as session:
            due = await queries.due_deliveries(session, clock.now(), AT_ONCE, urgent, _urgent_names())
        if not due:
            return failures
        failures += await deliver(due)


def pause_s(attempts: int) -> int:
    """Seconds until the next try: 1, 2, 4, ... up to five minutes."""
    return int(min(2 ** (attempts - 1), LONGEST_PAUSE_S))


def _urgent_names() -> list[str]:
    return [name for name, subscriber in SUBSCRIBERS.items() if subscriber.queue == MATCH]


async def _handle(claimed: Claimed) -> None:
    subscriber = SUBSCRIBERS.get(claimed.subscriber)
    if subscriber is None:
        raise LookupError(f"no subscriber is called {claimed.subscriber}")
    async with asyncio.timeout(LONGEST_S):
        await subscriber.handle(claimed.fact)


async def _record(made: Sequence[tuple[Claimed, BaseException | None]]) -> None:
    """In one transaction: half of what a delivery costs would be to say that it was made."""
    done = [claimed.id for claimed, outcome in made if outcome is None]
    async with db.transaction() as session:
        if done:
            await queries.mark_done(session, done, clock.now())
        for claimed, outcome in made:
            if outcome is not None:
                await _record_failure(session, claimed, outcome)


async def _record_failure(session: AsyncSession, claimed: Claimed, outcome: BaseException) -> None:
    now = clock.now()
    if _hopeless(claimed, outcome):
        log.error("gave up %s for %s", claimed.subscriber, claimed.fact.id, exc_info=outcome)
        await queries.give_up(session, claimed.id, now, _words(outcome))
    else:
        log.warning("%s for %s failed, will try again", claimed.subscriber, claimed.fact.id, exc_info=outcome)
        due_at = now + timedelta(seconds=pause_s(claimed.attempts))
        await queries.put_off(session, claimed.id, due_at, _words(outcome))


def _hopeless(claimed: Claimed, outcome: BaseException) -> bool:
    refused = isinstance(outcome, PorterError) and not outcome.retryable
    return refused or claimed.attempts >= MOST_ATTEMPTS


def _words(outcome: BaseException) -> str:
    return f"{type(outcome).__name__}: {outcome}"[:500]
