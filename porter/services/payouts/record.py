"""Writing down what a gateway says about a payout; the same words again, or late, change nothing."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db, live, outbox
from porter.core.language import msg
from porter.core.money import format_money
from porter.integrations.payments import PayoutState, ProviderPayout
from porter.models import Payout
from porter.models.enums import NotificationKind, Party, PayoutStatus, Provider
from porter.models.transitions import PAYOUT, sources
from porter.services import ledger, notifications
from porter.services.ledger import Entry
from porter.services.payouts import queries

log = logging.getLogger(__name__)

POLL = timedelta(minutes=5)
FIRST_POLL = timedelta(seconds=5)
"""How often a gateway is asked after a payout that it has accepted: soon at first. Webhooks are usually faster."""

_RULES = {
    PayoutStatus.PAID: ledger.rules.payout_paid,
    PayoutStatus.FAILED: ledger.rules.payout_failed,
    PayoutStatus.REVERSED: ledger.rules.payout_reversed,
}

_TOLD = {
    PayoutStatus.PAID: (msg("Withdrawal paid"), msg("{amount} is in your account.")),
    PayoutStatus.FAILED: (msg("Withdrawal failed"), msg("{amount} is back in your balance. {why}")),
    PayoutStatus.REVERSED: (msg("Withdrawal returned"), msg("The bank returned {amount}. It is back in your balance.")),
}


async def record(payout_id: UUID, seen: ProviderPayout) -> PayoutStatus | None:
    """Take a payout where a gateway's word says, with its booking, in one transaction; its status, None if unknown."""
    async with db.transaction() as session:
        payout = await queries.locked(session, payout_id)
        if payout is None:
            return None
        await _take_in(session, payout, seen)
        return payout.status


async def record_word(provider: Provider, seen: ProviderPayout) -> PayoutStatus | None:
    """A webhook's word about a payout that is known by our reference or the gateway's id; None if it is not ours."""
    async with db.reading() as session:
        payout_id = await queries.known_as(session, provider, seen.id, seen.reference)
    return await record(payout_id, seen) if payout_id else None


async def refuse(payout_id: UUID, why: str) -> None:
    """The gateway said no: the money is the driver's again."""
    async with db.transaction() as session:
        payout = await queries.locked(session, payout_id)
        if payout and payout.status in sources(PAYOUT, PayoutStatus.FAILED, Party.SYSTEM):
            await _end(session, payout, PayoutStatus.FAILED, why)
            announce(session, payout)


async def _take_in(session: AsyncSession, payout: Payout, seen: ProviderPayout) -> None:
    if (seen.amount_minor, seen.currency) != (payout.amount_minor, payout.currency):
        log.error("payout %s: the gateway speaks of another amount", payout.id)
        payout.due_at = clock.now() + POLL
        return
    payout.provider_payout = payout.provider_payout or seen.id
    to = _reached(payout.status, seen.status)
    if to is None:
        payout.due_at = _next_look(payout)
    elif to is PayoutStatus.PROCESSING:
        payout.status = to
        payout.due_at = _next_look(payout)
    else:
        await _end(session, payout, to, seen.failure_text or "")
    session.add(payout)
    await session.flush()
    announce(session, payout)


def announce(session: AsyncSession, payout: Payout) -> None:
    """Tell the driver's open screens, and those of operations, how it stands."""
    data = {"payout_id": str(payout.id), "status": payout.status.value}
    for channel in (f"account:{payout.account_id}", "ops:payouts"):
        live.notify(session, channel, "payout:updated", data)


def _reached(status: PayoutStatus, seen: PayoutState) -> PayoutStatus | None:
    """Where a word takes a payout, or None: money that came back before we heard that it was paid has failed."""
    came_back = seen in {PayoutState.FAILED, PayoutState.REVERSED}
    if came_back:
        to = PayoutStatus.REVERSED if status is PayoutStatus.PAID else PayoutStatus.FAILED
    else:
        to = PayoutStatus.PAID if seen is PayoutState.PAID else PayoutStatus.PROCESSING
    return to if status in sources(PAYOUT, to, Party.SYSTEM) else None


def _next_look(payout: Payout) -> datetime | None:
    if payout.status not in {PayoutStatus.SENDING, PayoutStatus.PROCESSING}:
        return None
    pause: timedelta = min(FIRST_POLL * 2 ** min(payout.attempts, 16), POLL)
    return clock.now() + pause


async def _end(session: AsyncSession, payout: Payout, to: PayoutStatus, why: str) -> None:
    payout.status, payout.due_at, payout.failure_text = to, None, why[:500] or None
    if to is PayoutStatus.PAID:
        payout.paid_at = clock.now()
    session.add(payout)
    await session.flush()
    entries: tuple[Entry, ...] = _RULES[to](payout.account_id, payout.amount_minor)
    event = f"payout.{to}"
    await ledger.post(session, f"{event}:{payout.id}", event, entries, currency=payout.currency)
    outbox.emit(session, event, {"payout_id": str(payout.id), "account_id": str(payout.account_id)})
    title, body = _TOLD[to]
    await notifications.notify(
        session,
        payout.account_id,
        NotificationKind.PAYOUT,
        title,
        body,
        values={"amount": format_money(payout.amount_minor, payout.currency), "why": why},
        dedupe=f"payout:{payout.id}:{to}",
    )
