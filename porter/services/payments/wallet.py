"""Paying from the wallet: kept aside at once, taken or let go when the order is over. No vendor is asked."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.language import here
from porter.core.money import format_money
from porter.models import Order, Payment
from porter.models.enums import LedgerAccountKind, PaymentMethod, PaymentPurpose, PaymentStatus, Provider
from porter.services import ledger, wallets
from porter.services.payments.errors import WalletTooLow
from porter.services.payments.queries import payments as queries
from porter.services.payments.steps import move

SMALLEST_MINOR = 100
"""What gateways take at least: a rest below it is left to the gateway whole, the wallet gives less."""


def share_minor(total_minor: int, balance_minor: int) -> int:
    """How much of an amount a wallet bears when the rest is paid elsewhere: all of it, or what leaves a payable rest."""
    share = max(0, min(balance_minor, total_minor))
    rest = total_minor - share
    return max(0, total_minor - SMALLEST_MINOR) if 0 < rest < SMALLEST_MINOR else share


async def wallet_minor(session: AsyncSession, order: Order) -> int:
    """What the customer's wallet holds; it stays so until the transaction ends."""
    kind = LedgerAccountKind.CUSTOMER_WALLET
    held = await ledger.balances(session, order.customer_id, (kind,), currency=order.currency, lock=True)
    return max(0, -held.get(kind, 0))


async def hold(session: AsyncSession, order: Order, amount_minor: int, existing: Payment | None = None) -> Payment:
    """Keep wallet money aside for an order, or more of it. Raises WalletTooLow with what is missing."""
    payment = existing or _new(order)
    before = payment.amount_minor if existing else 0
    payment.amount_minor = before + amount_minor
    session.add(payment)
    await session.flush()
    try:
        await ledger.post(
            session,
            f"wallet.held:{payment.id}:{payment.amount_minor}",
            "wallet.held",
            ledger.rules.held(order.customer_id, amount_minor),
            order.id,
            order.number,
            currency=order.currency,
        )
    except ledger.Overdrawn as error:
        raise await _too_low(session, order, amount_minor) from error
    if existing is None:
        move(session, order, payment, PaymentStatus.AUTHORIZED, "wallet")
        await session.flush()
    return payment


async def take_or_release(session: AsyncSession, order: Order, payment: Payment, kept_minor: int) -> None:
    """The order is over: take what it needs, and give the rest back to the wallet."""
    rest = payment.amount_minor - kept_minor
    if rest:
        await ledger.post(
            session,
            f"wallet.released:{payment.id}",
            "wallet.released",
            ledger.rules.released(order.customer_id, rest),
            order.id,
            order.number,
            currency=order.currency,
        )
    if kept_minor:
        payment.captured_minor = kept_minor
    move(session, order, payment, PaymentStatus.CAPTURED if kept_minor else PaymentStatus.VOIDED, "wallet")


async def collect_owed(session: AsyncSession, customer_id: UUID, *, key: UUID, currency: str) -> None:
    """Pay out of the wallet what the customer owes us, as far as it goes; `key` does so once.

    A fee that a payment is about to bear is owed for a moment only: while one is, nothing is collected.
    """
    if not await queries.bears_fee(session, customer_id):
        await wallets.pay_owed(session, customer_id, key=key, currency=currency)


def _new(order: Order) -> Payment:
    return Payment(
        account_id=order.customer_id,
        order_id=order.id,
        purpose=PaymentPurpose.ORDER,
        provider=Provider.WALLET,
        method=PaymentMethod.WALLET,
        amount_minor=0,
        currency=order.currency,
        created_at=clock.now(),
    )


async def _too_low(session: AsyncSession, order: Order, amount_minor: int) -> WalletTooLow:
    there = await wallet_minor(session, order)
    has, missing = format_money(there, order.currency), format_money(amount_minor - there, order.currency)
    return WalletTooLow(
        here(
            "Your wallet holds {amount}; {missing} are missing. Add money, or choose another way of paying.",
            amount=has,
            missing=missing,
        ),
        short_minor=amount_minor - there,
        balance_minor=there,
    )
