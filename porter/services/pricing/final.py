"""From the frozen fare to the final one. Pure: lines, terms and how the trip ended in, lines that sum to the total out.

The frozen lines stay as they were promised; what was metered or not done is added as lines of its own. Tax is
computed once more on the whole, so that the paper's rate is the law's, and an order without changes keeps every paisa.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from porter.core.language import speaking
from porter.core.money import BPS, apply_bps, split_minor
from porter.core.words import duration_text
from porter.models.enums import Fault
from porter.services.pricing.fare import TAXED, percent, shared_out, tax_lines
from porter.services.pricing.terms import Terms
from porter.services.pricing.values import Fare, FareLine, LineKind, total_of
from porter.services.zones import ReturnRule


@dataclass(frozen=True, slots=True)
class Waited:
    """How long a driver stood at a stop: `place` is how people call it."""

    sequence: int
    place: str
    waited_s: int


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A drop where nothing was handed over, and whose fault that was."""

    sequence: int
    place: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Ending:
    """How a trip ended; `returned_by` is set when the goods went back: by whose fault."""

    waits: tuple[Waited, ...] = ()
    undelivered: tuple[Undelivered, ...] = ()
    returned_by: Fault | None = None


@dataclass(frozen=True, slots=True)
class Final:
    """The fare that is charged, and what we pay the driver beside it for trouble that was ours."""

    fare: Fare
    compensation_minor: int = 0


_ALL_BUT_TAX = tuple(kind for kind in LineKind if kind is not LineKind.TAX)
_NOT_CHARGED = {
    LineKind.SURGE: "High demand, not charged",
    LineKind.DISCOUNT: "Discount taken back",
    LineKind.GRATUITY: "Gratuity, not charged",
    LineKind.TOLLS: "Tolls, not charged",
    LineKind.SURCHARGE: "Surcharge, not charged",
    LineKind.RAISE: "Your raise, not charged",
}


def parse_lines(stored: Sequence[dict[str, Any]]) -> tuple[FareLine, ...]:
    """The lines of a stored order."""
    return tuple(FareLine(one["code"], one["label"], one["minor"], LineKind(one["kind"])) for one in stored)


@speaking("en")
def final_fare(frozen: Sequence[FareLine], terms: Terms, ending: Ending) -> Final:
    """The frozen lines with what was metered, not delivered or brought back; trouble of ours is paid by us."""
    driven = [*frozen, *_waiting(terms, ending)]
    if ending.returned_by is not None:
        return _returned(frozen, driven, terms, terms.returns.get(ending.returned_by, ReturnRule()), ending.returned_by)
    ours = [one for one in ending.undelivered if one.fault is Fault.PLATFORM]
    others = [one for one in ending.undelivered if one.fault is not Fault.PLATFORM]
    without = [*driven, *_taken_off(frozen, driven, terms, others)]
    done = [*without, *_taken_off(frozen, without, terms, ours)]
    return _weighed(frozen, done, without, terms)


def as_collected(frozen: Sequence[FareLine], terms: Terms, ending: Ending, collected_minor: int) -> Final | None:
    """The fare that was asked for at the door: the meters are held at what the driver was shown.

    Read backwards: the last stop's minutes, then those of the stop before, as a phone without a connection may show an
    older amount. None when the meters never showed such an amount.
    """
    for waits in _read_backwards(terms, ending.waits):
        final = final_fare(frozen, terms, replace(ending, waits=waits))
        if final.fare.total_minor == collected_minor:
            return final
    return None


def _read_backwards(terms: Terms, waits: tuple[Waited, ...]) -> Iterator[tuple[Waited, ...]]:
    yield waits
    for place in range(len(waits) - 1, -1, -1):
        for minutes in range(terms.waiting.minutes(waits[place].waited_s) - 1, -1, -1):
            waits = (*waits[:place], _held(terms, waits[place], minutes), *waits[place + 1 :])
            yield waits


def _held(terms: Terms, wait: Waited, minutes: int) -> Waited:
    return replace(wait, waited_s=terms.waiting.free_s + 60 * minutes)


def _waiting(terms: Terms, ending: Ending) -> Iterator[FareLine]:
    for wait in ending.waits:
        if minor := terms.waiting.minor(wait.waited_s):
            minutes = duration_text(terms.waiting.minutes(wait.waited_s) * 60)
            yield FareLine(f"waiting-{wait.sequence}", f"Waiting at {wait.place} · {minutes}", minor, LineKind.RIDE)


def _taken_off(
    frozen: Sequence[FareLine], lines: Sequence[FareLine], terms: Terms, undelivered: Sequence[Undelivered]
) -> Iterator[FareLine]:
    """A share of each drop's part of the ride; never more than is left to be taxed."""
    parts = split_minor(total_of(frozen, LineKind.RIDE), terms.drop_weights)
    left = total_of(lines, *TAXED)
    for drop in undelivered:
        off = min(apply_bps(parts[drop.sequence - 1], terms.undelivered_off_bps.get(drop.fault, 0)), left)
        if off > 0:
            left -= off
            place = drop.place.removeprefix("the ").capitalize()
            yield FareLine(f"undelivered-{drop.sequence}", f"{place} not delivered", -off, LineKind.RIDE)


def _returned(
    frozen: Sequence[FareLine], driven: Sequence[FareLine], terms: Terms, rule: ReturnRule, fault: Fault
) -> Final:
    way_back = apply_bps(total_of(frozen, LineKind.RIDE), rule.return_bps)
    share = f"{percent(rule.return_bps)} of the ride"
    back = [FareLine("return", f"Return to the pickup · {share}", way_back, LineKind.RIDE)] if way_back else []
    charged = [*driven, *_forgiven(driven, BPS - rule.forward_bps), *back]
    paid = [*driven, *back] if fault is Fault.PLATFORM else charged
    return _weighed(frozen, charged, paid, terms)


def _forgiven(lines: Sequence[FareLine], off_bps: int) -> Iterator[FareLine]:
    """The part of every kind that is not charged; a discount never outlives what it was a discount of."""
    if not off_bps:
        return
    left = 0
    for kind in (*(one for one in _ALL_BUT_TAX if one is not LineKind.DISCOUNT), LineKind.DISCOUNT):
        whole = total_of(lines, kind)
        off = apply_bps(whole, off_bps)
        if kind is LineKind.DISCOUNT:
            off = whole + min(off - whole, left)
        elif kind in TAXED:
            left += whole - off
        if off:
            yield FareLine(f"off-{kind}", _NOT_CHARGED.get(kind, "Ride, not charged"), -off, kind)


def _weighed(frozen: Sequence[FareLine], charged: Sequence[FareLine], paid: Sequence[FareLine], terms: Terms) -> Final:
    """The fare of the charged lines; the driver is paid as if by `paid`, and the difference is compensation."""
    fare = _taxed_anew(frozen, charged, terms)
    compensation = shared_out(paid, terms.commission_bps).driver_payout_minor - fare.driver_payout_minor
    return Final(fare, compensation)


def _taxed_anew(frozen: Sequence[FareLine], charged: Sequence[FareLine], terms: Terms) -> Fare:
    if len(charged) == len(frozen):
        return shared_out(tuple(charged), terms.commission_bps)
    untaxed = [line for line in charged if line.kind is not LineKind.TAX]
    after = [line for line in untaxed if line.kind in {LineKind.SURCHARGE, LineKind.RAISE}]
    before = [line for line in untaxed if line not in after]
    taxes = tax_lines(terms.tax, total_of(untaxed, *TAXED))
    return shared_out((*before, *taxes, *after), terms.commission_bps)
