"""Orders for operations."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import AwareDatetime

from porter.api.answers import answer, answer_page, page_shape, shape
from porter.api.deps import Cursor, PageLimit, Reading, Session, Staff
from porter.api.v1.orders import CancelBody
from porter.models.enums import OrderStatus
from porter.services import orders
from porter.services.orders import OrderFilter, OrderPanelView, OrderRow, OrderView, Sort

router = APIRouter(prefix="/admin/orders", tags=["admin"])


def _wanted(
    status: Annotated[list[OrderStatus] | None, Query()] = None,
    class_code: Annotated[list[str] | None, Query(max_length=20)] = None,
    text: Annotated[str, Query(max_length=60, description="Order number, phone, name or plate")] = "",
    from_at: AwareDatetime | None = None,
    to_at: AwareDatetime | None = None,
    late_only: bool = False,
) -> OrderFilter:
    return OrderFilter(
        status=tuple(status or ()),
        class_code=tuple(class_code or ()),
        text=text.replace("\x00", ""),
        from_at=from_at,
        to_at=to_at,
        late_only=late_only,
    )


WantedOrders = Annotated[OrderFilter, Depends(_wanted)]
Sorted = Annotated[Sort, Query(description="A minus sign puts the largest first.")]


@router.get("", response_model=page_shape("orders", OrderRow), summary="The orders table")
async def orders_table(
    actor: Staff,
    session: Reading,
    wanted: WantedOrders,
    sort: Sorted = "-created_at",
    cursor: Cursor = "",
    limit: PageLimit = 50,
) -> Response:
    """Filtered, sorted and paged on the server."""
    return answer_page("orders", await orders.table(session, actor, wanted, sort, cursor, limit))


@router.get("/{order_id}", response_model=shape("order", OrderPanelView), summary="Everything about an order")
async def order_panel(order_id: UUID, actor: Staff, session: Reading) -> Response:
    """People, money, timeline."""
    return answer("order", await orders.panel(session, actor, order_id))


@router.put("/{order_id}/cancel", response_model=shape("order", OrderView), summary="Cancel for operations")
async def cancel_order(order_id: UUID, body: CancelBody, actor: Staff, session: Session) -> Response:
    """Also after the pickup."""
    return answer("order", await orders.cancel(session, actor, order_id, body.reason, body.expected_fee_minor))
