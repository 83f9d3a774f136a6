"""Operations give orders to drivers by hand, and see why somebody came or nobody did."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

from porter.api.answers import answer, shape
from porter.api.deps import IdempotencyKey, Reading, Session, Staff
from porter.core.views import Id, Input
from porter.services import matching, orders
from porter.services.matching import TraceView
from porter.services.orders import OrderPanelView

router = APIRouter(prefix="/admin/orders", tags=["admin"])


class AssignInput(Input):
    """To whom, and why."""

    driver_id: Id
    reason: str = Field(default="", max_length=300, examples=["The customer asked for Ravi"])


@router.post(
    "/{order_id}/assign", response_model=shape("order", OrderPanelView), dependencies=[IdempotencyKey],
    summary="Give an order to a driver",
)  # fmt: skip
async def assign(order_id: UUID, body: AssignInput, staff: Staff, session: Session) -> Response:
    """For orders that look for a driver or found none; open offers are withdrawn."""
    await matching.assign(session, staff, order_id, body.driver_id, body.reason)
    return answer("order", await orders.panel(session, staff, order_id))


@router.post(
    "/{order_id}/reassign", response_model=shape("order", OrderPanelView), dependencies=[IdempotencyKey],
    summary="Give an order to another driver",
)  # fmt: skip
async def reassign(order_id: UUID, body: AssignInput, staff: Staff, session: Session) -> Response:
    """Before pickup only; the driver who had it is told."""
    await matching.reassign(session, staff, order_id, body.driver_id, body.reason)
    return answer("order", await orders.panel(session, staff, order_id))


@router.get("/{order_id}/trace", response_model=shape("trace", TraceView), summary="Why a driver came, or nobody")
async def trace(order_id: UUID, staff: Staff, session: Reading) -> Response:
    """Every round with everybody who was considered: the gate that stopped them, or rank, score and answer."""
    return answer("trace", await matching.trace(session, staff, order_id))
