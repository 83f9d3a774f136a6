"""The fleet on the map, and what operations may do on the road."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from porter.api.answers import answer, shape
from porter.api.deps import IdempotencyKey, Reading, Session, Staff
from porter.core.views import Input
from porter.services import drivers, trips
from porter.services.drivers import FleetDriverView, FleetFilter, FleetStatus
from porter.services.trips import JobView

router = APIRouter(prefix="/admin", tags=["admin"])

Codes = Annotated[list[Annotated[str, Field(max_length=32)]], Query(max_length=30)]


class ReasonInput(Input):
    """Why operations steps in."""

    reason: str = Field(min_length=1, max_length=300, examples=["The receiver has lost the code and showed the order"])


@router.get("/fleet", response_model=shape("drivers", tuple[FleetDriverView, ...]), summary="All drivers on the map")
async def fleet(
    actor: Staff,
    session: Reading,
    status: Annotated[list[FleetStatus], Query(max_length=3)] = [],  # noqa: B006 - FastAPI copies defaults
    vehicle_class: Codes = [],  # noqa: B006
    city: Annotated[str | None, Query(max_length=8)] = None,
    q: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """Those who are online or on a trip, unless another status is asked for."""
    wanted = FleetFilter(city_code=city, status=tuple(status), class_code=tuple(vehicle_class), text=q)
    return answer("drivers", await drivers.fleet(session, actor, wanted))


@router.post(
    "/orders/{order_id}/stops/{stop_id}/unlock", response_model=shape("job", JobView), dependencies=[IdempotencyKey],
    summary="Give a locked stop its tries back",
)  # fmt: skip
async def unlock(order_id: UUID, stop_id: UUID, body: ReasonInput, actor: Staff, session: Session) -> Response:
    """After five wrong codes."""
    return answer("job", await trips.unlock_stop(session, actor, order_id, stop_id, body.reason))


@router.post(
    "/orders/{order_id}/stops/{stop_id}/hand-over", response_model=shape("job", JobView),
    dependencies=[IdempotencyKey], summary="Close a stop without its code",
)  # fmt: skip
async def hand_over(order_id: UUID, stop_id: UUID, body: ReasonInput, actor: Staff, session: Session) -> Response:
    """On the word of operations, with the reason in the timeline."""
    return answer("job", await trips.hand_over_without_code(session, actor, order_id, stop_id, body.reason))
