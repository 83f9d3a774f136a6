"""From rows to the views of an order: what each viewer may see."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from porter.core import clock
from porter.core.language import here
from porter.core.money import format_money
from porter.core.security import derived_code
from porter.core.words import distance_text, duration_text, local_text
from porter.models import City, Order, Stop, TimelineEntry, VehicleClass
from porter.models.enums import OrderStatus, Party, PaymentMethod, StopStatus
from porter.models.transitions import ACTIVE_ORDER, LIVE_ORDER, ORDER
from porter.services import pricing, zones
from porter.services.drivers import rating_text, trips_text, vehicle_text
from porter.services.orders.queries import Driven, Known, Searched
from porter.services.orders.told import Names, what_text, who_text
from porter.services.orders.views import DriverCardView, OrderCard, OrderView, SearchView, StopView, TimelineView
from porter.services.orders.waiting import waiting_view
from porter.services.orders.words import event_text, headline, party_text, payment_text, status_text, stop_status_text
from porter.services.receipts import line_views
from porter.services.vehicles import VehicleClassView

_SEARCHED = frozenset({OrderStatus.SEARCHING_DRIVER, OrderStatus.NO_DRIVER})
_CODE_SHOWN = frozenset({OrderStatus.ASSIGNED, OrderStatus.PICKED_UP, OrderStatus.IN_TRANSIT})


def order_view(
    known: Known, stops: Sequence[Stop], driven: Driven | None, searched: Searched | None, viewer: Party
) -> OrderView:
    """The order as this party may see it."""
    order, city = known.order, known.city
    rules = zones.rules(city)
    return OrderView(
        id=order.id,
        number=order.number,
        status=order.status,
        status_text=status_text(order.status),
        headline=headline(order.status),
        service_type=order.service_type,
        vehicle=VehicleClassView.of(known.vehicle),
        stops=tuple(stop_view(stop, order.status, viewer) for stop in stops),
        goods_text=goods_text(order.goods),
        note=order.note,
        **_money(order, rules),
        distance_m=order.distance_m,
        distance_text=distance_text(order.distance_m),
        duration_s=order.duration_s,
        duration_text=duration_text(order.duration_s),
        polyline=order.polyline,
        driver=driver_card(driven, known.vehicle) if driven else None,
        time_zone=city.time_zone,
        created_at=order.created_at,
        created_text=local_text(order.created_at, city.time_zone),
        assigned_at=order.assigned_at,
        picked_up_at=order.picked_up_at,
        delivered_at=order.delivered_at,
        cancelled_at=order.cancelled_at,
        **_possible(known, viewer, rules),
        rated_stars=known.stars or 0,
        search=_search(order, rules, searched) if searched else None,
        waiting=waiting_view(order, stops, city) if order.status in ACTIVE_ORDER else None,
        waiting_rule_text=_waiting_rule_text(order),
        receipt_number=known.receipt_number or "",
    )


def stop_view(stop: Stop, order_status: OrderStatus, viewer: Party) -> StopView:
    """A stop: the handover code is for the customer alone; the driver reads phone numbers only while on the trip."""
    open_stop = stop.status in {StopStatus.PENDING, StopStatus.ARRIVED}
    shows_code = viewer is Party.CUSTOMER and order_status in _CODE_SHOWN and open_stop
    shows_phone = viewer is not Party.DRIVER or order_status in ACTIVE_ORDER
    return StopView(
        id=stop.id,
        sequence=stop.sequence,
        kind=stop.kind,
        status=stop.status,
        status_text=stop_status_text(stop.status, order_status),
        lat=stop.lat,
        lng=stop.lng,
        address=stop.address,
        landmark=stop.landmark,
        floor=stop.floor,
        contact_name=stop.contact_name,
        contact_phone=stop.contact_phone if shows_phone else "",
        note=stop.note,
        otp=stop_code(stop) if shows_code else "",
        arrived_at=stop.arrived_at,
        done_at=stop.done_at,
        far_reason=(stop.far_reason or "") if viewer is Party.STAFF else "",
        failed_reason=stop.failed_reason or "",
    )


def stop_code(stop: Stop) -> str:
    """The four digits that prove the handover at a stop."""
    return derived_code("stop-otp", str(stop.id), 4)


def driver_card(driven: Driven, booked: VehicleClass) -> DriverCardView:
    """Who comes, and in what; before a vehicle is known, in what was booked."""
    vehicle_class = driven.vehicle_class or booked
    return DriverCardView(
        id=driven.driver.id,
        name=driven.account.name,
        rating_text=rating_text(driven.driver),
        trips_text=trips_text(driven.trips),
        vehicle_text=vehicle_text(driven.vehicle, vehicle_class) if driven.vehicle else here(vehicle_class.name),
        vehicle_code=vehicle_class.code,
        plate=driven.vehicle.plate if driven.vehicle else "",
        photo_url="",
    )


def order_card(order: Order, vehicle: VehicleClass, city: City, drops: int) -> OrderCard:
    """The order in a list."""
    return OrderCard(
        id=order.id,
        number=order.number,
        status=order.status,
        status_text=status_text(order.status),
        headline=headline(order.status),
        is_live=order.status in LIVE_ORDER,
        vehicle_name=here(vehicle.name),
        vehicle_code=vehicle.code,
        pickup_address=order.pickup_address,
        drop_address=order.drop_address,
        drops=drops,
        total_minor=order.total_minor,
        total=order.total_minor,
        total_text=format_money(order.total_minor, order.currency),
        created_at=order.created_at,
        created_text=local_text(order.created_at, city.time_zone),
    )


def timeline_view(entry: TimelineEntry, known: Known, viewer: Party, names: Names) -> TimelineView:
    """One line of the timeline; names and reasons are for operations, except why an order was cancelled."""
    for_staff = viewer is Party.STAFF
    shows_why = for_staff or entry.event == "order.cancelled"
    return TimelineView(
        at=entry.at,
        at_text=local_text(entry.at, known.city.time_zone),
        actor=entry.actor,
        actor_text=who_text(entry, names) if for_staff else party_text(entry.actor),
        event=entry.event,
        text=event_text(entry.event),
        from_status=entry.from_status or "",
        to_status=entry.to_status or "",
        why=entry.why if shows_why else "",
        detail=what_text(entry, known.order, names) if for_staff else "",
    )


def goods_text(goods: Mapping[str, Any]) -> str:
    """E.g. "Furniture · 120 kg · fragile"."""
    weight = here("{number} kg", number=f"{goods['weight_kg']:,}") if goods.get("weight_kg") else ""
    parts = (
        here(goods.get("kind", "")),
        goods.get("description", ""),
        weight,
        here("fragile") if goods.get("fragile") else "",
    )
    return " · ".join(part for part in parts if part)


def _money(order: Order, rules: zones.CityRules) -> dict[str, Any]:
    return {
        "lines": line_views(order.lines, order.currency),
        "total_minor": order.total_minor,
        "total": order.total_minor,
        "total_text": format_money(order.total_minor, order.currency),
        "raise_minor": order.raise_minor,
        "raised": order.raise_minor,
        "raise_step_minor": rules.raise_step_minor,
        "raise_step": rules.raise_step_minor,
        "cancel_fee_minor": order.cancel_fee_minor,
        "cancel_fee": order.cancel_fee_minor,
        "cancel_reason": order.cancel_reason or "",
        "currency": order.currency,
        "payment_method": order.payment_method,
        "payment_text": payment_text(order.payment_method),
    }


def _waiting_rule_text(order: Order) -> str:
    terms = pricing.parse_terms(order.terms)
    return terms.waiting.sentence(order.currency) if terms and order.status in LIVE_ORDER else ""


def _possible(known: Known, viewer: Party, rules: zones.CityRules) -> dict[str, bool]:
    order = known.order
    searching = viewer in {Party.CUSTOMER, Party.STAFF} and order.status in _SEARCHED
    thanks = viewer is Party.CUSTOMER and order.status is OrderStatus.DELIVERED and order.driver_id is not None
    return {
        "can_cancel": viewer in ORDER.get((order.status, OrderStatus.CANCELLED), frozenset()),
        "can_raise": searching and (viewer is Party.CUSTOMER or _raised_in_cash(order, rules)),
        "can_search_again": searching and order.status is OrderStatus.NO_DRIVER,
        "can_rate": thanks and known.stars is None,
        "can_tip": thanks,
    }


def _raised_in_cash(order: Order, rules: zones.CityRules) -> bool:
    """Operations has nobody's wallet to cover an addition with, and the customer is asked for so much at most."""
    fits = order.raise_minor + rules.raise_step_minor <= rules.raise_max_minor
    return order.payment_method is PaymentMethod.CASH and fits


def _search(order: Order, rules: zones.CityRules, searched: Searched) -> SearchView:
    since = order.searching_since or clock.now()
    return SearchView(
        asked=searched.asked,
        round=searched.round,
        radius_m=searched.radius_m or rules.radius_m,
        ends_at=order.search_ends_at,
        can_raise_from=since + timedelta(seconds=rules.raise_after_s),
    )
