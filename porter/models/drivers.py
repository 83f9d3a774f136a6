"""Drivers, vehicles and vehicle classes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from porter.core.rows import Row
from porter.models.columns import choice, created, key, maybe_instant, minor, one_of, ref
from porter.models.enums import Fuel, ServiceType, VehicleKind, VehicleStatus, Verification


class Driver(Row, table=True):
    """The working side of a driver's account; shares its id."""

    __tablename__ = "driver"
    __table_args__ = (
        one_of("verification", Verification),
        Index("ix_driver_online", "city_code", postgresql_where=text("is_online")),
        CheckConstraint(
            "rating_count >= 0 AND rating_sum BETWEEN rating_count AND rating_count * 5", name="rating_sane"
        ),
    )

    id: UUID = Field(foreign_key="account.id", primary_key=True)
    city_code: str = ref("city.code")
    licence_number: str | None = Field(default=None, unique=True)
    verification: Verification = choice(Verification, Verification.PENDING)
    is_online: bool = False
    online_since: datetime | None = maybe_instant()
    idle_since: datetime | None = maybe_instant()
    rating_sum: int = 0
    rating_count: int = 0
    cash_limit_minor: int = minor(200_000)
    created_at: datetime = created()


class VehicleClass(Row, table=True):
    """What a customer chooses: data, not code."""

    __tablename__ = "vehicle_class"
    __table_args__ = (one_of("kind", VehicleKind), one_of("service_type", ServiceType))

    code: str = Field(primary_key=True, max_length=32)
    kind: VehicleKind = choice(VehicleKind)
    service_type: ServiceType = choice(ServiceType, ServiceType.GOODS)
    name: str
    reason: str = ""
    is_ev: bool = False
    capacity_kg: int
    seats: int = 0
    length_ft: str = ""
    width_ft: str = ""
    height_ft: str = ""
    speed_kmh: int
    sort: int
    is_active: bool = True


class Vehicle(Row, table=True):
    """A driver's vehicle; one of them is active."""

    __tablename__ = "vehicle"
    __table_args__ = (
        one_of("fuel", Fuel),
        one_of("status", VehicleStatus),
        Index("uq_vehicle_active", "driver_id", unique=True, postgresql_where=text("is_active")),
        CheckConstraint("battery_pct IS NULL OR battery_pct BETWEEN 0 AND 100", name="battery_sane"),
    )

    id: UUID = key()
    driver_id: UUID = ref("driver.id")
    class_code: str = ref("vehicle_class.code")
    plate: str = Field(unique=True, max_length=16)
    make: str = ""
    model: str = ""
    year: int | None = None
    vin: str | None = Field(default=None, unique=True)
    fuel: Fuel = choice(Fuel)
    battery_pct: int | None = None
    range_km: int | None = None
    odometer_km: int | None = None
    max_kg: int
    status: VehicleStatus = choice(VehicleStatus, VehicleStatus.AVAILABLE)
    is_active: bool = False
    created_at: datetime = created()
