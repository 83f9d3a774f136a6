"""Writing postings, taking them back, and reading balances."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.errors import NotFound, PaymentNeeded
from porter.models.enums import LedgerAccountKind
from porter.services.ledger import queries
from porter.services.ledger.queries import Facts, Outcome
from porter.services.ledger.rules import Entry, is_balanced


class Overdrawn(PaymentNeeded):
    """The account does not hold that much."""

    code = "overdrawn"
    default_message = "There is not enough money in the wallet. Please add money or choose another way to pay."


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
    """Book an event and keep the balances; the same correlation again books nothing and answers False.

    Raises ValueError when unbalanced or empty, Overdrawn when a wallet does not hold enough.
    """
    if not entries or not is_balanced(entries):
        raise ValueError("entries of a posting must sum to zero")
    return await _write(session, Facts(correlation, event, order_id, memo, currency), entries)


async def reverse(session: AsyncSession, correlation: str, why: str) -> bool:
    """Take a posting back by booking its opposite; a second time books nothing and answers False.

    Raises NotFound, Overdrawn when the money has been spent since.
    """
    posting = await queries.correlated(session, correlation)
    if posting is None:
        raise NotFound("There is no such posting.")
    entries, currency = await queries.entries_of(session, posting.id)
    opposite = [Entry(entry.kind, entry.owner_id, -entry.amount_minor) for entry in entries]
    facts = Facts(f"reverse:{posting.id}", "reversal", posting.order_id, why, currency, reverses_id=posting.id)
    return await _write(session, facts, opposite)


async def is_booked(session: AsyncSession, correlation: str) -> bool:
    """Whether an event is in the books."""
    return await queries.correlated(session, correlation) is not None


async def booked_minor(session: AsyncSession, correlation: str, kind: LedgerAccountKind) -> int:
    """What an event has booked on accounts of a kind; zero when it is not in the books."""
    posting = await queries.correlated(session, correlation)
    if posting is None:
        return 0
    entries, _ = await queries.entries_of(session, posting.id)
    return sum(entry.amount_minor for entry in entries if entry.kind is kind)


async def balance(
    session: AsyncSession, kind: LedgerAccountKind, owner_id: UUID | None = None, *, currency: str = "INR"
) -> int:
    """Debits less credits of an account: positive is what the owner holds or owes, negative what we owe the owner."""
    return await queries.balance(session, kind, owner_id, currency)


async def balances(
    session: AsyncSession,
    owner_id: UUID,
    kinds: Sequence[LedgerAccountKind],
    *,
    currency: str = "INR",
    lock: bool = False,
) -> Mapping[LedgerAccountKind, int]:
    """Several balances of one person; `lock` keeps them as they are until the transaction ends."""
    return await queries.owned_balances(session, owner_id, kinds, currency, lock=lock)


async def _write(session: AsyncSession, facts: Facts, entries: Sequence[Entry]) -> bool:
    outcome = await queries.write(session, facts, entries)
    if outcome is Outcome.NO_ACCOUNT:
        await queries.open_accounts(session, [(entry.kind, entry.owner_id) for entry in entries], facts.currency)
        outcome = await queries.write(session, facts, entries)
    if outcome is Outcome.OVERDRAWN:
        raise Overdrawn()
    return outcome is Outcome.BOOKED
