"""What a fare is computed from, and what comes out."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from porter.core.money import BPS


class LineKind(StrEnum):
    """What a line is for the books: ride lines carry commission and tax, the others have rules of their own."""

    RIDE = "ride"
    SURGE = "surge"
    DISCOUNT = "discount"
    GRATUITY = "gratuity"
    TOLLS = "tolls"
    TAX = "tax"
    SURCHARGE = "surcharge"
    RAISE = "raise"


@dataclass(frozen=True, slots=True)
class Slab:
    """The price of a kilometre from a distance on, until the next slab begins."""

    from_m: int
    minor_per_km: int


@dataclass(frozen=True, slots=True)
class Rates:
    """The rules of one class. Metres below `included_m` cost nothing; shares are basis points."""

    base_minor: int
    included_m: int = 0
    slabs: tuple[Slab, ...] = ()
    per_minute_minor: int = 0
    per_stop_minor: int = 0
    free_wait_s: int = 0
    wait_minor_per_minute: int = 0
    wait_max_s: int = 3600
    minimum_minor: int = 0
    night_bps: int = 0
    night_from_hour: int = 22
    night_to_hour: int = 6
    gratuity_bps: int = 0
    surcharge_bps: int = 0
    surcharge_label: str = "Fuel surcharge"
    commission_bps: int = 2000


@dataclass(frozen=True, slots=True)
class TaxPart:
    """One tax, e.g. CGST at 900 basis points."""

    code: str
    name: str
    bps: int


@dataclass(frozen=True, slots=True)
class Tax:
    """The taxes on a service; `sac` is its code on invoices."""

    parts: tuple[TaxPart, ...] = ()
    sac: str = ""

    @property
    def bps(self) -> int:
        """All parts together."""
        return sum(part.bps for part in self.parts)


@dataclass(frozen=True, slots=True)
class TripFacts:
    """What is known of the trip."""

    distance_m: int
    duration_s: int
    extra_stops: int = 0
    waiting_s: int = 0
    tolls_minor: int = 0
    discount_minor: int = 0
    local_hour: int = 12
    surge_bps: int = BPS


@dataclass(frozen=True, slots=True)
class FareLine:
    """A named part of a fare; discounts are negative."""

    code: str
    label: str
    minor: int
    kind: LineKind

    def plain(self) -> dict[str, Any]:
        """As quotes and orders store it."""
        return {**asdict(self), "kind": self.kind.value}


@dataclass(frozen=True, slots=True)
class Fare:
    """Lines that sum to the total, and who gets what: total + discount = payout + commission + tax."""

    lines: tuple[FareLine, ...]
    total_minor: int
    tax_minor: int
    driver_payout_minor: int
    commission_minor: int

    def plain_lines(self) -> list[dict[str, Any]]:
        """The lines as quotes and orders store them."""
        return [line.plain() for line in self.lines]


def total_of(lines: Iterable[FareLine], *kinds: LineKind) -> int:
    """The sum of the lines of these kinds; of all lines when none is named."""
    return sum(line.minor for line in lines if not kinds or line.kind in kinds)
