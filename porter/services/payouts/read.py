"""Reading balances, statements and payouts."""

from typing import Literal
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.language import here
from porter.core.money import format_money
from porter.core.pages import BadCursor, Page, decode_cursor, encode_cursor, hold_limit
from porter.models.enums import LedgerAccountKind
from porter.services import ledger
from porter.services.accounts import Actor
from porter.services.ledger import StatementLineView
from porter.services.payouts import queries
from porter.services.payouts.balance import MIN_PAYOUT_MINOR, Standing, standing
from porter.services.payouts.destinations import check_driver
from porter.services.payouts.views import PAYOUT_ZONE, DriverBalanceView, LockView, PayoutView


async def balance(session: AsyncSession, actor: Actor, *, currency: str = "INR") -> DriverBalanceView:
    """What a driver may withdraw, and what is locked and why. Raises Forbidden."""
    check_driver(actor)
    found = await standing(session, actor.id, currency)
    return DriverBalanceView(
        payable_minor=found.payable_minor,
        payable=found.payable_minor,
        payable_text=format_money(found.payable_minor, currency),
        withdrawable_minor=found.withdrawable_minor,
        withdrawable=found.withdrawable_minor,
        withdrawable_text=format_money(found.withdrawable_minor, currency),
        locked_minor=found.locked_minor,
        locked=found.locked_minor,
        locked_text=format_money(found.locked_minor, currency),
        in_transit_minor=found.in_transit_minor,
        in_transit=found.in_transit_minor,
        in_transit_text=format_money(found.in_transit_minor, currency),
        cash_in_hand_minor=found.cash_minor,
        cash_in_hand=found.cash_minor,
        cash_in_hand_text=format_money(found.cash_minor, currency),
        explanation=_explanation(found, currency),
        locks=_locks(found, currency),
        can_withdraw=found.withdrawable_minor >= MIN_PAYOUT_MINOR,
        can_set_off=found.settable_minor > 0,
        currency=currency,
    )


async def statement(
    session: AsyncSession, actor: Actor, cursor: str = "", limit: int = 20, *, currency: str = "INR"
) -> Page[StatementLineView]:
    """What we owed the driver, line by line, newest first. Raises Forbidden."""
    return await _statement(session, actor, LedgerAccountKind.DRIVER_PAYABLE, cursor, limit, currency)


async def cash_statement(
    session: AsyncSession, actor: Actor, cursor: str = "", limit: int = 20, *, currency: str = "INR"
) -> Page[StatementLineView]:
    """The cash in the driver's hand, line by line, newest first. Raises Forbidden."""
    return await _statement(session, actor, LedgerAccountKind.DRIVER_CASH_IN_HAND, cursor, limit, currency)


async def mine(session: AsyncSession, actor: Actor, cursor: str = "", limit: int = 20) -> Page[PayoutView]:
    """A driver's withdrawals, newest first. Raises Forbidden, BadCursor."""
    check_driver(actor)
    limit = hold_limit(limit)
    found = await queries.payouts(session, _before(cursor), limit, driver_id=actor.id)
    items = tuple(PayoutView.of(payout, label) for payout, label, _ in found[:limit])
    return Page(items=items, next_cursor=encode_cursor(str(items[-1].id)) if len(found) > limit else "")


async def _statement(
    session: AsyncSession, actor: Actor, kind: LedgerAccountKind, cursor: str, limit: int, currency: str
) -> Page[StatementLineView]:
    check_driver(actor)
    return await ledger.statement(session, kind, actor.id, cursor, limit, currency=currency, time_zone=PAYOUT_ZONE)


def _explanation(found: Standing, currency: str) -> str:
    if found.locked_minor:
        cash = format_money(found.cash_minor, currency)
        locked = format_money(found.locked_minor, currency)
        return here("{amount} stays here because you hold {cash} in cash for Porter.", amount=locked, cash=cash)
    if found.payable_minor < 0:
        owed = format_money(-found.payable_minor, currency)
        return here("You owe Porter {amount}; new earnings pay it first.", amount=owed)
    return ""


def _locks(found: Standing, currency: str) -> tuple[LockView, ...]:
    locks = []
    if found.locked_minor:
        cash = format_money(found.cash_minor, currency)
        title = here("You hold {amount} in cash for Porter", amount=cash)
        what_to_do = here("Hand the cash in, or set it against your earnings.")
        locks.append(_lock("cash_in_hand", title, what_to_do, found.locked_minor, currency))
    if 0 < found.withdrawable_minor < MIN_PAYOUT_MINOR:
        least = format_money(MIN_PAYOUT_MINOR, currency, trim=True)
        title = here("Banks take no less than {amount}", amount=least)
        locks.append(
            _lock("too_small", title, here("It goes with your next earnings."), found.withdrawable_minor, currency)
        )
    return tuple(locks)


def _lock(
    reason: Literal["cash_in_hand", "too_small"], title: str, what_to_do: str, minor: int, currency: str
) -> LockView:
    text = format_money(minor, currency)
    return LockView(
        reason=reason, title=title, what_to_do=what_to_do, amount_minor=minor, amount=minor, amount_text=text
    )


def _before(cursor: str) -> UUID | None:
    if not cursor:
        return None
    try:
        return UUID(decode_cursor(cursor, str)[0])
    except ValueError as error:
        raise BadCursor() from error
