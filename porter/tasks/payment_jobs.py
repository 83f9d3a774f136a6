"""What payments do when something has happened."""

import logging

from porter.core import db
from porter.core.errors import GatewayUnavailable
from porter.core.language import msg
from porter.core.money import format_money
from porter.core.redis import UNREACHABLE
from porter.integrations import payments as gateways
from porter.integrations.payments import sandbox
from porter.models import Order, Payment, Refund
from porter.models.enums import NotificationKind, PaymentMethod, PaymentPurpose, Provider
from porter.services import notifications, payments
from porter.tasks.facts import Fact, Payload

log = logging.getLogger(__name__)

_TAKEN = {
    PaymentPurpose.TOP_UP: (msg("Money added"), msg("{amount} is in your wallet.")),
    PaymentPurpose.TIP: (msg("Tip given"), msg("{amount} goes to your driver. Thank you.")),
    PaymentPurpose.CASH_SETTLEMENT: (
        msg("Cash handed in"),
        msg("{amount} was received. It is no longer in your hands."),
    ),
}


async def take_webhook(fact: Fact) -> None:
    """A vendor has said something: take it to heart. What fails stands in the inbox, and the sweeper tries again."""
    await payments.process_event(fact.uuid("webhook_event_id"))


async def attend(fact: Fact) -> None:
    """A payment asks for something: to be captured, let go, or given back."""
    await payments.attend(fact.uuid("payment_id"))


async def finish_order(fact: Fact) -> None:
    """An order is over: take what it owes, let go of the rest."""
    await payments.finish_order(fact.uuid("order_id"))


def in_cash(payload: Payload) -> bool:
    """Whether an order needs no money before it is searched for; a fact from before facts said so may be."""
    return bool(payload.get("payment_method", PaymentMethod.CASH) == PaymentMethod.CASH)


def by_wallet(payload: Payload) -> bool:
    """Whether an order is paid from the wallet, or may be."""
    return bool(payload.get("payment_method", PaymentMethod.WALLET) == PaymentMethod.WALLET)


async def pay_from_wallet(fact: Fact) -> None:
    """An order that is paid from the wallet was placed: keep the money, if the wallet holds it."""
    await payments.pay_from_wallet(fact.uuid("order_id"))


async def send_refund(fact: Fact) -> None:
    """A refund was approved."""
    await payments.send_refund(fact.uuid("refund_id"))


async def send_sandbox_webhooks() -> None:
    """What the sandbox has to say reaches our own address, also when the process that took the payment has gone."""
    if Provider.SANDBOX not in gateways.configured():
        return
    try:
        await sandbox.deliver_due()
    except (GatewayUnavailable, *UNREACHABLE) as error:
        # Redis is away, and with it the sandbox: the rest of the tick does not need it.
        log.warning("the sandbox's webhooks wait: %s", type(error).__name__)


async def tell_captured(fact: Fact) -> None:
    """The customer has it in writing that money was taken; for orders the delivery message says it."""
    async with db.transaction() as session:
        payment = await session.get_one(Payment, fact.uuid("payment_id"))
        if payment.purpose is PaymentPurpose.ORDER:
            return
        amount = format_money(payment.captured_minor, payment.currency)
        title, body = _TAKEN[payment.purpose]
        kind = (
            NotificationKind.WALLET if payment.purpose is PaymentPurpose.TOP_UP else NotificationKind.PAYMENT_CAPTURED
        )
        dedupe, values = f"captured:{payment.id}", {"amount": amount}
        await notifications.notify(
            session, payment.account_id, kind, title, body, dedupe=dedupe, values=values, at=fact.at
        )


async def tell_failed(fact: Fact) -> None:
    """The customer should not wait for a payment that did not go through."""
    async with db.transaction() as session:
        payment = await session.get_one(Payment, fact.uuid("payment_id"))
        if payment.failure_code in {"replaced", "not_paid"}:
            return
        amount = format_money(payment.amount_minor, payment.currency)
        await notifications.notify(
            session,
            payment.account_id,
            NotificationKind.PAYMENT_FAILED,
            msg("Payment failed"),
            msg("{amount} could not be paid. Nothing was taken; please try again or choose another way of paying."),
            values={"amount": amount},
            dedupe=f"failed:{payment.id}:{fact.id}",
            order_id=payment.order_id,
            at=fact.at,
        )


async def tell_refunded(fact: Fact) -> None:
    """The customer has it in writing that money came back."""
    async with db.transaction() as session:
        refund = await session.get_one(Refund, fact.uuid("refund_id"))
        payment = await session.get_one(Payment, refund.payment_id)
        amount = format_money(refund.amount_minor, refund.currency)
        is_in_wallet = payment.method is PaymentMethod.WALLET or refund.to_wallet or fact.name == "refund.failed"
        order = await session.get(Order, refund.order_id) if refund.order_id else None
        await notifications.notify(
            session,
            payment.account_id,
            NotificationKind.REFUND,
            msg("Money back"),
            _refunded_words(is_in_wallet=is_in_wallet, of_order=order is not None),
            values={"amount": amount, "number": order.number if order else ""},
            dedupe=f"refund:{refund.id}",
            order_id=refund.order_id,
            at=fact.at,
        )


def _refunded_words(*, is_in_wallet: bool, of_order: bool) -> str:
    if is_in_wallet:
        return msg("{amount} for order {number} is in your wallet.") if of_order else msg("{amount} is in your wallet.")
    if of_order:
        return msg("{amount} for order {number} is on its way to where it came from; banks need a few days.")
    return msg("{amount} is on its way to where it came from; banks need a few days.")
