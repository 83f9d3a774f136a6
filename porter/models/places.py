"""Cities and zones: where Porter works, and every rule that differs between two cities."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from porter.core.rows import Row
from porter.models.columns import created, document, key, one_of, ref

ZONE_KINDS = ("service", "no_service")


class City(Row, table=True):
    """A city; `rules` is read through `services.zones.rules`, which knows every key and its default."""

    __tablename__ = "city"

    code: str = Field(primary_key=True, max_length=8)
    name: str
    state_code: str = Field(max_length=2)
    currency: str = Field(max_length=3)
    time_zone: str
    lat: float
    lng: float
    rules: dict[str, Any] = document()
    created_at: datetime = created()


class Zone(Row, table=True):
    """A polygon with rules: `polygon` is a list of [lat, lng]; orders start and end in a service zone."""

    __tablename__ = "zone"
    __table_args__ = (UniqueConstraint("city_code", "name"), one_of("kind", ZONE_KINDS))

    id: UUID = key()
    city_code: str = ref("city.code")
    name: str
    kind: str = Field(default="service", max_length=16)
    polygon: list[Any] = document(list)
    is_active: bool = True
    created_at: datetime = created()
