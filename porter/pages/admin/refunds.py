"""Refunds: the queue, those that wait for a second person first, and beside it the panel of one."""

from typing import Any

import reflex as rx

from porter.components.data_table import Column, clipped
from porter.components.tick import tick
from porter.components.ui import (
    button,
    empty_state,
    relative_time,
    status_badge,
)
from porter.pages.admin.desk import admin_desk
from porter.pages.admin.money_parts import dash
from porter.pages.admin.refund_dialogs import decide_dialog
from porter.pages.admin.refund_panel import refund_panel
from porter.pages.admin.table_parts import rows_of, save_dialog, search_of, status_chips, tools_of
from porter.pages.shells import ops_page
from porter.state.admin.refund import RefundPanelState
from porter.state.admin.refunds import RefundsState
from porter.state.admin.table_setup import RefundsSetup

REFRESH_MS = 10_000

STATUS_CHIPS = (
    ("requested", "Waits for approval"),
    ("approved", "Approved"),
    ("sending", "On the way"),
    ("done", "Given back"),
    ("failed", "Came back"),
    ("rejected", "Rejected"),
)


@ops_page(route="/ops/refunds", title="Refunds", on_load=(RefundsState.load, RefundsSetup.load, RefundPanelState.load))
def refunds() -> rx.Component:
    """Who wants money back for whom, and who said yes."""
    return admin_desk(
        _filters(),
        _table(),
        tick(every_ms=REFRESH_MS, on_tick=RefundsState.refresh),
        active="refunds",
        title="Refunds",
        error=RefundsState.error,
        on_retry=RefundsState.refresh,
        overlays=rx.fragment(refund_panel(), decide_dialog(), save_dialog(RefundsSetup)),
    )


def _filters() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            search_of(RefundsState, "refund", "Number, phone or reference", "Search refunds"),
            tools_of(RefundsSetup, _COLUMNS, "refunds", RefundsState.export),
            class_name="flex flex-wrap items-center gap-3",
        ),
        status_chips(RefundsState, STATUS_CHIPS),
        class_name="grid gap-3",
    )


def _table() -> rx.Component:
    return rows_of(
        RefundsState,
        _COLUMNS,
        one="refund",
        many="refunds",
        panel=RefundPanelState,
        setup=RefundsSetup,
        empty=empty_state(
            "No refund fits",
            "Nobody has asked for a refund with these filters.",
            icon="undo_2",
            action=button("Show all refunds", on_click=RefundsState.narrow("clear", ""), variant="secondary"),
        ),
    )


def _status(row: rx.Var[dict[str, Any]]) -> rx.Component:
    return status_badge("refund_" + row["status"].to(str), row["status_text"].to(str))


_COLUMNS = (
    Column("created_at", "Asked", cell=lambda row: relative_time(row["created_at"].to(str))),
    Column(
        "order_number", "Order", cell=lambda row: rx.el.span(dash(row["order_number"]), class_name="num font-medium")
    ),
    Column("amount", "Amount", cell=lambda row: row["amount_text"], align="right"),
    Column("status", "Status", cell=_status),
    Column("payer_name", "Customer", cell=lambda row: clipped(row["payer_name"])),
    Column("reason_text", "Reason", cell=lambda row: clipped(row["reason_text"])),
    Column("requested_by", "Asked by"),
    Column("approved_by", "Decided by", cell=lambda row: dash(row["approved_by"])),
)
