"""When nobody comes: raise the offer, or search again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, live
from porter.core.language import here, msg
from porter.core.money import format_money
from porter.models import Order
from porter.models.enums import OrderStatus, PaymentMethod
from porter.models.transitions import IllegalStep
from porter.services import zones
from porter.services.accounts import Actor
from porter.services.orders import queries
from porter.services.orders.errors import PriceChanged, RaiseRefused
from porter.services.orders.move import move, record
from porter.services.orders.read import get
from porter.services.orders.views import OrderView
from porter.services.zones import CityRules


async def raise_offer(
    session: AsyncSession,
    actor: Actor,
    order_id: UUID,
    add_minor: int,
    *,
    is_covered: bool = False,
    expected_total_minor: int | None = None,
) -> OrderView:
    """Add to what the driver gets, like a tip: no commission, no tax. An order without a driver searches again.

    An order that is not paid in cash needs the addition covered first; `payments.raise_offer` does both.
    Who was shown the price before names it, so that two people do not raise it twice.
    Raises NotFound, IllegalStep when a driver has been found or the order is over, PriceChanged, RaiseRefused for the amount.
    """
    order = await queries.locked(session, actor, order_id)
    rules = zones.rules(await zones.city(session, order.city_code))
    if order.status not in {OrderStatus.SEARCHING_DRIVER, OrderStatus.NO_DRIVER}:
        raise IllegalStep()
    if order.payment_method is not PaymentMethod.CASH and not is_covered:
        raise RaiseRefused(msg("What is added to an order that is paid online has to be paid for first."))
    if expected_total_minor not in {None, order.total_minor}:
        raise PriceChanged()
    _check_raise(order, rules, add_minor)
    _add(order, add_minor)
    data = {"add_minor": add_minor, "raise_minor": order.raise_minor}
    told = data | {"total_minor": order.total_minor}
    record(session, order, party=actor.party, actor_id=actor.id, event="order.raised", data=told)
    await session.flush()
    if order.status is OrderStatus.NO_DRIVER:
        await _reopen(session, actor, order, rules)
    live.notify(session, f"order:{order.id}", "order:updated", {"order_id": str(order.id), **data})
    return await get(session, actor, order_id)


async def search_again(session: AsyncSession, actor: Actor, order_id: UUID) -> OrderView:
    """Start a new search for an order that found no driver. Raises NotFound, IllegalStep."""
    order = await queries.locked(session, actor, order_id)
    await _reopen(session, actor, order, zones.rules(await zones.city(session, order.city_code)))
    return await get(session, actor, order_id)


def search_window(rules: CityRules) -> dict[str, Any]:
    """The columns that open a search."""
    now = clock.now()
    return {"searching_since": now, "search_ends_at": now + timedelta(seconds=rules.search_s)}


def _check_raise(order: Order, rules: CityRules, add_minor: int) -> None:
    step = format_money(rules.raise_step_minor, order.currency, trim=True)
    if add_minor <= 0 or add_minor % rules.raise_step_minor:
        raise RaiseRefused(here("The offer is raised in steps of {step}.", step=step))
    if order.raise_minor + add_minor > rules.raise_max_minor:
        most = format_money(rules.raise_max_minor, order.currency, trim=True)
        raise RaiseRefused(here("The offer can be raised by {most} at most.", most=most))


def _add(order: Order, add_minor: int) -> None:
    order.raise_minor += add_minor
    order.total_minor += add_minor
    order.driver_payout_minor += add_minor
    kept = [line for line in order.lines if line["kind"] != "raise"]
    order.lines = [*kept, {"code": "raise", "label": "Your raise", "minor": order.raise_minor, "kind": "raise"}]


async def _reopen(session: AsyncSession, actor: Actor, order: Order, rules: CityRules) -> None:
    await move(
        session,
        order.id,
        OrderStatus.SEARCHING_DRIVER,
        party=actor.party,
        actor_id=actor.id,
        event="order.search_again",
        **search_window(rules),
    )
