"""Money to a driver: taken off what we owe when asked for, gone when the bank says so."""

from uuid import UUID

from porter.models.enums import LedgerAccountKind as Kind
from porter.services.ledger.rules.entry import Entry, account, moved


def payout_requested(driver_id: UUID, amount_minor: int) -> tuple[Entry, ...]:
    """No longer to be withdrawn: it is on its way."""
    return moved(amount_minor, account(Kind.DRIVER_PAYABLE, driver_id), account(Kind.PAYOUTS_IN_TRANSIT, driver_id))


def payout_paid(driver_id: UUID, amount_minor: int) -> tuple[Entry, ...]:
    """The bank has it."""
    return moved(amount_minor, account(Kind.PAYOUTS_IN_TRANSIT, driver_id), account(Kind.GATEWAY_CLEARING))


def payout_failed(driver_id: UUID, amount_minor: int) -> tuple[Entry, ...]:
    """It did not leave: the driver has it again."""
    return moved(amount_minor, account(Kind.PAYOUTS_IN_TRANSIT, driver_id), account(Kind.DRIVER_PAYABLE, driver_id))


def payout_reversed(driver_id: UUID, amount_minor: int) -> tuple[Entry, ...]:
    """The bank gave it back after it was paid."""
    return moved(amount_minor, account(Kind.GATEWAY_CLEARING), account(Kind.DRIVER_PAYABLE, driver_id))
