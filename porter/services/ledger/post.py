"""Writing postings and reading balances."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import LedgerEntry
from porter.models.enums import LedgerAccountKind
from porter.services.ledger import queries
from porter.services.ledger.rules import Entry, is_balanced


async def post(
    session: AsyncSession,
    correlation: str,
    event: str,
    entries: Sequence[Entry],
    order_id: UUID | None = None,
    memo: str = "",
    *,
    currency: str = "INR",
) -> bool:
    """Book an event; the same correlation again books nothing and answers False. Raises ValueError when unbalanced."""
    if not is_balanced(entries):
        raise ValueError("entries of a posting must sum to zero")
    posting_id = await queries.insert_posting(session, correlation, event, order_id, memo)
    if posting_id is None:
        return False
    accounts = await queries.account_ids(session, [(entry.kind, entry.owner_id) for entry in entries], currency)
    session.add_all(
        LedgerEntry(
            posting_id=posting_id,
            line=line,
            account_id=accounts[entry.kind, entry.owner_id],
            amount_minor=entry.amount_minor,
            currency=currency,
        )
        for line, entry in enumerate(entries)
    )
    await session.flush()
    return True


async def balance(
    session: AsyncSession, kind: LedgerAccountKind, owner_id: UUID | None = None, *, currency: str = "INR"
) -> int:
    """Debits less credits of an account: positive is what the owner holds or owes, negative what we owe the owner."""
    return await queries.balance(session, kind, owner_id, currency)
