"""Reading the books: statements, the trial balance, single postings."""

import re
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.errors import NotFound
from porter.core.money import format_money
from porter.core.pages import BadCursor, Page, decode_cursor, encode_cursor, hold_limit
from porter.core.words import local_text
from porter.models import LedgerAccount, Posting
from porter.models.enums import LedgerAccountKind
from porter.services.ledger import queries
from porter.services.ledger.queries import Belonging, Line, Side, Sums
from porter.services.ledger.views import (
    EntryView,
    LedgerAccountView,
    PostingView,
    StatementLineView,
    TrialBalanceView,
    TrialRowView,
)
from porter.services.ledger.words import ACCOUNT_TEXT, event_text

COMPANY_ZONE = "Asia/Kolkata"
"""Where the company keeps its books: days and months of statements and periods are those of this clock."""

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Span = tuple[datetime | None, datetime | None]
ALWAYS: Span = (None, None)

_ASSETS = frozenset(
    {
        LedgerAccountKind.GATEWAY_CLEARING,
        LedgerAccountKind.DRIVER_CASH_IN_HAND,
        LedgerAccountKind.CUSTOMER_RECEIVABLE,
        LedgerAccountKind.PROMOTIONS,
        LedgerAccountKind.INCENTIVES,
        LedgerAccountKind.GATEWAY_FEES,
        LedgerAccountKind.COMPENSATION,
    }
)
"""Accounts that grow by debits; the others grow by credits, and are shown with the sign turned."""


async def statement(
    session: AsyncSession,
    kind: LedgerAccountKind,
    owner_id: UUID | None,
    cursor: str = "",
    limit: int = 20,
    *,
    currency: str = "INR",
    time_zone: str = COMPANY_ZONE,
) -> Page[StatementLineView]:
    """The lines of an account, newest first, with the balance after each; empty for one that was never used."""
    account = await queries.account_of(session, kind, owner_id, currency)
    return await _page(session, account, cursor, limit, time_zone) if account else Page(items=())


async def statement_of(
    session: AsyncSession, account_id: UUID, cursor: str = "", limit: int = 20, *, within: Span = ALWAYS
) -> tuple[LedgerAccountView, Page[StatementLineView]]:
    """An account by its id, with its lines of a time. Raises NotFound."""
    found = await queries.account_by_id(session, account_id)
    if found is None:
        raise NotFound("There is no such account.")
    account, owner = found
    minor = await queries.balance(session, account.kind, account.owner_id, account.currency)
    return account_view(account, owner, minor), await _page(session, account, cursor, limit, COMPANY_ZONE, within)


async def accounts(
    session: AsyncSession,
    kind: LedgerAccountKind,
    cursor: str = "",
    limit: int = 20,
    *,
    owner: str = "",
    currency: str = "INR",
) -> Page[LedgerAccountView]:
    """The accounts of a kind, newest first; `owner` is a part of a name."""
    limit = hold_limit(limit)
    found = await queries.accounts(session, kind, currency, _cursor(cursor), limit, owner)
    items = [
        account_view(account, owner, await _known_balance(session, account, minor))
        for account, owner, minor in found[:limit]
    ]
    more = len(found) > limit
    return Page(items=tuple(items), next_cursor=encode_cursor(str(items[-1].id)) if more else "")


async def posting(session: AsyncSession, posting_id: UUID) -> PostingView:
    """A posting with both sides. Raises NotFound."""
    found = await queries.posting_by_id(session, posting_id)
    if found is None:
        raise NotFound("There is no such posting.")
    sides = await queries.sides(session, found.id)
    booked_for = await _booked_for(session, found)
    taken_back_by = await queries.corrected_by(session, found.id)
    currency = sides[0].currency
    return PostingView(
        **found.model_dump(exclude={"created_at"}),
        event_text=event_text(found.event),
        order_number=await queries.order_number(session, found.order_id),
        payment_id=booked_for.payment_id,
        refund_id=booked_for.refund_id,
        payout_id=booked_for.payout_id,
        reversed_by_id=taken_back_by,
        why_not=_why_not(found, taken_back_by),
        created_at=found.created_at,
        created_text=local_text(found.created_at, COMPANY_ZONE),
        currency=currency,
        total_text=format_money(sum(side.amount_minor for side in sides if side.amount_minor > 0), currency),
        entries=tuple(_entry_view(side) for side in sides),
    )


async def trial_balance(
    session: AsyncSession, *, currency: str = "INR", since: datetime | None = None, until: datetime | None = None
) -> TrialBalanceView:
    """Debits and credits of every kind of account, of all time or of a period, and how many balances are astray."""
    rows = [_trial_row(sums, currency) for sums in await queries.sums(session, currency, since, until)]
    rows.sort(key=lambda row: list(ACCOUNT_TEXT).index(LedgerAccountKind(row.kind)))
    debit, credit = sum(row.debit_minor for row in rows), sum(row.credit_minor for row in rows)
    astray = len(await queries.astray(session))
    verdict, detail = _verdict(debit - credit, astray, currency)
    return TrialBalanceView(
        currency=currency,
        period_text=_period_text(since, until),
        verdict=verdict,
        verdict_detail=detail,
        rows=tuple(rows),
        debit_minor=debit,
        debit=debit,
        debit_text=format_money(debit, currency),
        credit_minor=credit,
        credit=credit,
        credit_text=format_money(credit, currency),
        difference_minor=debit - credit,
        difference=debit - credit,
        difference_text=format_money(debit - credit, currency),
        is_balanced=debit == credit,
        astray_count=astray,
        checked_at=clock.now(),
    )


def account_view(account: LedgerAccount, owner: str, minor: int) -> LedgerAccountView:
    """An account for the eye; its balance grows with what it stands for."""
    shown = natural(account.kind, minor)
    return LedgerAccountView(
        id=account.id,
        kind=account.kind,
        name=ACCOUNT_TEXT[account.kind],
        owner_id=account.owner_id,
        owner_name=owner,
        currency=account.currency,
        balance_minor=shown,
        balance=shown,
        balance_text=format_money(shown, account.currency),
    )


def natural(kind: LedgerAccountKind, minor: int) -> int:
    """An amount with the sign that people expect: more in a wallet is plus, though it is a credit."""
    return minor if kind in _ASSETS else -minor


async def _page(
    session: AsyncSession, account: LedgerAccount, cursor: str, limit: int, time_zone: str, within: Span = ALWAYS
) -> Page[StatementLineView]:
    limit = hold_limit(limit)
    found = await queries.lines(session, account.id, _cursor(cursor), limit, *within)
    items = tuple(_line_view(line, account.kind, time_zone) for line in found[:limit])
    last = items[-1] if len(found) > limit else None
    return Page(items=items, next_cursor=encode_cursor(str(last.id)) if last else "")


def _line_view(line: Line, kind: LedgerAccountKind, time_zone: str) -> StatementLineView:
    entry, currency = line.entry, line.entry.currency
    amount, after = natural(kind, entry.amount_minor), natural(kind, line.after_minor)
    return StatementLineView(
        id=entry.id,
        posting_id=entry.posting_id,
        at=entry.created_at,
        at_text=local_text(entry.created_at, time_zone),
        event=line.posting.event,
        event_text=event_text(line.posting.event),
        memo=line.posting.memo,
        order_id=line.posting.order_id,
        order_number=line.order_number,
        amount_minor=amount,
        amount=amount,
        amount_text=format_money(amount, currency),
        balance_after_minor=after,
        balance_after=after,
        balance_after_text=format_money(after, currency),
        currency=currency,
    )


def _trial_row(sums: Sums, currency: str) -> TrialRowView:
    shown = natural(sums.kind, sums.debit_minor - sums.credit_minor)
    return TrialRowView(
        kind=sums.kind,
        name=ACCOUNT_TEXT[sums.kind],
        debit_minor=sums.debit_minor,
        debit=sums.debit_minor,
        debit_text=format_money(sums.debit_minor, currency),
        credit_minor=sums.credit_minor,
        credit=sums.credit_minor,
        credit_text=format_money(sums.credit_minor, currency),
        balance_minor=shown,
        balance=shown,
        balance_text=format_money(shown, currency),
    )


def _entry_view(side: Side) -> EntryView:
    return EntryView(
        kind=side.kind,
        name=ACCOUNT_TEXT[side.kind],
        account_id=side.account_id,
        owner_id=side.owner_id,
        owner_name=side.owner_name,
        debit_text=format_money(side.amount_minor, side.currency) if side.amount_minor > 0 else "",
        credit_text=format_money(-side.amount_minor, side.currency) if side.amount_minor < 0 else "",
        amount_minor=side.amount_minor,
        amount=side.amount_minor,
    )


async def _booked_for(session: AsyncSession, found: Posting) -> Belonging:
    """The id in a correlation is that of the payment, refund or payout; a correction belongs where the original does."""
    if found.reverses_id:
        original = await queries.posting_by_id(session, found.reverses_id)
        return await _booked_for(session, original) if original else Belonging()
    for part in found.correlation.split(":")[1:]:
        if _ID.fullmatch(part):
            return await queries.belonging(session, UUID(part))
    return Belonging()


def _why_not(found: Posting, taken_back_by: UUID | None) -> str:
    if found.reverses_id:
        return "This is a correction itself. If it was wrong, book the event again where it happened."
    return "It has been taken back already." if taken_back_by else ""


def _verdict(difference_minor: int, astray: int, currency: str) -> tuple[str, str]:
    if difference_minor:
        return "The books do not balance", f"Debits and credits differ by {format_money(difference_minor, currency)}."
    if astray:
        counted = "One kept balance is" if astray == 1 else f"{astray} kept balances are"
        return "The books are astray", f"{counted} not the sum of the entries. Check again to see which."
    return "The books balance", "Debits and credits are equal, and every kept balance is the sum of its entries."


async def _known_balance(session: AsyncSession, account: LedgerAccount, kept_minor: int) -> int:
    """Accounts of the platform keep no balance."""
    return kept_minor if account.owner_id else await queries.balance(session, account.kind, None, account.currency)


def _period_text(since: datetime | None, until: datetime | None) -> str:
    if since and until:
        return since.astimezone(ZoneInfo(COMPANY_ZONE)).strftime("%B %Y")
    return "All time"


def _cursor(cursor: str) -> UUID | None:
    if not cursor:
        return None
    try:
        return UUID(decode_cursor(cursor, str)[0])
    except ValueError as error:
        raise BadCursor() from error
