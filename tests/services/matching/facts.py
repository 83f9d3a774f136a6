"""Drivers and needs for the pure tests: a free driver who fits, changed as a test wants."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from porter.core.geo import Point
from porter.models.enums import AccountStatus, Fuel, ServiceType, VehicleStatus, Verification
from porter.services.matching import Contender, DriverFacts, Need

NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
PICKUP = Point(12.9716, 77.5946)


def driver(number: int = 1, **changes: Any) -> DriverFacts:
    """A driver whom every gate lets through."""
    free = DriverFacts(
        driver_id=UUID(int=number),
        at=Point(12.98, 77.60),
        fix_at=NOW - timedelta(seconds=5),
        heading_deg=None,
        speed_kmh=None,
        distance_m=1100,
        is_online=True,
        verification=Verification.APPROVED,
        account_status=AccountStatus.ACTIVE,
        has_job=False,
        has_offer=False,
        vehicle_status=VehicleStatus.AVAILABLE,
        class_code="mini_truck",
        service_type=ServiceType.GOODS,
        max_kg=750,
        fuel=Fuel.DIESEL,
        battery_pct=None,
        range_km=None,
        cash_in_hand_minor=0,
        cash_limit_minor=200_000,
        rating_sum=0,
        rating_count=0,
        free_since=NOW,
        is_blocked=False,
        dropped_out=False,
        best_asked_payout_minor=None,
    )
    return replace(free, **changes)


def need(**changes: Any) -> Need:
    """A mini truck for 100 kg over 8 km, paid in cash."""
    wanted = Need(
        pickup=PICKUP,
        class_code="mini_truck",
        service_type=ServiceType.GOODS,
        weight_kg=100,
        distance_m=8000,
        payout_minor=30_000,
        cash_minor=40_000,
        fix_fresh_s=60,
    )
    return replace(wanted, **changes)


@st.composite
def contenders(draw: st.DrawFn, number: int = 1) -> Contender:
    """Any driver who passed the gates."""
    ratings = draw(st.integers(0, 500))
    answered = draw(st.integers(0, 200))
    return Contender(
        driver=driver(
            number,
            at=Point(draw(st.floats(12.9, 13.05)), draw(st.floats(77.5, 77.7))),
            distance_m=draw(st.integers(0, 5000)),
            heading_deg=draw(st.none() | st.floats(0, 360)),
            speed_kmh=draw(st.none() | st.floats(0, 80)),
            rating_count=ratings,
            rating_sum=draw(st.integers(ratings, ratings * 5)),
            free_since=draw(st.none() | st.integers(-60, 7200).map(lambda s: NOW - timedelta(seconds=s))),
        ),
        eta_s=draw(st.integers(0, 3600)),
        road_m=draw(st.integers(0, 9000)),
        offers_answered=answered,
        offers_accepted=draw(st.integers(0, answered)),
    )


crowds = st.integers(0, 12).flatmap(lambda size: st.tuples(*(contenders(number) for number in range(1, size + 1))))
