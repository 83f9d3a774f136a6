"""Payouts as operations sees them: the table, one with its tries and its books, and looking again at once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, outbox
from porter.core.errors import Conflict, Forbidden, NotFound
from porter.core.pages import BadCursor, Page, decode_cursor, encode_cursor, hold_limit
from porter.core.words import local_text
from porter.models import Account, Payout, PayoutDestination
from porter.models.enums import Audience, DestinationKind, PayoutStatus
from porter.services import ledger
from porter.services.accounts import Actor, PhoneWrong, parse_phone
from porter.services.payouts import desk_queries as queries
from porter.services.payouts.inputs import PayoutFilter, PayoutSort
from porter.services.payouts.roles import MAY_HURRY, MAY_SEE
from porter.services.payouts.views import PAYOUT_ZONE, PayoutPanelView, PayoutRow, PayoutView

_S = PayoutStatus
_KINDS = {DestinationKind.BANK: "Bank account", DestinationKind.UPI: "UPI address"}
_OVER = {
    _S.PAID: "It has arrived.",
    _S.FAILED: "The money is back in the driver's balance: the driver can withdraw it again.",
    _S.REVERSED: "The bank sent it back into the driver's balance: the driver can withdraw it again.",
}


_STATUS_TEXT = {
    _S.REQUESTED: "Asked for",
    _S.SENDING: "Being sent",
    _S.PROCESSING: "At the bank",
    _S.PAID: "Paid",
    _S.FAILED: "Failed",
    _S.REVERSED: "Returned",
}
"""Shorter than what drivers read."""


class PayoutNotFound(NotFound):
    """There is none."""

    code = "payout_not_found"
    default_message = "We could not find this payout."


class PayoutOver(Conflict):
    """There is nothing to look after any more."""

    code = "payout_over"
    default_message = "This payout is over."


async def table(
    session: AsyncSession,
    actor: Actor,
    what: PayoutFilter,
    sort: PayoutSort = "-created_at",
    cursor: str = "",
    limit: int = 50,
) -> Page[PayoutRow]:
    """Everybody's payouts for operations. Raises Forbidden, BadCursor."""
    check_sees(actor)
    size = hold_limit(limit)
    rows = await queries.page(session, what, _phone(what.text), sort, _position(sort, cursor), size + 1)
    last = rows[size - 1][0] if len(rows) > size else None
    after = encode_cursor(_key(sort, last), str(last.id)) if last else ""
    return Page[PayoutRow](items=tuple(_row(*row) for row in rows[:size]), next_cursor=after)


async def panel(session: AsyncSession, actor: Actor, payout_id: UUID) -> PayoutPanelView:
    """One payout with destination, tries and books. Raises Forbidden, PayoutNotFound."""
    check_sees(actor)
    row = await queries.one(session, payout_id)
    if row is None:
        raise PayoutNotFound()
    payout, destination, driver = row
    why_not = _why_not_hurry(actor, payout)
    return PayoutPanelView(
        row=_row(payout, destination, driver),
        destination_kind=_KINDS[destination.kind],
        reference=str(payout.id),
        next_text=_next(payout),
        due_at=payout.due_at,
        can_look_again=not why_not,
        why_not=why_not,
        postings=await ledger.see_postings_of(session, actor, [payout_id]),
    )


async def look_again(session: AsyncSession, actor: Actor, payout_id: UUID) -> PayoutPanelView:
    """Let a payout that is under way be looked at now: sent again with the same key, or asked after.

    Raises Forbidden, PayoutNotFound, PayoutOver.
    """
    check_sees(actor)
    if actor.role not in MAY_HURRY:
        raise Forbidden()
    if not await queries.hurry(session, payout_id, clock.now()):
        found = await queries.one(session, payout_id)
        raise PayoutOver(_OVER[found[0].status]) if found else PayoutNotFound()
    outbox.emit(session, "payout.due", {"payout_id": str(payout_id)})
    return await panel(session, actor, payout_id)


async def is_paid_since(session: AsyncSession, payout: Payout) -> bool:
    """Whether a later payout has reached the same driver."""
    return await queries.is_paid_since(session, payout.account_id, payout.created_at)


def check_sees(actor: Actor) -> None:
    """Raises Forbidden."""
    if actor.audience is not Audience.STAFF or actor.role not in MAY_SEE:
        raise Forbidden("Payouts are for finance, support and administrators.")


def _why_not_hurry(actor: Actor, payout: Payout) -> str:
    if payout.status in _OVER:
        return _OVER[payout.status]
    return "" if actor.role in MAY_HURRY else "Finance or an administrator can have it looked at again."


def _next(payout: Payout) -> str:
    if payout.status in _OVER:
        return _OVER[payout.status]
    words = "Waiting for the bank" if payout.status is _S.PROCESSING else "Being sent"
    if payout.due_at is None:
        return f"{words}."
    when = "now" if payout.due_at <= clock.now() else f"at {_looked_at(payout.due_at)}"
    return f"{words}; we look again {when}."


def _looked_at(at: datetime) -> str:
    zone, text = ZoneInfo(PAYOUT_ZONE), local_text(at, PAYOUT_ZONE)
    is_today = at.astimezone(zone).date() == clock.now().astimezone(zone).date()
    return text.rsplit(", ", 1)[1] if is_today else text


def _row(payout: Payout, destination: PayoutDestination, driver: Account) -> PayoutRow:
    return PayoutRow(
        payout=PayoutView.of(payout, destination.label),
        driver_id=driver.id,
        driver_name=driver.name,
        driver_phone=driver.phone or "",
        status_text=_STATUS_TEXT[payout.status],
        provider=payout.provider,
        provider_payout=payout.provider_payout or "",
        attempts=payout.attempts,
    )


def _phone(text: str) -> str:
    try:
        return parse_phone(text)
    except PhoneWrong:
        digits = "".join(sign for sign in text if sign.isdigit())
        return digits if len(digits) >= 4 and not any(sign.isalpha() for sign in text) else ""


def _key(sort: PayoutSort, payout: Payout) -> str | int:
    keys: dict[str, str | int] = {
        "created_at": payout.created_at.isoformat(),
        "amount": payout.amount_minor,
        "failed": int(payout.status in queries.FAILED),
    }
    return keys[sort.removeprefix("-")]


_READ: dict[str, Callable[[Any], datetime | int | bool]] = {
    "created_at": datetime.fromisoformat,
    "amount": int,
    "failed": bool,
}


def _position(sort: PayoutSort, cursor: str) -> tuple[datetime | int | bool, UUID] | None:
    if not cursor:
        return None
    column = sort.removeprefix("-")
    key, payout_id = decode_cursor(cursor, str if column == "created_at" else int, str)
    try:
        return _READ[column](key), UUID(payout_id)
    except ValueError as error:
        raise BadCursor() from error
