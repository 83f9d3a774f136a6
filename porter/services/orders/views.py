"""Orders as customers, drivers and operations see them."""

from datetime import datetime
from uuid import UUID

from porter.core.views import Amount, View
from porter.models.enums import OrderStatus, Party, PaymentMethod, ServiceType, StopKind, StopStatus
from porter.services.receipts import FareLineView
from porter.services.vehicles import VehicleClassView


class StopView(View):
    """A stop; phone and otp are "" for whoever may not see them."""

    id: UUID
    sequence: int
    kind: StopKind
    status: StopStatus
    status_text: str
    lat: float
    lng: float
    address: str
    landmark: str
    floor: str
    contact_name: str
    contact_phone: str
    note: str
    otp: str
    arrived_at: datetime | None
    done_at: datetime | None
    far_reason: str = ""
    failed_reason: str = ""


class DriverCardView(View):
    """Who comes, and in what: operations may have sent another class than the one that was booked."""

    id: UUID
    name: str
    rating_text: str
    trips_text: str
    vehicle_text: str
    vehicle_code: str
    plate: str
    photo_url: str


class SearchView(View):
    """How far the search for a driver has come."""

    asked: int
    round: int
    radius_m: int
    ends_at: datetime | None
    can_raise_from: datetime | None


class WaitingView(View):
    """The meter at the stop where the driver stands; the charge is without tax."""

    sequence: int
    since: datetime
    free_until: datetime
    free_until_text: str
    text: str
    charge_minor: int
    charge: Amount
    charge_text: str


class OrderView(View):
    """One order as its viewer may see it. The total includes what was raised."""

    id: UUID
    number: str
    status: OrderStatus
    status_text: str
    headline: str
    service_type: ServiceType
    vehicle: VehicleClassView
    stops: tuple[StopView, ...]
    goods_text: str
    note: str
    lines: tuple[FareLineView, ...]
    total_minor: int
    total: Amount
    total_text: str
    raise_minor: int
    raised: Amount
    raise_step_minor: int
    raise_step: Amount
    cancel_fee_minor: int
    cancel_fee: Amount
    cancel_reason: str
    currency: str
    payment_method: PaymentMethod
    payment_text: str
    distance_m: int
    distance_text: str
    duration_s: int
    duration_text: str
    polyline: str
    driver: DriverCardView | None
    time_zone: str
    created_at: datetime
    created_text: str
    assigned_at: datetime | None
    picked_up_at: datetime | None
    delivered_at: datetime | None
    cancelled_at: datetime | None
    can_cancel: bool
    can_raise: bool
    can_search_again: bool
    can_rate: bool
    can_tip: bool
    rated_stars: int
    search: SearchView | None
    waiting: WaitingView | None
    waiting_rule_text: str
    receipt_number: str


class OrderCard(View):
    """An order in a list of the customer."""

    id: UUID
    number: str
    status: OrderStatus
    status_text: str
    headline: str
    is_live: bool
    vehicle_name: str
    vehicle_code: str
    pickup_address: str
    drop_address: str
    drops: int
    total_minor: int
    total: Amount
    total_text: str
    created_at: datetime
    created_text: str


class CancellationView(View):
    """Whether cancelling is possible now and what it costs; the shown fee is the charged fee."""

    allowed: bool
    fee_minor: int
    fee: Amount
    fee_text: str
    explanation: str


class TimelineView(View):
    """One thing that happened to an order; who by name, and `detail`, are for operations alone."""

    at: datetime
    at_text: str
    actor: Party
    actor_text: str
    event: str
    text: str
    from_status: str
    to_status: str
    why: str
    detail: str


class OrderRow(View):
    """An order in the table of operations."""

    id: UUID
    number: str
    status: OrderStatus
    status_text: str
    customer_name: str
    customer_phone: str
    driver_name: str
    driver_id: UUID | None
    vehicle_code: str
    vehicle_name: str
    pickup_address: str
    drop_address: str
    drops: int
    total_minor: int
    total: Amount
    total_text: str
    payment_text: str
    created_at: datetime
    created_text: str
    status_since: datetime
    in_status_s: int
    is_late: bool


class OrderPanelView(View):
    """Everything that operations sees of one order."""

    order: OrderView
    customer_id: UUID
    customer_name: str
    customer_phone: str
    driver_phone: str
    driver_payout_text: str
    commission_text: str
    tax_text: str
    time_zone: str
    timeline: tuple[TimelineView, ...]
    cancellation: CancellationView
