"""What a driver is asked, and why each driver was or was not asked."""

from datetime import datetime
from uuid import UUID

from porter.core.views import Amount, View


class OfferView(View):
    """One ask, as the driver's screen shows it: what to decide by, and no address or phone of the drop.

    `total_s` is how long it stood open when it was sent, whenever it is looked at.
    """

    id: UUID
    order_id: UUID
    order_number: str
    payout_minor: int
    payout: Amount
    payout_text: str
    cash_minor: int
    cash: Amount
    cash_text: str
    currency: str
    pickup_address: str
    pickup_distance_m: int
    pickup_distance_text: str
    pickup_eta_text: str
    pickup_lat: float
    pickup_lng: float
    drop_area: str
    drop_lat: float
    drop_lng: float
    drops: int
    distance_text: str
    vehicle_name: str
    goods_text: str
    expires_at: datetime
    total_s: int
    server_now: datetime


class CandidateView(View):
    """One driver who was considered: the gate that stopped them, or their place and score and what came of it."""

    driver_id: UUID
    driver_name: str
    plate: str
    gate: str
    gate_text: str
    rank: int | None
    score: int | None
    score_parts: dict[str, int]
    distance_text: str
    eta_text: str
    offer_status: str
    outcome_text: str


class RoundView(View):
    """One round of a search with everybody who was considered, those who were asked first."""

    id: UUID
    search: int
    number: int
    radius_text: str
    status: str
    considered: int
    asked: int
    started_at: datetime
    due_at: datetime
    closed_at: datetime | None
    candidates: tuple[CandidateView, ...]


class TraceView(View):
    """Why somebody came, or nobody did."""

    order_id: UUID
    order_number: str
    status: str
    summary: str
    asked: int
    considered: int
    rounds: tuple[RoundView, ...]
