"""What is promised beside the lines of a fare: frozen with the quote, so that nothing is charged that was not said."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from porter.core.language import here
from porter.core.money import format_money
from porter.core.words import duration_text
from porter.models.enums import Fault
from porter.services.pricing.values import Rates, Tax, TaxPart
from porter.services.zones import CityRules, ReturnRule


@dataclass(frozen=True, slots=True)
class WaitRule:
    """Waiting at one stop: free at first, then by the whole minute, up to a limit of charged time."""

    free_s: int = 0
    minor_per_minute: int = 0
    most_s: int = 0

    def minutes(self, waited_s: int) -> int:
        """The minutes that are charged: whole ones beyond the free time."""
        return max(0, min(waited_s - self.free_s, self.most_s)) // 60

    def minor(self, waited_s: int) -> int:
        """The price of waiting, without tax."""
        return self.minutes(waited_s) * self.minor_per_minute

    def free_until(self, since: datetime) -> datetime:
        """When the free time of a stop that was reached is over."""
        return since + timedelta(seconds=self.free_s)

    def sentence(self, currency: str) -> str:
        """E.g. "10 min free at each stop, then ₹2 a minute"; nothing where waiting is never charged."""
        if not self.minor_per_minute or not self.most_s:
            return ""
        price = format_money(self.minor_per_minute, currency, trim=True)
        if not self.free_s:
            return here("Waiting: {price} a minute", price=price)
        return here("{time} free at each stop, then {price} a minute", time=duration_text(self.free_s), price=price)


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules by which a frozen fare becomes the final one. `drop_weights` share the ride out over the drops."""

    commission_bps: int
    tax: Tax
    waiting: WaitRule
    drop_weights: tuple[int, ...]
    undelivered_off_bps: Mapping[Fault, int]
    returns: Mapping[Fault, ReturnRule]

    def plain(self) -> dict[str, Any]:
        """As quotes and orders store it."""
        return {
            "commission_bps": self.commission_bps,
            "tax": [asdict(part) for part in self.tax.parts],
            "waiting": asdict(self.waiting),
            "drop_weights": list(self.drop_weights),
            "undelivered_off_bps": {fault.value: bps for fault, bps in self.undelivered_off_bps.items()},
            "returns": {fault.value: rule.model_dump() for fault, rule in self.returns.items()},
        }


def terms_of(rates: Rates, tax: Tax, rules: CityRules, leg_metres: Sequence[int]) -> Terms:
    """The terms of a quote: the rules in force, and how much of the way each drop stands for."""
    weights = tuple(leg_metres) if sum(leg_metres) else (1,) * len(leg_metres)
    return Terms(
        commission_bps=rates.commission_bps,
        tax=tax,
        waiting=WaitRule(rates.free_wait_s, rates.wait_minor_per_minute, rates.wait_max_s),
        drop_weights=weights,
        undelivered_off_bps=rules.undelivered_off_bps,
        returns=rules.return_rules,
    )


def parse_terms(stored: Mapping[str, Any]) -> Terms | None:
    """The terms of a stored quote or order; none for orders from before there were any: their fare stays as it is."""
    if not stored:
        return None
    return Terms(
        commission_bps=stored["commission_bps"],
        tax=Tax(tuple(TaxPart(**part) for part in stored["tax"])),
        waiting=WaitRule(**stored["waiting"]),
        drop_weights=tuple(stored["drop_weights"]),
        undelivered_off_bps={Fault(fault): bps for fault, bps in stored["undelivered_off_bps"].items()},
        returns={Fault(fault): ReturnRule(**rule) for fault, rule in stored["returns"].items()},
    )
