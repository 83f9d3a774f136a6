"""What is sent and shown about movement."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field

from porter.core.views import Input, View

MAX_FIXES = 200

FiniteDegrees = Annotated[float, Field(allow_inf_nan=False)]


class FixInput(Input):
    """One position as the device measured it; `at` is the device's time."""

    lat: FiniteDegrees = Field(ge=-90, le=90, examples=[12.9716])
    lng: FiniteDegrees = Field(ge=-180, le=180, examples=[77.5946])
    heading: float | None = Field(default=None, ge=0, le=360, allow_inf_nan=False)
    speed_kmh: float | None = Field(default=None, ge=0, le=2000, allow_inf_nan=False)
    accuracy_m: float | None = Field(default=None, ge=0, le=1_000_000, allow_inf_nan=False)
    at: AwareDatetime = Field(examples=["2026-11-21T10:15:30+05:30"])


class LocationBatchInput(Input):
    """Fixes collected since the last batch. `sent_at`, the device's clock when sending, lets us mend a wrong clock."""

    batch_id: str = Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$", examples=["5f0c7b0e-batch-42"])
    fixes: tuple[FixInput, ...] = Field(min_length=1, max_length=MAX_FIXES)
    sent_at: AwareDatetime | None = None


class Recorded(View):
    """What became of a batch."""

    accepted: int
    dropped: int
    duplicate: bool


class TrackingView(View):
    """Where the driver of an order is, and how far it still is to the next stop.

    `polyline` is the way to the next stop, `polyline_later` the planned way from there on: encoded, precision 5.
    """

    order_id: UUID
    status: str
    driver_id: UUID | None
    lat: float | None
    lng: float | None
    heading: int | None
    fix_at: datetime | None
    fix_age_s: int | None
    stale: bool
    seen_text: str
    eta_s: int | None
    eta_text: str
    distance_left_m: int | None
    distance_left_text: str
    next_stop_sequence: int | None
    polyline: str
    polyline_later: str
