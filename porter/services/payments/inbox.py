"""The webhook inbox: believed, kept once per event id, answered at once, worked off later, in any order."""

import asyncio
import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db, outbox
from porter.core.errors import PorterError
from porter.core.ids import new_id
from porter.integrations.payments import GatewayEvent, PaymentState, ProviderPayment, gateway
from porter.models.enums import Provider
from porter.services import payouts
from porter.services.payments.outside import record_refund
from porter.services.payments.queries import inbox as queries
from porter.services.payments.queries import payments as payment_queries
from porter.services.payments.record import record

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 12
LONGEST_PAUSE_S = 3600
HINT_FIRST = timedelta(seconds=15)
"""A new event is worked off by its hint; the sweeper takes what no hint has reached by then."""


class NotYetOurs(PorterError):
    """A vendor speaks of a payment whose id at the vendor we have not written down yet, or never will."""

    code = "payment_unknown"
    retryable = True
    default_message = "We do not know this payment."


async def receive_webhook(provider: Provider, raw: bytes, headers: dict[str, str]) -> int:
    """Keep what a vendor says and answer how much of it is new. Raises WebhookForged, GatewayUnavailable."""
    events = gateway(provider).parse_webhook(raw, headers)
    new = 0
    async with db.transaction() as session:
        for event in events:
            event_id = await queries.keep(session, _row(provider, event))
            if event_id is not None:
                new += 1
                outbox.emit(session, "payment.webhook", {"webhook_event_id": str(event_id)})
    return new


async def process_event(event_id: UUID) -> BaseException | None:
    """Take one kept event to heart, if it is open; a failure is put off, stands in the row and is answered."""
    # gather() hands back whatever was raised: a bug in one event must be recorded, not end the others.
    [outcome] = await asyncio.gather(_work(event_id), return_exceptions=True)
    if outcome is not None:
        await _put_off(event_id, outcome)
    return outcome


async def process_due(limit: int = 200) -> int:
    """Work off events that no hint has reached; answers how many."""
    async with db.reading() as session:
        due = await queries.due(session, clock.now(), limit)
    for event_id in due:
        await process_event(event_id)
    return len(due)


async def _work(event_id: UUID) -> None:
    async with db.transaction() as session:
        row = await queries.locked(session, event_id)
        if row is None:
            return
        event = GatewayEvent.model_validate(row.body)
        await _take(session, row.provider, event)
        row.done_at, row.last_error = clock.now(), None
        row.attempts += 1
        session.add(row)
        # In a transaction of its own, and before this one says that the event is done: twice does no harm.
        if event.payout is not None and await payouts.record_word(row.provider, event.payout) is None:
            raise NotYetOurs()


async def _take(session: AsyncSession, provider: Provider, event: GatewayEvent) -> None:
    if event.payment is None and event.refund is None:
        return
    if event.payment is not None:
        payment_id = await payment_queries.by_provider(
            session, provider, event.payment.provider_order, event.payment.provider_payment
        )
        if payment_id is None:
            raise NotYetOurs()
        await record(session, payment_id, _without_refund(event, event.payment), f"webhook:{event.name}")
    if event.refund is not None:
        await record_refund(session, provider, event.refund, f"webhook:{event.name}")


def _without_refund(event: GatewayEvent, seen: ProviderPayment) -> ProviderPayment:
    """The refund that an event speaks of is taken by its own name, not as a sum."""
    if event.refund is None:
        return seen
    status = PaymentState.CAPTURED if seen.status is PaymentState.REFUNDED else seen.status
    return seen.model_copy(update={"refunded_minor": 0, "status": status})


async def _put_off(event_id: UUID, error: BaseException) -> None:
    now = clock.now()
    async with db.transaction() as session:
        row = await queries.locked(session, event_id)
        if row is None:
            return
        row.attempts += 1
        row.last_error = f"{type(error).__name__}: {error}"[:500]
        refused = isinstance(error, PorterError) and not error.retryable
        hopeless = refused or row.attempts >= MOST_ATTEMPTS
        row.gave_up_at = now if hopeless else None
        row.due_at = now + timedelta(seconds=min(2**row.attempts, LONGEST_PAUSE_S))
        session.add(row)
    log.log(logging.ERROR if hopeless else logging.INFO, "webhook event %s was not taken", event_id, exc_info=error)


def _row(provider: Provider, event: GatewayEvent) -> dict[str, Any]:
    now = clock.now()
    return {
        "id": new_id(),
        "provider": provider,
        "event_id": event.event_id[:120],
        "kind": event.name[:80],
        # Without the vendor's own words: they hold phone numbers, and what we need of them stands beside.
        "body": event.model_dump(mode="json", exclude={"raw"}),
        "received_at": now,
        "due_at": now + HINT_FIRST,
        "attempts": 0,
    }
