"""SQL of postings: one statement books an event, or says why it did not."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.ids import new_id
from porter.models import LedgerAccount, LedgerEntry, Posting
from porter.models.enums import LedgerAccountKind
from porter.services.ledger.rules import Entry


class Outcome(StrEnum):
    """What became of a posting."""

    BOOKED = "booked"
    BOOKED_BEFORE = "booked_before"
    NO_ACCOUNT = "no_account"
    OVERDRAWN = "overdrawn"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is written beside the entries."""

    correlation: str
    event: str
    order_id: UUID | None
    memo: str
    currency: str
    reverses_id: UUID | None = None


# The balances are locked first, in one order, and looked at as they are now; then the posting is written, and only
# with it the entries and the new balances. One round trip, so that the lock on a balance is short.
_WRITE = text(
    """
    WITH wanted AS (
        SELECT w.line, w.amount, w.entry_id, a.id AS account_id, a.owner_id
        FROM unnest(CAST(:kinds AS text[]), CAST(:owners AS uuid[]), CAST(:amounts AS bigint[]), CAST(:ids AS uuid[]))
             WITH ORDINALITY AS w (kind, owner_id, amount, entry_id, line)
        JOIN ledger_account a ON a.kind = w.kind AND a.currency = :currency
         AND coalesce(a.owner_id, '00000000-0000-0000-0000-000000000000')
           = coalesce(w.owner_id, '00000000-0000-0000-0000-000000000000')
    ),
    change AS (
        SELECT account_id, sum(amount)::bigint AS amount FROM wanted WHERE owner_id IS NOT NULL GROUP BY account_id
    ),
    locked AS (
        SELECT b.account_id, b.balance_minor, b.is_guarded, c.amount
        FROM ledger_balance b JOIN change c ON c.account_id = b.account_id
        ORDER BY b.account_id FOR UPDATE OF b
    ),
    state AS (
        SELECT (SELECT count(*) FROM wanted) = :lines AND (SELECT count(*) FROM change) = count(*) AS complete,
               coalesce(bool_and(NOT is_guarded OR amount <= 0 OR balance_minor + amount <= 0), true) AS covered
        FROM locked
    ),
    posted AS (
        INSERT INTO posting (id, correlation, event, order_id, memo, reverses_id, created_at)
        SELECT :posting_id, :correlation, :event, :order_id, :memo, :reverses_id, :now
        FROM state WHERE complete AND covered
        ON CONFLICT (correlation) DO NOTHING RETURNING id
    ),
    entered AS (
        INSERT INTO ledger_entry (id, posting_id, line, account_id, amount_minor, currency, created_at)
        SELECT w.entry_id, p.id, w.line - 1, w.account_id, w.amount, :currency, :now FROM wanted w, posted p
    ),
    kept AS (
        UPDATE ledger_balance b SET balance_minor = b.balance_minor + l.amount, updated_at = :now
        FROM locked l, posted WHERE b.account_id = l.account_id
    )
    SELECT complete, covered, EXISTS (SELECT 1 FROM posted) AS booked FROM state
    """
)


async def write(session: AsyncSession, facts: Facts, entries: Sequence[Entry]) -> Outcome:
    """Write posting, entries and kept balances; nothing at all unless every account exists and is covered."""
    values: dict[str, Any] = {
        "kinds": [entry.kind.value for entry in entries],
        "owners": [entry.owner_id for entry in entries],
        "amounts": [entry.amount_minor for entry in entries],
        "ids": [new_id() for _ in entries],
        "lines": len(entries),
        "posting_id": new_id(),
        "now": clock.now(),
        "correlation": facts.correlation,
        "event": facts.event,
        "order_id": facts.order_id,
        "memo": facts.memo,
        "currency": facts.currency,
        "reverses_id": facts.reverses_id,
    }
    complete, covered, booked = (await (await session.connection()).execute(_WRITE, values)).one()
    if booked:
        return Outcome.BOOKED
    if not complete:
        return Outcome.NO_ACCOUNT
    if covered or await correlated(session, facts.correlation):
        return Outcome.BOOKED_BEFORE
    return Outcome.OVERDRAWN


async def correlated(session: AsyncSession, correlation: str) -> Posting | None:
    """The posting of an event."""
    return (await session.exec(select(Posting).where(Posting.correlation == correlation))).one_or_none()


async def entries_of(session: AsyncSession, posting_id: UUID) -> tuple[tuple[Entry, ...], str]:
    """The entries of a posting in their order, and their currency."""
    found = await session.exec(
        select(LedgerAccount.kind, LedgerAccount.owner_id, LedgerEntry.amount_minor, LedgerEntry.currency)
        .join(LedgerEntry, col(LedgerEntry.account_id) == col(LedgerAccount.id))
        .where(col(LedgerEntry.posting_id) == posting_id)
        .order_by(col(LedgerEntry.line))
    )
    rows = found.all()
    return tuple(Entry(LedgerAccountKind(kind), owner, minor) for kind, owner, minor, _ in rows), rows[0][3]
