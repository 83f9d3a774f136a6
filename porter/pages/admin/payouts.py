"""Payouts: the table, and beside it the panel of one payout with an address of its own."""

from typing import Any

import reflex as rx

from porter.components.data_table import Column, clipped
from porter.components.tick import tick
from porter.components.ui import (
    button,
    empty_state,
    relative_time,
    status_badge,
    switch,
)
from porter.pages.admin.desk import admin_desk
from porter.pages.admin.payout_panel import payout_panel
from porter.pages.admin.table_parts import rows_of, save_dialog, search_of, status_chips, tools_of, when_of
from porter.pages.shells import ops_page
from porter.state.admin.payout import PayoutPanelState
from porter.state.admin.payouts import PayoutsState
from porter.state.admin.table_setup import PayoutsSetup

REFRESH_MS = 10_000

STATUS_CHIPS = (
    ("requested", "Asked for"),
    ("sending", "Being sent"),
    ("processing", "At the bank"),
    ("paid", "Paid"),
    ("failed", "Failed"),
    ("reversed", "Returned"),
)


@ops_page(route="/ops/payouts", title="Payouts", on_load=(PayoutsState.load, PayoutsSetup.load, PayoutPanelState.load))
def payouts() -> rx.Component:
    """Money to drivers, on its way and arrived."""
    return admin_desk(
        _filters(),
        _table(),
        tick(every_ms=REFRESH_MS, on_tick=PayoutsState.refresh),
        active="payouts",
        title="Payouts",
        error=PayoutsState.error,
        on_retry=PayoutsState.refresh,
        overlays=rx.fragment(payout_panel(), save_dialog(PayoutsSetup)),
    )


def _filters() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            search_of(PayoutsState, "payout", "Driver, phone or reference", "Search payouts"),
            when_of(PayoutsState, "Asked for"),
            switch("Failed first", checked=PayoutsState.failed_first, on_change=PayoutsState.put_failed_first),
            tools_of(PayoutsSetup, _COLUMNS, "payouts", PayoutsState.export),
            class_name="flex flex-wrap items-center gap-3",
        ),
        status_chips(PayoutsState, STATUS_CHIPS),
        class_name="grid gap-3",
    )


def _table() -> rx.Component:
    return rows_of(
        PayoutsState,
        _COLUMNS,
        one="payout",
        many="payouts",
        panel=PayoutPanelState,
        setup=PayoutsSetup,
        sort_key=rx.cond(PayoutsState.failed_first, "", PayoutsState.sort_key),
        empty=empty_state(
            "No payout fits",
            "No driver has withdrawn money in this time with these filters.",
            icon="search_x",
            action=button("Show all of 30 days", on_click=PayoutsState.narrow("clear", ""), variant="secondary"),
        ),
    )


def _of(row: rx.Var[dict[str, Any]], key: str) -> rx.Var[str]:
    return row["payout"].to(dict[str, Any])[key].to(str)


def _status(row: rx.Var[dict[str, Any]]) -> rx.Component:
    return status_badge("payout_" + _of(row, "status"), row["status_text"].to(str))


_COLUMNS = (
    Column("created_at", "Asked", cell=lambda row: relative_time(_of(row, "created_at")), sortable=True),
    Column("driver_name", "Driver", cell=lambda row: clipped(row["driver_name"], class_name="font-medium")),
    Column("amount", "Amount", cell=lambda row: _of(row, "amount_text"), align="right", sortable=True),
    Column("status", "Status", cell=_status),
    Column("destination", "To", cell=lambda row: rx.el.span(_of(row, "destination"), class_name="num")),
    Column("provider", "Gateway", cell=lambda row: rx.el.span(row["provider"], class_name="capitalize")),
    Column("attempts", "Tries", cell=lambda row: row["attempts"], align="right"),
)
