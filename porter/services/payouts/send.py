"""Sending: claim, ask the gateway outside any transaction, write down what it said. Every step may be the last.

A payout is claimed for a while; whoever finds the claim run out sends again, with the same key and the same body, so that
the gateway pays once. Only a gateway's clear no ends a payout; silence never does.
"""

import logging
from datetime import timedelta
from uuid import UUID

from porter.core import clock, db
from porter.core.errors import GatewayRefused, GatewayUnavailable
from porter.integrations.payments import Destination, PaymentGateway, ProviderPayout, gateway
from porter.models import Payout, PayoutDestination
from porter.models.enums import PayoutStatus
from porter.services.payouts import queries
from porter.services.payouts.destinations import opened
from porter.services.payouts.record import record, refuse

log = logging.getLogger(__name__)

CLAIM = timedelta(seconds=60)
"""Longer than a gateway may take."""

LONGEST_PAUSE = timedelta(hours=1)
FIRST_PAUSE = timedelta(seconds=15)
BATCH = 8
"""With every call timed out, still less than a task may take."""


async def settle() -> int:
    """Send what was not sent, ask after what is under way; answers how many were looked at."""
    async with db.reading() as session:
        due = await queries.due(session, clock.now(), BATCH)
    for payout_id in due:
        await send(payout_id)
    return len(due)


async def send(payout_id: UUID) -> None:
    """Take the next step of a payout that is due: send it, or ask the gateway how it stands."""
    claimed = await _claim(payout_id)
    if claimed is None:
        return
    payout, destination = claimed
    try:
        answer = await _ask(gateway(payout.provider), payout, destination)
    except GatewayRefused as refusal:
        await _refused(payout, refusal.message)
    except GatewayUnavailable as trouble:
        log.warning("payout %s: gateway unavailable: %s", payout.id, trouble.code)
        await _try_later(payout, trouble.message)
    else:
        await record(payout.id, answer)


async def _claim(payout_id: UUID) -> tuple[Payout, Destination] | None:
    async with db.transaction() as session:
        payout = await queries.claim(session, payout_id, clock.now(), clock.now() + CLAIM)
        if payout is None:
            return None
        return payout, opened(await session.get_one(PayoutDestination, payout.destination_id))


async def _ask(vendor: PaymentGateway, payout: Payout, destination: Destination) -> ProviderPayout:
    if payout.status is PayoutStatus.PROCESSING and payout.provider_payout:
        return await vendor.fetch_payout(payout.provider_payout)
    key = str(payout.id)
    return await vendor.payout(destination, payout.amount_minor, payout.currency, key, reference=key)


async def _refused(payout: Payout, why: str) -> None:
    """A no to sending ends it; a no to the question how it stands does not say that it failed."""
    if payout.status is PayoutStatus.PROCESSING:
        await _try_later(payout, why)
    else:
        await refuse(payout.id, why)


async def _try_later(payout: Payout, why: str) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(payout.attempts, 16), LONGEST_PAUSE)
    async with db.transaction() as session:
        await queries.postpone(session, payout.id, clock.now() + pause, why)
