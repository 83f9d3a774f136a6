"""A driver's month: what the balance was, every line, what it is; on the screen and on paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.errors import Refused
from porter.core.language import date_text, msg, speaking, spoken
from porter.core.money import format_money
from porter.core.pages import BadCursor, decode_cursor, encode_cursor, hold_limit
from porter.core.words import local_text
from porter.models.enums import LedgerAccountKind as Kind
from porter.services import drivers, ledger
from porter.services.accounts import Actor
from porter.services.ledger import StatementLineView
from porter.services.payouts import paper
from porter.services.payouts import statement_queries as queries
from porter.services.payouts.destinations import check_driver
from porter.services.payouts.statement_queries import Place, Row
from porter.services.payouts.statement_views import StatementAccount, StatementTotalView, StatementView
from porter.services.payouts.views import PAYOUT_ZONE
from porter.services.receipts import Document

_KINDS: dict[StatementAccount, Kind] = {"earnings": Kind.DRIVER_PAYABLE, "cash": Kind.DRIVER_CASH_IN_HAND}
_SIGNS: dict[StatementAccount, Literal[-1, 1]] = {"earnings": -1, "cash": 1}
"""What we owe the driver grows by credits, cash in hand by debits; both are shown as growing."""

NEVER_USED = UUID(int=0)
"""An account that was never opened has no lines, like this one."""

STILL_COMING = timedelta(hours=1)
"""A posting takes its instant before it is written: so long after its end a month can still get a line."""


@dataclass(frozen=True, slots=True)
class _Month:
    """A month by the company's clock."""

    year: int
    number: int

    @property
    def key(self) -> str:
        return f"{self.year}-{self.number:02}"

    @property
    def title(self) -> str:
        """In the language of whoever is asking."""
        return date_text(spoken(), self.since.astimezone(ZoneInfo(PAYOUT_ZONE)).date(), "LLLL y")

    @property
    def since(self) -> datetime:
        return datetime(self.year, self.number, 1, tzinfo=ZoneInfo(PAYOUT_ZONE)).astimezone(clock.now().tzinfo)

    @property
    def until(self) -> datetime:
        return self.next.since

    @property
    def next(self) -> "_Month":
        return _Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def is_final(self) -> bool:
        return clock.now() >= self.until + STILL_COMING


async def month_statement(
    session: AsyncSession,
    actor: Actor,
    month: str = "",
    account: StatementAccount = "earnings",
    cursor: str = "",
    limit: int | None = 50,
    *,
    currency: str = "INR",
) -> StatementView:
    """A month ("2026-11"; this one when none is named) of an account, oldest line first. Raises Forbidden, Refused, BadCursor.

    Without a limit every line is there.
    """
    check_driver(actor)
    wanted, sign = month_of(month), _SIGNS[account]
    account_id = await queries.account_id(session, _KINDS[account], actor.id, currency) or NEVER_USED
    first = await queries.first_at(session, actor.id)
    size, place = hold_limit(limit) if limit else None, _place(cursor)
    opening = sign * await queries.balance_before(session, account_id, wanted.since)
    totals = await queries.sums(session, account_id, wanted.since, wanted.until)
    rows = await queries.lines(session, account_id, wanted.since, wanted.until, place, size)
    before = sign * await queries.balance_up_to(session, account_id, place) if place else opening
    closing = opening + sign * sum(minor for _, minor in totals)
    shown = rows[:size] if size else rows
    return StatementView(
        month=wanted.key,
        title=wanted.title,
        account=account,
        is_final=wanted.is_final,
        opening_minor=opening,
        opening=opening,
        opening_text=format_money(opening, currency),
        closing_minor=closing,
        closing=closing,
        closing_text=format_money(closing, currency),
        totals=tuple(_total(event, sign * minor, currency) for event, minor in totals if minor),
        lines=_lines(shown, before, sign, currency),
        next_cursor=_cursor(shown[-1]) if len(shown) < len(rows) else "",
        months=tuple((found.key, found.title) for found in _months(first)),
        currency=currency,
    )


async def statement_pdf(session: AsyncSession, actor: Actor, month: str = "", *, currency: str = "INR") -> Document:
    """A month of both accounts on paper; of a month that is over the same bytes ever after. Raises Forbidden, Refused."""
    wanted = month_of(month)
    me = await drivers.profile(session, actor)
    with speaking("en"):  # a paper is in one language, so that its bytes stay
        both = [
            await month_statement(session, actor, wanted.key, account, limit=None, currency=currency)
            for account in _KINDS
        ]
        title, as_of = wanted.title, "" if wanted.is_final else local_text(clock.now(), PAYOUT_ZONE)
    body = await paper.typeset_statement(me.name, title, as_of, both, wanted.until)
    return Document(f"porter-statement-{wanted.key}.pdf", body)


def month_of(text: str) -> _Month:
    """The month that is named, this one when none is. Raises Refused for anything else, and for months to come."""
    today = clock.now().astimezone(ZoneInfo(PAYOUT_ZONE))
    if not text:
        return _Month(today.year, today.month)
    year, _, number = text.partition("-")
    well = len(text) == 7 and text.isascii() and year.isdigit() and number.isdigit() and 1 <= int(number) <= 12
    if not well or not (2020, 1) <= (int(year), int(number)) <= (today.year, today.month):
        raise Refused(msg("Please choose a month up to this one, written like 2026-11."))
    return _Month(int(year), int(number))


def running(opening_minor: int, amounts: Iterable[int]) -> list[int]:
    """The balance after each amount."""
    return list(accumulate(amounts, initial=opening_minor))[1:]


def _months(first: datetime | None) -> Sequence[_Month]:
    """From the first line to now, newest first."""
    last = month_of("")
    begin = first.astimezone(ZoneInfo(PAYOUT_ZONE)) if first else None
    found = [_Month(begin.year, begin.month)] if begin else [last]
    while found[-1] != last and len(found) < 240:
        found.append(found[-1].next)
    return found[::-1]


def _total(event: str, minor: int, currency: str) -> StatementTotalView:
    return StatementTotalView(
        event=event,
        label=ledger.event_text(event),
        amount_minor=minor,
        amount=minor,
        amount_text=format_money(minor, currency),
    )


def _lines(rows: Sequence[Row], before_minor: int, sign: int, currency: str) -> tuple[StatementLineView, ...]:
    after = running(before_minor, (sign * entry.amount_minor for entry, _, _ in rows))
    return tuple(
        StatementLineView(
            id=entry.id,
            posting_id=entry.posting_id,
            at=entry.created_at,
            at_text=local_text(entry.created_at, PAYOUT_ZONE),
            event=posting.event,
            event_text=ledger.event_text(posting.event),
            memo=posting.memo,
            order_id=posting.order_id,
            order_number=number,
            amount_minor=sign * entry.amount_minor,
            amount=sign * entry.amount_minor,
            amount_text=format_money(sign * entry.amount_minor, currency),
            balance_after_minor=balance,
            balance_after=balance,
            balance_after_text=format_money(balance, currency),
            currency=currency,
        )
        for (entry, posting, number), balance in zip(rows, after, strict=True)
    )


def _cursor(row: Row) -> str:
    return encode_cursor(row[0].created_at.isoformat(), str(row[0].id))


def _place(cursor: str) -> Place | None:
    if not cursor:
        return None
    at, entry_id = decode_cursor(cursor, str, str)
    try:
        return datetime.fromisoformat(at).astimezone(clock.now().tzinfo), UUID(entry_id)
    except (ValueError, OverflowError) as error:
        raise BadCursor() from error
