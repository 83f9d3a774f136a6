"""The day's money in numbers; each leads to its table."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.money import format_money
from porter.core.words import duration_text
from porter.services import payouts
from porter.services.accounts import Actor
from porter.services.reporting import money_queries as queries
from porter.services.reporting.views import MONEY_LABELS, StatView

_LOOK_BACK = timedelta(days=7)


async def money_stats(
    session: AsyncSession, actor: Actor, midnight: datetime, now: datetime, currency: str
) -> tuple[StatView, ...]:
    """Payments of today, refunds that wait, payouts that failed; payouts only for those who may see them."""
    shown = [await _payments(session, midnight, currency), await _refunds(session, now)]
    if actor.role in payouts.MAY_SEE:
        shown.append(await _payouts(session, now))
    return tuple(shown)


async def _payments(session: AsyncSession, midnight: datetime, currency: str) -> StatView:
    count, taken, failed = await queries.payments_since(session, midnight)
    return StatView(
        key="payments",
        label=MONEY_LABELS["payments"],
        value_text=f"{count:,}",
        note=f"{format_money(taken, currency, trim=True)} collected, {failed:,} failed",
        href="/ops/payments?when=today",
    )


async def _refunds(session: AsyncSession, now: datetime) -> StatView:
    count, oldest = await queries.refunds_waiting(session)
    waits = f"the oldest for {duration_text(int((now - oldest).total_seconds()))}" if oldest else "nobody waits"
    return StatView(
        key="refunds",
        label=MONEY_LABELS["refunds"],
        value_text=f"{count:,}",
        trend_tone="bad" if count else "neutral",
        note=waits,
        href="/ops/refunds?status=requested",
    )


async def _payouts(session: AsyncSession, now: datetime) -> StatView:
    failed, under_way = await queries.payouts_since(session, now - _LOOK_BACK)
    return StatView(
        key="payouts",
        label=MONEY_LABELS["payouts"],
        value_text=f"{failed:,}",
        trend_tone="bad" if failed else "neutral",
        note=f"in 7 days; {under_way:,} on the way",
        href="/ops/payouts?status=failed,reversed&when=week",
    )
