"""An order is delivered: what the customer paid becomes the driver's, the state's and ours."""

from uuid import UUID

from porter.models.enums import LedgerAccountKind as Kind
from porter.services.ledger.rules.entry import Entry, account, at_most, balanced, moved, payer


def cash_delivered(
    driver_id: UUID, *, total_minor: int, payout_minor: int, tax_minor: int, discount_minor: int = 0
) -> tuple[Entry, ...]:
    """An order paid in cash: the driver holds the total; it is earned by the driver, the state and us."""
    return balanced(
        Entry(Kind.DRIVER_CASH_IN_HAND, driver_id, total_minor),
        *_earned(driver_id, total_minor, payout_minor, tax_minor, discount_minor),
    )


def cash_kept(driver_id: UUID, *, payout_minor: int) -> tuple[Entry, ...]:
    """The driver keeps the own share out of the cash; what is left in hand is owed to us: commission and tax."""
    return balanced(
        Entry(Kind.DRIVER_PAYABLE, driver_id, payout_minor),
        Entry(Kind.DRIVER_CASH_IN_HAND, driver_id, -payout_minor),
    )


def online_captured(
    driver_id: UUID,
    *,
    customer_id: UUID,
    total_minor: int,
    payout_minor: int,
    tax_minor: int,
    discount_minor: int = 0,
    wallet_minor: int = 0,
    provider_clearing: Kind = Kind.GATEWAY_CLEARING,
) -> tuple[Entry, ...]:
    """An order paid at a gateway, from money kept for it (`wallet_minor`: wallet or prepaid), or both.

    All from what is kept: `wallet_minor` is the total. `provider_clearing` CUSTOMER_RECEIVABLE: the rest is still owed.
    Raises ValueError for a part above the total.
    """
    at_most(wallet_minor, total_minor)
    rest = payer(provider_clearing, customer_id)
    return balanced(
        Entry(rest.kind, rest.owner_id, total_minor - wallet_minor),
        Entry(Kind.WALLET_HOLDS, customer_id, wallet_minor),
        *_earned(driver_id, total_minor, payout_minor, tax_minor, discount_minor),
    )


def cash_settled(driver_id: UUID, amount_minor: int) -> tuple[Entry, ...]:
    """The driver hands in cash by UPI: it is at the gateway, and no longer in hand."""
    return moved(amount_minor, account(Kind.GATEWAY_CLEARING), account(Kind.DRIVER_CASH_IN_HAND, driver_id))


def cash_overpaid(driver_id: UUID, amount_minor: int) -> tuple[Entry, ...]:
    """More was handed in than was in hand: what is above it belongs to the driver's earnings."""
    return moved(amount_minor, account(Kind.DRIVER_CASH_IN_HAND, driver_id), account(Kind.DRIVER_PAYABLE, driver_id))


def cash_set_off(driver_id: UUID, amount_minor: int) -> tuple[Entry, ...]:
    """Cash in hand is set against what we owe the driver: the commission debit of cash orders."""
    return moved(amount_minor, account(Kind.DRIVER_PAYABLE, driver_id), account(Kind.DRIVER_CASH_IN_HAND, driver_id))


def _earned(
    driver_id: UUID, total_minor: int, payout_minor: int, tax_minor: int, discount_minor: int
) -> tuple[Entry, ...]:
    commission = total_minor + discount_minor - payout_minor - tax_minor
    return (
        Entry(Kind.PROMOTIONS, None, discount_minor),
        Entry(Kind.DRIVER_PAYABLE, driver_id, -payout_minor),
        Entry(Kind.TAXES, None, -tax_minor),
        Entry(Kind.PLATFORM_COMMISSION, None, -commission),
    )
