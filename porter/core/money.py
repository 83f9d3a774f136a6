"""Money in minor units (paise, cents). Integers inside, Decimal at the edges, floats nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel.numbers import format_currency

BPS = 10_000
"""Basis points in one whole: 9 % is 900 bps."""

MAX_MINOR = 10**13
"""Refuse amounts above 100 thousand million rupees: no honest amount is larger, and bigint keeps its head room."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of minor units in a currency (ISO 4217). Adding two currencies is an error."""

    minor: int
    currency: str = "INR"

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __str__(self) -> str:
        return format_money(self.minor, self.currency)

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"cannot combine {self.currency} with {other.currency}")
        return other


def to_decimal(minor: int) -> Decimal:
    """The amount in major units with two decimals."""
    return Decimal(minor).scaleb(-2)


def parse_minor(text: str | int | Decimal) -> int:
    """Minor units of an amount written in major units, e.g. "54.00" -> 5400.

    Raises ValueError for anything that is not a finite number with at most two decimals, or is absurdly large.
    """
    try:
        amount = Decimal(text)
        minor = amount.scaleb(2)
    except (InvalidOperation, TypeError) as error:
        raise ValueError(f"not an amount: {text!r}") from error
    if not amount.is_finite() or minor != minor.to_integral_value() or abs(minor) > MAX_MINOR:
        raise ValueError(f"not an amount: {text!r}")
    return int(minor)


def format_money(minor: int, currency: str = "INR", *, trim: bool = False) -> str:
    """Display text in Indian grouping, e.g. ₹12,34,567.50; `trim` leaves out paise when they are zero."""
    return _written(minor, currency, "¤#,##,##0" if trim and minor % 100 == 0 else "¤#,##,##0.00")


@lru_cache(maxsize=4096, typed=True)
def _written(minor: int, currency: str, pattern: str) -> str:
    """Kept: an order's page says the same few amounts dozens of times, and each takes a tenth of a millisecond."""
    return str(format_currency(to_decimal(minor), currency, pattern, locale="en_IN", currency_digits=False))


def apply_bps(minor: int, bps: int) -> int:
    """A share of an amount in basis points, rounded half away from zero to a whole minor unit."""
    scaled = abs(minor * bps)
    rounded = (scaled + BPS // 2) // BPS
    return rounded if minor * bps >= 0 else -rounded


def rate(minor_per_unit: int, quantity: int, unit: int) -> int:
    """Price of a quantity at a price per unit, rounded half up: 500 per 1,000 m for 5,200 m -> 2600."""
    return (2 * minor_per_unit * quantity + unit) // (2 * unit)


def split_minor(total: int, weights: Sequence[int]) -> list[int]:
    """Split into parts that follow the weights and sum exactly to the total (largest remainder; ties to the first).

    Raises ValueError when there is no positive weight or a negative one.
    """
    if not weights or min(weights) < 0 or sum(weights) == 0:
        raise ValueError("weights must be non-negative and not all zero")
    whole, sign = sum(weights), -1 if total < 0 else 1
    parts = [abs(total) * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(abs(total) * weights[i] % whole), i))
    for i in by_remainder[: abs(total) - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]
