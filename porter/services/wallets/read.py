"""What is in a wallet, and how it came there."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.errors import Forbidden
from porter.core.language import here
from porter.core.money import format_money
from porter.core.pages import Page
from porter.models.enums import Audience
from porter.models.enums import LedgerAccountKind as Kind
from porter.services import ledger
from porter.services.accounts import Actor
from porter.services.ledger import StatementLineView
from porter.services.wallets import queries
from porter.services.wallets.views import WalletView

WALLET_ZONE = "Asia/Kolkata"
"""A customer has no city; the wallet's days are the company's."""

_KINDS = (Kind.CUSTOMER_WALLET, Kind.WALLET_HOLDS, Kind.CUSTOMER_RECEIVABLE)


async def balance(session: AsyncSession, actor: Actor, *, currency: str = "INR") -> WalletView:
    """The wallet of a customer. Raises Forbidden for anybody else."""
    check_customer(actor)
    return await view_of(session, actor.id, currency)


async def transactions(
    session: AsyncSession, actor: Actor, cursor: str = "", limit: int = 20, *, currency: str = "INR"
) -> Page[StatementLineView]:
    """What went in and out, newest first, with the balance after each. Raises Forbidden."""
    check_customer(actor)
    return await ledger.statement(
        session, Kind.CUSTOMER_WALLET, actor.id, cursor, limit, currency=currency, time_zone=WALLET_ZONE
    )


async def view_of(session: AsyncSession, customer_id: UUID, currency: str) -> WalletView:
    """The wallet of somebody."""
    found = await ledger.balances(session, customer_id, _KINDS, currency=currency)
    available, held = -found[Kind.CUSTOMER_WALLET], -found[Kind.WALLET_HOLDS]
    owed = max(found[Kind.CUSTOMER_RECEIVABLE], 0)
    back = min(available, sum(source.left_minor for source in await queries.sources(session, customer_id, currency)))
    return WalletView(
        balance_minor=available,
        balance=available,
        balance_text=format_money(available, currency),
        held_minor=held,
        held=held,
        held_text=format_money(held, currency),
        owed_minor=owed,
        owed=owed,
        owed_text=format_money(owed, currency),
        withdrawable_minor=back,
        withdrawable=back,
        withdrawable_text=format_money(back, currency),
        currency=currency,
        why_not_more=_why_not_more(available, back, currency),
    )


def _why_not_more(available: int, back: int, currency: str) -> str:
    if back >= available:
        return ""
    rest = format_money(available - back, currency)
    return here("{amount} came from refunds or gifts. The law lets it be spent on orders only.", amount=rest)


def check_customer(actor: Actor) -> None:
    """Only customers have a wallet. Raises Forbidden."""
    if actor.audience is not Audience.CUSTOMER:
        raise Forbidden()
