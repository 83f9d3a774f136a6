"""Quoting a trip: zone, route, a pure fare per vehicle class; rows that end."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db
from porter.core.language import here
from porter.integrations.maps import Route, TravelMode, maps
from porter.models import City, Estimate, Quote
from porter.models.enums import StopKind
from porter.services import pricing, zones
from porter.services.pricing import Tariff, TripFacts
from porter.services.quotes.checks import check_trip, with_phones
from porter.services.quotes.errors import NothingFits
from porter.services.quotes.inputs import StopInput, TripInput
from porter.services.quotes.nearby import pickup_etas
from porter.services.quotes.present import Offered, estimate_view
from porter.services.quotes.views import EstimateView
from porter.services.vehicles import class_duration_s


@dataclass(frozen=True, slots=True)
class _Ground:
    """What Postgres knew before the vendor was asked."""

    city: City
    rules: zones.CityRules
    tariffs: tuple[Tariff, ...]
    at: datetime

    @property
    def local_hour(self) -> int:
        return self.at.astimezone(ZoneInfo(self.city.time_zone)).hour

    @property
    def expires_at(self) -> datetime:
        return self.at + timedelta(seconds=self.rules.quote_s)


async def quote_trip(customer_id: UUID | None, trip: TripInput) -> EstimateView:
    """Prices of every class for a trip, promised for the city's `quote_s`.

    Raises OutsideZone, DifferentCity, TooManyStops, SamePlace, GoodsProhibited, GoodsKindUnknown, EwayBillNeeded,
    ContactPhoneWrong, NothingFits, and the map's GatewayError.
    """
    trip = with_phones(trip)
    async with db.reading() as session:
        ground = await _ground(session, trip)
    speeds = {tariff.vehicle.code: tariff.vehicle.speed_kmh for tariff in ground.tariffs}
    points = [stop.point for stop in trip.stops]
    stops, route, etas = await asyncio.gather(
        _addressed(trip.stops),
        maps().route(points, TravelMode.CAR),
        pickup_etas(ground.city.code, ground.rules, points[0], speeds),
    )
    estimate = _estimate(customer_id, trip, stops, ground.city, route)
    offered = [_offered(estimate, ground, tariff, etas.get(tariff.vehicle.code)) for tariff in ground.tariffs]
    await _keep(estimate, [one.quote for one in offered if not one.why_not])
    return estimate_view(estimate, offered, ground.expires_at)


async def _ground(session: AsyncSession, trip: TripInput) -> _Ground:
    city = await zones.serviceable(session, [stop.point for stop in trip.stops])
    rules = zones.rules(city)
    check_trip(trip, rules, city.currency)
    at = clock.now()
    tariffs = await pricing.tariffs(session, city, trip.service_type, at)
    if not tariffs:
        raise NothingFits()
    return _Ground(city, rules, tariffs, at)


async def _addressed(stops: Sequence[StopInput]) -> list[StopInput]:
    """The stops, each with an address: what the person wrote, else what the map says."""
    missing = [stop for stop in stops if not stop.address]
    found = await asyncio.gather(*(maps().reverse(stop.point) for stop in missing))
    names = {stop.point: place.address or place.name for stop, place in zip(missing, found, strict=True)}
    return [stop.model_copy(update={"address": stop.address or names[stop.point][:300]}) for stop in stops]


def _estimate(
    customer_id: UUID | None, trip: TripInput, stops: Sequence[StopInput], city: City, route: Route
) -> Estimate:
    return Estimate(
        customer_id=customer_id,
        city_code=city.code,
        service_type=trip.service_type,
        stops=[_stored(stop, place) for place, stop in enumerate(stops)],
        goods=trip.goods.model_dump(mode="json"),
        distance_m=route.distance_m,
        duration_s=route.duration_s,
        polyline=route.polyline,
        legs=[{"distance_m": leg.distance_m, "duration_s": leg.duration_s} for leg in route.legs],
    )


def trip_of_estimate(estimate: Estimate) -> TripInput:
    """What was asked for, to be quoted afresh."""
    stops = ({key: value for key, value in stop.items() if key != "kind"} for stop in estimate.stops)
    return TripInput.model_validate(
        {"stops": tuple(stops), "service_type": estimate.service_type, "goods": estimate.goods}
    )


def _stored(stop: StopInput, place: int) -> dict[str, Any]:
    return {"kind": (StopKind.PICKUP if place == 0 else StopKind.DROP).value, **stop.model_dump(mode="json")}


def _offered(estimate: Estimate, ground: _Ground, tariff: Tariff, pickup_eta_s: int | None) -> Offered:
    duration_s = class_duration_s(estimate.distance_m, estimate.duration_s, tariff.vehicle.speed_kmh)
    surge_bps = pricing.surge_bps(ground.rules, ground.local_hour)
    facts = TripFacts(
        distance_m=estimate.distance_m,
        duration_s=duration_s,
        extra_stops=len(estimate.stops) - 2,
        local_hour=ground.local_hour,
        surge_bps=surge_bps,
    )
    price = pricing.fare(tariff.rates, tariff.tax, facts)
    quote = Quote(
        estimate_id=estimate.id,
        policy_id=tariff.policy.id,
        class_code=tariff.vehicle.code,
        lines=price.plain_lines(),
        terms=_terms(estimate, ground, tariff).plain(),
        total_minor=price.total_minor,
        currency=ground.city.currency,
        surge_bps=surge_bps,
        driver_payout_minor=price.driver_payout_minor,
        duration_s=duration_s,
        pickup_eta_s=pickup_eta_s,
        created_at=ground.at,
        expires_at=ground.expires_at,
    )
    return Offered(quote, tariff.vehicle, _why_not(estimate, tariff))


def _terms(estimate: Estimate, ground: _Ground, tariff: Tariff) -> pricing.Terms:
    legs = [leg["distance_m"] for leg in estimate.legs] or [1] * (len(estimate.stops) - 1)
    return pricing.terms_of(tariff.rates, tariff.tax, ground.rules, legs)


def _why_not(estimate: Estimate, tariff: Tariff) -> str:
    weight_kg = int(estimate.goods["weight_kg"])
    if weight_kg > tariff.vehicle.capacity_kg:
        return here(
            "Carries up to {most} kg; yours weigh {weight} kg",
            most=f"{tariff.vehicle.capacity_kg:,}",
            weight=f"{weight_kg:,}",
        )
    return ""


async def _keep(estimate: Estimate, quotes: Sequence[Quote]) -> None:
    async with db.transaction() as session:
        session.add(estimate)
        await session.flush()
        session.add_all(quotes)
