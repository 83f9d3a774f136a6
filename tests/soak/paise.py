"""Random fares, refunds and splits: lines sum to totals, every share to its whole; the error is zero."""

import random

from porter.core.money import split_minor
from porter.services import pricing
from porter.services.ledger import rules
from porter.services.pricing import Rates, Slab, Tax, TaxPart, TripFacts

TAXES = (
    Tax((TaxPart("CGST", "CGST", 900), TaxPart("SGST", "SGST", 900))),
    Tax((TaxPart("IGST", "IGST", 1800),)),
    Tax((TaxPart("CGST", "CGST", 250), TaxPart("SGST", "SGST", 250))),
)


def soak(count: int, seed: int = 7) -> int:
    """So many fares, each refunded in random parts and split; paise that were lost or made. Zero."""
    dice = random.Random(seed)
    return sum(_one(dice) for _ in range(count))


def _one(dice: random.Random) -> int:
    discount = dice.choice((0, dice.randint(0, 20_000)))
    found = pricing.fare(_rates(dice), dice.choice(TAXES), _trip(dice, discount))
    given = -sum(line.minor for line in found.lines if line.kind is pricing.LineKind.DISCOUNT)
    error = abs(sum(line.minor for line in found.lines) - found.total_minor)
    shares = found.driver_payout_minor + found.commission_minor + found.tax_minor
    error += abs(found.total_minor + given - shares)
    return error + _split_error(dice, found.total_minor) + _refund_error(dice, found)


def _split_error(dice: random.Random, total: int) -> int:
    parts = split_minor(total, [dice.randint(0, 9) for _ in range(dice.randint(1, 6))] + [1])
    return abs(sum(parts) - total)


def _refund_error(dice: random.Random, found: pricing.Fare) -> int:
    if found.total_minor <= 0:
        return 0
    before, tax = 0, 0
    while before < found.total_minor:
        share = rules.refund_share(
            dice.randint(1, found.total_minor - before),
            total_minor=found.total_minor,
            tax_minor=found.tax_minor,
            commission_minor=found.commission_minor,
            refunded_before_minor=before,
        )
        before, tax = before + share.amount_minor, tax + share.tax_minor
    return abs(tax - found.tax_minor) + abs(before - found.total_minor)


def _rates(dice: random.Random) -> Rates:
    return Rates(
        base_minor=dice.randint(0, 50_000),
        included_m=dice.randint(0, 3_000),
        slabs=(Slab(0, dice.randint(1, 3_000)), Slab(dice.randint(1, 20_000), dice.randint(1, 3_000))),
        per_minute_minor=dice.randint(0, 500),
        per_stop_minor=dice.randint(0, 10_000),
        wait_minor_per_minute=dice.randint(0, 500),
        minimum_minor=dice.choice((0, dice.randint(0, 20_000))),
        night_bps=dice.choice((0, 2_500)),
        gratuity_bps=dice.choice((0, 1_500)),
        surcharge_bps=dice.choice((0, 1_000)),
        commission_bps=dice.randint(0, 10_000),
    )


def _trip(dice: random.Random, discount: int) -> TripFacts:
    return TripFacts(
        distance_m=dice.randint(0, 60_000),
        duration_s=dice.randint(0, 10_000),
        extra_stops=dice.randint(0, 9),
        waiting_s=dice.choice((0, dice.randint(0, 7_200))),
        tolls_minor=dice.choice((0, dice.randint(0, 50_000))),
        discount_minor=discount,
        local_hour=dice.randint(0, 23),
        surge_bps=dice.randint(10_000, 20_000),
    )
