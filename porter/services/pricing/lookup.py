"""Which rules are in force."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models import City, FarePolicy, TaxRegime, VehicleClass
from porter.models.enums import ServiceType
from porter.services.pricing import queries
from porter.services.pricing.values import Rates, Slab, Tax, TaxPart


@dataclass(frozen=True, slots=True)
class Tariff:
    """A class that can be booked, with the version of the policy that prices it."""

    vehicle: VehicleClass
    policy: FarePolicy
    rates: Rates
    tax: Tax


async def tariffs(session: AsyncSession, city: City, service_type: ServiceType, at: datetime) -> tuple[Tariff, ...]:
    """Every active class that has a policy in the city at an instant, in the order of the screens."""
    tax = tax_of(await queries.tax_regime(session, city.state_code, service_type, at))
    priced = await queries.policies(session, city.code, service_type, at)
    return tuple(Tariff(vehicle, policy, rates_of(policy), tax) for vehicle, policy in priced)


def rates_of(policy: FarePolicy) -> Rates:
    """The pure rules of a stored policy."""
    return Rates(
        base_minor=policy.base_minor,
        included_m=policy.included_m,
        slabs=tuple(Slab(slab["from_m"], slab["minor_per_km"]) for slab in policy.slabs),
        per_minute_minor=policy.per_minute_minor,
        per_stop_minor=policy.per_stop_minor,
        free_wait_s=policy.free_wait_s,
        wait_minor_per_minute=policy.wait_minor_per_minute,
        wait_max_s=policy.wait_max_s,
        minimum_minor=policy.minimum_minor,
        night_bps=policy.night_bps,
        night_from_hour=policy.night_from_hour,
        night_to_hour=policy.night_to_hour,
        commission_bps=policy.commission_bps,
    )


def tax_of(regime: TaxRegime | None) -> Tax:
    """The pure tax of a stored regime; no regime, no tax."""
    if regime is None:
        return Tax()
    return Tax(tuple(TaxPart(part["code"], part["name"], part["bps"]) for part in regime.parts), regime.sac)
