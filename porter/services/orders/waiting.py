"""The running meter at a stop, for the eyes of driver and customer."""

from collections.abc import Sequence

from porter.core import clock
from porter.core.language import here
from porter.core.money import format_money
from porter.core.words import clock_text
from porter.models import City, Order, Stop
from porter.models.enums import StopStatus
from porter.services import pricing
from porter.services.orders.final import waited_s
from porter.services.orders.views import WaitingView
from porter.services.pricing import WaitRule


def waiting_view(order: Order, stops: Sequence[Stop], city: City) -> WaitingView | None:
    """The meter of the stop where the driver stands; nothing where none runs."""
    stop = next((one for one in stops if one.status is StopStatus.ARRIVED and one.reached_at), None)
    terms = pricing.parse_terms(order.terms)
    if stop is None or stop.reached_at is None or terms is None or not terms.waiting.minor_per_minute:
        return None
    rule, spent_s = terms.waiting, waited_s(stop, clock.now())
    free_until = rule.free_until(stop.reached_at)
    free_until_text = clock_text(free_until, city.time_zone)
    charge = rule.minor(spent_s)
    return WaitingView(
        sequence=stop.sequence,
        since=stop.reached_at,
        free_until=free_until,
        free_until_text=free_until_text,
        text=_text(rule, spent_s, free_until_text, order.currency),
        charge_minor=charge,
        charge=charge,
        charge_text=format_money(charge, order.currency) if charge else "",
    )


def _text(rule: WaitRule, spent_s: int, free_until: str, currency: str) -> str:
    price = format_money(rule.minor_per_minute, currency, trim=True)
    if spent_s < rule.free_s:
        return here("Free until {time}, then {price} a minute", time=free_until, price=price)
    charged = format_money(rule.minor(spent_s), currency, trim=True)
    if spent_s >= rule.free_s + rule.most_s:
        return here("{charged} so far, plus tax. It does not grow any more.", charged=charged)
    return here(
        "{charged} so far, plus tax. {price} a minute since {time}", charged=charged, price=price, time=free_until
    )
