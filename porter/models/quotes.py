"""Quotes: priced promises that end."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from porter.core.rows import Row
from porter.models.columns import choice, created, document, instant, key, maybe_instant, minor, one_of, ref
from porter.models.enums import QuoteStatus, ServiceType


class Estimate(Row, table=True):
    """What the quotes of one request share: the stops, the goods, the route.

    `stops` is a list of {"kind", "lat", "lng", "address", "landmark", "floor", "contact_name", "contact_phone", "note"}.
    """

    __tablename__ = "estimate"

    id: UUID = key()
    customer_id: UUID | None = ref("account.id", nullable=True, default=None)
    city_code: str = ref("city.code")
    service_type: ServiceType = choice(ServiceType)
    stops: list[Any] = document(list)
    goods: dict[str, Any] = document()
    distance_m: int
    duration_s: int
    polyline: str
    legs: list[Any] = document(list)
    created_at: datetime = created()


class Quote(Row, table=True):
    """The price of one vehicle class. `lines` is a list of {"code", "label", "minor", "kind"} that sums to the total.

    `terms` is what holds beside the lines: waiting, drops that fail, goods that go back (`pricing.Terms`).
    """

    __tablename__ = "quote"
    __table_args__ = (
        one_of("status", QuoteStatus),
        CheckConstraint("total_minor >= 0", name="not_negative"),
        Index("ix_quote_open", "expires_at", postgresql_where=text("status = 'open'")),
    )

    id: UUID = key()
    estimate_id: UUID = ref("estimate.id")
    policy_id: UUID = ref("fare_policy.id", index=False)
    class_code: str = ref("vehicle_class.code", index=False)
    status: QuoteStatus = choice(QuoteStatus, QuoteStatus.OPEN)
    lines: list[Any] = document(list)
    terms: dict[str, Any] = document()
    total_minor: int = minor()
    currency: str = Field(max_length=3)
    surge_bps: int = 10_000
    driver_payout_minor: int = minor()
    duration_s: int
    pickup_eta_s: int | None = None
    created_at: datetime = created()
    expires_at: datetime = instant()
    used_at: datetime | None = maybe_instant()
