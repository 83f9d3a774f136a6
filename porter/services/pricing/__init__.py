"""Fares: the rules of a class turned into named lines that sum exactly to the total. Pure, but for looking rules up."""

from porter.services.pricing.fare import fare
from porter.services.pricing.final import Ending, Final, Undelivered, Waited, as_collected, final_fare, parse_lines
from porter.services.pricing.lookup import Tariff, tariffs
from porter.services.pricing.surge import surge_bps
from porter.services.pricing.terms import Terms, WaitRule, parse_terms, terms_of
from porter.services.pricing.values import Fare, FareLine, LineKind, Rates, Slab, Tax, TaxPart, TripFacts

__all__ = [
    "Ending",
    "Fare",
    "FareLine",
    "Final",
    "LineKind",
    "Rates",
    "Slab",
    "Tariff",
    "Tax",
    "TaxPart",
    "Terms",
    "TripFacts",
    "Undelivered",
    "WaitRule",
    "Waited",
    "as_collected",
    "fare",
    "final_fare",
    "parse_lines",
    "parse_terms",
    "surge_bps",
    "tariffs",
    "terms_of",
]
