"""Orders with their stops, proofs, timeline and ratings."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from porter.core.rows import Row
from porter.models.columns import (
    choice,
    created,
    document,
    key,
    maybe_choice,
    maybe_instant,
    minor,
    one_of,
    ref,
)
from porter.models.enums import (
    Fault,
    OrderStatus,
    Party,
    PaymentMethod,
    ProofKind,
    ServiceType,
    StopKind,
    StopStatus,
)


class Order(Row, table=True):
    """A customer's commitment made from a quote; fare, terms and stops are copies, frozen until the end is known."""

    __tablename__ = "orders"
    __table_args__ = (
        one_of("status", OrderStatus),
        one_of("payment_method", PaymentMethod),
        CheckConstraint("total_minor >= 0 AND raise_minor >= 0", name="not_negative"),
        CheckConstraint(
            "(driver_id IS NULL) OR status NOT IN ('searching_driver','no_driver','pending','scheduled')",
            name="driver_fits",
        ),
        Index("ix_orders_customer_created", "customer_id", text("created_at DESC")),
        Index(
            "ix_orders_customer_live",
            "customer_id",
            postgresql_where=text("status NOT IN ('cancelled','delivered','returned')"),
        ),
        Index("ix_orders_status_created", "status", text("created_at DESC")),
        Index("ix_orders_created", text("created_at DESC"), text("id DESC")),
        Index("ix_orders_total", "total_minor", "id"),
        Index("ix_orders_status_id", "status", "id"),
        Index("ix_orders_updated", "updated_at", "id"),
        Index(
            "uq_orders_driver_busy",
            "driver_id",
            unique=True,
            postgresql_where=text("status IN ('assigned','picked_up','in_transit','failed','returning')"),
        ),
    )

    id: UUID = key()
    number: str = Field(unique=True, max_length=16)
    customer_id: UUID = ref("account.id", index=False)
    quote_id: UUID = Field(foreign_key="quote.id", unique=True)
    city_code: str = ref("city.code", index=False)
    service_type: ServiceType = choice(ServiceType)
    class_code: str = ref("vehicle_class.code", index=False)
    status: OrderStatus = choice(OrderStatus)
    driver_id: UUID | None = ref("driver.id", nullable=True, default=None)
    payment_method: PaymentMethod = choice(PaymentMethod)
    goods: dict[str, Any] = document()
    note: str = Field(default="", max_length=500)
    lines: list[Any] = document(list)
    terms: dict[str, Any] = document()
    total_minor: int = minor()
    raise_minor: int = minor(0)
    driver_payout_minor: int = minor()
    commission_minor: int = minor()
    tax_minor: int = minor()
    currency: str = Field(max_length=3)
    distance_m: int
    duration_s: int
    polyline: str
    pickup_lat: float
    pickup_lng: float
    pickup_address: str
    drop_address: str
    pickup_cell: str = Field(max_length=16)
    created_at: datetime = created()
    updated_at: datetime = created()
    searching_since: datetime | None = maybe_instant()
    search_ends_at: datetime | None = maybe_instant()
    assigned_at: datetime | None = maybe_instant()
    picked_up_at: datetime | None = maybe_instant()
    delivered_at: datetime | None = maybe_instant()
    cancelled_at: datetime | None = maybe_instant()
    cancelled_by: Party | None = maybe_choice(Party)
    cancel_reason: str | None = None
    cancel_fault: Fault | None = maybe_choice(Fault)
    cancel_fee_minor: int = minor(0)
    delay_told_at: datetime | None = maybe_instant()


class Stop(Row, table=True):
    """One pickup or drop of an order, in sequence (0 is the pickup).

    `arrived_at` and `done_at` are the device's word, held to what can be true; `reached_at` is when the server heard of
    an arrival near enough, from which waiting is metered. `promised_at` is the first arrival that the customer was told.
    """

    __tablename__ = "stop"
    __table_args__ = (UniqueConstraint("order_id", "sequence"), one_of("kind", StopKind), one_of("status", StopStatus))

    id: UUID = key()
    order_id: UUID = ref("orders.id", ondelete="CASCADE")
    sequence: int
    kind: StopKind = choice(StopKind)
    status: StopStatus = choice(StopStatus, StopStatus.PENDING)
    lat: float
    lng: float
    address: str = Field(max_length=300)
    landmark: str = Field(default="", max_length=100)
    floor: str = Field(default="", max_length=40)
    contact_name: str = Field(default="", max_length=100)
    contact_phone: str = Field(default="", max_length=16)
    note: str = Field(default="", max_length=300)
    otp_attempts: int = 0
    otp_verified_at: datetime | None = maybe_instant()
    promised_at: datetime | None = maybe_instant()
    arrived_at: datetime | None = maybe_instant()
    reached_at: datetime | None = maybe_instant()
    arrived_off_m: int | None = None
    far_reason: str | None = None
    done_at: datetime | None = maybe_instant()
    failed_reason: str | None = None


class Proof(Row, table=True):
    """A photo or signature taken at a stop; the same bytes for the same stop are one proof."""

    __tablename__ = "proof"
    __table_args__ = (one_of("kind", ProofKind), UniqueConstraint("stop_id", "sha256"))

    id: UUID = key()
    order_id: UUID = ref("orders.id", ondelete="CASCADE")
    stop_id: UUID = ref("stop.id", ondelete="CASCADE", index=False)
    kind: ProofKind = choice(ProofKind)
    storage_key: str
    content_type: str
    sha256: str
    taken_at: datetime | None = maybe_instant()
    created_at: datetime = created()


class TimelineEntry(Row, table=True):
    """Who moved an order from where to where, when and why; only ever appended."""

    __tablename__ = "timeline_entry"
    __table_args__ = (one_of("actor", Party), Index("ix_timeline_entry_order", "order_id", "at", "id"))

    id: UUID = key()
    order_id: UUID = ref("orders.id", ondelete="CASCADE", index=False)
    at: datetime = created()
    actor: Party = choice(Party)
    actor_id: UUID | None = None
    event: str = Field(max_length=48)
    from_status: str | None = None
    to_status: str | None = None
    why: str = ""
    data: dict[str, Any] = document()


class Rating(Row, table=True):
    """What a customer thought of a trip; once per order."""

    __tablename__ = "rating"
    __table_args__ = (CheckConstraint("stars BETWEEN 1 AND 5", name="stars_sane"),)

    order_id: UUID = Field(foreign_key="orders.id", primary_key=True)
    driver_id: UUID = ref("driver.id")
    customer_id: UUID = ref("account.id", index=False)
    stars: int
    tags: list[Any] = document(list)
    comment: str = Field(default="", max_length=500)
    created_at: datetime = created()
