"""The panel of one order: map, people, stops, fare, timeline, and why a driver came or nobody did."""

from typing import Any

import reflex as rx

from porter.components.fare_breakdown import fare_breakdown
from porter.components.map import city_map
from porter.components.stop_list import stop_list
from porter.components.tick import tick
from porter.components.timeline import timeline
from porter.components.ui import (
    badge,
    banner,
    button,
    copy_button,
    description_list,
    link_button,
    relative_time,
    status_badge,
    tab_panel,
    tabs,
    text_link,
    when,
)
from porter.pages.admin.desk import may
from porter.pages.admin.panel_parts import panel_of
from porter.pages.admin.trace import dispatch_trace
from porter.state.admin.order import OrderLiveState, OrderPanelState
from porter.state.admin.order_actions import CANCELLERS, GIVERS, CancelState, GiveState, RaiseState
from porter.state.admin.orders import OrdersState
from porter.state.admin.refund_asking import ASKERS, RefundAskState

LOOK_AGAIN_MS = 15_000

_ORDER = OrderPanelState.view["order"].to(dict[str, Any])
_VIEW = OrderPanelState.view
_LOADED = OrderPanelState.view.contains("order")


def order_panel() -> rx.Component:
    """The panel, and its address in the browser's bar."""
    return panel_of(
        OrderPanelState,
        "order",
        loaded=_LOADED,
        title=_ORDER["number"].to(str),
        subtitle=_subtitle(),
        body=_body(),
        footer=_actions(),
        rows=OrdersState,
    )


def _subtitle() -> rx.Component:
    return rx.el.span(
        status_badge(_ORDER["status"].to(str), _ORDER["status_text"].to(str)),
        rx.el.span("placed ", relative_time(_ORDER["created_at"].to(str))),
        copy_button(_ORDER["number"].to(str), label="Copy"),
        class_name="flex flex-wrap items-center gap-2",
    )


def _body() -> rx.Component:
    return rx.el.div(
        _map(),
        tabs(
            (("order", "Order"), ("timeline", "Timeline"), ("dispatch", "Dispatch")),
            value=OrderPanelState.tab,
            on_change=OrderPanelState.choose_tab,
            label="Order details",
        ),
        tab_panel(
            _people(),
            _stops(),
            _fare(),
            key="order",
            value=OrderPanelState.tab,
            class_name="grid grid-cols-[minmax(0,1fr)] gap-4",
        ),
        tab_panel(timeline(OrderPanelState.timeline), key="timeline", value=OrderPanelState.tab),
        tab_panel(dispatch_trace(), key="dispatch", value=OrderPanelState.tab),
        class_name="grid grid-cols-[minmax(0,1fr)] gap-4",
    )


def _map() -> rx.Component:
    drawn = rx.el.div(
        city_map(
            markers=OrderPanelState.places + OrderLiveState.driver,
            route=OrderPanelState.route,
            route_later=OrderPanelState.route_later,
            fit=OrderPanelState.places + OrderLiveState.driver,
            fit_key=OrderPanelState.open_id,
            fit_padding=44,
            label="Stops and driver of this order",
        ),
        class_name="h-[216px] rounded-card overflow-hidden",
    )
    return rx.el.div(
        drawn,
        when(OrderLiveState.seen_text != "", _seen()),
        class_name="grid gap-2",
    )


def _seen() -> rx.Component:
    """How old the driver's position is, looked at again and again: silence announces itself to nobody."""
    return rx.el.p(
        badge(OrderLiveState.seen_text, rx.cond(OrderLiveState.stale, "warn", "live")),
        when(OrderLiveState.eta_text != "", rx.el.span("next stop in ", OrderLiveState.eta_text)),
        tick(every_ms=LOOK_AGAIN_MS, on_tick=OrderPanelState.look_again),
        class_name="flex items-center gap-2 text-13 text-muted num",
    )


def _people() -> rx.Component:
    driver = _ORDER["driver"].to(dict[str, Any])
    return description_list(
        ("Customer", _person(_VIEW["customer_name"], _VIEW["customer_phone"], _VIEW["customer_phone_text"])),
        (
            "Driver",
            rx.cond(
                _ORDER["driver"],
                rx.el.span(
                    _person(driver["name"], _VIEW["driver_phone"], _VIEW["driver_phone_text"]),
                    rx.el.span(
                        f"{driver['vehicle_text']} · {driver['plate']} · {driver['rating_text']}",
                        class_name="block text-13 font-normal text-muted",
                    ),
                ),
                rx.el.span("Nobody yet", class_name="text-muted font-normal"),
            ),
        ),
        ("Booked", _ORDER["vehicle"].to(dict[str, Any])["name"].to(str)),
        ("Goods", _ORDER["goods_text"].to(str)),
        ("Distance", f"{_ORDER['distance_text']} · {_ORDER['duration_text']}"),
        (
            "Payment",
            text_link(_ORDER["payment_text"].to(str), href="/ops/payments?q=" + _ORDER["number"].to(str)),
        ),
    )


def _person(name: Any, phone: Any, shown: Any) -> rx.Component:
    return rx.el.span(
        rx.el.span(name),
        rx.cond(
            phone,
            text_link(shown.to(str), href="tel:" + phone.to(str), external=True, class_name="block text-13 num"),
            rx.fragment(),
        ),
    )


def _stops() -> rx.Component:
    return _titled("Stops", stop_list(OrderPanelState.stops, show_status=True, exact_times=True))


def _fare() -> rx.Component:
    return _titled(
        "Fare",
        fare_breakdown(OrderPanelState.lines, total=_ORDER["total_text"].to(str)),
        description_list(
            ("Driver gets", _VIEW["driver_payout_text"].to(str)),
            ("Commission", _VIEW["commission_text"].to(str)),
            ("Tax", _VIEW["tax_text"].to(str)),
        ),
        when(
            _ORDER["cancel_reason"].to(str) != "",
            banner("Cancelled", _ORDER["cancel_reason"].to(str), tone="neutral"),
        ),
    )


def _titled(words: str, *content: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h3(words, class_name="text-13 font-semibold text-muted"), *content)


def _actions() -> rx.Component:
    status = _ORDER["status"].to(str)
    searching = (status == "searching_driver") | (status == "no_driver")
    paid_through_us = _ORDER["payment_method"].to(str) != "cash"
    ended = (status == "delivered") | (status == "cancelled") | (status == "returned")
    cancel = button("Cancel order", on_click=CancelState.ask, variant="danger-ghost", size="sm")
    return rx.fragment(
        when(may(CANCELLERS) & _VIEW["cancellation"].to(dict[str, Any])["allowed"].to(bool), cancel),
        rx.el.span(class_name="flex-1"),
        link_button(
            "See customer", href="/ops/customers?q=" + _VIEW["customer_phone_text"].to(str), variant="ghost", size="sm"
        ),
        when(
            may(CANCELLERS) & _ORDER["can_raise"].to(bool),
            button("Raise offer", on_click=RaiseState.ask, variant="secondary", size="sm"),
        ),
        when(
            may(CANCELLERS) & (status == "no_driver"),
            button("Search again", on_click=CancelState.search_again, variant="secondary", size="sm"),
        ),
        when(
            may(ASKERS) & paid_through_us & ended,
            button("Refund", on_click=RefundAskState.ask_for_order, variant="secondary", size="sm"),
        ),
        when(may(GIVERS) & searching, button("Assign driver", on_click=GiveState.ask, size="sm")),
        when(
            may(GIVERS) & (status == "assigned"),
            button("Reassign", on_click=GiveState.ask, variant="secondary", size="sm"),
        ),
    )
