"""What a person says about a trip: stops and goods."""

from typing import Annotated

from pydantic import Field

from porter.core.geo import Point
from porter.core.money import MAX_MINOR
from porter.core.views import Input
from porter.models.enums import ServiceType

FREE_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
"""PostgreSQL stores no NUL, and control signs in an address are never meant."""

UNSAID_KIND = "Other"
"""The kind of goods of whom nobody said one."""

Text = Annotated[str, Field(pattern=FREE_TEXT)]


class StopInput(Input):
    """One place of the trip, with whom to meet there."""

    lat: float = Field(ge=-90, le=90, allow_inf_nan=False, examples=[12.9352])
    lng: float = Field(ge=-180, le=180, allow_inf_nan=False, examples=[77.6245])
    address: Text = Field(default="", max_length=300, examples=["Koramangala 5th Block, Bengaluru"])
    landmark: Text = Field(default="", max_length=100)
    floor: Text = Field(default="", max_length=40)
    contact_name: Text = Field(default="", max_length=100)
    contact_phone: Text = Field(default="", max_length=24, examples=["+919000000001"])
    note: Text = Field(default="", max_length=300)

    @property
    def point(self) -> Point:
        """Where it is."""
        return Point(self.lat, self.lng)


class GoodsInput(Input):
    """What is carried."""

    kind: Text = Field(
        default=UNSAID_KIND, max_length=60, examples=["Furniture"], description="One of the city's kinds"
    )
    weight_kg: int = Field(default=0, ge=0, le=100_000, description="0 when unknown")
    description: Text = Field(default="", max_length=300)
    fragile: bool = False
    declared_value_minor: int | None = Field(default=None, ge=0, le=MAX_MINOR)
    eway_bill: Text = Field(
        default="", max_length=20, description="12 digits, needed above the city's limit of declared value"
    )


class TripInput(Input):
    """A trip to be priced: the first stop is the pickup, the others are drops in order."""

    stops: tuple[StopInput, ...] = Field(min_length=2, max_length=50)
    service_type: ServiceType = ServiceType.GOODS
    goods: GoodsInput = GoodsInput()
