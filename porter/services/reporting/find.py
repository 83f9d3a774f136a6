"""The search of everything: orders, payments, drivers, customers."""

from urllib.parse import quote

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.errors import NotFound
from porter.models.enums import Audience
from porter.services import drivers, orders, payments
from porter.services.accounts import Actor, display_phone
from porter.services.drivers import DriverFilter, DriverRow
from porter.services.orders import OrderFilter, OrderRow
from porter.services.payments import PaymentFilter, PaymentRow
from porter.services.reporting.people import customers
from porter.services.reporting.views import CustomerFilter, CustomerRow, FoundView

SHORTEST = 2
_EACH = 5


async def find(session: AsyncSession, actor: Actor, text: str) -> tuple[FoundView, ...]:
    """Orders, payments, drivers and customers that fit a text, a few of each. Raises NotFound for anybody but staff."""
    if actor.audience is not Audience.STAFF:
        raise NotFound()
    words = text.strip()[:60]
    if len(words) < SHORTEST:
        return ()
    found = await orders.table(session, actor, OrderFilter(text=words), "-created_at", "", _EACH)
    paid = await payments.table(session, actor, PaymentFilter(text=words), limit=_EACH)
    working = await drivers.table(session, actor, DriverFilter(text=words), limit=_EACH)
    people = await customers(session, actor, CustomerFilter(text=words), limit=_EACH)
    return (
        *(_order(row) for row in found.items),
        *(_payment(row) for row in paid.items),
        *(_driver(row) for row in working.items),
        *(_customer(row) for row in people.items),
    )


def _order(row: OrderRow) -> FoundView:
    return FoundView(
        id=f"order-{row.id}",
        title=f"{row.number} · {row.customer_name or 'Customer'}",
        detail=row.status_text,
        group="Orders",
        href=f"/ops/orders?order={row.id}",
    )


def _payment(row: PaymentRow) -> FoundView:
    return FoundView(
        id=f"payment-{row.id}",
        title=f"{row.amount_text} · {row.purpose_text}",
        detail=f"{row.method_text} · {row.status_text}",
        group="Payments",
        href=f"/ops/payments?payment={row.id}",
    )


def _driver(row: DriverRow) -> FoundView:
    return FoundView(
        id=f"driver-{row.id}",
        title=row.name or "Driver",
        detail=row.plate or display_phone(row.phone),
        group="Drivers",
        href=f"/ops/drivers?q={quote(row.phone or row.name)}",
    )


def _customer(row: CustomerRow) -> FoundView:
    return FoundView(
        id=f"customer-{row.id}",
        title=row.name or "Customer",
        detail=row.phone_text,
        group="Customers",
        href=f"/ops/customers?q={quote(row.phone_text or row.name)}",
    )
