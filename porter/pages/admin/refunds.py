"""Refunds: the queue, those that wait for a second person first, and beside it the panel of one."""

from typing import Any

import reflex as rx

from porter.components.data_table import Column, data_table
from porter.components.tick import tick
from porter.components.ui import (
    button,
    empty_state,
    filter_chips,
    pagination,
    relative_time,
    status_badge,
    text_field,
)
from porter.pages.admin.desk import admin_desk, counted
from porter.pages.admin.money_parts import dash
from porter.pages.admin.refund_dialogs import decide_dialog
from porter.pages.admin.refund_panel import refund_panel
from porter.pages.shells import ops_page
from porter.state.admin.refund import RefundPanelState
from porter.state.admin.refunds import RefundsState

REFRESH_MS = 10_000

STATUS_CHIPS = (
    ("requested", "Waits for approval"),
    ("approved", "Approved"),
    ("sending", "On the way"),
    ("done", "Paid out"),
    ("failed", "Came back"),
    ("rejected", "Rejected"),
)


@ops_page(route="/ops/refunds", title="Refunds", on_load=(RefundsState.load, RefundPanelState.load))
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
        overlays=rx.fragment(refund_panel(), decide_dialog()),
    )


def _filters() -> rx.Component:
    return rx.el.div(
        text_field(
            None,
            name="refund-search",
            value=RefundsState.text,
            on_change=lambda text: RefundsState.narrow("text", text),
            icon="search",
            placeholder="Order, reference or phone",
            aria_label="Search refunds",
            type="search",
            class_name="w-[260px]",
        ),
        filter_chips(
            STATUS_CHIPS,
            active=RefundsState.status,
            on_toggle=lambda key: RefundsState.narrow("status", key),
            on_clear=RefundsState.narrow("clear", ""),
            label="Status",
        ),
        class_name="flex flex-wrap items-center gap-3",
    )


def _table() -> rx.Component:
    return data_table(
        _COLUMNS,
        RefundsState.rows,
        label="Refunds",
        on_open=RefundPanelState.open,
        on_escape=RefundPanelState.close,
        open_id=RefundPanelState.open_id,
        loading=RefundsState.loading,
        empty=empty_state(
            "No refund fits",
            "Nobody has asked for a refund with these filters.",
            icon="undo_2",
            action=button("Show all refunds", on_click=RefundsState.narrow("clear", ""), variant="secondary"),
        ),
        footer=pagination(
            summary=counted(RefundsState.page, RefundsState.rows, "refund", "refunds"),
            on_previous=RefundsState.turn(-1),
            on_next=RefundsState.turn(1),
            has_previous=RefundsState.page > 1,
            has_next=RefundsState.next_cursor != "",
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
    Column("payer_name", "Customer", cell=lambda row: dash(row["payer_name"])),
    Column("reason_text", "Reason"),
    Column("requested_by", "Asked by"),
    Column("approved_by", "Decided by", cell=lambda row: dash(row["approved_by"])),
)
