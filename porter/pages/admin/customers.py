"""Customers: look up, suspend."""

from typing import Any

import reflex as rx

from porter.components.data_table import Column, clipped
from porter.components.ui import empty_state, filter_chips, relative_time, text_link
from porter.pages.admin.desk import admin_desk
from porter.pages.admin.panel_parts import address_of
from porter.pages.admin.people_parts import account_status, suspend_button, suspend_dialog
from porter.pages.admin.table_parts import rows_of, save_dialog, search_of, tools_of
from porter.pages.shells import ops_page
from porter.state.admin.customers import CustomersState
from porter.state.admin.table_setup import CustomersSetup


@ops_page(route="/ops/customers", title="Customers", on_load=(CustomersState.load, CustomersSetup.load))
def customers() -> rx.Component:
    """Everybody who orders."""
    return admin_desk(
        rx.el.div(
            search_of(CustomersState, "customer", "Name or phone", "Search customers"),
            filter_chips(
                (("suspended", "Suspended"),),
                active=rx.cond(CustomersState.suspended, ["suspended"], []),
                on_toggle=lambda key: CustomersState.narrow(key, ""),
                label="State",
            ),
            tools_of(CustomersSetup, _COLUMNS, "customers", CustomersState.export),
            class_name="flex flex-wrap items-center gap-3",
        ),
        rows_of(
            CustomersState,
            _COLUMNS,
            one="customer",
            many="customers",
            setup=CustomersSetup,
            empty=empty_state("No customer fits", "Search by another name or phone.", icon="search_x"),
        ),
        address_of("/ops/customers", CustomersState),
        active="customers",
        title="Customers",
        error=CustomersState.error,
        on_retry=CustomersState.refresh,
        overlays=rx.fragment(suspend_dialog(CustomersState.refresh), save_dialog(CustomersSetup)),
    )


def _orders(row: rx.Var[dict[str, Any]]) -> rx.Component:
    return rx.cond(
        row["orders"].to(int) > 0,
        text_link(row["orders"].to(str), href="/ops/orders?q=" + row["phone_text"].to(str)),
        rx.el.span("0", class_name="text-muted"),
    )


def _last(row: rx.Var[dict[str, Any]]) -> rx.Component:
    return rx.cond(
        row["last_order_at"], relative_time(row["last_order_at"].to(str)), rx.el.span("–", class_name="text-faint")
    )


_COLUMNS = (
    Column(
        "name",
        "Customer",
        cell=lambda row: clipped(row["name"], class_name="font-medium", otherwise="No name yet"),
    ),
    Column("phone_text", "Phone", cell=lambda row: rx.el.span(row["phone_text"], class_name="num")),
    Column("status", "Account", cell=lambda row: account_status(row["status"])),
    Column(
        "status_reason",
        "Last reason",
        cell=lambda row: clipped(row["status_reason"], class_name="text-muted", otherwise=""),
    ),
    Column("orders", "Orders", cell=_orders, align="right"),
    Column("last_order_at", "Last order", cell=_last, align="right"),
    Column("created_at", "Joined", cell=lambda row: relative_time(row["created_at"].to(str)), align="right"),
    Column("actions", "Actions", cell=lambda row: suspend_button(row, row["status"]), align="right"),
)
