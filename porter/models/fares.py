"""The rules of money for a trip: versioned fare policies, tax regimes, the cancellation matrix."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlmodel import Field

from porter.core.rows import Row
from porter.models.columns import choice, created, document, key, maybe_choice, minor, one_of, ref
from porter.models.enums import Fault, OrderStatus, Party, PaymentMethod, ServiceType


class FarePolicy(Row, table=True):
    """Rules of one vehicle class in one city for a span of time; spans never overlap.

    `slabs` is a list of {"from_m", "minor_per_km"} by rising distance; metres below `included_m` cost nothing.
    """

    __tablename__ = "fare_policy"
    __table_args__ = (
        one_of("service_type", ServiceType),
        ExcludeConstraint(
            ("city_code", "="),
            ("class_code", "="),
            ("service_type", "="),
            ("valid", "&&"),
            using="gist",
            name="fare_policy_one_at_a_time",
        ),
        CheckConstraint("base_minor >= 0 AND per_minute_minor >= 0 AND per_stop_minor >= 0", name="not_negative"),
        CheckConstraint("commission_bps BETWEEN 0 AND 10000", name="commission_sane"),
    )

    id: UUID = key()
    city_code: str = ref("city.code")
    class_code: str = ref("vehicle_class.code")
    service_type: ServiceType = choice(ServiceType, ServiceType.GOODS)
    version: int = 1
    valid: Range[datetime] = Field(sa_column=Column(TSTZRANGE, nullable=False))
    base_minor: int = minor()
    included_m: int = 0
    slabs: list[Any] = document(list)
    per_minute_minor: int = minor(0)
    per_stop_minor: int = minor(0)
    minimum_minor: int = minor(0)
    free_wait_s: int = 0
    wait_minor_per_minute: int = minor(0)
    wait_max_s: int = 3600
    night_bps: int = 0
    night_from_hour: int = 22
    night_to_hour: int = 6
    commission_bps: int = 2000
    created_at: datetime = created()
    created_by: UUID | None = ref("account.id", nullable=True, default=None)


class TaxRegime(Row, table=True):
    """Tax on a service for a span of time. `parts` is a list of {"code", "name", "bps"}, e.g. CGST 900 and SGST 900."""

    __tablename__ = "tax_regime"
    __table_args__ = (
        one_of("service_type", ServiceType),
        ExcludeConstraint(
            ("state_code", "="), ("service_type", "="), ("valid", "&&"), using="gist", name="tax_regime_one_at_a_time"
        ),
    )

    id: UUID = key()
    state_code: str = Field(max_length=2)
    service_type: ServiceType = choice(ServiceType)
    sac: str = ""
    parts: list[Any] = document(list)
    valid: Range[datetime] = Field(sa_column=Column(TSTZRANGE, nullable=False))


class CancellationRule(Row, table=True):
    """One row of the cancellation matrix; NULL matches anything, the most specific row wins; no row, no fee."""

    __tablename__ = "cancellation_rule"
    __table_args__ = (one_of("order_status", OrderStatus), one_of("cancelled_by", Party))

    id: UUID = key()
    city_code: str = ref("city.code")
    order_status: OrderStatus = choice(OrderStatus)
    cancelled_by: Party = choice(Party)
    from_s: int = 0
    to_s: int | None = None
    service_type: ServiceType | None = maybe_choice(ServiceType)
    payment_method: PaymentMethod | None = maybe_choice(PaymentMethod)
    fault: Fault = choice(Fault, Fault.CUSTOMER)
    fee_minor: int = minor(0)
    fee_bps: int = 0
    fee_max_minor: int | None = None
    counts_against: bool = False
