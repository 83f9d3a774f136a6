"""The cash that a driver holds for us: how much, up to where, and what may be done about it."""

from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.language import here
from porter.core.money import format_money
from porter.core.views import Amount, View
from porter.services import drivers
from porter.services.accounts import Actor
from porter.services.payouts.balance import Standing, standing
from porter.services.payouts.destinations import check_driver

NEAR_PCT = 80
"""From here on the driver is warned."""


class CashView(View):
    """Cash in hand beside its limit. `settle` is what can be handed in, `set_off` what can be set against earnings."""

    cash_minor: int
    cash: Amount
    cash_text: str
    limit_minor: int
    limit: Amount
    limit_text: str
    share_pct: int
    level: Literal["ok", "near", "blocked"]
    explanation: str
    settle_minor: int
    settle: Amount
    settle_text: str
    set_off_minor: int
    set_off: Amount
    set_off_text: str
    currency: str


async def cash(session: AsyncSession, actor: Actor) -> CashView:
    """How a driver stands with the cash. Raises Forbidden."""
    check_driver(actor)
    me = await drivers.profile(session, actor)
    found = await standing(session, actor.id, me.currency)
    held = max(found.cash_minor, 0)
    share = share_pct(held, me.cash_limit_minor)
    return CashView(
        cash_minor=found.cash_minor,
        cash=found.cash_minor,
        cash_text=format_money(found.cash_minor, me.currency),
        limit_minor=me.cash_limit_minor,
        limit=me.cash_limit_minor,
        limit_text=me.cash_limit_text,
        share_pct=share,
        level="blocked" if me.cash_blocked else "near" if share >= NEAR_PCT else "ok",
        explanation=_explanation(found, me.cash_limit_minor, me.currency),
        settle_minor=held,
        settle=held,
        settle_text=format_money(held, me.currency, trim=True),
        set_off_minor=found.settable_minor,
        set_off=found.settable_minor,
        set_off_text=format_money(found.settable_minor, me.currency, trim=True),
        currency=me.currency,
    )


def share_pct(held_minor: int, limit_minor: int) -> int:
    """How much of the limit is used, never above all of it; without a limit any cash is all of it."""
    if held_minor <= 0:
        return 0
    return min(100, max(1, 100 * held_minor // limit_minor)) if limit_minor > 0 else 100


def _explanation(found: Standing, limit_minor: int, currency: str) -> str:
    limit = format_money(limit_minor, currency, trim=True)
    if found.cash_minor >= limit_minor:
        return here(
            "Cash jobs have stopped at {limit}. Hand cash in to get them again; jobs paid online keep coming.",
            limit=limit,
        )
    left = format_money(limit_minor - max(found.cash_minor, 0), currency, trim=True)
    return here("Cash jobs stop at {limit}; {left} to go. Jobs paid online keep coming.", limit=limit, left=left)
