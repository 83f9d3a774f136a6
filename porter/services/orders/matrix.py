"""The cancellation matrix. Pure: state, time since assignment, service and payment give fee and fault; no row, no fee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from porter.core.language import here
from porter.core.money import apply_bps, format_money
from porter.core.words import clock_text
from porter.models import CancellationRule, Order
from porter.models.enums import Fault, OrderStatus, Party
from porter.models.transitions import LIVE_ORDER, ORDER
from porter.services.orders.views import CancellationView


@dataclass(frozen=True, slots=True)
class Verdict:
    """What cancelling means for an order at an instant; `free_until` is set while `fee_later_minor` is still to come."""

    allowed: bool
    status: OrderStatus
    fee_minor: int = 0
    fault: Fault = Fault.NONE
    counts_against: bool = False
    free_until: datetime | None = None
    fee_later_minor: int = 0

    def explanation(self, currency: str, time_zone: str) -> str:
        """Why it costs what it costs, or why it is not possible."""
        if not self.allowed:
            return _refusal(self.status)
        if self.fee_minor:
            fee = format_money(self.fee_minor, currency, trim=True)
            return here(
                "{fee} is charged, because the driver is already on the way. Most of it goes to the driver.", fee=fee
            )
        if self.free_until:
            fee = format_money(self.fee_later_minor, currency, trim=True)
            return here("Free until {time}, then {fee}.", time=clock_text(self.free_until, time_zone), fee=fee)
        return here("Cancelling is free.")

    def view(self, currency: str, time_zone: str) -> CancellationView:
        """For the eye."""
        return CancellationView(
            allowed=self.allowed,
            fee_minor=self.fee_minor,
            fee=self.fee_minor,
            fee_text=format_money(self.fee_minor, currency, trim=True) if self.fee_minor else here("Free"),
            explanation=self.explanation(currency, time_zone),
        )


def judge(order: Order, party: Party, rules: Sequence[CancellationRule], now: datetime) -> Verdict:
    """The verdict on cancelling now; of the rules that fit, the most specific wins, then the later one."""
    if party not in ORDER.get((order.status, OrderStatus.CANCELLED), frozenset()):
        return Verdict(False, order.status)
    fitting = [rule for rule in rules if _fits(rule, order, party)]
    since = order.assigned_at or now
    elapsed_s = int((now - since).total_seconds())
    in_force = [rule for rule in fitting if rule.from_s <= elapsed_s and (rule.to_s is None or elapsed_s < rule.to_s)]
    rule = max(in_force, key=_weight, default=None)
    fee = _fee(rule, order) if rule else 0
    dearer = [each for each in fitting if each.from_s > elapsed_s and _fee(each, order) > fee]
    later = min(dearer, key=lambda each: each.from_s, default=None) if not fee else None
    free_until = since + timedelta(seconds=later.from_s) if later else None
    fee_later = _fee(later, order) if later else 0
    if rule is None:
        return Verdict(True, order.status, free_until=free_until, fee_later_minor=fee_later)
    return Verdict(True, order.status, fee, rule.fault, rule.counts_against, free_until, fee_later)


def _fits(rule: CancellationRule, order: Order, party: Party) -> bool:
    return (
        rule.order_status is order.status
        and rule.cancelled_by is party
        and rule.service_type in {None, order.service_type}
        and rule.payment_method in {None, order.payment_method}
    )


def _weight(rule: CancellationRule) -> tuple[int, int]:
    return 2 * (rule.service_type is not None) + (rule.payment_method is not None), rule.from_s


def _fee(rule: CancellationRule, order: Order) -> int:
    fee = rule.fee_minor + apply_bps(order.total_minor, rule.fee_bps)
    if rule.fee_max_minor is not None:
        fee = min(fee, rule.fee_max_minor)
    return min(fee, order.total_minor)


def _refusal(status: OrderStatus) -> str:
    if status in LIVE_ORDER:
        return here("The goods are already on board. Please contact support: they can still stop the order.")
    return here("This order is already over.")
