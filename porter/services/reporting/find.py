"""The search of everything: orders, payments, refunds, payouts, drivers, customers."""

from urllib.parse import quote

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.errors import NotFound
from porter.models.enums import Audience
from porter.services import drivers, orders, payments, payouts
from porter.services.accounts import Actor, display_phone
from porter.services.drivers import DriverFilter, DriverRow
from porter.services.orders import OrderFilter, OrderRow
from porter.services.payments import PaymentFilter, PaymentRow, RefundFilter, RefundView
from porter.services.payouts import PayoutFilter, PayoutRow
from porter.services.reporting.people import customers
from porter.services.reporting.views import CustomerFilter, CustomerRow, FoundView

SHORTEST = 2
_EACH = 5


async def find(session: AsyncSession, actor: Actor, text: str) -> tuple[FoundView, ...]:
    """What fits a text, a few of each kind; payouts only for those who may see them. Raises NotFound for anybody but staff."""
    if actor.audience is not Audience.STAFF:
        raise NotFound()
    words = text.strip()[:60]
    if len(words) < SHORTEST:
        return ()
    found = await orders.table(session, actor, OrderFilter(text=words), "-created_at", "", _EACH)
    paid = await payments.table(session, actor, PaymentFilter(text=words), limit=_EACH)
    returned = await payments.refunds(session, actor, RefundFilter(text=words), limit=_EACH)
    sent = await _payouts(session, actor, words)
    working = await drivers.table(session, actor, DriverFilter(text=words), limit=_EACH)
    people = await customers(session, actor, CustomerFilter(text=words), limit=_EACH)
    return (
        *(_order(row) for row in found.items),
        *(_payment(row) for row in paid.items),
        *(_refund(row) for row in returned.items),
        *(_payout(row) for row in sent),
        *(_driver(row) for row in working.items),
        *(_customer(row) for row in people.items),
    )


async def _payouts(session: AsyncSession, actor: Actor, words: str) -> tuple[PayoutRow, ...]:
    if actor.role not in payouts.MAY_SEE:
        return ()
    return (await payouts.table(session, actor, PayoutFilter(text=words), limit=_EACH)).items


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


def _refund(row: RefundView) -> FoundView:
    return FoundView(
        id=f"refund-{row.id}",
        title=f"{row.amount_text} {row.to_text}",
        detail=" · ".join(part for part in (row.order_number, row.payer_name, row.status_text) if part),
        group="Refunds",
        href=f"/ops/refunds?refund={row.id}",
    )


def _payout(row: PayoutRow) -> FoundView:
    return FoundView(
        id=f"payout-{row.payout.id}",
        title=f"{row.payout.amount_text} · {row.driver_name or 'Driver'}",
        detail=f"{row.payout.destination} · {row.status_text}",
        group="Payouts",
        href=f"/ops/payouts?payout={row.payout.id}",
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
