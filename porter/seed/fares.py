"""What the demo city charges: fare policies, taxes, the cancellation matrix. Amounts in paise."""

from datetime import UTC, datetime

from sqlalchemy.dialects.postgresql import Range

from porter.models import CancellationRule, FarePolicy, TaxRegime
from porter.models.enums import Fault, OrderStatus, Party, ServiceType
from porter.seed.bengaluru import CODE
from porter.seed.naming import demo_id

_SINCE = Range(datetime(2025, 9, 22, tzinfo=UTC), None, bounds="[)")
"""The day from which local delivery is taxed as below."""

# class: base, included metres, paise per km, from 10 km on, per minute, per extra stop, waiting per minute, night bps
_GOODS = {
    "cycle": (2500, 1000, 900, 900, 0, 1000, 50, 0),
    "ev_cycle": (3000, 1000, 800, 800, 0, 1000, 50, 0),
    "two_wheeler": (5400, 0, 500, 500, 0, 1500, 100, 0),
    "ev_two_wheeler": (5000, 0, 450, 450, 0, 1500, 100, 0),
    "three_wheeler": (15000, 1000, 2200, 1900, 50, 3000, 150, 1000),
    "ev_three_wheeler": (14000, 1000, 2000, 1700, 50, 3000, 150, 1000),
    "mini_truck": (21000, 1500, 3000, 2600, 100, 4000, 200, 1000),
    "ev_mini_truck": (20000, 1500, 2800, 2400, 100, 4000, 200, 1000),
    "pickup": (30000, 1500, 3600, 3100, 150, 5000, 300, 1000),
    "truck": (45000, 1500, 4800, 4200, 200, 7000, 400, 1000),
    "ev_truck": (43000, 1500, 4500, 3900, 200, 7000, 400, 1000),
}
_WAIT_MAX_S = 2 * 3600
"""So much waiting at a stop is charged at most; operations look at an order long before."""

_FREE_WAIT_S = {"cycle": 600, "ev_cycle": 600, "two_wheeler": 600, "ev_two_wheeler": 600}


def policies() -> list[FarePolicy]:
    """One policy for each class that carries goods."""
    return [_policy(code, *numbers) for code, numbers in _GOODS.items()]


def taxes() -> list[TaxRegime]:
    """Central and state tax: 9 + 9 % on goods, 2.5 + 2.5 % on people."""
    return [
        _tax(ServiceType.GOODS, sac="996813", half_bps=900),
        _tax(ServiceType.PASSENGER, sac="996411", half_bps=250),
    ]


def cancellation_rules() -> list[CancellationRule]:
    """Free while searching and for five minutes after a driver was found; then a tenth of the fare, ₹30 to ₹100."""
    assigned, customer = OrderStatus.ASSIGNED, Party.CUSTOMER
    return [
        _rule("customer-free", assigned, customer, 0, 300),
        CancellationRule(
            id=demo_id("cancellation", "customer-fee"),
            city_code=CODE,
            order_status=assigned,
            cancelled_by=customer,
            from_s=300,
            fault=Fault.CUSTOMER,
            fee_minor=3000,
            fee_bps=500,
            fee_max_minor=10_000,
            counts_against=True,
        ),
        _rule("searching", OrderStatus.SEARCHING_DRIVER, customer, 0, None),
        _rule("no-driver", OrderStatus.NO_DRIVER, customer, 0, None, Fault.PLATFORM),
        *(_rule(f"staff-{status}", status, Party.STAFF, 0, None, Fault.PLATFORM) for status in _STAFF_MAY),
    ]


_STAFF_MAY = (
    OrderStatus.SEARCHING_DRIVER, OrderStatus.NO_DRIVER, OrderStatus.ASSIGNED, OrderStatus.PICKED_UP,
    OrderStatus.IN_TRANSIT,
)  # fmt: skip


def _policy(
    code: str, base: int, included_m: int, near: int, far: int, minute: int, stop: int, wait: int, night_bps: int
) -> FarePolicy:
    return FarePolicy(
        id=demo_id("policy", code),
        city_code=CODE,
        class_code=code,
        valid=_SINCE,
        base_minor=base,
        included_m=included_m,
        slabs=[{"from_m": 0, "minor_per_km": near}, {"from_m": 10_000, "minor_per_km": far}],
        per_minute_minor=minute,
        per_stop_minor=stop,
        free_wait_s=_FREE_WAIT_S.get(code, 1500),
        wait_minor_per_minute=wait,
        wait_max_s=_WAIT_MAX_S,
        night_bps=night_bps,
    )


def _tax(service: ServiceType, *, sac: str, half_bps: int) -> TaxRegime:
    parts = [{"code": name, "name": name, "bps": half_bps} for name in ("CGST", "SGST")]
    return TaxRegime(
        id=demo_id("tax", service), state_code="KA", service_type=service, sac=sac, parts=parts, valid=_SINCE
    )


def _rule(
    name: str, status: OrderStatus, by: Party, from_s: int, to_s: int | None, fault: Fault = Fault.NONE
) -> CancellationRule:
    return CancellationRule(
        id=demo_id("cancellation", name),
        city_code=CODE,
        order_status=status,
        cancelled_by=by,
        from_s=from_s,
        to_s=to_s,
        fault=fault,
    )
