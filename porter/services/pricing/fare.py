"""The fare engine. Pure: rules, tax and facts in, a frozen fare out.

Order of the lines, as the trade has it: the ride (base, distance, time, stops, waiting, minimum), surge on the ride,
night, discount; then what is passed on (gratuity, tolls); then tax on the ride less discount; then the surcharge on
the subtotal of everything before it.
"""

from collections.abc import Iterator, Sequence

from porter.core.language import speaking
from porter.core.money import BPS, apply_bps, rate, split_minor
from porter.core.words import distance_text, duration_text
from porter.services.pricing.values import Fare, FareLine, LineKind, Rates, Slab, Tax, TripFacts, total_of

TAXED = (LineKind.RIDE, LineKind.SURGE, LineKind.DISCOUNT)
"""The kinds of lines that carry tax."""


@speaking("en")
def fare(policy: Rates, tax: Tax, trip: TripFacts) -> Fare:
    """The fare of a trip: named lines that sum exactly to the total, and the shares of driver, platform and state.

    The lines are kept, and read by customer, driver and tax office: they are in one language, whoever asks.
    """
    lines = [line for line in _ride_lines(policy, trip) if line.minor]
    lines += _multiplied(policy, trip, total_of(lines))
    lines += _discount(trip, total_of(lines))
    lines += _passed_on(policy, trip, total_of(lines, *TAXED))
    lines += tax_lines(tax, total_of(lines, *TAXED))
    lines += _surcharge(policy, total_of(lines))
    return shared_out(lines, policy.commission_bps)


def _ride_lines(policy: Rates, trip: TripFacts) -> Iterator[FareLine]:
    ride = LineKind.RIDE
    parts = (
        FareLine("base", _base_label(policy), policy.base_minor, ride),
        FareLine("distance", f"Distance · {distance_text(trip.distance_m)}", distance_minor(policy, trip), ride),
        FareLine("time", f"Time · {duration_text(trip.duration_s)}", _time_minor(policy, trip), ride),
        FareLine("stops", f"Extra stops · {trip.extra_stops}", policy.per_stop_minor * trip.extra_stops, ride),
        FareLine("waiting", "Waiting", _waiting_minor(policy, trip), ride),
    )
    yield from parts
    short = policy.minimum_minor - sum(part.minor for part in parts)
    if short > 0:
        yield FareLine("minimum", "Up to the minimum fare", short, ride)


def distance_minor(policy: Rates, trip: TripFacts) -> int:
    """The price of the metres, slab by slab, rounded once at the end so that slabs cannot add up rounding errors."""
    slabs = sorted(policy.slabs, key=lambda slab: slab.from_m)
    ends = (*(slab.from_m for slab in slabs[1:]), trip.distance_m)
    spans = zip(slabs, ends, strict=False)  # without slabs there is one end too many
    thousandths = sum(_metres(slab, end, policy, trip) * slab.minor_per_km for slab, end in spans)
    return rate(thousandths, 1, 1000)


def _metres(slab: Slab, end_m: int, policy: Rates, trip: TripFacts) -> int:
    return max(0, min(end_m, trip.distance_m) - max(slab.from_m, policy.included_m))


def _time_minor(policy: Rates, trip: TripFacts) -> int:
    return rate(policy.per_minute_minor, trip.duration_s, 60)


def _waiting_minor(policy: Rates, trip: TripFacts) -> int:
    return rate(policy.wait_minor_per_minute, max(0, trip.waiting_s - policy.free_wait_s), 60)


def _multiplied(policy: Rates, trip: TripFacts, ride_minor: int) -> list[FareLine]:
    lines = []
    if extra := apply_bps(ride_minor, max(0, trip.surge_bps - BPS)):
        lines.append(FareLine("surge", f"High demand · ×{_times(trip.surge_bps)}", extra, LineKind.SURGE))
    if _is_night(policy, trip.local_hour) and (extra := apply_bps(ride_minor, policy.night_bps)):
        lines.append(FareLine("night", "Night", extra, LineKind.RIDE))
    return lines


def _discount(trip: TripFacts, up_to_minor: int) -> list[FareLine]:
    amount = min(trip.discount_minor, up_to_minor)
    return [FareLine("discount", "Discount", -amount, LineKind.DISCOUNT)] if amount > 0 else []


def _passed_on(policy: Rates, trip: TripFacts, ride_minor: int) -> list[FareLine]:
    gratuity = apply_bps(ride_minor, policy.gratuity_bps)
    lines = (
        FareLine("gratuity", "Gratuity", gratuity, LineKind.GRATUITY),
        FareLine("tolls", "Tolls", trip.tolls_minor, LineKind.TOLLS),
    )
    return [line for line in lines if line.minor]


def tax_lines(tax: Tax, taxed_minor: int) -> list[FareLine]:
    """The whole tax is rounded once and split by largest remainder, so that the parts sum to the tax."""
    if not tax.bps:
        return []
    parts = split_minor(apply_bps(taxed_minor, tax.bps), [part.bps for part in tax.parts])
    return [
        FareLine(part.code.lower(), f"{part.name} · {percent(part.bps)}", minor, LineKind.TAX)
        for part, minor in zip(tax.parts, parts, strict=True)
        if minor
    ]


def _surcharge(policy: Rates, subtotal_minor: int) -> list[FareLine]:
    amount = apply_bps(subtotal_minor, policy.surcharge_bps)
    return [FareLine("surcharge", policy.surcharge_label, amount, LineKind.SURCHARGE)] if amount else []


def shared_out(lines: Sequence[FareLine], commission_bps: int) -> Fare:
    """Commission is taken on the ride; surge, gratuity, tolls and raises are the driver's; discounts are ours to bear."""
    total, tax = total_of(lines), total_of(lines, LineKind.TAX)
    ride = total_of(lines, LineKind.RIDE)
    payout = ride - apply_bps(ride, commission_bps)
    payout += total_of(lines, LineKind.SURGE, LineKind.GRATUITY, LineKind.TOLLS, LineKind.RAISE)
    kept = total - total_of(lines, LineKind.DISCOUNT) - tax - payout
    return Fare(tuple(lines), total, tax, payout, kept)


def _is_night(policy: Rates, hour: int) -> bool:
    start, end = policy.night_from_hour, policy.night_to_hour
    return start <= hour < end if start <= end else hour >= start or hour < end


def _base_label(policy: Rates) -> str:
    return f"Base fare · first {distance_text(policy.included_m)}" if policy.included_m else "Base fare"


def percent(bps: int) -> str:
    """A share for the eye: 900 is "9%"."""
    return f"{bps / 100:g}%"


def _times(bps: int) -> str:
    return f"{bps / BPS:g}"
