"""From what happened to what is booked. Pure. Positive is debit, negative is credit; entries sum to zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from porter.core.money import apply_bps
from porter.models.enums import LedgerAccountKind as Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One side of a posting; accounts of the platform have no owner."""

    kind: Kind
    owner_id: UUID | None
    amount_minor: int


def cash_delivered(
    driver_id: UUID, *, total_minor: int, payout_minor: int, tax_minor: int, discount_minor: int = 0
) -> tuple[Entry, ...]:
    """An order paid in cash: the driver holds the total; it is earned by the driver, the state and us."""
    commission = total_minor + discount_minor - payout_minor - tax_minor
    return _balanced(
        Entry(Kind.DRIVER_CASH_IN_HAND, driver_id, total_minor),
        Entry(Kind.PROMOTIONS, None, discount_minor),
        Entry(Kind.DRIVER_PAYABLE, driver_id, -payout_minor),
        Entry(Kind.TAXES, None, -tax_minor),
        Entry(Kind.PLATFORM_COMMISSION, None, -commission),
    )


def cash_kept(driver_id: UUID, *, payout_minor: int) -> tuple[Entry, ...]:
    """The driver keeps the own share out of the cash; what is left in hand is owed to us: commission and tax."""
    return _balanced(
        Entry(Kind.DRIVER_PAYABLE, driver_id, payout_minor),
        Entry(Kind.DRIVER_CASH_IN_HAND, driver_id, -payout_minor),
    )


def cancellation_fee(
    customer_id: UUID, driver_id: UUID | None, *, fee_minor: int, tax_minor: int, driver_share_bps: int
) -> tuple[Entry, ...]:
    """A fee that a customer owes: it includes the tax; of the rest the driver gets a share for the way driven."""
    net = fee_minor - tax_minor
    driver_share = apply_bps(net, driver_share_bps) if driver_id else 0
    return _balanced(
        Entry(Kind.CUSTOMER_RECEIVABLE, customer_id, fee_minor),
        Entry(Kind.TAXES, None, -tax_minor),
        Entry(Kind.DRIVER_PAYABLE, driver_id, -driver_share),
        Entry(Kind.PLATFORM_COMMISSION, None, -(net - driver_share)),
    )


def is_balanced(entries: Sequence[Entry]) -> bool:
    """Whether debits equal credits."""
    return sum(entry.amount_minor for entry in entries) == 0


def _balanced(*entries: Entry) -> tuple[Entry, ...]:
    if not is_balanced(entries):
        raise ValueError("entries of a posting must sum to zero")
    return tuple(entry for entry in entries if entry.amount_minor)
