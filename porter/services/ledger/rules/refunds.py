"""Money back to a customer: owed first, on its way, then gone."""

from dataclasses import dataclass
from uuid import UUID

from porter.models.enums import LedgerAccountKind as Kind
from porter.services.ledger.rules.entry import Entry, account, at_most, balanced, moved, positive


@dataclass(frozen=True, slots=True)
class RefundShare:
    """Who bears a refund: the state gives back its tax, we our commission, and what is left is compensation."""

    amount_minor: int
    tax_minor: int
    commission_minor: int

    @property
    def compensation_minor(self) -> int:
        return self.amount_minor - self.tax_minor - self.commission_minor


def refund_share(
    amount_minor: int, *, total_minor: int, tax_minor: int, commission_minor: int, refunded_before_minor: int = 0
) -> RefundShare:
    """Shares in proportion to the order; over any number of partial refunds they sum to the order's own figures.

    Raises ValueError for a refund that is nothing, or above what is left.
    """
    positive(amount_minor)
    before, after = refunded_before_minor, refunded_before_minor + amount_minor
    at_most(after, total_minor)
    ours_and_tax = min(tax_minor + max(commission_minor, 0), total_minor)

    def part(of_minor: int) -> int:
        return of_minor * after // total_minor - of_minor * before // total_minor

    tax = part(tax_minor)
    return RefundShare(amount_minor, tax, part(ours_and_tax) - tax)


def refunded(
    customer_id: UUID,
    share: RefundShare,
    *,
    driver_id: UUID | None = None,
    driver_minor: int = 0,
    to: Kind = Kind.REFUNDS_IN_TRANSIT,
) -> tuple[Entry, ...]:
    """A delivered order is paid back, wholly or in part: to the gateway (in transit) or to the wallet.

    `driver_minor` of the compensation is the driver's fault and taken from the driver. Raises ValueError when it is more.
    """
    at_most(driver_minor if driver_id else 0, max(share.compensation_minor, 0))
    at_fault = driver_minor if driver_id else 0
    return balanced(
        Entry(Kind.TAXES, None, share.tax_minor),
        Entry(Kind.PLATFORM_COMMISSION, None, share.commission_minor),
        Entry(Kind.DRIVER_PAYABLE, driver_id, at_fault),
        Entry(Kind.COMPENSATION, None, share.compensation_minor - at_fault),
        Entry(to, customer_id, -share.amount_minor),
    )


def prepayment_refunded(customer_id: UUID, amount_minor: int) -> tuple[Entry, ...]:
    """Money kept for an order that will not happen is on its way back to the gateway."""
    return moved(amount_minor, account(Kind.WALLET_HOLDS, customer_id), account(Kind.REFUNDS_IN_TRANSIT, customer_id))


def refund_sent(customer_id: UUID, amount_minor: int) -> tuple[Entry, ...]:
    """The gateway has paid the refund out."""
    return moved(amount_minor, account(Kind.REFUNDS_IN_TRANSIT, customer_id), account(Kind.GATEWAY_CLEARING))


def refund_failed(customer_id: UUID, amount_minor: int) -> tuple[Entry, ...]:
    """The gateway could not pay it out: the customer has it in the wallet instead."""
    return moved(
        amount_minor, account(Kind.REFUNDS_IN_TRANSIT, customer_id), account(Kind.CUSTOMER_WALLET, customer_id)
    )
