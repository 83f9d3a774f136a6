"""Quotes as people see them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from porter.core.views import Amount, View
from porter.models.enums import ServiceType, StopKind
from porter.services.receipts import FareLineView
from porter.services.vehicles import VehicleClassView

WaitingText = Annotated[
    str,
    Field(
        description="What waiting costs at a stop, beyond the fare; empty where it is never charged.",
        examples=["10 min free at each stop, then ₹2 a minute"],
    ),
]


class EstimateStopView(View):
    """A stop as it was understood."""

    sequence: int
    kind: StopKind
    lat: float
    lng: float
    address: str
    landmark: str = ""
    floor: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    note: str = ""


class QuoteView(View):
    """The price of one class. `id` is None, and `why_not` says why, when the class cannot carry these goods."""

    id: UUID | None
    vehicle: VehicleClassView
    total_minor: int
    total: Amount
    total_text: str
    lines: tuple[FareLineView, ...]
    waiting_text: WaitingText = ""
    surge_text: str = ""
    pickup_eta_s: int | None
    pickup_eta_text: str
    duration_s: int
    duration_text: str
    expires_at: datetime
    fits: bool
    why_not: str = ""


class EstimateView(View):
    """All classes for one trip, side by side."""

    id: UUID
    city_code: str
    service_type: ServiceType
    stops: tuple[EstimateStopView, ...]
    distance_m: int
    distance_text: str
    duration_s: int
    duration_text: str
    polyline: str
    expires_at: datetime
    quotes: tuple[QuoteView, ...]
