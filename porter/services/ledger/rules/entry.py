"""One side of a posting, and what every posting must obey."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from porter.core.money import MAX_MINOR
from porter.models.enums import LedgerAccountKind


@dataclass(frozen=True, slots=True)
class Entry:
    """One side of a posting; accounts of the platform have no owner."""

    kind: LedgerAccountKind
    owner_id: UUID | None
    amount_minor: int


def is_balanced(entries: Sequence[Entry]) -> bool:
    """Whether debits equal credits."""
    return sum(entry.amount_minor for entry in entries) == 0


def balanced(*entries: Entry) -> tuple[Entry, ...]:
    """The entries without the empty ones. Raises ValueError unless they sum to zero."""
    if not is_balanced(entries):
        raise ValueError("entries of a posting must sum to zero")
    return tuple(entry for entry in entries if entry.amount_minor)


def moved(amount_minor: int, debit: Entry, credit: Entry) -> tuple[Entry, ...]:
    """One amount from the credited account to the debited one; the entries name accounts only.

    Raises ValueError for nothing, less than nothing, or more than there is.
    """
    positive(amount_minor)
    return balanced(Entry(debit.kind, debit.owner_id, amount_minor), Entry(credit.kind, credit.owner_id, -amount_minor))


def positive(amount_minor: int) -> int:
    """The amount, if it is one. Raises ValueError."""
    if not 0 < amount_minor <= MAX_MINOR:
        raise ValueError(f"not an amount to book: {amount_minor}")
    return amount_minor


def at_most(part_minor: int, whole_minor: int) -> int:
    """A part of an amount. Raises ValueError when it is negative or more than the whole."""
    if not 0 <= part_minor <= whole_minor:
        raise ValueError(f"{part_minor} is not a part of {whole_minor}")
    return part_minor


def account(kind: LedgerAccountKind, owner_id: UUID | None = None) -> Entry:
    """An account by name, for `moved`."""
    return Entry(kind, owner_id, 0)


def payer(kind: LedgerAccountKind, customer_id: UUID | None) -> Entry:
    """Where a customer's money comes from: a gateway, which is nobody's, or an account of the customer's own.

    Raises ValueError for an account of a customer without a customer.
    """
    if kind is LedgerAccountKind.GATEWAY_CLEARING:
        return account(kind)
    if customer_id is None:
        raise ValueError(f"{kind} belongs to somebody")
    return account(kind, customer_id)
