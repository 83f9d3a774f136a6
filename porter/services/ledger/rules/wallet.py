"""Money that is a customer's: in the wallet, or kept aside for an order."""

from uuid import UUID

from porter.models.enums import LedgerAccountKind as Kind
from porter.services.ledger.rules.entry import Entry, account, moved


def topped_up(customer_id: UUID, amount_minor: int) -> tuple[Entry, ...]:
    """Money from a gateway into the wallet."""
    return moved(amount_minor, account(Kind.GATEWAY_CLEARING), account(Kind.CUSTOMER_WALLET, customer_id))


def held(customer_id: UUID, amount_minor: int) -> tuple[Entry, ...]:
    """Wallet money kept aside for an order."""
    return moved(amount_minor, account(Kind.CUSTOMER_WALLET, customer_id), account(Kind.WALLET_HOLDS, customer_id))


def released(customer_id: UUID, amount_minor: int) -> tuple[Entry, ...]:
    """Money kept aside goes back to the wallet."""
    return moved(amount_minor, account(Kind.WALLET_HOLDS, customer_id), account(Kind.CUSTOMER_WALLET, customer_id))


def prepaid(customer_id: UUID, amount_minor: int) -> tuple[Entry, ...]:
    """A gateway has captured before the work is done: the money is kept aside, it is not earned yet."""
    return moved(amount_minor, account(Kind.GATEWAY_CLEARING), account(Kind.WALLET_HOLDS, customer_id))


def withdrawn(customer_id: UUID, amount_minor: int) -> tuple[Entry, ...]:
    """Wallet money on its way back to the payment it came from."""
    return moved(
        amount_minor, account(Kind.CUSTOMER_WALLET, customer_id), account(Kind.REFUNDS_IN_TRANSIT, customer_id)
    )
