"""What drivers and operations see of drivers and vehicles, and what may be sent."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from porter.core.views import Amount, Input, View
from porter.models.enums import Fuel, Verification

Plate = Annotated[str, StringConstraints(to_upper=True, strip_whitespace=True, pattern=r"^[A-Za-z0-9 -]{4,16}$")]
Licence = Annotated[str, StringConstraints(to_upper=True, strip_whitespace=True, pattern=r"^[A-Za-z0-9 /-]{6,24}$")]

FleetStatus = Literal["idle", "on_trip", "offline"]


class VehicleInput(Input):
    """A vehicle that a driver brings."""

    class_code: str = Field(max_length=32, examples=["mini_truck"])
    plate: Plate = Field(examples=["KA 05 AB 1234"])
    make: str = Field(default="", max_length=40, examples=["Tata"])
    model: str = Field(default="", max_length=40, examples=["Ace"])
    year: int | None = Field(default=None, ge=1990, le=2100)
    fuel: Fuel | None = None
    battery_pct: int | None = Field(default=None, ge=0, le=100)
    range_km: int | None = Field(default=None, ge=1, le=2000)
    max_kg: int | None = Field(default=None, ge=1, le=20_000)


class RegisterInput(Input):
    """What a person says to begin driving."""

    name: str = Field(min_length=2, max_length=100, examples=["Ravi Kumar"])
    birth_year: int = Field(ge=1900, le=2100, examples=[1990])
    licence_number: Licence = Field(examples=["KA0520190001234"])
    city_code: str | None = Field(default=None, max_length=8, examples=["BLR"])
    vehicle: VehicleInput | None = None


class DriverProfileInput(Input):
    """What a driver may change; the licence only until it has been approved."""

    name: str | None = Field(default=None, min_length=2, max_length=100, examples=["Ravi Kumar"])
    licence_number: Licence | None = Field(default=None, examples=["KA0520190001234"])


class VehicleView(View):
    """A driver's vehicle."""

    id: UUID
    class_code: str
    class_name: str
    plate: str
    make: str
    model: str
    year: int | None
    fuel: Fuel
    battery_pct: int | None
    range_km: int | None
    max_kg: int
    is_active: bool
    text: str


class DriverView(View):
    """A driver as they see themselves. `verification` is "none" before they have registered."""

    id: UUID
    name: str
    city: str
    city_code: str
    licence_number: str
    verification: Literal["none", "pending", "approved", "rejected"]
    is_online: bool
    online_since: datetime | None
    vehicle: VehicleView | None
    rating_text: str
    trips_text: str
    cash_in_hand_minor: int
    cash_in_hand: Amount
    cash_in_hand_text: str
    cash_limit_minor: int
    cash_limit: Amount
    cash_limit_text: str
    cash_blocked: bool
    currency: str
    can_go_online: bool
    why_not: str


class FleetDriverView(View):
    """A driver on the operations map."""

    id: UUID
    name: str
    lat: float | None
    lng: float | None
    heading: int | None
    status: FleetStatus
    class_code: str
    class_name: str
    plate: str
    fix_age_s: int | None
    stale: bool
    order_id: UUID | None
    order_number: str


class FleetFilter(Input):
    """Which drivers the map shows; empty means all who are online or on a trip."""

    city_code: str | None = Field(default=None, max_length=8)
    status: tuple[FleetStatus, ...] = ()
    class_code: tuple[str, ...] = ()
    zone_id: UUID | None = None
    """Where they were last seen; a driver without a position is in no zone."""
    text: str = Field(default="", max_length=60)


class DriverFilter(Input):
    """Which drivers the list shows."""

    verification: tuple[Verification, ...] = ()
    online: bool | None = None
    text: str = Field(default="", max_length=60)


class DriverRow(View):
    """One line of the list of drivers."""

    id: UUID
    name: str
    phone: str
    city_code: str
    account_status: str
    verification: Verification
    is_online: bool
    licence_number: str
    class_name: str
    plate: str
    rating_text: str
    created_at: datetime
