"""From postings to what a driver reads: parts that sum to what each brought. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from porter.core.language import here, msg
from porter.models import Order, Posting
from porter.models.enums import LedgerAccountKind as Kind
from porter.services import ledger

FARES = frozenset({"order.delivered", "order.returned"})
"""The events that earn a fare; they have all its lines."""

_CODES = {
    "order.cancelled": ("cancellation", msg("Share of the cancellation fee")),
    "tip": ("tip", msg("Tip")),
    "incentive": ("incentive", msg("Incentive")),
    "compensation": ("compensation", msg("Compensation")),
    "refund.approved": ("refund", msg("Given back to the customer")),
    "tds": ("tds", msg("TDS (income tax)")),
}
"""What there is beside the fare of an order, by the event in the books; any other goes by the words of the books."""

_ORDER = (
    "fare",
    "promotion",
    "commission",
    "tax",
    "tip",
    "cancellation",
    "incentive",
    "compensation",
    "refund",
    "tds",
)
"""How the parts of several trips stand below each other; what is not named follows."""


@dataclass(frozen=True, slots=True)
class Earned:
    """A posting that brought a driver something, with its sums by kind of account: positive is debit."""

    posting: Posting
    event: str
    order: Order | None
    entries: Mapping[Kind, int]

    @property
    def net_minor(self) -> int:
        """What it brought; negative when it was taken back."""
        return -self.entries.get(Kind.DRIVER_PAYABLE, 0)

    @property
    def cash_minor(self) -> int:
        """What the driver took from the customer's hand."""
        return self.entries.get(Kind.DRIVER_CASH_IN_HAND, 0) if self.event in FARES else 0


@dataclass(frozen=True, slots=True)
class Part:
    """A named part of what was earned."""

    code: str
    label: str
    minor: int


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that one trip brought, or something without a trip, newest posting first."""

    key: UUID
    order: Order | None
    postings: Sequence[Earned]

    @property
    def at(self) -> datetime:
        """When the newest of it was booked."""
        return self.postings[0].posting.created_at

    @property
    def net_minor(self) -> int:
        """What it brought in all."""
        return sum(one.net_minor for one in self.postings)

    @property
    def cash_minor(self) -> int:
        """What was collected in cash."""
        return sum(one.cash_minor for one in self.postings)

    @property
    def is_trip(self) -> bool:
        """Whether goods were moved: delivered, or brought back."""
        return any(one.event in FARES for one in self.postings)


def parts_of(one: Earned) -> tuple[Part, ...]:
    """The parts of one posting; they sum to its net, because the entries of a posting sum to zero."""
    if one.event not in FARES:
        code, label = _CODES.get(one.event, (one.event, ledger.event_text(one.event)))
        return (Part(code, _corrected(one, label), one.net_minor),)
    promotion = one.entries.get(Kind.PROMOTIONS, 0)
    commission = one.entries.get(Kind.PLATFORM_COMMISSION, 0)
    tax = one.entries.get(Kind.TAXES, 0)
    parts = (
        Part("fare", _corrected(one, msg("Paid by the customer")), one.net_minor - promotion - commission - tax),
        Part("promotion", _corrected(one, msg("Discount, paid by Porter")), promotion),
        Part("commission", _corrected(one, msg("Commission")), commission),
        Part("tax", _corrected(one, msg("GST")), tax),
    )
    return tuple(part for part in parts if part.minor)


def parts_of_all(postings: Iterable[Earned]) -> tuple[Part, ...]:
    """The parts of several postings, alike ones added up; they sum to the net of all."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for part in (part for one in postings for part in parts_of(one)):
        sums[part.code, part.label] += part.minor
    rank = {code: place for place, code in enumerate(_ORDER)}
    ranked = sorted(sums.items(), key=lambda item: (rank.get(item[0][0], len(rank)), item[0]))
    return tuple(Part(code, label, minor) for (code, label), minor in ranked if minor)


def bundles(found: Iterable[Earned]) -> tuple[Bundle, ...]:
    """What belongs to one order together, in the order of its newest posting; the rest each for itself."""
    grouped: dict[UUID, list[Earned]] = defaultdict(list)
    for one in found:
        grouped[one.order.id if one.order else one.posting.id].append(one)
    return tuple(Bundle(key, postings[0].order, tuple(postings)) for key, postings in grouped.items())


def by_day(found: Iterable[Earned], monday: date, time_zone: str) -> dict[date, list[Earned]]:
    """The postings of a week by the local day on which they were booked; every day of the week is there."""
    days: dict[date, list[Earned]] = {monday + timedelta(days=place): [] for place in range(7)}
    for one in found:
        days[one.posting.created_at.astimezone(ZoneInfo(time_zone)).date()].append(one)
    return days


def share_pct(part_minor: int, best_minor: int) -> int:
    """How long a bar is beside the longest; something is never drawn as nothing."""
    if part_minor <= 0 or best_minor <= 0:
        return 0
    return max(2, 100 * part_minor // best_minor)


def _corrected(one: Earned, label: str) -> str:
    said = here(label)
    return here("Correction: {what}", what=said) if one.posting.reverses_id else said
