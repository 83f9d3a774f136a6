"""Fares: the rules of a class turned into named lines that sum exactly to the total. Pure, but for looking rules up."""

from porter.services.pricing.fare import fare
from porter.services.pricing.lookup import Tariff, tariffs
from porter.services.pricing.surge import surge_bps
from porter.services.pricing.values import Fare, FareLine, LineKind, Rates, Slab, Tax, TaxPart, TripFacts

__all__ = [
    "Fare",
    "FareLine",
    "LineKind",
    "Rates",
    "Slab",
    "Tariff",
    "Tax",
    "TaxPart",
    "TripFacts",
    "fare",
    "surge_bps",
    "tariffs",
]
