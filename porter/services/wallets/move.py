"""Moving wallet money. `key` names the reason (a payment, a top-up, a tip): the same key moves money once."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models.enums import LedgerAccountKind
from porter.services import ledger


async def top_up(
    session: AsyncSession, customer_id: UUID, amount_minor: int, *, key: UUID, currency: str = "INR", memo: str = ""
) -> bool:
    """Money that a gateway has taken goes into the wallet; False when this key has done so before."""
    entries = ledger.rules.topped_up(customer_id, amount_minor)
    return await ledger.post(
        session, f"wallet.topped_up:{key}", "wallet.topped_up", entries, None, memo, currency=currency
    )


async def hold(
    session: AsyncSession,
    customer_id: UUID,
    amount_minor: int,
    *,
    key: UUID,
    order_id: UUID,
    currency: str = "INR",
    memo: str = "",
) -> bool:
    """Keep wallet money aside for an order. Raises ledger.Overdrawn."""
    entries = ledger.rules.held(customer_id, amount_minor)
    return await ledger.post(session, f"wallet.held:{key}", "wallet.held", entries, order_id, memo, currency=currency)


async def release(
    session: AsyncSession,
    customer_id: UUID,
    amount_minor: int,
    *,
    key: UUID,
    order_id: UUID,
    currency: str = "INR",
    memo: str = "",
) -> bool:
    """Money kept aside goes back to the wallet. Raises ledger.Overdrawn when that much is not kept."""
    entries = ledger.rules.released(customer_id, amount_minor)
    return await ledger.post(
        session, f"wallet.released:{key}", "wallet.released", entries, order_id, memo, currency=currency
    )


async def spend(
    session: AsyncSession,
    customer_id: UUID,
    amount_minor: int,
    *,
    key: UUID,
    order_id: UUID | None = None,
    currency: str = "INR",
    memo: str = "",
) -> bool:
    """Pay with wallet money what the customer owes us. Raises ledger.Overdrawn."""
    entries = ledger.rules.cancellation_kept(
        customer_id, fee_minor=amount_minor, paid_from=LedgerAccountKind.CUSTOMER_WALLET
    )
    return await ledger.post(session, f"wallet.spent:{key}", "wallet.spent", entries, order_id, memo, currency=currency)


async def pay_owed(session: AsyncSession, customer_id: UUID, *, key: UUID, currency: str = "INR") -> int:
    """Pay as much of what is owed as the wallet holds; answers how much that was."""
    kinds = [LedgerAccountKind.CUSTOMER_WALLET, LedgerAccountKind.CUSTOMER_RECEIVABLE]
    found = await ledger.balances(session, customer_id, kinds, currency=currency, lock=True)
    amount = min(-found[LedgerAccountKind.CUSTOMER_WALLET], found[LedgerAccountKind.CUSTOMER_RECEIVABLE])
    if amount <= 0 or not await spend(session, customer_id, amount, key=key, currency=currency):
        return 0
    return amount


async def tip(
    session: AsyncSession,
    customer_id: UUID,
    driver_id: UUID,
    amount_minor: int,
    *,
    key: UUID,
    order_id: UUID,
    currency: str = "INR",
    memo: str = "",
) -> bool:
    """A tip out of the wallet; all of it is the driver's. Raises ledger.Overdrawn."""
    entries = ledger.rules.tip_captured(
        driver_id, amount_minor, customer_id=customer_id, paid_from=LedgerAccountKind.CUSTOMER_WALLET
    )
    return await ledger.post(session, f"tip:{key}", "tip", entries, order_id, memo, currency=currency)
