"""From rows of estimates and quotes to views."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from porter.core.language import here
from porter.core.money import BPS, format_money
from porter.core.words import distance_text, duration_text
from porter.models import Estimate, Quote, VehicleClass
from porter.services import pricing
from porter.services.quotes.views import EstimateStopView, EstimateView, QuoteView
from porter.services.receipts import line_views
from porter.services.vehicles import VehicleClassView


@dataclass(frozen=True, slots=True)
class Offered:
    """A class for this trip: its quote, and why it does not fit, if so."""

    quote: Quote
    vehicle: VehicleClass
    why_not: str


def estimate_view(estimate: Estimate, offered: Sequence[Offered], expires_at: datetime) -> EstimateView:
    """The estimate with all its classes."""
    return EstimateView(
        id=estimate.id,
        city_code=estimate.city_code,
        service_type=estimate.service_type,
        stops=tuple(_stop(place, stop) for place, stop in enumerate(estimate.stops)),
        distance_m=estimate.distance_m,
        distance_text=distance_text(estimate.distance_m),
        duration_s=estimate.duration_s,
        duration_text=duration_text(estimate.duration_s),
        polyline=estimate.polyline,
        expires_at=expires_at,
        quotes=tuple(_quote(one) for one in offered),
    )


def _stop(place: int, stop: dict[str, object]) -> EstimateStopView:
    return EstimateStopView.model_validate({"sequence": place, **stop})


def _quote(one: Offered) -> QuoteView:
    quote, fits = one.quote, not one.why_not
    return QuoteView(
        id=quote.id if fits else None,
        vehicle=VehicleClassView.of(one.vehicle),
        total_minor=quote.total_minor,
        total=quote.total_minor,
        total_text=format_money(quote.total_minor, quote.currency),
        lines=line_views(quote.lines, quote.currency),
        waiting_text=_waiting_text(quote),
        surge_text=here("×{times} high demand", times=f"{quote.surge_bps / BPS:g}") if quote.surge_bps > BPS else "",
        pickup_eta_s=quote.pickup_eta_s,
        pickup_eta_text=_eta_text(quote.pickup_eta_s),
        duration_s=quote.duration_s,
        duration_text=duration_text(quote.duration_s),
        expires_at=quote.expires_at,
        fits=fits,
        why_not=one.why_not,
    )


def _waiting_text(quote: Quote) -> str:
    terms = pricing.parse_terms(quote.terms)
    return terms.waiting.sentence(quote.currency) if terms else ""


def _eta_text(eta_s: int | None) -> str:
    return here("No vehicle nearby right now") if eta_s is None else here("{time} away", time=duration_text(eta_s))
