"""Asking for money: taken off the balance at once, so that it cannot be asked for twice."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, outbox
from porter.core.errors import Conflict, Refused
from porter.core.ids import new_id
from porter.core.language import here, msg
from porter.core.money import format_money
from porter.integrations.payments import default_gateway
from porter.models import Payout, PayoutDestination
from porter.services import ledger
from porter.services.accounts import Actor
from porter.services.payouts import queries
from porter.services.payouts.balance import MIN_PAYOUT_MINOR, Standing, locked_standing
from porter.services.payouts.destinations import DestinationNotFound, check_driver
from porter.services.payouts.record import announce
from porter.services.payouts.views import PayoutView

MAX_UNDER_WAY = 5


class WithdrawalTooSmall(Refused):
    """Less than can be sent."""

    code = "withdrawal_too_small"
    default_message = f"The smallest withdrawal is {format_money(MIN_PAYOUT_MINOR, trim=True)}."


class WithdrawalTooLarge(Refused):
    """More than may be withdrawn; `withdrawable_minor` in `extra` says how much that is."""

    code = "withdrawal_too_large"


class NoDestination(Refused):
    """Nowhere to send it."""

    code = "no_destination"
    default_message = "Please add a bank account or a UPI address first."


class TooManyPayouts(Conflict):
    """Enough are on their way."""

    code = "too_many_payouts"
    default_message = "Several withdrawals are on their way. Please wait until one has arrived."


async def request(
    session: AsyncSession,
    actor: Actor,
    amount_minor: int,
    destination_id: UUID | None = None,
    *,
    key: UUID | None = None,
    currency: str = "INR",
) -> PayoutView:
    """Withdraw: the amount leaves the balance now and is sent at once after the commit.

    `key`, a new id of ours, names the payout: the same key again answers the payout that it made.
    Raises Forbidden, NoDestination, DestinationNotFound, WithdrawalTooSmall, WithdrawalTooLarge, TooManyPayouts.
    """
    check_driver(actor)
    standing = await locked_standing(session, actor.id, currency)
    made = await queries.own(session, actor.id, key) if key else None
    if made:
        return PayoutView.of(*made)
    destination = await _destination(session, actor, destination_id)
    await _check(session, actor, standing, amount_minor, currency)
    payout = Payout(
        id=key or new_id(),
        account_id=actor.id,
        destination_id=destination.id,
        provider=default_gateway(currency),
        amount_minor=amount_minor,
        currency=currency,
        due_at=clock.now(),
    )
    session.add(payout)
    await session.flush()
    entries = ledger.rules.payout_requested(actor.id, amount_minor)
    await ledger.post(
        session, f"payout.requested:{payout.id}", "payout.requested", entries, memo=destination.label, currency=currency
    )
    outbox.emit(session, "payout.requested", {"payout_id": str(payout.id)})
    announce(session, payout)
    return PayoutView.of(payout, destination.label)


async def set_off_cash(
    session: AsyncSession, actor: Actor, amount_minor: int, *, key: UUID, currency: str = "INR"
) -> None:
    """Settle cash in hand out of what we owe the driver; the same key settles once. Raises Forbidden, Refused."""
    check_driver(actor)
    standing = await locked_standing(session, actor.id, currency)
    correlation = f"cash.set_off:{key}"
    if await ledger.is_booked(session, correlation):
        return
    if not 0 < amount_minor <= standing.settable_minor:
        raise Refused(msg("That is more than you hold in cash, or more than we owe you."))
    entries = ledger.rules.cash_set_off(actor.id, amount_minor)
    await ledger.post(session, correlation, "cash.set_off", entries, currency=currency)


async def _destination(session: AsyncSession, actor: Actor, destination_id: UUID | None) -> PayoutDestination:
    known = await queries.destinations(session, actor.id)
    if not known:
        raise NoDestination()
    if destination_id is None:
        return known[0]
    found = next((found for found in known if found.id == destination_id), None)
    if found is None:
        raise DestinationNotFound()
    return found


async def _check(session: AsyncSession, actor: Actor, standing: Standing, amount_minor: int, currency: str) -> None:
    if amount_minor < MIN_PAYOUT_MINOR:
        raise WithdrawalTooSmall()
    if amount_minor > standing.withdrawable_minor:
        can = format_money(standing.withdrawable_minor, currency)
        raise WithdrawalTooLarge(
            here("You can withdraw {amount} at the moment.", amount=can), withdrawable_minor=standing.withdrawable_minor
        )
    if await queries.under_way(session, actor.id) >= MAX_UNDER_WAY:
        raise TooManyPayouts()
