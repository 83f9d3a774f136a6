"""Trips and the trail of positions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, PrimaryKeyConstraint, UniqueConstraint, text
from sqlmodel import Field

from porter.core.rows import Row
from porter.models.columns import choice, created, key, maybe_instant, one_of, ref
from porter.models.enums import TripStatus


class Trip(Row, table=True):
    """The physical work of an assignment."""

    __tablename__ = "trip"
    __table_args__ = (
        one_of("status", TripStatus),
        Index(
            "uq_trip_driver_open",
            "driver_id",
            unique=True,
            postgresql_where=text("status IN ('to_pickup','loading','in_transit')"),
        ),
    )

    id: UUID = key()
    assignment_id: UUID = Field(foreign_key="assignment.id", unique=True)
    order_id: UUID = ref("orders.id", ondelete="CASCADE")
    driver_id: UUID = ref("driver.id")
    status: TripStatus = choice(TripStatus, TripStatus.TO_PICKUP)
    driven_m: int = 0
    started_at: datetime = created()
    loading_at: datetime | None = maybe_instant()
    departed_at: datetime | None = maybe_instant()
    ended_at: datetime | None = maybe_instant()


class Position(Row, table=True):
    """A sampled fix of a driver; partitioned by day of `at` (the device's time), kept 90 days."""

    __tablename__ = "position"
    __table_args__ = (
        PrimaryKeyConstraint("driver_id", "at"),
        Index("ix_position_order_at", "order_id", "at", postgresql_where=text("order_id IS NOT NULL")),
        {"postgresql_partition_by": "RANGE (at)"},
    )

    driver_id: UUID
    at: datetime = Field(sa_type=DateTime(timezone=True))
    order_id: UUID | None = None
    lat: float
    lng: float
    heading_deg: int | None = None
    speed_kmh: int | None = None
    accuracy_m: int | None = None
    received_at: datetime = created()


class LocationBatch(Row, table=True):
    """A batch of fixes that has been taken in; a replay of the same batch is recognised by it."""

    __tablename__ = "location_batch"
    __table_args__ = (UniqueConstraint("driver_id", "batch_id"), Index("ix_location_batch_created", "created_at"))

    id: UUID = key()
    driver_id: UUID = ref("driver.id", index=False)
    batch_id: str = Field(max_length=64)
    created_at: datetime = created()
