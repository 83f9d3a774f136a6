"""Fees, tips and gifts."""

from uuid import UUID

from porter.core.money import apply_bps
from porter.models.enums import LedgerAccountKind as Kind
from porter.services.ledger.rules.entry import Entry, account, at_most, balanced, moved, payer


def cancellation_fee(
    customer_id: UUID, driver_id: UUID | None, *, fee_minor: int, tax_minor: int, driver_share_bps: int
) -> tuple[Entry, ...]:
    """A fee that a customer owes: it includes the tax; of the rest the driver gets a share for the way driven."""
    net = fee_minor - tax_minor
    driver_share = apply_bps(net, driver_share_bps) if driver_id else 0
    return balanced(
        Entry(Kind.CUSTOMER_RECEIVABLE, customer_id, fee_minor),
        Entry(Kind.TAXES, None, -tax_minor),
        Entry(Kind.DRIVER_PAYABLE, driver_id, -driver_share),
        Entry(Kind.PLATFORM_COMMISSION, None, -(net - driver_share)),
    )


def cancellation_kept(
    customer_id: UUID, *, fee_minor: int, paid_from: Kind = Kind.GATEWAY_CLEARING
) -> tuple[Entry, ...]:
    """The fee that was owed is paid: captured at the gateway, or kept from money held (`paid_from` WALLET_HOLDS).

    `cancellation_fee` has booked it as owed before.
    """
    return moved(fee_minor, payer(paid_from, customer_id), account(Kind.CUSTOMER_RECEIVABLE, customer_id))


def tip_captured(
    driver_id: UUID, amount_minor: int, *, customer_id: UUID | None = None, paid_from: Kind = Kind.GATEWAY_CLEARING
) -> tuple[Entry, ...]:
    """A tip: all of it is the driver's. From the wallet it needs the customer."""
    return moved(amount_minor, payer(paid_from, customer_id), account(Kind.DRIVER_PAYABLE, driver_id))


def gateway_fee(*, fee_minor: int, captured_minor: int) -> tuple[Entry, ...]:
    """What the gateway keeps of a payment. Raises ValueError when that is more than the payment."""
    at_most(fee_minor, captured_minor)
    return moved(fee_minor, account(Kind.GATEWAY_FEES), account(Kind.GATEWAY_CLEARING))


def compensated(customer_id: UUID, amount_minor: int) -> tuple[Entry, ...]:
    """We give a customer something for the trouble, into the wallet."""
    return moved(amount_minor, account(Kind.COMPENSATION), account(Kind.CUSTOMER_WALLET, customer_id))


def driver_compensated(driver_id: UUID, amount_minor: int) -> tuple[Entry, ...]:
    """We pay a driver for trouble that was not the driver's."""
    return moved(amount_minor, account(Kind.COMPENSATION), account(Kind.DRIVER_PAYABLE, driver_id))


def incentive_earned(driver_id: UUID, amount_minor: int) -> tuple[Entry, ...]:
    """A bonus that a driver has earned."""
    return moved(amount_minor, account(Kind.INCENTIVES), account(Kind.DRIVER_PAYABLE, driver_id))


def commission_debited(driver_id: UUID, amount_minor: int) -> tuple[Entry, ...]:
    """Commission that a driver owes beyond an order, for instance a daily pass."""
    return moved(amount_minor, account(Kind.DRIVER_PAYABLE, driver_id), account(Kind.PLATFORM_COMMISSION))
