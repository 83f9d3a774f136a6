"""Orders: the table, and beside it the panel of one order with an address of its own."""

from typing import Any

import reflex as rx

from porter.components.data_table import Column, clipped
from porter.components.tick import tick
from porter.components.ui import (
    button,
    copy_button,
    empty_state,
    relative_time,
    select,
    status_badge,
)
from porter.pages.admin.desk import admin_desk
from porter.pages.admin.order_dialogs import order_dialogs
from porter.pages.admin.order_panel import order_panel
from porter.pages.admin.refund_dialogs import refund_dialog
from porter.pages.admin.table_parts import rows_of, save_dialog, search_of, status_chips, tools_of, when_of
from porter.pages.shells import ops_page
from porter.state.admin.order import OrderPanelState
from porter.state.admin.orders import OrdersState
from porter.state.admin.table_setup import OrdersSetup

REFRESH_MS = 10_000

STATUS_CHIPS = (
    ("late", "Late"),
    ("searching_driver", "Searching"),
    ("no_driver", "No driver"),
    ("assigned", "Assigned"),
    ("picked_up", "Picked up"),
    ("in_transit", "On the way"),
    ("delivered", "Delivered"),
    ("failed", "Failed"),
    ("cancelled", "Cancelled"),
)


@ops_page(route="/ops/orders", title="Orders", on_load=(OrdersState.load, OrdersSetup.load, OrderPanelState.load))
def orders() -> rx.Component:
    """Every order, found by what one knows of it."""
    return admin_desk(
        _filters(),
        _table(),
        tick(every_ms=REFRESH_MS, on_tick=OrdersState.refresh),
        active="orders",
        title="Orders",
        error=OrdersState.error,
        on_retry=OrdersState.refresh,
        overlays=rx.fragment(order_panel(), order_dialogs(), refund_dialog(), save_dialog(OrdersSetup)),
    )


def _filters() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            search_of(OrdersState, "order", "Number, phone, name, plate", "Search orders"),
            when_of(OrdersState, "Placed", (("today", "Today"), ("week", "7 days"), ("all", "All"))),
            select(
                None,
                OrdersState.classes,
                name="class",
                value=OrdersState.class_code,
                on_change=lambda code: OrdersState.narrow("class", code),
                aria_label="Vehicle class",
                class_name="w-[176px]",
            ),
            tools_of(OrdersSetup, _COLUMNS, "orders", OrdersState.export),
            class_name="flex flex-wrap items-center gap-3",
        ),
        status_chips(OrdersState, STATUS_CHIPS),
        class_name="grid gap-3",
    )


def _table() -> rx.Component:
    return rows_of(
        OrdersState,
        _COLUMNS,
        one="order",
        many="orders",
        panel=OrderPanelState,
        setup=OrdersSetup,
        close=True,
        selected=OrdersState.selected,
        on_select=OrdersState.select,
        on_select_all=OrdersState.select_all,
        bulk=copy_button(OrdersState.numbers, label="Copy order numbers"),
        empty=empty_state(
            "No order fits",
            "No order was placed in this time with these filters.",
            icon="search_x",
            action=button("Show all orders of 7 days", on_click=OrdersState.narrow("clear", ""), variant="secondary"),
        ),
    )


def _status(row: rx.Var[dict[str, Any]]) -> rx.Component:
    late = rx.el.span("Late", class_name="text-13 font-medium text-bad", title="Later than promised")
    return rx.el.span(
        status_badge(row["status"].to(str), row["status_text"].to(str)),
        rx.cond(row["is_late"], late, rx.fragment()),
        class_name="inline-flex items-center gap-2",
    )


def _text(key: str) -> Any:
    return lambda row: clipped(row[key])


_COLUMNS = (
    Column("number", "Order", cell=lambda row: rx.el.span(row["number"], class_name="num font-medium"), sortable=True),
    Column("status", "Status", cell=_status, sortable=True),
    Column("status_since", "In status", cell=lambda row: relative_time(row["status_since"].to(str)), sortable=True),
    Column("customer_name", "Customer", cell=_text("customer_name")),
    Column("driver_name", "Driver", cell=_text("driver_name")),
    Column("vehicle_name", "Vehicle", cell=_text("vehicle_name")),
    Column("pickup_address", "Pickup", cell=_text("pickup_address")),
    Column("drop_address", "Drop", cell=_text("drop_address")),
    Column("total", "Fare", cell=lambda row: row["total_text"], align="right", sortable=True),
    Column(
        "created_at", "Placed", cell=lambda row: relative_time(row["created_at"].to(str)), align="right", sortable=True
    ),
)
