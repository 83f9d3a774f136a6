"""What a refund would do, before anybody asks for it: who bears it, what is left, who has to say yes."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.money import format_money
from porter.models import Order, Payment
from porter.models.enums import Provider
from porter.services.accounts import Actor
from porter.services.payments.books import share_of
from porter.services.payments.deciding import alone_limit_minor, check_refundable
from porter.services.payments.errors import PaymentNotFound
from porter.services.payments.inputs import RefundTo
from porter.services.payments.present import to_text
from porter.services.payments.queries import payments as queries
from porter.services.payments.queries import refunds as refund_queries
from porter.services.payments.roles import check_asks
from porter.services.payments.views import RefundPreviewView


async def preview_refund(
    session: AsyncSession, actor: Actor, payment_id: UUID, amount_minor: int, to: RefundTo = RefundTo.SOURCE
) -> RefundPreviewView:
    """The effect of giving so much back. Raises PaymentNotFound, Forbidden, NotRefundable, RefundTooLarge, NotToWallet."""
    check_asks(actor)
    payment = await queries.get(session, payment_id)
    if payment is None:
        raise PaymentNotFound()
    order = await queries.order_of(session, payment)
    await check_refundable(session, order, payment, amount_minor, to)
    limit = await alone_limit_minor(session, order, payment)
    return RefundPreviewView(
        amount_minor=amount_minor,
        amount=amount_minor,
        amount_text=format_money(amount_minor, payment.currency),
        to_text=to_text(payment, to_wallet=to is RefundTo.WALLET),
        lines=await effect_of(session, order, payment, amount_minor, to_wallet=to is RefundTo.WALLET),
        needs_second_person=amount_minor > limit,
        approval_text=_approval(amount_minor, limit, payment),
    )


async def effect_of(
    session: AsyncSession, order: Order | None, payment: Payment, amount_minor: int, *, to_wallet: bool
) -> tuple[tuple[str, str], ...]:
    """Who bears it, line by line; each is a pair of words and an amount."""
    text = [(f"Goes back {to_text(payment, to_wallet=to_wallet)}", amount_minor)]
    if order is not None and await refund_queries.is_settled(session, order.id):
        share = await share_of(session, order, amount_minor)
        text += [
            ("Of it: tax, with a credit note", share.tax_minor),
            ("Of it: our commission", share.commission_minor),
            ("Of it: Porter's own loss", share.compensation_minor),
        ]
    elif payment.provider is not Provider.WALLET:
        text.append(("Of it: money that was only kept", amount_minor))
    after = payment.captured_minor - payment.refunded_minor - amount_minor
    text.append(("The customer has then paid", after))
    return tuple((words, format_money(minor, payment.currency)) for words, minor in text if minor or minor == after)


def _approval(amount_minor: int, limit_minor: int, payment: Payment) -> str:
    if amount_minor <= limit_minor:
        return "It is sent at once."
    limit = format_money(limit_minor, payment.currency, trim=True)
    if not limit_minor:
        return "A second person has to approve it: the limit of this payment is used up."
    return f"A second person has to approve it: it is above the {limit} that one person may give back."
