"""Where an order is, and the photos of its stops."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from porter.api.answers import answer, shape
from porter.api.deps import AnyActor
from porter.api.identity import who, who_as
from porter.core.errors import NotFound, Unauthenticated
from porter.models.enums import Audience
from porter.services import tracking, trips
from porter.services.accounts import Actor
from porter.services.tracking import TrackingView

router = APIRouter(prefix="/orders", tags=["orders"])


async def _viewer(request: Request, audience: Audience | None = None) -> Actor:
    """A picture in a page cannot send a header: with three apps in one browser the page says which one asks."""
    actor = await (who(request.scope) if audience is None else who_as(request.scope, audience))
    if actor is None:
        raise Unauthenticated()
    return actor


@router.get("/{order_id}/tracking", response_model=shape("tracking", TrackingView), summary="Where the driver is")
async def view(order_id: UUID, actor: AnyActor) -> Response:
    """For the order's customer, its driver and operations; the position only while the driver holds the order."""
    return answer("tracking", await tracking.view(actor, order_id))


@router.get("/{order_id}/photos/{photo_id}", response_class=Response, summary="A photo of a stop")
async def photo(order_id: UUID, photo_id: UUID, actor: Annotated[Actor, Depends(_viewer)]) -> Response:
    """A JPEG."""
    found = await trips.proof_file(actor, photo_id)
    if found.order_id != order_id:
        raise NotFound()
    headers = {
        "cache-control": "private, max-age=86400, immutable",
        "content-disposition": f'inline; filename="{found.name}"',
        "x-content-type-options": "nosniff",
    }
    return Response(found.data, 200, headers, found.content_type)
