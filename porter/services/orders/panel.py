"""Everything that operations sees of one order."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.errors import NotFound
from porter.core.money import format_money
from porter.models import Account
from porter.models.enums import Audience
from porter.services.accounts import Actor
from porter.services.orders import queries
from porter.services.orders.cancel import cancellation_preview
from porter.services.orders.read import get, timeline
from porter.services.orders.views import OrderPanelView


async def panel(session: AsyncSession, actor: Actor, order_id: UUID) -> OrderPanelView:
    """One order with people, money, timeline and what cancelling would mean. Raises NotFound."""
    if actor.audience is not Audience.STAFF:
        raise NotFound("We could not find this order.")
    known = await queries.known(session, actor, order_id)
    order = known.order
    customer = await session.get_one(Account, order.customer_id)
    driver = await session.get(Account, order.driver_id) if order.driver_id else None
    return OrderPanelView(
        order=await get(session, actor, order_id),
        customer_id=customer.id,
        customer_name=customer.name,
        customer_phone=customer.phone or "",
        driver_phone=(driver.phone or "") if driver else "",
        driver_payout_text=format_money(order.driver_payout_minor, order.currency),
        commission_text=format_money(order.commission_minor, order.currency),
        tax_text=format_money(order.tax_minor, order.currency),
        time_zone=known.city.time_zone,
        timeline=await timeline(session, actor, order_id),
        cancellation=await cancellation_preview(session, actor, order_id),
    )
