"""The two shapes of an estimate: one pickup and one drop, or a list of stops; and the answer with every name promised."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import ConfigDict, Field, model_validator

from porter.core.errors import Refused
from porter.core.money import parse_minor, to_decimal
from porter.core.views import Amount, Input, View
from porter.models.enums import ServiceType
from porter.services.quotes import UNSAID_KIND, EstimateView, GoodsInput, QuoteView, StopInput, TripInput, WaitingText

Major = Annotated[Decimal, Field(ge=0, max_digits=13, decimal_places=2, examples=["30.00"])]
"""Money from outside: major units with at most two decimals."""

_Degrees = Annotated[float, Field(allow_inf_nan=False)]

_SPELLED = {"2_wheeler": "two_wheeler", "3_wheeler": "three_wheeler"}


class GoodsBody(Input):
    """What is carried."""

    kind: str = Field(default=UNSAID_KIND, max_length=60, examples=["Furniture"], description="One of the city's kinds")
    weight_kg: int = Field(default=0, ge=0, le=100_000, description="0 when unknown")
    description: str = Field(default="", max_length=300)
    fragile: bool = False
    declared_value: Major | None = Field(default=None, examples=["12000.00"])
    eway_bill: str = Field(
        default="", max_length=20, description="12 digits, needed above the city's limit of declared value"
    )

    def goods(self) -> GoodsInput:
        """With the value in minor units."""
        declared = None if self.declared_value is None else parse_minor(self.declared_value)
        return GoodsInput(**self.model_dump(exclude={"declared_value"}), declared_value_minor=declared)

    @classmethod
    def of(cls, goods: GoodsInput) -> "GoodsBody":
        """With the value in major units."""
        declared = goods.declared_value_minor
        value = None if declared is None else to_decimal(declared)
        return cls(**goods.model_dump(exclude={"declared_value_minor"}), declared_value=value)


class EstimateBody(Input):
    """Either `stops` (the first is the pickup), or `pickup_*` and `drop_*`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "stops": [
                        {"lat": 12.9349, "lng": 77.6189, "address": "Koramangala 5th Block, Bengaluru"},
                        {"lat": 12.9719, "lng": 77.6412, "address": "100 Feet Road, Indiranagar, Bengaluru"},
                    ],
                    "vehicle_type": "mini_truck",
                    "goods": {"kind": "Furniture", "weight_kg": 120, "declared_value": "12000.00"},
                },
                {"pickup_lat": 12.9349, "pickup_lng": 77.6189, "drop_lat": 12.9719, "drop_lng": 77.6412},
            ]
        }
    )

    stops: tuple[StopInput, ...] | None = Field(default=None, min_length=2, max_length=50)
    pickup_lat: _Degrees | None = Field(default=None, ge=-90, le=90, examples=[12.9349])
    pickup_lng: _Degrees | None = Field(default=None, ge=-180, le=180, examples=[77.6189])
    pickup_address: str = Field(default="", max_length=300)
    drop_lat: _Degrees | None = Field(default=None, ge=-90, le=90, examples=[12.9719])
    drop_lng: _Degrees | None = Field(default=None, ge=-180, le=180, examples=[77.6412])
    drop_address: str = Field(default="", max_length=300)
    vehicle_type: str = Field(default="", max_length=32, examples=["2_wheeler"])
    service_type: ServiceType = ServiceType.GOODS
    goods: GoodsBody = GoodsBody()

    @model_validator(mode="after")
    def _one_form(self) -> "EstimateBody":
        single = (self.pickup_lat, self.pickup_lng, self.drop_lat, self.drop_lng)
        if self.stops is None and None in single:
            raise ValueError("Send stops, or pickup_lat, pickup_lng, drop_lat and drop_lng.")
        if self.stops is not None and any(number is not None for number in single):
            raise ValueError("Send stops, or one pickup and one drop, not both.")
        return self

    @classmethod
    def of(cls, trip: TripInput) -> "EstimateBody":
        """A trip as it can be asked for again."""
        return cls(stops=trip.stops, service_type=trip.service_type, goods=GoodsBody.of(trip.goods))

    def trip(self) -> TripInput:
        """The trip in one shape."""
        stops = self.stops or (
            StopInput.model_validate({"lat": self.pickup_lat, "lng": self.pickup_lng, "address": self.pickup_address}),
            StopInput.model_validate({"lat": self.drop_lat, "lng": self.drop_lng, "address": self.drop_address}),
        )
        return TripInput(stops=stops, service_type=self.service_type, goods=self.goods.goods())

    @property
    def class_code(self) -> str:
        """The class that was asked for, also when it is spelled the old way."""
        return _SPELLED.get(self.vehicle_type, self.vehicle_type)


class AvailableVehicle(View):
    """One class in short."""

    quote_id: str
    vehicle_type: str
    name: str
    capacity_kg: int
    total: Amount
    waiting_text: WaitingText
    pickup_eta_mins: int | None


class EstimateAnswer(EstimateView):
    """An estimate; the fare parts are those of the class asked for, else of the cheapest that fits."""

    distance_km: float
    duration_mins: int
    vehicle_type: str
    base_fare: Amount
    distance_fare: Amount
    subtotal: Amount
    cgst: Amount
    sgst: Amount
    total: Amount
    waiting_text: WaitingText
    currency: str = "INR"
    available_vehicles: tuple[AvailableVehicle, ...]


def estimate_answer(estimate: EstimateView, class_code: str) -> EstimateAnswer:
    """The estimate with the parts of one class spelled out. Raises Refused for a class that is not offered."""
    chosen = _chosen(estimate, class_code)
    return EstimateAnswer(
        **{name: getattr(estimate, name) for name in EstimateView.model_fields},
        distance_km=round(estimate.distance_m / 1000, 1),
        duration_mins=max(1, round(chosen.duration_s / 60)),
        vehicle_type=chosen.vehicle.code,
        **_parts(chosen),
        available_vehicles=tuple(_available(quote) for quote in estimate.quotes if quote.fits),
    )


def _chosen(estimate: EstimateView, class_code: str) -> QuoteView:
    if class_code:
        found = [quote for quote in estimate.quotes if quote.vehicle.code == class_code]
        if not found:
            raise Refused("There is no such vehicle type here. GET /vehicle-classes lists them.")
        return found[0]
    fitting = [quote for quote in estimate.quotes if quote.fits] or list(estimate.quotes)
    return min(fitting, key=lambda quote: quote.total_minor)


def _parts(quote: QuoteView) -> dict[str, Any]:
    by_code = {line.code: line.amount_minor for line in quote.lines}
    return {
        "base_fare": by_code.get("base", 0),
        "distance_fare": by_code.get("distance", 0),
        "subtotal": sum(line.amount_minor for line in quote.lines if line.kind != "tax"),
        "cgst": by_code.get("cgst", 0),
        "sgst": by_code.get("sgst", 0),
        "total": quote.total_minor,
        "waiting_text": quote.waiting_text,
    }


def _available(quote: QuoteView) -> AvailableVehicle:
    eta_s = quote.pickup_eta_s
    return AvailableVehicle(
        quote_id=str(quote.id),
        vehicle_type=quote.vehicle.code,
        name=quote.vehicle.name,
        capacity_kg=quote.vehicle.capacity_kg,
        total=quote.total_minor,
        waiting_text=quote.waiting_text,
        pickup_eta_mins=None if eta_s is None else max(1, round(eta_s / 60)),
    )
