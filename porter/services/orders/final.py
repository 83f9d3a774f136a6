"""What an order costs as it ended: the frozen fare with waiting, drops that failed, goods that went back."""

from collections.abc import Collection, Sequence
from datetime import datetime

from porter.core import clock
from porter.core.language import here
from porter.core.money import format_money
from porter.models import Order, Stop
from porter.models.enums import Fault, OrderStatus, PaymentMethod, StopStatus
from porter.services import pricing
from porter.services.orders.errors import CashDiffers
from porter.services.orders.words import place_text
from porter.services.pricing import Ending, Final, Undelivered, Waited
from porter.services.zones import CityRules

_GOES_BACK = frozenset({OrderStatus.FAILED, OrderStatus.RETURNING, OrderStatus.RETURNED})
_BLAME = (Fault.PLATFORM, Fault.DRIVER, Fault.CUSTOMER, Fault.NONE)
"""When drops failed by several faults, the first of these decides: nobody pays for a fault of somebody else."""


def total_now(order: Order, stops: Sequence[Stop], rules: CityRules) -> int:
    """What the order would cost if it ended now."""
    terms = pricing.parse_terms(order.terms)
    if terms is None and order.status in _GOES_BACK:
        return 0
    if terms is None or order.status in {OrderStatus.DELIVERED, OrderStatus.RETURNED}:
        return order.total_minor
    ending = ending_of(order, stops, rules, clock.now())
    return pricing.final_fare(pricing.parse_lines(order.lines), terms, ending).fare.total_minor


def apply_final(order: Order, stops: Sequence[Stop], rules: CityRules, collected_minor: int | None) -> int:
    """Write the final fare onto an order that has just ended; answers what we owe the driver beside it.

    `collected_minor` is what a driver was shown and took in cash. Raises CashDiffers.
    """
    terms = pricing.parse_terms(order.terms)
    if terms is None:
        return 0
    ending = ending_of(order, stops, rules, clock.now())
    final = _final(order, terms, ending, collected_minor if order.payment_method is PaymentMethod.CASH else None)
    fare = final.fare
    order.lines = fare.plain_lines()
    order.total_minor, order.tax_minor = fare.total_minor, fare.tax_minor
    order.driver_payout_minor, order.commission_minor = fare.driver_payout_minor, fare.commission_minor
    return final.compensation_minor


def ending_of(order: Order, stops: Sequence[Stop], rules: CityRules, now: datetime) -> Ending:
    """How an order ended, or would if it ended now."""
    failed = [stop for stop in stops if stop.status is StopStatus.FAILED]
    faults = {stop.id: _fault(stop, rules) for stop in failed}
    return Ending(
        waits=tuple(
            Waited(stop.sequence, place_text(stop, len(stops)), waited_s(stop, now))
            for stop in stops
            if stop.reached_at
        ),
        undelivered=tuple(Undelivered(stop.sequence, place_text(stop, len(stops)), faults[stop.id]) for stop in failed),
        returned_by=_first_to_blame(faults.values()) if order.status in _GOES_BACK else None,
    )


def waited_s(stop: Stop, now: datetime) -> int:
    """How long a driver has stood at a stop: from when we heard of the arrival to when the device says it was over.

    Of two clocks that disagree the shorter time counts, so that neither a late message nor a wrong clock is charged.
    """
    if stop.reached_at is None:
        return 0
    until = now if stop.status is StopStatus.ARRIVED else stop.done_at
    return max(0, int((until - stop.reached_at).total_seconds())) if until else 0


def _final(order: Order, terms: pricing.Terms, ending: Ending, collected_minor: int | None) -> Final:
    frozen = pricing.parse_lines(order.lines)
    if collected_minor is None:
        return pricing.final_fare(frozen, terms, ending)
    held = pricing.as_collected(frozen, terms, ending, collected_minor)
    if held is None:
        now = pricing.final_fare(frozen, terms, ending).fare.total_minor
        text = format_money(now, order.currency)
        raise CashDiffers(
            here("Please collect {amount}; the amount has changed.", amount=text), cash_to_collect_minor=now
        )
    return held


def _fault(stop: Stop, rules: CityRules) -> Fault:
    known = {one.reason: one.fault for one in rules.drop_reasons}
    return known.get(stop.failed_reason or "", Fault.NONE)


def _first_to_blame(faults: Collection[Fault]) -> Fault:
    return next((fault for fault in _BLAME if fault in faults), Fault.NONE)
