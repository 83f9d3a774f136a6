"""What a driver sees of the job in hand and of the money earned."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from porter.core.views import Amount, View
from porter.services.orders import StopView, WaitingView

Step = Literal[
    "go_to_pickup",
    "arrived_pickup",
    "loading",
    "pickup_otp",
    "go_to_drop",
    "arrived_drop",
    "drop_otp",
    "return_goods",
    "done",
]


class JobView(View):
    """The order that a driver holds: the next stop, and the one thing to do there."""

    order_id: UUID
    number: str
    status: str
    step: Step
    step_label: str
    next_stop: StopView | None
    stops: tuple[StopView, ...]
    pickup_otp_needed: bool
    otp_tries_left: int
    photo_required: bool
    photo_at_drop: bool
    photos: tuple[UUID, ...]
    cash_to_collect_minor: int
    cash_to_collect: Amount
    cash_to_collect_text: str
    payout_minor: int
    payout: Amount
    payout_text: str
    currency: str
    distance_text: str
    polyline: str
    navigate_url: str
    waiting_since: datetime | None
    waiting: WaitingView | None
    note: str
    goods_text: str
    vehicle_name: str


class ProofView(View):
    """A photo that was taken at a stop."""

    id: UUID
    order_id: UUID
    stop_id: UUID
    kind: str
    content_type: str
    url: str
    taken_at: datetime | None


class EarningLine(View):
    """A named part of what a trip brought; the lines sum to the net."""

    code: str
    label: str
    amount_minor: int
    amount: Amount
    amount_text: str


class EarningRow(View):
    """What one trip brought, or something without a trip. `lines` sum to the net; `fare` to what the customer paid."""

    key: UUID
    title: str
    order_id: UUID | None
    order_number: str
    at: datetime
    at_text: str
    fare: tuple[EarningLine, ...]
    fare_text: str
    commission_text: str
    tax_text: str
    cash_text: str
    net_minor: int
    net: Amount
    net_text: str
    lines: tuple[EarningLine, ...]


class EarningDay(View):
    """One day of a week; `share_pct` is its length beside the best day."""

    day: date
    label: str
    total_minor: int
    total: Amount
    total_text: str
    trips_text: str
    share_pct: int
    is_today: bool
    is_ahead: bool


class EarningsView(View):
    """What a day or a week brought. `before` and `after` name the days that lead to the periods beside it."""

    period: Literal["today", "day", "week"]
    title: str
    since: datetime
    day: date
    before: date
    after: date | None
    total_minor: int
    total: Amount
    total_text: str
    lines: tuple[EarningLine, ...]
    trip_count: int
    trips_text: str
    days: tuple[EarningDay, ...]
    trips: tuple[EarningRow, ...]
    cash_collected_text: str
    cash_in_hand_minor: int
    cash_in_hand: Amount
    cash_in_hand_text: str
    cash_limit_text: str
    online_text: str
    currency: str
