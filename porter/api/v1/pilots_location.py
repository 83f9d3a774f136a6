"""Positions of drivers: in batches, or one at a time."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import AwareDatetime, Field

from porter.api.answers import answer, shape
from porter.api.deps import Driver, IdempotencyKey
from porter.core import clock
from porter.core.ids import new_id
from porter.core.views import Input
from porter.services import tracking
from porter.services.tracking import FixInput, LocationBatchInput, Recorded

router = APIRouter(prefix="/pilots", tags=["pilots"])


class LocationInput(Input):
    """One position; without `at` it is of now."""

    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False, examples=[12.9716])]
    lng: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, examples=[77.5946])]
    heading: float | None = Field(default=None, ge=0, le=360, allow_inf_nan=False)
    speed_kmh: float | None = Field(default=None, ge=0, le=2000, allow_inf_nan=False)
    accuracy_m: float | None = Field(default=None, ge=0, le=1_000_000, allow_inf_nan=False)
    at: AwareDatetime | None = None


@router.post(
    "/location", response_model=shape("location", Recorded), dependencies=[IdempotencyKey], summary="Send positions"
)
async def batch(body: LocationBatchInput, actor: Driver) -> Response:
    """Up to 200 fixes since the last batch. A `batch_id` that was sent before changes nothing."""
    return answer("location", await tracking.record(actor, body))


@router.put("/location", response_model=shape("location", Recorded), summary="Send one position")
async def single(body: LocationInput, actor: Driver) -> Response:
    """For simple clients; drivers' apps send batches."""
    fix = FixInput(**{**body.model_dump(), "at": body.at or clock.now()})
    return answer(
        "location", await tracking.record(actor, LocationBatchInput(batch_id=f"put-{new_id()}", fixes=(fix,)))
    )
