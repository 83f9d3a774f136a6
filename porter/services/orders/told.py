"""A line of the timeline as operations reads it: who by name, and what about it."""

from collections.abc import Collection, Mapping
from uuid import UUID

from porter.core.money import format_money
from porter.models import Order, TimelineEntry
from porter.models.enums import OrderStatus
from porter.services.orders.words import party_text, status_text

Names = Mapping[UUID, str]

_FAULTS = {
    "none": "Nobody's fault",
    "customer": "The customer's fault",
    "driver": "The driver's fault",
    "platform": "Our fault",
}


def people_in(entries: Collection[TimelineEntry]) -> set[UUID]:
    """Everybody whom the lines speak of."""
    acting = {entry.actor_id for entry in entries if entry.actor_id}
    meant = {
        UUID(entry.data[key]) for entry in entries for key in ("driver_id", "left_driver_id") if entry.data.get(key)
    }
    return acting | meant


def who_text(entry: TimelineEntry, names: Names) -> str:
    """E.g. "Meera, operations"; the party alone where no person did it or nobody has said how they are called."""
    name, party = names.get(entry.actor_id, "") if entry.actor_id else "", party_text(entry.actor)
    return f"{name}, {party.lower()}" if name else party


def what_text(entry: TimelineEntry, order: Order, names: Names) -> str:
    """To whom, from whom, how much, whose fault; and from which state to which."""
    return " · ".join(part for part in (_about(entry, order, names), _step(entry)) if part)


def _about(entry: TimelineEntry, order: Order, names: Names) -> str:
    data = entry.data
    if data.get("left_driver_id"):
        return f"Taken from {_driver(data['left_driver_id'], names)}"
    if entry.event == "driver.assigned" and data.get("driver_id"):
        return f"To {_driver(data['driver_id'], names)}"
    if entry.event == "order.raised":
        return _raise(data.get("add_minor", 0), data.get("total_minor"), order.currency)
    if entry.event == "order.cancelled":
        fee_minor = data.get("fee_minor", 0)
        fee = f"Fee {format_money(fee_minor, order.currency)}" if fee_minor else ""
        return " · ".join(part for part in (_FAULTS.get(data.get("fault", ""), ""), fee) if part)
    return ""


def _driver(driver_id: str, names: Names) -> str:
    return names.get(UUID(driver_id)) or "a driver"


def _raise(add_minor: int, total_minor: int | None, currency: str) -> str:
    added = f"+{format_money(add_minor, currency, trim=True)}"
    return f"{added} → {format_money(total_minor, currency)}" if total_minor else added


def _step(entry: TimelineEntry) -> str:
    if not entry.from_status or not entry.to_status:
        return ""
    return f"{status_text(OrderStatus(entry.from_status))} → {status_text(OrderStatus(entry.to_status))}"
