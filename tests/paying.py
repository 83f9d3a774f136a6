"""Money in stories: a customer pays in the sandbox, webhooks arrive, the books are looked at."""

import sys
from uuid import UUID

import pytest
from sqlmodel import col, func, select

from porter.core import db
from porter.core.ids import new_id
from porter.integrations.payments import sandbox
from porter.integrations.payments.sandbox import Outcome, Travel
from porter.models import LedgerAccount, LedgerEntry, Order, Payment, Refund
from porter.models.enums import LedgerAccountKind, PaymentMethod, Provider
from porter.services import orders, payments, wallets
from porter.services.accounts import Actor
from porter.services.orders import BookInput, OrderView, PaymentMethodView
from porter.services.payments import CheckoutView
from porter.services.quotes import TripInput
from porter.tasks.drain import drain
from tests import booking

UPI, CARD, WALLET, CASH = PaymentMethod.UPI, PaymentMethod.CARD, PaymentMethod.WALLET, PaymentMethod.CASH
Kind = LedgerAccountKind


def offer_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every way of paying can be chosen."""
    every = tuple(PaymentMethodView(method=method, name=method.value, hint="") for method in PaymentMethod)
    monkeypatch.setattr(sys.modules["porter.services.orders.payment_methods"], "_OFFERED", every)


async def placed(who: Actor, method: PaymentMethod = UPI, what: TripInput | None = None) -> OrderView:
    """An order that is to be paid this way."""
    quote = booking.of_class(await booking.quoted(who, what))
    assert quote.id
    return await orders.book(who, BookInput(quote_id=quote.id, payment_method=method))


async def paid(
    who: Actor, order_id: UUID, outcome: Outcome = Outcome.PAY, travel: Travel = Travel.ONCE
) -> CheckoutView:
    """The customer goes through the sandbox's checkout, and its webhooks arrive."""
    checkout = await payments.start_checkout(who, order_id)
    await pays(checkout, outcome, travel)
    await webhooks_arrive()
    return checkout


async def pays(checkout: CheckoutView, outcome: Outcome = Outcome.PAY, travel: Travel = Travel.ONCE) -> None:
    """At the sandbox's checkout page."""
    await sandbox.pay(provider_order(checkout), checkout.method, outcome, travel)


def provider_order(checkout: CheckoutView) -> str:
    """The sandbox's name of a payment."""
    assert checkout.payment_id
    return f"sbo_{checkout.payment_id.hex}"


async def webhooks_arrive() -> int:
    """Whatever the sandbox has to say arrives, and is worked off."""
    webhooks = await sandbox.take_webhooks(1000)
    for webhook in webhooks:
        await payments.receive_webhook(Provider.SANDBOX, webhook.raw, webhook.headers)
    await drain()
    return len(webhooks)


async def settled() -> None:
    """Facts and webhooks, until nothing follows any more."""
    await drain()
    while await webhooks_arrive():
        pass


async def with_money(who: Actor, amount_minor: int) -> None:
    """The customer's wallet holds so much."""
    async with db.transaction() as session:
        await wallets.top_up(session, who.id, amount_minor, key=new_id())


async def payments_of(order_id: UUID) -> list[Payment]:
    """The payments of an order as they are now."""
    async with db.reading() as session:
        rows = await session.exec(select(Payment).where(Payment.order_id == order_id).order_by(col(Payment.id)))
        return list(rows.all())


async def payment_of(order_id: UUID) -> Payment:
    """The only payment of an order."""
    [payment] = await payments_of(order_id)
    return payment


async def all_payments() -> list[Payment]:
    """Every payment, oldest first."""
    async with db.reading() as session:
        return list((await session.exec(select(Payment).order_by(col(Payment.id)))).all())


async def all_refunds() -> list[Refund]:
    """Every refund, oldest first."""
    async with db.reading() as session:
        return list((await session.exec(select(Refund).order_by(col(Refund.id)))).all())


async def order_of(order_id: UUID) -> Order:
    """The order as it is now."""
    async with db.reading() as session:
        return await session.get_one(Order, order_id)


async def books() -> dict[Kind, int]:
    """Balances by kind of account, without those that are zero. They always sum to zero."""
    async with db.reading() as session:
        rows = await session.exec(
            select(LedgerAccount.kind, func.sum(LedgerEntry.amount_minor))
            .join(LedgerEntry, col(LedgerEntry.account_id) == col(LedgerAccount.id))
            .group_by(col(LedgerAccount.kind))
        )
        found = {Kind(kind): int(total) for kind, total in rows.all() if total}
    assert sum(found.values()) == 0
    return found
