"""Wallet money back to where it came from: the law lets a closed wallet pay out no other way."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, outbox
from porter.core.errors import Refused
from porter.core.ids import new_id
from porter.core.language import here, msg
from porter.core.money import format_money
from porter.core.views import Amount, View
from porter.core.words import local_text
from porter.models import Refund
from porter.models.enums import RefundStatus
from porter.services import ledger
from porter.services.accounts import Actor
from porter.services.wallets import queries
from porter.services.wallets.read import WALLET_ZONE, check_customer, view_of
from porter.services.wallets.views import SentBackView, WalletView

REASON = "wallet_withdrawal"
"""The reason of such refunds: their money has left the wallet already, only the gateway has to be told."""

SHOWN = 10

_STATUS_TEXT = {
    RefundStatus.DONE: msg("Sent back. Your bank shows it within seven working days."),
    RefundStatus.FAILED: msg("Your bank did not take it. It is in your wallet again."),
    RefundStatus.REJECTED: msg("Not sent"),
}
_UNDER_WAY_TEXT = msg("On its way back, usually five to seven working days")


class NotWithdrawable(Refused):
    """More than came from payments and is still there."""

    code = "not_withdrawable"
    default_message = "Only money that you added yourself and have not spent can go back."


class WithdrawalView(View):
    """What goes back, and the wallet afterwards."""

    amount_minor: int
    amount: Amount
    amount_text: str
    refunds: tuple[UUID, ...]
    message: str
    wallet: WalletView


async def withdraw(session: AsyncSession, actor: Actor, amount_minor: int, *, currency: str = "INR") -> WithdrawalView:
    """Send wallet money back to the payments it came from, newest first. Raises Forbidden, NotWithdrawable, Overdrawn."""
    check_customer(actor)
    if amount_minor <= 0:
        raise NotWithdrawable(msg("Please enter an amount above zero."))
    refunds = _shares(await queries.sources(session, actor.id, currency, lock=True), amount_minor, currency)
    session.add_all(refunds)
    await session.flush()
    for refund in refunds:
        entries = ledger.rules.withdrawn(actor.id, refund.amount_minor)
        await ledger.post(
            session, f"wallet.withdrawn:{refund.id}", "wallet.withdrawn", entries, None, currency=currency
        )
        outbox.emit(session, "refund.approved", {"refund_id": str(refund.id)})
    text = format_money(amount_minor, currency)
    return WithdrawalView(
        amount_minor=amount_minor,
        amount=amount_minor,
        amount_text=text,
        refunds=tuple(refund.id for refund in refunds),
        message=here(
            "{amount} is on its way back to the account or card it came from. Banks take up to seven working days.",
            amount=text,
        ),
        wallet=await view_of(session, actor.id, currency),
    )


async def withdrawals(session: AsyncSession, actor: Actor) -> tuple[SentBackView, ...]:
    """What was sent back lately and how it stands, newest first. Raises Forbidden."""
    check_customer(actor)
    return tuple(_sent_back(refund) for refund in await queries.sent_back(session, actor.id, REASON, SHOWN))


def _sent_back(refund: Refund) -> SentBackView:
    return SentBackView(
        id=refund.id,
        amount_minor=refund.amount_minor,
        amount=refund.amount_minor,
        amount_text=format_money(refund.amount_minor, refund.currency),
        currency=refund.currency,
        status_text=here(_STATUS_TEXT.get(refund.status, _UNDER_WAY_TEXT)),
        is_under_way=refund.status not in _STATUS_TEXT,
        created_at=refund.created_at,
        created_text=local_text(refund.created_at, WALLET_ZONE),
    )


def _shares(sources: Sequence[queries.Source], amount_minor: int, currency: str) -> list[Refund]:
    left, refunds = amount_minor, []
    for source in sources:
        part = min(left, source.left_minor)
        if part > 0:
            refunds.append(_refund(source.payment_id, part, currency))
            left -= part
    if left:
        raise NotWithdrawable()
    return refunds


def _refund(payment_id: UUID, amount_minor: int, currency: str) -> Refund:
    return Refund(
        id=new_id(),
        payment_id=payment_id,
        amount_minor=amount_minor,
        currency=currency,
        reason=REASON,
        status=RefundStatus.APPROVED,
        due_at=clock.now(),
    )
