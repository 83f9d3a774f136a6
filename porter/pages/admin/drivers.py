"""Drivers: look up, approve, turn down, suspend."""

from typing import Any

import reflex as rx

from porter.components.data_table import Column, clipped
from porter.components.ui import (
    banner,
    button,
    dialog,
    empty_state,
    filter_chips,
    plate,
    relative_time,
    status_badge,
    text_field,
    when,
)
from porter.pages.admin.desk import admin_desk, may
from porter.pages.admin.panel_parts import address_of
from porter.pages.admin.people_parts import account_status, suspend_button, suspend_dialog
from porter.pages.admin.table_parts import rows_of, save_dialog, search_of, tools_of
from porter.pages.shells import ops_page
from porter.state.admin.drivers import VERIFIERS, DriversState, VerifyState
from porter.state.admin.table_setup import DriversSetup

CHIPS = (("pending", "To approve"), ("approved", "Approved"), ("rejected", "Rejected"), ("online", "Online now"))


@ops_page(route="/ops/drivers", title="Drivers", on_load=(DriversState.load, DriversSetup.load))
def drivers() -> rx.Component:
    """Everybody who drives."""
    return admin_desk(
        rx.el.div(
            search_of(DriversState, "driver", "Name, phone or plate", "Search drivers"),
            filter_chips(
                CHIPS,
                active=DriversState.states,
                on_toggle=lambda key: DriversState.narrow("state", key),
                label="State",
            ),
            tools_of(DriversSetup, _COLUMNS, "pilots", DriversState.export),
            class_name="flex flex-wrap items-center gap-3",
        ),
        _table(),
        address_of("/ops/drivers", DriversState),
        active="drivers",
        title="Drivers",
        error=DriversState.error,
        on_retry=DriversState.refresh,
        overlays=rx.fragment(_reject(), suspend_dialog(DriversState.refresh), save_dialog(DriversSetup)),
    )


def _table() -> rx.Component:
    return rows_of(
        DriversState,
        _COLUMNS,
        one="driver",
        many="drivers",
        setup=DriversSetup,
        empty=empty_state("No driver fits", "Remove a filter, or search by another name or plate.", icon="search_x"),
    )


def _reject() -> rx.Component:
    return dialog(
        when(VerifyState.error != "", banner(VerifyState.error, tone="bad")),
        text_field(
            "Reason",
            name="reject-reason",
            value=VerifyState.reason,
            on_change=VerifyState.say,
            wait_ms=100,
            max_length=300,
            help="The driver reads it and can mend it.",
        ),
        open=VerifyState.asking,
        on_close=VerifyState.dismiss,
        title=f"Turn {VerifyState.name} down?",
        key="reject",
        footer=rx.fragment(
            button("Go back", on_click=VerifyState.dismiss, variant="secondary"),
            button("Turn down", on_click=VerifyState.reject, variant="danger"),
        ),
    )


def _person(row: rx.Var[dict[str, Any]]) -> rx.Component:
    return clipped(row["name"], class_name="font-medium", otherwise="No name yet")


def _online(row: rx.Var[dict[str, Any]]) -> rx.Component:
    return status_badge(rx.cond(row["is_online"], "online", "offline"))


def _verification(row: rx.Var[dict[str, Any]]) -> rx.Component:
    words = rx.match(row["verification"], ("approved", "Approved"), ("rejected", "Rejected"), "To approve")
    tone = rx.match(row["verification"], ("approved", "good"), ("rejected", "bad"), "warn")
    return status_badge(row["verification"].to(str), words, tone)


def _actions(row: rx.Var[dict[str, Any]]) -> rx.Component:
    driver_id, name = row["id"].to(str), row["name"].to(str)
    approve = button("Approve", on_click=VerifyState.approve(driver_id, name), variant="secondary", size="sm")
    refuse = button("Turn down", on_click=VerifyState.ask(driver_id, name), variant="ghost", size="sm")
    return rx.el.span(
        when(may(VERIFIERS) & (row["verification"] != "approved"), approve),
        when(may(VERIFIERS) & (row["verification"] == "pending"), refuse),
        suspend_button(row, row["account_status"]),
        class_name="inline-flex gap-1",
    )


_COLUMNS = (
    Column("name", "Driver", cell=_person),
    Column("phone_text", "Phone", cell=lambda row: rx.el.span(row["phone_text"], class_name="num")),
    Column("verification", "Papers", cell=_verification),
    Column("is_online", "Now", cell=_online),
    Column("class_name", "Vehicle"),
    Column("plate", "Plate", cell=lambda row: rx.cond(row["plate"], plate(row["plate"].to(str)), "–")),
    Column("rating_text", "Rating", align="right"),
    Column("account_status", "Account", cell=lambda row: account_status(row["account_status"])),
    Column("created_at", "Joined", cell=lambda row: relative_time(row["created_at"].to(str)), align="right"),
    Column("actions", "Actions", cell=_actions, align="right"),
)
