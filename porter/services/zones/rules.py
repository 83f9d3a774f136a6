"""Every number that may differ between two cities, with its default."""

from pydantic import BaseModel, ConfigDict, Field

from porter.core.language import msg
from porter.models.enums import Fault, MatchingMode

MOST_STOPS_ANYWHERE = 26
"""What a city may allow at most."""


class HourFloor(BaseModel):
    """A lowest surge for some hours of the local day; hours may run over midnight."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    from_hour: int = Field(ge=0, le=23)
    to_hour: int = Field(ge=0, le=24)
    bps: int = Field(ge=10_000)


class ReturnRule(BaseModel):
    """What an order costs whose goods went back: shares of the fare for the way out and of the ride for the way back."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    forward_bps: int = Field(default=10_000, ge=0, le=10_000)
    return_bps: int = Field(default=5_000, ge=0, le=20_000)


class DropReason(BaseModel):
    """Whose fault it is when a drop fails for a reason; other reasons are nobody's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: str
    fault: Fault


_FREE = ReturnRule(forward_bps=0, return_bps=0)


class CityRules(BaseModel):
    """The rules of a city: what `city.rules` leaves out has the default here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    matching_mode: MatchingMode = MatchingMode.BATCH
    offer_s: int = Field(default=20, ge=5, le=300)
    batch_size: int = Field(default=3, ge=1, le=50)
    max_rounds: int = Field(default=4, ge=1, le=50)
    radius_m: int = Field(default=2000, ge=100)
    radius_step_m: int = Field(default=500, ge=0)
    search_s: int = Field(default=300, ge=30)
    fix_fresh_s: int = Field(default=60, ge=10)

    arriving_m: int = 100
    geofence_pickup_m: int = 40
    geofence_drop_m: int = 25
    finish_within_m: int = Field(default=250, ge=0)
    accuracy_allowance_m: int = 30
    photo_at_pickup: bool = False
    photo_at_drop: bool = False

    quote_s: int = Field(default=300, ge=30)
    max_stops: int = Field(default=11, ge=2, le=MOST_STOPS_ANYWHERE)
    same_place_m: int = 30
    nearby_m: int = 6000
    surge_max_bps: int = Field(default=20_000, ge=10_000)
    surge_floors: tuple[HourFloor, ...] = ()
    eway_bill_above_minor: int = 5_000_000
    prohibited_goods: tuple[str, ...] = ()
    goods_kinds: tuple[str, ...] = Field(
        default=(
            msg("Household goods"),
            msg("Furniture"),
            msg("Electronics"),
            msg("Food and groceries"),
            msg("Documents"),
            msg("Textiles"),
            msg("Building materials"),
            msg("Machine parts"),
            msg("Other"),
        ),
        min_length=1,
    )
    """What people choose from; the first is suggested. A kind of the city's own is said as it is written here."""

    live_orders_max: int = Field(default=5, ge=1)
    raise_after_s: int = 30
    raise_step_minor: int = Field(default=1000, ge=100)
    raise_max_minor: int = 50_000
    tip_max_minor: int = Field(default=100_000, ge=100)
    top_up_min_minor: int = Field(default=1000, ge=100)
    top_up_max_minor: int = Field(default=1_000_000, ge=100)
    refund_alone_max_minor: int = Field(default=20_000, ge=0)
    waiting_within_m: int = Field(default=250, ge=0)
    undelivered_off_bps: dict[Fault, int] = {
        Fault.CUSTOMER: 5_000,
        Fault.NONE: 5_000,
        Fault.DRIVER: 10_000,
        Fault.PLATFORM: 10_000,
    }
    return_rules: dict[Fault, ReturnRule] = {
        Fault.CUSTOMER: ReturnRule(),
        Fault.NONE: ReturnRule(),
        Fault.DRIVER: _FREE,
        Fault.PLATFORM: _FREE,
    }
    drop_reasons: tuple[DropReason, ...] = (
        DropReason(reason="Nobody is there", fault=Fault.CUSTOMER),
        DropReason(reason="The goods were refused", fault=Fault.CUSTOMER),
        DropReason(reason="The address is wrong", fault=Fault.CUSTOMER),
        DropReason(reason="The place is closed", fault=Fault.CUSTOMER),
        DropReason(reason="The goods are damaged", fault=Fault.DRIVER),
    )
    delay_told_s: int = Field(default=600, ge=60)
    cancel_driver_share_bps: int = Field(default=8000, ge=0, le=10_000)
    minimum_age: int = 18

    @property
    def widest_m(self) -> int:
        """How far from the pickup the last round of a search asks."""
        return self.radius_m + self.radius_step_m * (self.max_rounds - 1)
