"""A vehicle class as people see it."""

from porter.core.language import here
from porter.core.views import View
from porter.models import VehicleClass
from porter.models.enums import ServiceType, VehicleKind


class VehicleClassView(View):
    """One class: name, what it carries, and a reason to choose it."""

    code: str
    kind: VehicleKind
    service_type: ServiceType
    name: str
    reason: str
    is_ev: bool
    capacity_kg: int
    capacity_text: str
    seats: int
    size_text: str
    speed_kmh: int

    @classmethod
    def of(cls, row: VehicleClass) -> "VehicleClassView":
        """The view of a table row."""
        return cls(
            code=row.code,
            kind=row.kind,
            service_type=row.service_type,
            name=here(row.name),
            reason=here(row.reason),
            is_ev=row.is_ev,
            capacity_kg=row.capacity_kg,
            capacity_text=_capacity_text(row),
            seats=row.seats,
            size_text=_size_text(row),
            speed_kmh=row.speed_kmh,
        )


def _capacity_text(row: VehicleClass) -> str:
    if row.service_type is ServiceType.PASSENGER:
        return here("{count} seats", count=row.seats)
    return here("Up to {number} kg", number=f"{row.capacity_kg:,}")


def _size_text(row: VehicleClass) -> str:
    sides = [side for side in (row.length_ft, row.width_ft, row.height_ft) if side]
    return here("{size} ft", size=" × ".join(sides)) if len(sides) == 3 else ""
